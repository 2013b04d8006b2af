// Composition: Aftwatch made of settings, a store, the network and the registries; the one place that knows everyone.
import { randomBytes } from "node:crypto";
import { cpSync, existsSync, mkdirSync, readFileSync, readdirSync, rmSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { systemClock } from "../kernel/clock.ts";
import type { Clock } from "../kernel/clock.ts";
import { Fault } from "../kernel/fault.ts";
import { createHttp } from "../kernel/fetch-http.ts";
import type { Http } from "../kernel/http.ts";
import { createIds } from "../kernel/id.ts";
import type { Ids } from "../kernel/id.ts";
import { createLog } from "../kernel/log.ts";
import type { Log } from "../kernel/log.ts";
import { databaseFile, openStore } from "../store/store.ts";
import type { Store } from "../store/store.ts";
import { alertJob } from "./alerts/alert-job.ts";
import { appOn } from "./app-on.ts";
import type { App } from "./app.ts";
import { clockJob } from "./response/clock-job.ts";
import { createFeedDesk } from "./feeds/feed-desk.ts";
import type { FeedDesk } from "./feeds/feed-desk.ts";
import { pageJob } from "./oncall/oncall-job.ts";
import { replayAndWait } from "./dast/replay-and-wait.ts";
import { openDast } from "./dast/open-dast.ts";
import { createJobs } from "./jobs.ts";
import type { Jobs } from "./jobs.ts";
import type { LoopContext } from "./loop/context.ts";
import { playbookJob } from "./playbooks/playbook-job.ts";
import { openRuntime } from "./runtime/open-runtime.ts";
import { runnerOn } from "./playbooks/playbook-runner-on.ts";
import { incidentJob } from "./incidents/incident-job.ts";
import { incidentHooks } from "./incidents/incident-hooks.ts";
import { deliveryJob, decisionJob, feedJobs, hostJob, starterJob } from "./standing-jobs.ts";
import { lookAfterReceivers, receiverJob } from "./delivery/receiver-job.ts";
import type { Settings } from "./settings.ts";

/** What a test or a demo puts in place of the real world. */
export interface World { clock?: Clock; ids?: Ids; log?: Log; http?: Http; random?(): number }

/** An App with its standing jobs; nothing runs by itself before start. */
export interface OpenApp extends App {
  start(): Promise<void>;
  /** For tests and the demo, which run the jobs when their clock says so. */
  readonly steps: { deliver(): Promise<{ sent: number }>; lookAfterReceivers(): Promise<void>; flushAlerts(): Promise<{ notices: number }>; turnDecisions(): Promise<void>; lookAtIncidents(): Promise<void>; readHost(): Promise<void>; tellClocks(): Promise<void>; movePages(): Promise<void>; movePlaybooks(): Promise<number>; watchRuntime(): Promise<void>; runScans(): Promise<void>; watchDrills(): Promise<void>; loadStarter(): Promise<void> };
  readonly store: Store;
}

export const version = (JSON.parse(readFileSync(new URL("../../package.json", import.meta.url), "utf8")) as { version: string }).version;

/** Opens the store and puts everything together. Throws store.* faults when the data cannot be had. */
export async function openApp(settings: Settings, world: World = {}): Promise<OpenApp> {
  const clock = world.clock ?? systemClock;
  const log = world.log ?? createLog({ clock, level: settings.logLevel, write: (line) => process.stderr.write(line) });
  const http = world.http ?? createHttp({ clock, userAgent: `aftwatch/${version}`, proxy: settings.proxy, noProxy: settings.noProxy });
  const store = await openStore(placeOf(settings), clock);
  const stopping = new AbortController();
  const listeners = new Set<() => void>();
  let wake = (): void => {};
  const context: LoopContext = {
    store, clock, log, ids: world.ids ?? createIds(clock), publicUrl: settings.publicUrl, incidentHooks,
    committed: () => { for (const listener of listeners) listener(); wake(); },
  };
  await store.write((ports) => ports.inventory.ensureOrganisation(settings.org, settings.org, clock.now()));
  const feedDesk = createFeedDesk(context, settings.feeds, scratchFolder(settings), http, stopping.signal);
  const deliver = deliveryJob(context, { settings, version, worker: `${hostname()}-${process.pid}-${randomBytes(4).toString("hex")}`, random: world.random ?? secureRandom });
  const host = hostJob(context, settings);
  const runner = runnerOn(context, settings, `${hostname()}-${process.pid}-${randomBytes(4).toString("hex")}`, (org, findingId) => replayAndWait(dast.desk, org, findingId));
  const playbooks = playbookJob(runner);
  const runtime = openRuntime(context, settings);
  const dast = openDast(context, settings, { owner: `${hostname()}-${process.pid}-${randomBytes(4).toString("hex")}`, version, wake: () => { jobs.wake("dast"); } });
  const jobs: Jobs = createJobs([starterJob(feedDesk), alertJob(context), deliver, receiverJob(context, settings.org), decisionJob(context), incidentJob(context), clockJob(context), pageJob(context), playbooks, dast.job, dast.drills, ...runtime.jobs, ...feedJobs(context, feedDesk), ...(settings.host.enabled ? [host] : [])], log);
  wake = () => { jobs.wake("alerts"); jobs.wake("pages"); jobs.wake("playbooks"); jobs.wake("deliver"); };
  return {
    ...appOn({ context, runner, runtime: runtime.desk, dast: dast.desk, settings, feedDesk, version, listeners, signal: stopping.signal }),
    store,
    start: async () => { jobs.start(); },
    steps: stepsOf({ dast, runtime, playbooks, org: settings.org, alerts: alertJob(context), deliver, context, host, feedDesk, signal: stopping.signal }),
    close: async () => {
      stopping.abort();
      await jobs.stop();
      await playbooks.stop();
      await dast.job.stop();
      await dast.drills.stop();
      await store.close();
    },
  };
}

function stepsOf({ dast, runtime, playbooks, org, alerts, deliver, context, host, feedDesk, signal }: { dast: ReturnType<typeof openDast>; runtime: ReturnType<typeof openRuntime>; playbooks: ReturnType<typeof playbookJob>; org: string; alerts: ReturnType<typeof alertJob>; deliver: ReturnType<typeof deliveryJob>; context: LoopContext; host: ReturnType<typeof hostJob>; feedDesk: FeedDesk; signal: AbortSignal }): OpenApp["steps"] {
  return {
    deliver: async () => ({ sent: (await deliver.round(signal)).sent }),
    lookAfterReceivers: async () => { await lookAfterReceivers(context, org); },
    flushAlerts: () => alerts.round(),
    turnDecisions: async () => { await decisionJob(context).run(signal); },
    lookAtIncidents: async () => { await incidentJob(context).run(signal); },
    movePlaybooks: () => playbooks.round(),
    watchRuntime: () => runtime.round(),
    runScans: () => dast.job.round(),
    watchDrills: () => dast.drills.round(),
    movePages: async () => { await pageJob(context).run(signal); },
    tellClocks: async () => { await clockJob(context).run(signal); },
    readHost: async () => { await host.run(signal); },
    loadStarter: () => feedDesk.loadStarter(),
  };
}

/** What a killed server left in it goes: the store's lock says that nobody else is here. */
function scratchFolder({ dataDir, databaseUrl }: Settings): string {
  const folder = join(dataDir, "scratch");
  if (databaseUrl === undefined) rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  return folder;
}

const placeOf = ({ databaseUrl, dataDir, cacheMiB }: Settings) =>
  databaseUrl === undefined ? { kind: "sqlite" as const, directory: dataDir, cacheMiB } : { kind: "postgres" as const, url: databaseUrl };

// Jitter wants no secret, only spread; the kernel's source is at hand and needs no seed.
const secureRandom = (): number => randomBytes(4).readUInt32BE() / 2 ** 32;

/** Puts a backup file into an empty data directory. */
export async function restoreBackup(file: string, directory: string): Promise<void> {
  if (!existsSync(file)) throw new Fault("request.not-found", { detail: `There is no file ${file}.` });
  if (existsSync(directory) && readdirSync(directory).length > 0) throw new Fault("store.restore-occupied", { detail: directory });
  mkdirSync(directory, { recursive: true });
  cpSync(file, databaseFile(directory));
  // Opening checks that it is a store of ours and brings it to this version.
  await (await openStore({ kind: "sqlite", directory }, systemClock)).close();
}
