// docs/faults.md: every fault, what happened, the mend, and the words in which the terminal and the API say it.
import { exitCodes } from "../../src/cli/command.ts";
import { failureText } from "../../src/cli/failure.ts";
import { Fault, faults } from "../../src/kernel/fault.ts";
import type { FaultCode } from "../../src/kernel/fault.ts";
import { badInput } from "./bad-input.ts";
import { block, code, table } from "./page.ts";
import type { Page } from "./page.ts";

const codes = Object.keys(faults).toSorted() as FaultCode[];

const row = (name: FaultCode): string[] => {
  const { about, fix, status, exit } = faults[name];
  return [`[${code(name)}](#${name})`, about, fix, String(status), `${exit} ${exitCodes[exit]}`];
};

// The anchor is the code itself: the API's problem type is /api/v1/faults#CODE.
const section = (name: FaultCode): string => `### <a id="${name}"></a>${code(name)}\n\n${block(failureText(new Fault(name), false), "text")}`;

async function write(): Promise<string> {
  return `
# Faults

A fault is something a person must mend. Each has a code that never changes its meaning. The terminal shows what happened, the places in the
input, the mend and the code, and ends with the exit code; the API answers with the same as problem details (RFC 9457), \`code\`, \`fix\` and
\`errors\` (JSON pointer, rule, mend) beside the standard members. What concerns one record of a batch is listed as a reject in the answer of
the batch, and the rest of the batch is kept.

${table(["code", "what happened", "mend", "HTTP", "exit"], codes.map(row))}

## What bad input gets

Each of these was sent while this page was written; the words are the program's own.

${await badInput()}

## Each fault in its own words

A real one also has a sentence about the occurrence and names the places.

${codes.map(section).join("\n\n")}
`;
}

export const pages: readonly Page[] = [{ path: "docs/faults.md", write }];
