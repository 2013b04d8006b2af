// One real scan in a process of its own, so that its memory can be measured; its last word is JSON.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { scanHere } from "../../../src/app/dast/local-scan.ts";
import type { SpecPart } from "../../../src/app/dast/scan-spec.ts";
import type { JournalLine } from "../../../src/dast/engine/journal.ts";
import type { FoundWeakness } from "../../../src/dast/finding.ts";
import type { ScanReport } from "../../../src/dast/scan.ts";
import { systemClock } from "../../../src/kernel/clock.ts";
import { createLog } from "../../../src/kernel/log.ts";

/** A finding as the judge needs it. urls: where it was, and every request of its proof. */
export interface ScannedFinding { fingerprint: string; check: string; place: string; urls: readonly string[]; technique: string; because: string }
export interface ScanFigures {
  endedBecause: string; detail: string | undefined; seconds: number; requests: number; bytes: number; routes: number; notes: readonly string[]; phases: Readonly<Record<string, number>>;
  findings: readonly ScannedFinding[]; checks: readonly { check: string; planned: number; done: number; proofs: number; unrepeated: number; requests: number; seconds: number; unable: Readonly<Record<string, number>> }[];
}

const { values } = parseArgs({ options: { url: { type: "string" }, part: { type: "string" }, root: { type: "string" }, "cap-seconds": { type: "string" } } });
const abort = new AbortController();
const cap = setTimeout(() => { abort.abort(); }, Number(values["cap-seconds"] ?? 3_600) * 1000);
process.once("SIGINT", () => { abort.abort(); }).once("SIGTERM", () => { abort.abort(); });

const log = createLog({ clock: systemClock, level: "warn", write: (line) => { process.stderr.write(line); } });
const begunAt = performance.now();
let toldAt = 0;
const { report, folder, scan } = await scanHere({
  url: values.url ?? "", part: JSON.parse(values.part ?? "{}") as SpecPart, root: values.root ?? "", resume: false, testable: undefined, version: "bench", clock: systemClock, log, signal: abort.signal, secretOf: () => undefined,
  onProgress: (progress) => { if (performance.now() - toldAt > 10_000) { toldAt = performance.now(); process.stderr.write(`${JSON.stringify(progress)}\n`); } },
});
clearTimeout(cap);
process.stdout.write(JSON.stringify(figuresOf(report, (performance.now() - begunAt) / 1000, unitsIn(join(folder, scan.scanId, "journal.ndjson")))));

function figuresOf(given: ScanReport, seconds: number, units: ReadonlyMap<string, number>): ScanFigures {
  const { endedBecause, detail, requests, bytes, notes, coverage, weaknesses } = given;
  return {
    endedBecause, detail, seconds, requests, bytes, routes: coverage.routes.length, notes, phases: coverage.phases, findings: weaknesses.map(findingOf),
    checks: coverage.checks.map((one) => ({ ...one, seconds: (units.get(one.check) ?? 0) / 1000 })),
  };
}

function findingOf({ fingerprint, check, place, alsoAt, evidence }: FoundWeakness): ScannedFinding {
  const attacked = evidence.exchanges.filter(({ role }) => role === "attack").map(({ url }) => url);
  return { fingerprint, check, place: [place.method, place.template, place.point, place.at].filter((part) => part !== undefined).join(" "), urls: [...new Set([...alsoAt, ...attacked])], technique: evidence.technique, because: evidence.because };
}

/** Milliseconds of units by check. */
function unitsIn(file: string): Map<string, number> {
  const sums = new Map<string, number>();
  for (const line of readFileSync(file, "utf8").split("\n")) {
    if (!line.startsWith('{"kind":"unit"')) continue;
    const { check, ms } = JSON.parse(line) as Extract<JournalLine, { kind: "unit" }>;
    sums.set(check, (sums.get(check) ?? 0) + ms);
  }
  return sums;
}
