// The tables of the benchmark of scans: a line for each check, what was missed, and the figures below.
import { aligned, round } from "../figures.ts";
import type { Verdict } from "./judge.ts";
import type { PeerResult } from "./peers/peer.ts";
import type { MeasuredScan } from "./processes.ts";

/** One line for each check with cases, and the columns of each peer. */
export function checkTable(verdict: Verdict, { figures }: MeasuredScan, peers: readonly PeerResult[]): string {
  const cost = new Map(figures.checks.map((one) => [one.check, one]));
  const rows = verdict.rows.map(({ check, vulnerable, found, secure, falseAlarms }) => [
    check, `${found}/${vulnerable}`, `${falseAlarms}/${secure}`, String(cost.get(check)?.requests ?? 0), String(round(cost.get(check)?.seconds ?? 0)),
    ...peers.flatMap(({ verdict: theirs }) => { const row = theirs?.rows.find((one) => one.check === check); return row === undefined ? ["-", "-"] : [`${row.found}/${row.vulnerable}`, `${row.falseAlarms}/${row.secure}`]; }),
  ]);
  return aligned([["check", "found", "false alarms", "requests", "seconds", ...peers.flatMap(({ name }) => [name, "false"])], ...rows]);
}

/** What went wrong, case by case: for whoever is to mend it. */
export function troubles({ cases }: Verdict): string {
  const lines = cases.flatMap(({ case: one, found, other }) => {
    const words = other.map(({ check, because }) => `${check} (${because.slice(0, 160)})`).join("; ");
    if (one.vulnerable && !found) return [`  MISSED ${one.check}: ${one.name} [${one.prefix}]${words === "" ? "" : `; said instead: ${words}`}`];
    if (!one.vulnerable && other.length > 0) return [`  FALSE ${one.check}: ${one.name} [${one.prefix}]: ${words}`];
    return other.length > 0 ? [`  OTHER ${one.check}: ${one.name} [${one.prefix}]: ${words}`] : [];
  });
  return lines.length === 0 ? "" : `${lines.join("\n")}\n`;
}

export function scanLines(verdict: Verdict, { figures, memory }: MeasuredScan): string {
  const perThousand = figures.requests === 0 ? 0 : round(verdict.recall.found / figures.requests * 1000);
  const phases = Object.entries(figures.phases).filter(([, ms]) => ms >= 500).map(([phase, ms]) => `${phase} ${round(ms / 1000)} s`).join(", ");
  return `  ${figures.endedBecause} after ${round(figures.seconds)} s (${phases}); ${figures.routes} routes, ${figures.requests} requests, ${perThousand} cases found per 1,000 requests; engine ${round(memory.engineMb)} MB, browser ${round(memory.browserMb)} MB at their peaks\n`;
}

export const totalLine = ({ recall, falseAlarms }: Pick<Verdict, "recall" | "falseAlarms">): string => `TOTAL recall ${recall.found}/${recall.of}, false alarms ${falseAlarms}`;
