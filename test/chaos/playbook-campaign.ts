// Kills a server at random points while runs send requests, then holds what arrived against what is on record.
import { spawn } from "node:child_process";
import type { ChildProcessByStdio } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import type { Readable, Writable } from "node:stream";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { setTimeout as pause } from "node:timers/promises";
import { openApp } from "../../src/app/open.ts";
import type { OpenApp } from "../../src/app/open.ts";
import { readSettings } from "../../src/app/settings.ts";
import { derivedId } from "../../src/kernel/id.ts";
import { silentLog } from "../../src/kernel/log.ts";
import { org } from "./playbook-workload.ts";

export interface PlaybookTotals {
  kills: number; runs: number;
  /** Requests that arrived; attempts on record; of these, begun without an outcome when a kill came: they may or may not have arrived. */
  received: number; recorded: number; open: number;
  /** Must be 0: a request that no attempt accounts for; two requests of one attempt; an outcome on record whose request never came; a step that may not be repeated, done twice unasked. */
  unrecorded: number; twice: number; invented: number; repeatedUnasked: number;
  repeatedAloud: number; askedPeople: number; unfinished: number;
}

const directoryFor = (): string => mkdtempSync(join(existsSync("/dev/shm") ? "/dev/shm" : tmpdir(), "aftwatch-playbooks-"));

export async function playbookCampaign({ kills, runsEach, random }: { kills: number; runsEach: number; random(): number }): Promise<PlaybookTotals> {
  const keys: string[] = [];
  const server = createServer((request, response) => {
    keys.push(String(request.headers["idempotency-key"]));
    request.resume().on("end", () => { setTimeout(() => response.writeHead(200).end("{}"), random() * 30); });
  });
  await new Promise<void>((resolve) => { server.listen(0, "127.0.0.1", resolve); });
  const address = server.address();
  const url = `http://127.0.0.1:${typeof address === "object" && address ? address.port : 0}`;
  const directory = directoryFor();
  try {
    let next = born(directory, url, runsEach);
    for (let kill = 0; kill < kills; kill++) {
      const life = next;
      await said(life, "loaded");
      // Loading takes longer than living: the next life loads while this one goes on.
      if (kill + 1 < kills) next = born(directory, url, 1);
      await liveAndDie(life, random);
    }
    return await settle(directory, keys, kills);
  } finally {
    server.closeAllConnections();
    server.close();
    rmSync(directory, { recursive: true, force: true });
  }
}

type Life = ChildProcessByStdio<Writable, Readable, null>;

// Most of a short life is compiling: what one has compiled, the next ones read, also those of a later run.
const compiled = fileURLToPath(new URL("../../.cache/compiled", import.meta.url));

/** It touches the store only once it is told to go. */
function born(directory: string, url: string, runs: number): Life {
  const env = { ...process.env, NODE_COMPILE_CACHE: compiled };
  return spawn(process.execPath, [fileURLToPath(new URL("playbook-life.ts", import.meta.url)), directory, url, String(runs)], { stdio: ["pipe", "pipe", "inherit"], env });
}

async function said(life: Life, word: string): Promise<void> {
  for await (const chunk of life.stdout.iterator({ destroyOnReturn: false })) if (String(chunk).includes(word)) return;
}

async function liveAndDie(life: Life, random: () => number): Promise<void> {
  const exit = once(life, "exit");
  life.stdin.write("go\n");
  await Promise.race([said(life, "running"), exit]);
  await pause(random() * 250);
  life.kill("SIGKILL");
  await exit;
}

/** Lets what is left go on, answers what is in doubt with "done", and counts. */
async function settle(directory: string, keys: readonly string[], kills: number): Promise<PlaybookTotals> {
  const app = await openApp(readSettings({ AFTWATCH_DATA: directory, AFTWATCH_FEEDS: "none", AFTWATCH_HOST: "off", AFTWATCH_PRIVATE_CHANNELS: "on" }, {}, directory), { log: silentLog });
  try {
    let askedPeople = 0;
    for (let rounds = 0; rounds < 1000; rounds++) {
      await app.steps.movePlaybooks();
      const doubts = await everyRun(app, "doubt");
      if (doubts.length === 0) break;
      for (const { id, step } of doubts) { await app.playbooks.answerStep(org, id, step ?? "", { action: "done", comment: "counted by the receiver" }, "session:ana"); askedPeople++; }
    }
    return await count(app, keys, { kills, askedPeople });
  } finally { await app.close(); }
}

async function everyRun(app: OpenApp, state?: "doubt") {
  const rows = [];
  for (let after: string | undefined; ;) {
    const page = await app.playbooks.runs(org, { state }, { limit: 200, after });
    rows.push(...page.items);
    if (page.next === undefined) return rows;
    after = page.next;
  }
}

async function count(app: OpenApp, keys: readonly string[], about: { kills: number; askedPeople: number }): Promise<PlaybookTotals> {
  const runs = await everyRun(app);
  const received = Map.groupBy(keys, (key) => key);
  const totals: PlaybookTotals = { ...about, runs: runs.length, received: keys.length, recorded: 0, open: 0, unrecorded: 0, twice: [...received.values()].filter((all) => all.length > 1).length, invented: 0, repeatedUnasked: 0, repeatedAloud: 0, unfinished: runs.filter(({ state }) => state !== "done").length };
  const known = new Set<string>();
  for (const { id, playbook } of runs) {
    const attempts = ((await app.playbooks.findRun(org, id))?.attempts ?? []).filter(({ kind }) => kind === "http");
    for (const attempt of attempts) {
      const key = derivedId("att", id, String(attempt.seq));
      known.add(key);
      totals.recorded++;
      const hasOutcome = attempt.output !== null && JSON.stringify(attempt.output) !== "{}";
      if (!hasOutcome) totals.open++;
      else if (!received.has(key)) totals.invented++;
      if (attempt.repeated) totals.repeatedAloud++;
      if (playbook === "once" && attempt.attempt > 1) totals.repeatedUnasked++;
    }
  }
  return { ...totals, unrecorded: [...received.keys()].filter((key) => !known.has(key)).length };
}

export const isWhole = ({ unrecorded, twice, invented, repeatedUnasked, unfinished, received, recorded, open }: PlaybookTotals): boolean =>
  unrecorded + twice + invented + repeatedUnasked + unfinished === 0 && received <= recorded && received >= recorded - open;
