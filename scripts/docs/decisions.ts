// docs/adr/README.md: the list of decisions, from the records themselves.
import { readFileSync, readdirSync } from "node:fs";
import { table } from "./page.ts";
import type { Page } from "./page.ts";

const folder = "docs/adr";

function write(): string {
  const files = readdirSync(folder).filter((name) => /^\d{4}-.+\.md$/.test(name)).toSorted();
  const rows = files.map((name) => {
    const text = readFileSync(`${folder}/${name}`, "utf8");
    return [`[${name.slice(0, 4)}](${name})`, /^# \d{4} (.+)$/m.exec(text)?.[1] ?? name, /^Status: (.+)$/m.exec(text)?.[1] ?? "?"];
  });
  return `
# Decisions

Each record says what was decided, why, and what follows. A record is never edited once it is accepted, only superseded by a later one.
A new floor, family, store, dependency or a break of a contract needs one.

${table(["record", "decision", "status"], rows)}
`;
}

export const pages: readonly Page[] = [{ path: "docs/adr/README.md", write }];
