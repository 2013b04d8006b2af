// A site of 200 pages and 400 parameters: how long the scan takes, how many requests, how much memory, and whether it finds what is there.
import { join } from "node:path";
import { isMet, round, tableOf } from "../figures.ts";
import type { Row } from "../figures.ts";
import type { MediumOpened } from "./medium-process.ts";
import { runScanProcess, startProcess } from "./processes.ts";
import type { MeasuredScan } from "./processes.ts";

const aims = { minutes: 10, engineMb: 400 } as const;

export interface MediumOrder { work: string; capSeconds: number; browser: string; profile: string }

export async function measureMedium({ work, capSeconds, browser, profile }: MediumOrder): Promise<void> {
  const site = await startProcess<MediumOpened>("medium-process.ts", []);
  try {
    const scan = await runScanProcess({ url: `${site.opened.origin}/`, part: { profile, browser, seed: "medium" }, root: join(work, "root"), capSeconds, out: join(work, "medium.json") });
    const rows = rowsOf(site.opened, scan);
    process.stdout.write(`\n${tableOf(`a site of ${site.opened.pages} pages and ${site.opened.parameters} parameters, profile ${profile}, browser ${browser}: ${scan.figures.endedBecause}`, rows)}${dearest(scan)}`);
    const missed = rows.filter((row) => row.aim !== undefined && !isMet(row)).map(({ measure }) => measure);
    process.stdout.write(`${missed.length === 0 ? "Every aim is met." : `MISSED: ${missed.join("; ")}.`}\n`);
  } finally { site.close(); }
}

function rowsOf({ planted }: MediumOpened, { figures, memory }: MeasuredScan): Row[] {
  const found = planted.filter(({ check, path }) => figures.findings.some((one) => one.check === check && one.urls.some((url) => new URL(url).pathname === path)));
  return [
    { measure: "time", value: round(figures.seconds / 60), unit: "min", aim: aims.minutes },
    ...Object.entries(figures.phases).filter(([, ms]) => ms >= 500).map(([phase, ms]): Row => ({ measure: `time, ${phase}`, value: round(ms / 60_000), unit: "min", aim: undefined })),
    { measure: "memory of the engine at its peak", value: round(memory.engineMb), unit: "MB", aim: aims.engineMb },
    { measure: "memory of the browser at its peak", value: round(memory.browserMb), unit: "MB", aim: undefined },
    { measure: "requests", value: figures.requests, unit: "", aim: undefined },
    { measure: "requests a second", value: round(figures.requests / figures.seconds), unit: "/s", aim: undefined },
    { measure: "planted weaknesses found", value: found.length, unit: `of ${planted.length}`, aim: planted.length, more: true },
  ];
}

/** The checks that cost most requests, and most time. */
function dearest({ figures }: MeasuredScan): string {
  const top = (of: "requests" | "seconds"): string => figures.checks.toSorted((a, b) => b[of] - a[of]).slice(0, 12).map((one) => `${one.check} ${round(one[of])}`).join(", ");
  return `  most requests: ${top("requests")}\n  most seconds: ${top("seconds")}\n`;
}
