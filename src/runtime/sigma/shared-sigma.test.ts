// SigmaHQ's rules and regression cases, read from a shared data folder when there is one: all load but those with placeholders, and every case is seen.
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { openZipFile, zipEntries } from "../../kernel/zip.ts";
import { decodeBody } from "../framing.ts";
import { explainNode } from "./explain.ts";
import { appliesTo } from "./field-mapping.ts";
import { compileNode } from "./matcher.ts";
import { readRules } from "./read-rules.ts";
import type { SigmaFile } from "./rule.ts";

const folder = new URL("../../../../shared/data/runtime/sigma/", import.meta.url);
const isThere = existsSync(new URL("sigma-rules.zip", folder)) && existsSync(new URL("regression.zip", folder));

function filesOf(name: string): { name: string; bytes: Uint8Array }[] {
  const zip = openZipFile(fileURLToPath(new URL(name, folder)));
  try { return zipEntries(zip).map((entry) => ({ name: entry.name, bytes: entry.read() })); } finally { zip.close(); }
}

const textOf = (bytes: Uint8Array): string => Buffer.from(bytes).toString("utf8");
const regression = isThere ? filesOf("regression.zip") : [];
const cases = regression.filter(({ name }) => name.endsWith("/rule.yml")).map(({ name, bytes }) => ({ name: name.split("/").at(-2) ?? name, rule: textOf(bytes), event: regression.find((one) => one.name.startsWith(name.replace("rule.yml", "")) && one.name.endsWith(".json"))?.bytes ?? new Uint8Array() }));

describe(`runtime/sigma on SigmaHQ's rules${isThere ? "" : " (skipped: the shared folder data/runtime/sigma is not beside this repository)"}`, () => {
  let read: readonly SigmaFile[] = [];

  it.skipIf(!isThere)("every rule is read but those whose placeholders have no values", () => {
    read = filesOf("sigma-rules.zip").filter(({ name }) => name.endsWith(".yml")).map(({ name, bytes }) => readRules(textOf(bytes), name));
    const rejects = read.flatMap((file) => file.rejects);
    expect(rejects.filter(({ rule }) => !rule.includes("finds no values for the placeholder"))).toEqual([]);
    expect(read.flatMap(({ rules }) => rules).length + rejects.length).toBeGreaterThanOrEqual(3780);
    expect(rejects.length).toBeLessThan(30);
  }, 60_000);

  it.skipIf(!isThere)("a reject stands on the line that holds what it speaks of", () => {
    const texts = new Map(filesOf("sigma-rules.zip").map(({ name, bytes }) => [name, textOf(bytes).split("\n")]));
    for (const { file, line, rule } of read.flatMap(({ rejects }) => rejects)) expect(texts.get(file)?.[line - 1], `${file}:${line} ${rule}`).toMatch(/\|expand/);
  }, 60_000);

  it.skipIf(!isThere)("matching and explaining agree on every seventh of them", () => {
    const rules = read.flatMap((file) => file.rules).filter((_rule, at) => at % 7 === 0);
    for (const { event } of cases) {
      for (const { fields } of decodeBody("auto", event, { receivedAt: 0, host: undefined, settings: {} }).events) {
        for (const { condition, title } of rules) expect(compileNode(condition, (field) => [field])(fields), title).toBe(explainNode(condition, fields, (field) => [field]).holds);
      }
    }
  }, 120_000);

  it.skipIf(!isThere).each(cases)("$name is seen", ({ rule: text, event }) => {
    const [rule] = readRules(text, "rule.yml").rules;
    const { events } = decodeBody("auto", event, { receivedAt: 0, host: undefined, settings: {} });
    expect(events.some(({ fields, logsource }) => rule !== undefined && appliesTo(rule.logsource, logsource) && compileNode(rule.condition, (field) => [field])(fields))).toBe(true);
  });
});
