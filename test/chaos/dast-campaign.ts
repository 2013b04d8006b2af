// The campaign against scans: a server is killed in the middle of one, again and again; it goes on where it was, with what is left of its budget.
import { spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { openShop } from "../acceptance/dast-shop.ts";
import type { Shop } from "../acceptance/dast-shop.ts";
import type { DastEnd, DastOrder } from "./dast-process.ts";

/**
 * asked: what the target counted. logged: lines of the request log with a number. twice: numbers that stand twice in the log. missing: findings of the unbroken run that the broken one
 * has not. beyond: the other way round. overspent: requests that the target counted beyond the budget of the scan.
 */
export interface DastTotals { kills: number; killsDuringScan: number; asked: number; logged: number; unlogged: number; twice: number; missing: readonly string[]; beyond: readonly string[]; endedBecause: string | undefined; reported: number; overspent: number; unbrokenAsked: number }

export interface DastCampaign { kills: number; random: () => number; requests?: number; requestsPerSecond?: number }

// At most these are under way, or behind the log's last write, when a server dies: a target has them, and no log can.
export const lostPerKill = 20;

export const isWhole = ({ kills, twice, missing, beyond, unlogged, overspent, killsDuringScan, endedBecause }: DastTotals): boolean =>
  killsDuringScan > 0 && twice === 0 && missing.length === 0 && beyond.length === 0 && unlogged <= kills * lostPerKill && overspent <= kills * lostPerKill && (endedBecause === "complete" || endedBecause === "budget");

export async function dastCampaign({ kills, random, requests = 5_000, requestsPerSecond = 60 }: DastCampaign): Promise<DastTotals> {
  const unbroken = await lived({ kills: 0, random, requests, requestsPerSecond: 1_000 });
  const broken = await lived({ kills, random, requests, requestsPerSecond });
  const seqs = broken.end.log.map(({ seq }) => seq);
  return {
    kills, killsDuringScan: broken.killed, asked: broken.asked, logged: seqs.length, unlogged: broken.asked - seqs.length, twice: seqs.length - new Set(seqs).size, unbrokenAsked: unbroken.asked,
    missing: unbroken.end.findings.filter((one) => !broken.end.findings.includes(one)), beyond: broken.end.findings.filter((one) => !unbroken.end.findings.includes(one)),
    endedBecause: broken.end.endedBecause, reported: broken.end.requests, overspent: Math.max(0, broken.asked - requests),
  };
}

async function lived({ kills, random, requests, requestsPerSecond }: Required<DastCampaign>): Promise<{ end: DastEnd; asked: number; killed: number }> {
  const shop = await openShop();
  shop.weak = true;
  const data = mkdtempSync(join(tmpdir(), "aftwatch-chaos-dast-"));
  const order: DastOrder = { data, url: shop.url, requestsPerSecond, requests };
  let killed = 0;
  try {
    for (let kill = 0; kill < kills; kill += 1) {
      const end = await liveAndDie(order, shop, random);
      if (end !== undefined) return { end, asked: shop.asked.length, killed };
      killed += 1;
    }
    return { end: await liveOn(order), asked: shop.asked.length, killed };
  } finally {
    await shop.close();
    rmSync(data, { recursive: true, force: true });
  }
}

const begin = (order: DastOrder): ChildProcess => spawn(process.execPath, [join(import.meta.dirname, "dast-process.ts"), JSON.stringify(order)], { stdio: ["ignore", "pipe", "inherit"] });

/** Killed some requests after it went on; its end when the scan was over before. */
async function liveAndDie(order: DastOrder, shop: Shop, random: () => number): Promise<DastEnd | undefined> {
  const child = begin(order);
  const ended = endSaid(child);
  const until = shop.asked.length + 5 + Math.floor(random() * 40);
  const busy = async (): Promise<undefined> => { while (shop.asked.length < until && child.exitCode === null) await pause(5); return undefined; };
  const end = await Promise.race([ended, busy()]);
  if (end !== undefined) { await once(child, "exit"); return end; }
  const gone = once(child, "exit");
  child.kill("SIGKILL");
  await gone;
  return undefined;
}

async function liveOn(order: DastOrder): Promise<DastEnd> {
  const end = await endSaid(begin(order));
  if (end === undefined) throw new Error("the server ended without a word on its scan");
  return end;
}

/** Undefined: it went without saying so. */
async function endSaid(child: ChildProcess): Promise<DastEnd | undefined> {
  let text = "";
  for await (const part of child.stdout ?? []) text += String(part);
  const line = text.split("\n").find((one) => one.startsWith("ended "));
  return line === undefined ? undefined : JSON.parse(line.slice("ended ".length)) as DastEnd;
}
