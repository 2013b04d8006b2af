// npm run bench:dast: the real scan on the whole range beside a peer: found, false alarms, requests, time, memory; and by name the other sections.
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { checks } from "../../src/dast/checks/index.ts";
import { profileIds } from "../../src/dast/profile.ts";
import { judge } from "./dast/judge.ts";
import type { Verdict } from "./dast/judge.ts";
import { measureMedium } from "./dast/medium.ts";
import { runPeers } from "./dast/peers/index.ts";
import { runScanProcess, startProcess } from "./dast/processes.ts";
import type { MeasuredScan } from "./dast/processes.ts";
import type { RangeOpened, RangeSeen } from "./dast/range-process.ts";
import { keepRun } from "./dast/results.ts";
import { checkTable, scanLines, totalLine, troubles } from "./dast/tables.ts";
import { twiceSaid } from "./dast/twice.ts";
import { checksWithCases } from "../dast/range/whole.ts";
import { inTemporaryFolder } from "./temporary-folder.ts";

const { values } = parseArgs({
  options: {
    check: { type: "string" }, profile: { type: "string", default: "full" }, browser: { type: "string", default: "auto" }, seed: { type: "string", default: "bench" }, "cap-minutes": { type: "string", default: "60" }, work: { type: "string" }, alone: { type: "boolean", default: false }, each: { type: "boolean", default: false },
    "no-peer": { type: "boolean", default: false }, json: { type: "boolean", default: false }, keep: { type: "boolean", default: false }, twice: { type: "boolean", default: false }, medium: { type: "boolean", default: false }, traffic: { type: "boolean", default: false },
  },
});
const say = (text: string): void => { process.stderr.write(`${text}\n`); };
const only = values.check === undefined ? [] : values.check.split(",");
const capSeconds = Number(values["cap-minutes"]) * 60;
const active = new Set(checks.all.filter(({ on }) => on !== "exchange").map(({ id }) => id));
// What is true of the whole server, whichever case one looks at.
const ofTheServer = new Set(["plain-http", "security-txt", "tls-certificate", "weak-tls-cipher", "weak-tls-protocol"]);

/** Default ports of our own listener: the range reaches it as a target on this machine would. */
const outOfBand = { host: "127.0.0.1", port: 0, publicName: "127.0.0.1", dns: undefined };

async function scanRange(work: string, { origin, origins }: { origin: string; origins: readonly string[] }, seed: string, checksOf: readonly string[] = values.alone ? only : []): Promise<MeasuredScan> {
  mkdirSync(work, { recursive: true });
  const part = { profile: values.profile, browser: values.browser, outOfBand, seed, scope: { origins }, checks: checksOf.length > 0 ? { only: checksOf } : {}, limits: { pages: 3_000, routes: 20_000 } };
  return runScanProcess({ url: `${origin}/`, part, root: join(work, `root-${seed}`), capSeconds, out: join(work, "scan.json") });
}

async function measureRange(work: string): Promise<void> {
  const range = await startProcess<RangeOpened>("range-process.ts", ["--seed", values.seed, ...(only.length === 0 ? [] : ["--check", only.join(",")])]);
  try {
    const { origin, expected } = range.opened;
    say(`${expected.length} cases at ${origin}, profile ${values.profile}`);
    const scan = await scanRange(work, range.opened, "one");
    const counts = (check: string): boolean => active.has(check) && !ofTheServer.has(check);
    const verdict = judge(expected, scan.figures.findings, counts);
    const peers = values["no-peer"] ? [] : await runPeers({ url: `${origin}/`, capSeconds: Math.max(300, scan.figures.seconds), work, checks: only }, expected, async () => (await range.ask<RangeSeen>()).requests, say);
    if (values.keep) say(`kept in ${fileURLToPath(keepRun({ verdict, scan, peers, profile: values.profile, seed: values.seed }))}`);
    if (values.json) { process.stdout.write(`${JSON.stringify({ verdict, scan, peers })}\n`); return; }
    show(verdict, scan);
    process.stdout.write(checkTable(verdict, scan, peers) + scanLines(verdict, scan));
    for (const { name, version, seconds, requests, why, verdict: theirs } of peers) process.stdout.write(theirs === undefined ? `  ${name} was not run: ${why ?? "no reason given"}\n` : `  ${name} ${version}: ${Math.round(seconds)} s, ${requests} requests, found ${theirs.recall.found}/${theirs.recall.of}, false alarms ${theirs.falseAlarms}\n`);
    if (values.twice) process.stdout.write(twiceSaid(scan.figures, (await scanRange(work, range.opened, "two")).figures));
    process.stdout.write(`${totalLine(verdict)}\n`);
  } finally { range.close(); }
}

function show(verdict: Verdict, { figures }: MeasuredScan): void {
  say(troubles(verdict));
  for (const note of figures.notes.slice(0, 40)) say(`  note: ${note}`);
  for (const { check, planned, done, unrepeated, unable } of figures.checks) if (planned > 0 && (unrepeated > 0 || done < planned || Object.keys(unable).length > 0)) say(`  ${check}: ${done} of ${planned} units, ${unrepeated} proofs did not repeat${Object.entries(unable).map(([why, count]) => `; ${count} x ${why}`).join("")}`);
}

/** Each check by itself on its own cases: the same scan, in parts that are soon done. */
async function measureEach(work: string): Promise<void> {
  const verdicts: Verdict[] = [];
  for (const check of only.length === 0 ? checksWithCases : only) {
    const range = await startProcess<RangeOpened>("range-process.ts", ["--seed", values.seed, "--check", check]);
    try {
      const scan = await scanRange(join(work, check), range.opened, "one", [check]);
      const verdict = judge(range.opened.expected, scan.figures.findings, (one) => active.has(one) && !ofTheServer.has(one));
      verdicts.push(verdict);
      process.stderr.write(troubles(verdict));
      process.stdout.write(checkTable(verdict, scan, []).split("\n").slice(verdicts.length === 1 ? 0 : 1).join("\n") + scanLines(verdict, scan));
    } finally { range.close(); }
  }
  const sum = (of: (verdict: Verdict) => number): number => verdicts.reduce((total, verdict) => total + of(verdict), 0);
  process.stdout.write(`${totalLine({ recall: { found: sum(({ recall }) => recall.found), of: sum(({ recall }) => recall.of) }, falseAlarms: sum(({ falseAlarms }) => falseAlarms) })}\n`);
}

async function main(work: string): Promise<void> {
  if (values.each) return measureEach(work);
  if (values.medium) return measureMedium({ work, capSeconds, browser: values.browser, profile: values.profile });
  return measureRange(work);
}

if (!profileIds.includes(values.profile as "full")) {
  say(`error: there is no profile "${values.profile}".\n  mend: Use one of ${profileIds.join(", ")}.`);
  process.exitCode = 2;
} else if (values.traffic) await import("./dast-traffic.ts");
else if (values.work === undefined) await inTemporaryFolder("aftwatch-bench-dast", main);
else { mkdirSync(values.work, { recursive: true }); await main(values.work); }
