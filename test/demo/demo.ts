// npm run demo: a server with a believable fleet and two years behind it, and a story that plays on it while you watch.
import { mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { createServer as createSocket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { parseArgs } from "node:util";
import { makeAdminLink } from "../../src/access/admin-link.ts";
import { createServer } from "../../src/api/server.ts";
import { openApp } from "../../src/app/open.ts";
import type { OpenApp } from "../../src/app/open.ts";
import { readSettings } from "../../src/app/settings.ts";
import { systemClock, toIso } from "../../src/kernel/clock.ts";
import { createLog } from "../../src/kernel/log.ts";
import type { Log } from "../../src/kernel/log.ts";
import { oneLine } from "../../src/notify/message.ts";
import { showProgress } from "../bench/progress.ts";
import type { ClusterUnderTest } from "../acceptance/cluster-under-test.ts";
import { startDemoCluster } from "./cluster.ts";
import { demoClock } from "./demo-clock.ts";
import { historyStartAt, historyUntil, playHistory, setKev } from "./history.ts";
import type { Stage } from "./stage.ts";
import { datedRecords, ecosystemsOf, epssText } from "./known-facts.ts";
import { createMirror } from "./mirror.ts";
import { demoReceivers, oncallText, routesText } from "./people.ts";
import { recentEvents, recentMs } from "./recent.ts";
import { openSink } from "./sink.ts";
import type { Sink } from "./sink.ts";
import { tellStory } from "./story.ts";
import { trickle } from "./story-runtime.ts";
import { leaveRunning } from "./story-scans.ts";
import { openWeakWeb } from "./weak-web.ts";
import { tellWithoutServer } from "./without-server.ts";

const usage = `Usage: npm run demo -- [options]

  --once        play the story and stop; exit code 1 when a step did not happen
  --speed <n>   pauses of the story n times as short (default 1; with --once 20)
  --port <n>    default 7878, or a free one when that is taken
`;

interface Options { once: boolean; speed: number; port: number }

function readOptions(): Options | undefined {
  const { values } = parseArgs({ options: { once: { type: "boolean", default: false }, speed: { type: "string" }, port: { type: "string" }, help: { type: "boolean", default: false } } });
  const speed = Number(values.speed ?? (values.once ? 20 : 1));
  const port = Number(values.port ?? 7878);
  return values.help || !(speed > 0) || !Number.isInteger(port) || port < 0 || port > 65535 ? undefined : { once: values.once, speed, port };
}

const say = (line: string, detail: readonly string[] = []): void => {
  process.stdout.write(`${toIso(systemClock.now()).slice(11, 19)}  ${line}\n${detail.map((text) => `            ${text}\n`).join("")}`);
};

/** The links in messages name the port, so it is chosen before anything is opened. */
async function freePort(wanted: number): Promise<number> {
  for (const port of [wanted, 0]) {
    const socket = createSocket();
    const listening = await new Promise<boolean>((resolve) => { socket.once("error", () => resolve(false)); socket.listen(port, "127.0.0.1", () => resolve(true)); });
    if (!listening) continue;
    const address = socket.address();
    await new Promise<void>((resolve) => { socket.close(() => resolve()); });
    if (typeof address === "object" && address !== null) return address.port;
  }
  throw new Error("no free port on 127.0.0.1");
}

const secret = `whsec_${Buffer.from("the demo signs with this, on this machine only").toString("base64")}`;

/** People, receivers and routes; every receiver is this process. */
async function setPeople({ app, sink }: Stage): Promise<void> {
  for (const receiver of demoReceivers(sink.good, sink.broken, secret)) await app.notices.putReceiver(app.org, receiver, "person:mara");
  await app.oncall.putDocument(app.org, oncallText, { actor: "person:mara", version: 0 });
  await app.routes.put(app.org, { text: routesText }, "person:mara");
  await app.response.putReportSettings(app.org, { organisation: "Lantern Books (invented)", contact: "mara@lantern.example", memberStates: ["DE", "FR"] }, "person:mara");
}

async function makeStage(dir: string, port: number, { sink, cluster }: { sink: Sink; cluster: ClusterUnderTest }): Promise<Stage> {
  const mirrorDir = join(dir, "mirror");
  mkdirSync(mirrorDir, { recursive: true });
  const records = datedRecords();
  const mirror = createMirror(mirrorDir, ecosystemsOf(records), records.filter(({ at }) => at <= historyStartAt).map(({ record }) => record));
  writeFileSync(join(mirrorDir, "epss.csv"), epssText());
  const settings = readSettings({
    AFTWATCH_DATA: join(dir, "data"), AFTWATCH_DEMO: "on", AFTWATCH_HOST: "off", AFTWATCH_LISTEN: `127.0.0.1:${port}`, AFTWATCH_LOG: "warn", AFTWATCH_PRIVATE_CHANNELS: "on", AFTWATCH_KUBERNETES: cluster.kubeconfig, AFTWATCH_FEEDS: "osv,kev,epss", AFTWATCH_POLL_SECONDS: "1",
    AFTWATCH_OSV_URL: mirror.url, AFTWATCH_KEV_URL: pathToFileURL(join(mirrorDir, "kev.json")).href, AFTWATCH_EPSS_URL: pathToFileURL(join(mirrorDir, "epss.csv")).href,
  }, {}, dir);
  const clock = demoClock(historyStartAt);
  return { app: await openApp(settings, { clock, log: logOn(clock) }), clock, mirror, mirrorDir, sink };
}

/** What went wrong in history is told by the console, not by the terminal. */
const logOn = (clock: Stage["clock"]): Log => createLog({ clock, level: "error", write: (line) => { if (clock.isReal()) process.stderr.write(line); } });

async function makeHistory(stage: Stage): Promise<void> {
  const now = systemClock.now();
  const events = [...historyUntil(now), ...recentEvents(now)].toSorted((a, b) => a.at - b.at);
  const progress = showProgress("two years of history", events.length);
  await stage.app.syncFeed("osv", "feed:osv");
  await setKev(stage, historyStartAt);
  await stage.app.syncFeed("epss", "feed:epss");
  await playHistory(stage, events, now - recentMs, progress.step);
  progress.end();
}

interface Posted { type: string; data: { title: string; where: string; due: string; action: { label: string } } }

// People have many receivers; on the terminal two of them tell the story.
const shown = new Set(["payments-oncall"]);

// The first message of a story is shown with its lines, what follows with its title.
const begins = /\.opened$/;

/** A sink that shows what these get once the story has begun. */
async function openShowingSink(): Promise<{ sink: Sink; kinds: string[]; show(): void }> {
  const kinds: string[] = [];
  let isShown = false;
  const sink = await openSink(({ path, body }) => {
    if (!isShown || !shown.has(path.slice(1))) return;
    const { type, data } = JSON.parse(body) as Posted;
    kinds.push(type);
    say(`message to ${path.slice(1)}: ${oneLine(data.title)}`, begins.test(type) ? [`Where: ${oneLine(data.where)}`, `Due: ${oneLine(data.due)}`, `Do: ${oneLine(data.action.label)}`] : []);
  });
  return { sink, kinds, show: () => { isShown = true; } };
}

async function sayFleet(app: OpenApp): Promise<void> {
  const page = { limit: 1, after: undefined };
  const [services, deployments, live, findings] = await Promise.all([app.inventory.services(app.org, {}, page), app.inventory.deployments(app.org, {}, page), app.inventory.deployments(app.org, { live: true }, page), app.findings.findings(app.org, {}, page, app.clock.now())]);
  const { open, act, attend, overdue } = await app.findings.counts(app.org, app.clock.now());
  say(`${services.total} services, ${deployments.total} deployments (${live.total} run now), ${findings.total} findings since ${toIso(historyStartAt).slice(0, 10)}; open ${open}: ${act} act, ${attend} attend, ${overdue} overdue`);
}

function findConsole(): string | undefined {
  const dir = fileURLToPath(new URL("../../console/dist", import.meta.url));
  return statSync(join(dir, "index.html"), { throwIfNoEntry: false })?.isFile() ? dir : undefined;
}

const interrupted = (): Promise<void> => new Promise((resolve) => { for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => resolve()); });

async function demo({ once, speed, port: wanted }: Options): Promise<number> {
  const dir = mkdtempSync(join(tmpdir(), "aftwatch-demo-"));
  const stopping = new AbortController();
  const stopped = interrupted().then(() => { stopping.abort(); });
  const { sink, kinds, show } = await openShowingSink();
  const cluster = await startDemoCluster(["checkout-api", "orders-service"]);
  const web = await openWeakWeb();
  const stage = await makeStage(dir, await freePort(wanted), { sink, cluster });
  const { app, clock, mirror } = stage;
  const server = createServer(app, { consoleDir: findConsole() });
  try {
    await setPeople(stage);
    await makeHistory(stage);
    clock.run();
    await sayFleet(app);
    await server.listen({ host: "127.0.0.1", port: Number(new URL(app.publicUrl).port) });
    await app.start();
    const { secret: link } = await makeAdminLink({ store: app.access, clock }, app.org);
    const where = [`${app.publicUrl}/login/${link}`, "(opens once, within 15 minutes)"];
    if (!once) say("the console is at:", where);
    show();
    const telling = { app, mirror, sink, say, delivered: () => kinds, speed, signal: stopping.signal };
    const outcome = await Promise.race([tellStory(telling, web).then(() => tellWithoutServer(telling, { dir, mirrorDir: stage.mirrorDir })).then(() => "told" as const, (thrown: Error) => thrown), stopped]);
    if (stopping.signal.aborted) return 0;
    if (outcome instanceof Error) {
      say(`the story stopped: ${outcome.message}`);
      return 1;
    }
    if (once) return 0;
    say("that was the story; the server goes on until Ctrl+C. Look at Runtime, at Tests, at the incidents, at on-call, at the deliveries, and at Exposure:", where);
    await leaveRunning(telling);
    await Promise.race([stopped, trickle(telling)]);
    return 0;
  } finally {
    await server.close();
    await app.close();
    await sink.close();
    await web.close();
    await cluster.close();
    rmSync(dir, { recursive: true, force: true });
  }
}

const options = readOptions();
if (options === undefined) {
  process.stderr.write(usage);
  process.exitCode = 2;
} else process.exitCode = await demo(options);
