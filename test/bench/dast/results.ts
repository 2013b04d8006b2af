// What a run of the benchmark of scans measured, in bench/results/dast.json.
import { mkdirSync, writeFileSync } from "node:fs";
import { arch, cpus, loadavg, platform, totalmem } from "node:os";
import { round } from "../figures.ts";
import type { Verdict } from "./judge.ts";
import type { PeerResult } from "./peers/peer.ts";
import type { MeasuredScan } from "./processes.ts";

export const resultFile = new URL("../../../bench/results/dast.json", import.meta.url);

interface Run { verdict: Verdict; scan: MeasuredScan; peers: readonly PeerResult[]; profile: string; seed: string }

export function keepRun({ verdict, scan: { figures, memory }, peers, profile, seed }: Run): URL {
  const kept = {
    machine: { cpu: cpus()[0]?.model ?? "unknown", cores: cpus().length, memoryGb: Math.round(totalmem() / 2 ** 30), platform: `${platform()} ${arch()}`, node: process.versions.node }, measuredOn: new Date().toISOString().slice(0, 10), loadAverage: round(loadavg()[1] ?? Number.NaN), profile, seed,
    recall: verdict.recall, falseAlarms: verdict.falseAlarms, ended: figures.endedBecause, seconds: round(figures.seconds), routes: figures.routes, requests: figures.requests, perThousandRequests: round(verdict.recall.found / Math.max(1, figures.requests) * 1000), engineMb: round(memory.engineMb), browserMb: round(memory.browserMb), phases: figures.phases,
    checks: verdict.rows.map((row) => { const cost = figures.checks.find(({ check }) => check === row.check); return { ...row, requests: cost?.requests ?? 0, seconds: round(cost?.seconds ?? 0) }; }),
    missed: verdict.cases.filter(({ case: one, found }) => one.vulnerable && !found).map(({ case: { check, name } }) => `${check}: ${name}`),
    peers: peers.map(({ name, version, seconds, requests, why, verdict: theirs }) => ({ name, version, seconds: round(seconds), requests, why, recall: theirs?.recall, falseAlarms: theirs?.falseAlarms, checks: theirs?.rows })),
  };
  mkdirSync(new URL(".", resultFile), { recursive: true });
  writeFileSync(resultFile, `${JSON.stringify(kept, undefined, 2)}\n`);
  return resultFile;
}
