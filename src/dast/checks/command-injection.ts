// Command injection: a value becomes part of a command line, proved by what only a shell computes, waits for or calls.
import { defineCheck } from "../check.ts";
import type { PointCheck } from "../check.ts";
import { firstComputed } from "../execution/computed.ts";
import { firstDelayed } from "../execution/delay.ts";
import { isUsual } from "../execution/judged.ts";
import { firstCalled } from "../execution/out-of-band-proof.ts";
import { shellCalls, shellDelays, shellFormulas } from "../execution/shell-formulas.ts";

export const commandInjection = defineCheck<PointCheck>({
  id: "command-injection", about: "A value is run as part of an operating system command.",
  title: "Command injection", cwe: 78, owasp: ["A03", "API8"], severity: "critical", risk: "payload", attackClass: "command-injection",
  remediation: "Call the program directly with an array of arguments, never through a shell, and put `--` before values that come from outside. Where only a few values make sense, look them up in a list of allowed ones.",
  on: "point", fits: ({ kind }) => kind !== "url-path-suffix",
  async *probe(point, tools) {
    if (!tools.allows("payload")) return;
    // What every browser sends seldom reaches a shell: the commonest ways only.
    const most = isUsual(point) ? 2 : Number.POSITIVE_INFINITY;
    const proof = await firstComputed(point, tools, shellFormulas.slice(0, most))
      ?? await firstCalled(point, tools, shellCalls.slice(0, most))
      ?? (tools.allows("timing") ? await firstDelayed(point, tools, shellDelays.slice(0, most - 1)) : undefined);
    if (proof !== undefined) yield proof;
  },
});
