// What the world knew when: the starter set's facts, each dated by its publication, and the KEV entries by the day they were added.
import { readFileSync, readdirSync } from "node:fs";
import { minuteMs, parseInstant, toIso } from "../../src/kernel/clock.ts";
import type { Instant } from "../../src/kernel/clock.ts";
import type { OsvRecord } from "./mirror.ts";

const starter = new URL("../../content/starter/", import.meta.url);

/** at: when the mirror has it. A record of the set stands for the whole time since it was published, so its publication is its last change. */
export interface DatedRecord { at: Instant; record: OsvRecord }

export function datedRecords(): DatedRecord[] {
  const lines = readdirSync(starter).filter((name) => name.endsWith(".jsonl")).toSorted().flatMap((name) => readFileSync(new URL(name, starter), "utf8").split("\n").filter(Boolean));
  return lines.map((line): DatedRecord => {
    const record = JSON.parse(line) as OsvRecord & { published: string };
    return { at: parseInstant(record.published) ?? 0, record: { ...record, modified: record.published } };
  }).toSorted((a, b) => a.at - b.at);
}

export const ecosystemsOf = (records: readonly DatedRecord[]): string[] =>
  [...new Set(records.flatMap(({ record }) => (record.affected ?? []).flatMap((part) => part.package?.ecosystem.replace(/:.*/, "") ?? [])))].toSorted();

interface KevCatalogue { vulnerabilities: readonly { dateAdded: string }[]; [field: string]: unknown }
const catalogue = JSON.parse(readFileSync(new URL("kev.json", starter), "utf8")) as KevCatalogue;

/** The KEV catalogue as it stood at an instant. */
export function kevAt(at: Instant): string {
  const vulnerabilities = catalogue.vulnerabilities.filter(({ dateAdded }) => (parseInstant(dateAdded) ?? 0) <= at);
  return JSON.stringify({ ...catalogue, dateReleased: toIso(at), count: vulnerabilities.length, vulnerabilities });
}

/** Instants after `from` at which the catalogue grew. */
export const kevChanges = (from: Instant): Instant[] =>
  [...new Set(catalogue.vulnerabilities.flatMap(({ dateAdded }) => parseInstant(dateAdded) ?? []))].filter((at) => at > from).toSorted((a, b) => a - b);

export const epssText = (): string => readFileSync(new URL("epss.csv", starter), "utf8");

/** Minutes until a poll saw a record: different for each, the same in every run. */
export const pollDelayMs = (id: string): number => (2 + [...id].reduce((sum, letter) => (sum * 31 + (letter.codePointAt(0) ?? 0)) % 23, 7)) * minuteMs;
