// Correlation state: events a second, memory of 50,000 live groups, a restart, and how they and one huge group grow. A section of npm run bench:runtime.
import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { aligned, round } from "../figures.ts";
import type { CorrelationFigures, GroupFigures } from "./correlation-process.ts";

/** What the aims are stated for. megabytes: at eight events in each group. restoreCpuMs: of 400,000 rows. perCpuSecond: with take(), where groups are quiet. */
export const correlationAims = { groups: 50_000, megabytes: 64, restoreCpuMs: 3000, perCpuSecond: 50_000 } as const;

/** 400,000 events in 50,000 groups, then fewer; each in a process of its own. */
export function measureCorrelation({ quick = false }: { quick?: boolean } = {}): CorrelationFigures[] {
  const sizes = quick ? [[20_000, 10_000]] as const : [[400_000, 50_000], [100_000, 50_000], [100_000, 10_000], [25_000, 12_500]] as const;
  return sizes.map((size) => measureIn<CorrelationFigures>(size.map(String)));
}

/** One group with so many events in its window. */
export function measureGroups({ quick = false }: { quick?: boolean } = {}): GroupFigures[] {
  return (quick ? [100, 1000] : [100, 1000, 10_000, 100_000]).map((window) => measureIn<GroupFigures>(["group", String(window)]));
}

function measureIn<T>(words: readonly string[]): T {
  const file = fileURLToPath(new URL("correlation-process.ts", import.meta.url));
  return JSON.parse(execFileSync(process.execPath, ["--expose-gc", file, ...words], { encoding: "utf8" })) as T;
}

export function correlationTable(figures: readonly CorrelationFigures[]): string {
  const head = ["events", "groups", "events/s", "by processor time", "MB", "B/group", "rows", "B/row", "restore ms", "of the processor", "restored MB"];
  const rows = figures.map((one) => [one.events, one.groups, one.eventsPerSecond, one.perCpuSecond, one.megabytes, one.bytesPerGroup, one.rows, one.bytesPerRow, one.restoreMs, one.restoreCpuMs, one.restoredMegabytes].map((value) => String(round(value))));
  return `correlations (aim: ${correlationAims.groups} live groups within ${correlationAims.megabytes} MB)\n${aligned([head, ...rows])}`;
}

export function groupTable(figures: readonly GroupFigures[]): string {
  const head = ["events in the window", "in order", "a tenth late", "a tenth late, at the bound"];
  return `one group, events a second by processor time\n${aligned([head, ...figures.map(({ window, inOrder, disordered, disorderedAtBound }) => [window, inOrder, disordered, disorderedAtBound].map((value) => String(round(value))))])}`;
}

/** The aims, on the runs they are stated for. */
export const isCorrelationMet = (figures: readonly CorrelationFigures[]): boolean =>
  figures.filter(({ groups }) => groups >= correlationAims.groups).every(({ megabytes, restoreCpuMs, perCpuSecond }) => megabytes <= correlationAims.megabytes && restoreCpuMs <= correlationAims.restoreCpuMs && perCpuSecond >= correlationAims.perCpuSecond);

if (process.argv[1] === import.meta.filename) {
  const quick = process.argv.includes("--quick");
  process.stdout.write(`${correlationTable(measureCorrelation({ quick }))}\n${groupTable(measureGroups({ quick }))}\n`);
}
