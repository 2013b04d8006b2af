// Command injection on the range: every quoting is found, and what only looks like a shell is not.
import { confined } from "../../../test/dast/range/confined.ts";
import { heardSuite } from "../../../test/dast/range/heard.suite.ts";
import { checkSuite } from "../../../test/dast/range/check-case.suite.ts";
import { cases } from "../../../test/dast/range/cases/command-injection.ts";
import { commandInjection } from "./command-injection.ts";

// Some wait for seconds, one after the other, since they measure time.
checkSuite(commandInjection, cases, () => ({}), { every: 12 });

const shell = (command: string): Promise<unknown> => confined("/bin/sh", ["-c", command], { calls: true });

heardSuite(commandInjection, [
  { name: "a value without quotes, the output thrown away", value: "garden", takes: (value) => shell(`printf '%s' ${value} >/dev/null`), technique: "out-of-band:unix:semicolon" },
  { name: "a value in single quotes, in a form", by: "form", value: "garden", takes: (value) => shell(`printf '%s' '${value}' >/dev/null`), technique: "out-of-band:unix:semicolon" },
  { name: "an array of arguments", value: "garden", takes: (value) => confined("printf", ["%s", value], { calls: true }), technique: undefined },
  { name: "the value in the environment", by: "json", value: "garden", takes: (value) => confined("/bin/sh", ["-c", 'printf "%s" "$NAME" >/dev/null'], { calls: true, environment: { NAME: value.replaceAll("\0", "") } }), technique: undefined },
]);
