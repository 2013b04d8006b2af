// Which rules hold on which files of events, against what the files' layout says should.
import { basename, join } from "node:path";
import type { Instant } from "../kernel/clock.ts";
import type { Decoder } from "../runtime/decoder.ts";
import type { RuntimeEvent } from "../runtime/event.ts";
import { explainNode } from "../runtime/sigma/explain.ts";
import type { Explanation } from "../runtime/sigma/explain.ts";
import { appliesTo } from "../runtime/sigma/field-mapping.ts";
import { createRuleSet } from "../runtime/sigma/rule-set.ts";
import type { SigmaFile, SigmaRule } from "../runtime/sigma/rule.ts";
import { expectationsIn } from "./rules-expected.ts";
import { eventFilesIn, readEventFile } from "./rules-events.ts";
import type { EventFile } from "./rules-events.ts";
import { missLines } from "./rules-tree.ts";

/** expected: files that must trigger the rule; hit and missed of these; others: events of other files on which it holds. */
export interface RuleCoverage { ruleId: string; title: string; expected: number; hit: number; missed: number; others: number; why: string }
export interface Coverage { files: number; events: number; rules: readonly RuleCoverage[]; unread: readonly { file: string; why: string }[]; unknown: readonly { file: string; ruleId: string }[] }

export interface CoverageInput { read: SigmaFile; dir: string; decoder: Decoder | undefined; now: Instant; onProgress(done: number, total: number): void }

/** Throws cli.usage when the folder cannot be read. */
export async function coverageOf({ read, dir, decoder, now, onProgress }: CoverageInput): Promise<Coverage> {
  const paths = await eventFilesIn(dir);
  const expected = await expectationsIn(dir, paths, read.rules);
  const tally = createTally(read);
  let events = 0;
  const unread: { file: string; why: string }[] = [];
  for (const [place, path] of paths.entries()) {
    const file = await readEventFile(path === "" ? dir : join(dir, path), decoder, now);
    events += file.events.length;
    if (file.events.length === 0) unread.push({ file: path || basename(dir), why: file.rejects[0] ?? "holds no event" });
    tally.take(file, expected.of(path));
    onProgress(place + 1, paths.length);
  }
  return { files: paths.length, events, rules: tally.rows(), unread, unknown: expected.unknown };
}

interface Row { rule: SigmaRule; expected: number; hit: number; others: number; why: Set<string> }

function createTally({ rules, filters }: SigmaFile): { take(file: EventFile, expected: readonly { rule: SigmaRule; matches: number }[]): void; rows(): RuleCoverage[] } {
  const ruleSet = createRuleSet(rules, { filters });
  const rows = new Map<string, Row>();
  const rowOf = (rule: SigmaRule): Row => {
    const known = rows.get(rule.id);
    if (known) return known;
    const made: Row = { rule, expected: 0, hit: 0, others: 0, why: new Set() };
    rows.set(rule.id, made);
    return made;
  };
  return {
    take(file, expected) {
      const hits = new Map<SigmaRule, number>();
      for (const event of file.events) for (const rule of ruleSet.evaluate(event.fields, event.logsource)) hits.set(rule, (hits.get(rule) ?? 0) + 1);
      for (const { rule, matches } of expected) {
        const row = rowOf(rule);
        row.expected += 1;
        const told = hits.get(rule) ?? 0;
        const loose = told >= matches ? undefined : unroutedHits(rule, file);
        if (told >= matches || (loose && loose.hits >= matches)) row.hit += 1;
        if (told < matches) row.why.add(loose && loose.hits >= matches ? loose.why : `${basename(file.path)}: ${whyMissed(rule, file.events)}`);
      }
      for (const [rule, count] of hits) if (!expected.some((one) => one.rule === rule)) rowOf(rule).others += count;
    },
    rows: () => [...rows.values()].map(({ rule, expected, hit, others, why }) => ({ ruleId: rule.id, title: rule.title, expected, hit, missed: expected - hit, others, why: [...why].slice(0, 3).join(" | ") })).toSorted((a, b) => b.missed - a.missed || b.expected - a.expected || b.others - a.others || a.title.localeCompare(b.title)),
  };
}

const explained = (rule: SigmaRule, fields: RuntimeEvent["fields"]): Explanation => explainNode(rule.condition, fields, (field) => [field]);

/** A test may be written for the bare record: without its log source, or in the sender's own names. */
function unroutedHits(rule: SigmaRule, { events, raws }: EventFile): { hits: number; why: string } {
  const decoded = events.filter(({ fields }) => explained(rule, fields).holds).length;
  if (decoded > 0) return { hits: decoded, why: `holds, but its log source (${sourceText(rule.logsource)}) is not the event's (${sourceText(events[0]?.logsource ?? {})})` };
  return { hits: raws.filter((fields) => explained(rule, fields).holds).length, why: "holds on the record as it came, not on the decoded event" };
}

function whyMissed(rule: SigmaRule, events: readonly RuntimeEvent[]): string {
  const asked = events.filter(({ logsource }) => appliesTo(rule.logsource, logsource));
  if (events.length === 0) return "no event was read";
  const nearest = (asked.length > 0 ? asked : events).slice(0, 200).map(({ fields }) => explained(rule, fields)).toSorted((a, b) => (a.misses[0]?.length ?? 0) - (b.misses[0]?.length ?? 0))[0];
  const source = asked.length > 0 ? "" : `its log source (${sourceText(rule.logsource)}) is not the events' (${sourceText(events[0]?.logsource ?? {})}); `;
  return `${source}${nearest ? missLines(nearest)[0] ?? "" : ""}`;
}

const sourceText = (logsource: RuntimeEvent["logsource"]): string => [logsource.product, logsource.category, logsource.service].filter((part) => part !== undefined).join("/") || "none";
