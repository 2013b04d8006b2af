// The table of detection quality: written to docs/detection-quality.md, and read from it to see that no figure drops.
import type { LogRow } from "./runtime-logs.ts";
import type { QualityRow } from "./runtime-payloads.ts";

export interface Quality { payloads: readonly QualityRow[]; logs: readonly LogRow[]; benign: { requests: number; detections: ReadonlyMap<string, number> } | undefined }

const percent = (part: number, whole: number): string => `${((100 * part) / Math.max(1, whole)).toFixed(2)} %`;

const payloadLine = ({ set, name, samples, found, isBenign, missed }: QualityRow): string =>
  `| ${set} | ${name} | ${samples} | ${isBenign ? "" : `${found} (${percent(found, samples)})`} | ${isBenign ? `${found} (${percent(found, samples)})` : ""} | ${missed.join(" ")} |`;

export function qualityPage({ payloads, logs, benign }: Quality): string {
  return [
    "# Detection quality", "",
    "What the detectors of web attacks and the rules for web and log-ins find in labelled data. Written by `npm run quality:runtime -- --write`; `test/quality/runtime.test.ts` fails when a figure drops below this page. Misses are listed by the first twelve digits of their SHA-256.", "",
    "## Parameters of requests", "", "Each value is sent as the only parameter of a request, escaped. An attack counts as found when any kind of attack is spoken of.", "",
    "| set | class | samples | recall | false alarms | misses or false alarms |", "|---|---|---:|---:|---:|---|", ...payloads.map(payloadLine), "",
    "## Logs with known attackers", "", "Logs of web servers and sshd from crowdsecurity/hub, with the addresses that must be found. Logs without an expected address are tests of parsing and partly hold attacks all the same.", "",
    "| log | addresses expected | found | detections where none is expected |", "|---|---:|---:|---|", ...logs.map(({ log, expected, found, alarms }) => `| ${log} | ${expected} | ${found} | ${alarms.join(", ")} |`), "",
    ...(benign === undefined ? [] : ["## A benign log", "", `${benign.requests} requests of a public site (elastic/examples, May 2015), mostly benign, with some scanners. Detections above informational:`, "", "| detection | times |", "|---|---:|", ...[...benign.detections].toSorted().map(([title, times]) => `| ${title} | ${times} |`), ""]),
  ].join("\n");
}

/** Figures of a page: "set/class" or the log's name -> what was found. */
export function figuresOf(page: string): ReadonlyMap<string, { found: number; alarms: number }> {
  const figures = new Map<string, { found: number; alarms: number }>();
  for (const line of page.split("\n")) {
    const cells = line.split("|").map((cell) => cell.trim());
    if (cells.length === 8 && /^\d+$/.test(cells[3] ?? "")) figures.set(`${cells[1] ?? ""}/${cells[2] ?? ""}`, { found: Number.parseInt(cells[4] || "0", 10), alarms: Number.parseInt(cells[5] || "0", 10) });
    if (cells.length === 6 && /^\d+$/.test(cells[2] ?? "")) figures.set(cells[1] ?? "", { found: Number(cells[3]), alarms: (cells[4] ?? "") === "" ? 0 : (cells[4] ?? "").split(", ").length });
    if (cells.length === 4 && /^\d+$/.test(cells[2] ?? "")) figures.set(`benign log/${cells[1] ?? ""}`, { found: 0, alarms: Number(cells[2]) });
  }
  return figures;
}

/** What is worse than on the committed page, in words. */
export function dropsIn(now: string, committed: string): string[] {
  const before = figuresOf(committed);
  return [...figuresOf(now)].flatMap(([name, { found, alarms }]) => {
    const was = before.get(name) ?? { found: 0, alarms: 0 };
    return [...(found < was.found ? [`${name}: ${found} found, ${was.found} before`] : []), ...(alarms > was.alarms ? [`${name}: ${alarms} false alarms, ${was.alarms} before`] : [])];
  });
}
