// Alerts of four days: the noise that every company has, silences for some of it, and a storm that is one incident.
import { dayMs, hourMs, minuteMs, toIso } from "../../src/kernel/clock.ts";
import type { Instant } from "../../src/kernel/clock.ts";
import type { HappenedEvent, Stage } from "./stage.ts";

interface DemoAlert { name: string; host: string; severity: string; summary: string; more?: Readonly<Record<string, string>>; forMs: number }

/** Names and places that come every day; what is ordinary is learned from them. */
const noise: readonly DemoAlert[] = [
  { name: "HighLatency", host: "web-1", severity: "warning", summary: "p99 above 800 ms", more: { service: "storefront-web", owner: "team-web", team: "platform" }, forMs: 20 * minuteMs },
  { name: "HighLatency", host: "web-2", severity: "warning", summary: "p99 above 800 ms", more: { service: "storefront-web", owner: "team-web", team: "platform" }, forMs: 15 * minuteMs },
  { name: "QueueGrows", host: "batch-1", severity: "low", summary: "More than 10,000 mails wait", more: { service: "mail-worker", owner: "team-messaging" }, forMs: 40 * minuteMs },
  { name: "DiskFull", host: "db-2", severity: "warning", summary: "85 % of /var is used", more: { team: "platform" }, forMs: 30 * minuteMs },
  { name: "CertificateExpires", host: "edge-1", severity: "low", summary: "In 20 days", more: { team: "platform" }, forMs: 25 * minuteMs },
];

/** Somebody goes through a shop's search: nothing of it was ever seen there before. */
const storm: readonly (readonly [minute: number, alert: DemoAlert])[] = [
  [0, attack("WebPathScan", "warning", "400 unknown paths asked within a minute")], [2, attack("SqlErrorBurst", "warning", "Database errors in answers to one client")], [4, attack("WebProcessSpawnsShell", "critical", "java started /bin/sh", "execution")],
  [5, attack("FileWrittenBelowWebRoot", "high", "search/status.jsp is new", "persistence")], [7, attack("NewOutboundDestination", "high", "Connection to 203.0.113.77:8443", "command-and-control")], [9, attack("CronEntryAdded", "high", "root: */5 curl", "persistence")],
  ...Array.from({ length: 24 }, (_, index) => [10 + 3 * Math.floor(index / 3), attack("WebPathScan", "warning", "Unknown paths again", undefined, `search-eu-${1 + (index % 3)}`)] as const),
  [20, attack("CredentialFileRead", "high", "/proc/1/environ was read", "credential-access")], [31, attack("LargeUpload", "critical", "2 GB to 203.0.113.77", "exfiltration")],
];
function attack(name: string, severity: string, summary: string, tactic?: string, host = "search-eu-1"): DemoAlert {
  return { name, host, severity, summary, more: { service: "search-api", owner: "team-catalog", environment: "production", src_ip: "203.0.113.77", ...(tactic === undefined ? {} : { tactic }) }, forMs: 10 * hourMs };
}

/** Its route still names the pager that nobody runs any more. */
const tape: DemoAlert = { name: "TapeDriveStuck", host: "tape-1", severity: "warning", summary: "No tape was written for two days", more: { team: "platform" }, forMs: 10 * hourMs };

const stormBefore = 3 * hourMs;
const now6h = 6 * hourMs;

export function alertEvents(now: Instant): HappenedEvent[] {
  const hours = Array.from({ length: 46 }, (_, index) => now - 4 * dayMs + index * 2 * hourMs);
  const ordinary = hours.map((at, round): HappenedEvent => ({ at, happen: (stage) => fire(stage, noise.filter((_, index) => (round + index) % 2 === 0)) }));
  const rising = [...Map.groupBy(storm, ([minute]) => minute)].map(([minute, rows]): HappenedEvent => ({ at: now - stormBefore + minute * minuteMs, happen: (stage) => fire(stage, rows.map(([, alert]) => alert)) }));
  return [...ordinary, ...rising, ...silences(now), { at: now - 4 * dayMs + 5 * minuteMs, happen: (stage) => fire(stage, [tape]) }, { at: now - 2 * hourMs - 10 * minuteMs, happen: takeStorm }, { at: now - 90 * minuteMs, happen: (stage) => fire(stage, standing) }];
}

/** What fires while people look at the console: plain, silenced, and told by another. */
const standing: readonly DemoAlert[] = [
  { name: "BackupSlow", host: "db-2", severity: "low", summary: "The backup of last night still runs", more: { team: "platform" }, forMs: 2 * now6h },
  { name: "NodeDown", host: "batch-2", severity: "high", summary: "No answer for ten minutes", more: { team: "platform" }, forMs: 2 * now6h },
  { name: "QueueGrows", host: "batch-2", severity: "low", summary: "More than 10,000 pictures wait", more: { service: "media-ingest", owner: "team-media" }, forMs: 2 * now6h },
  { name: "HighLatency", host: "web-1", severity: "warning", summary: "p99 above 800 ms", more: { service: "storefront-web", owner: "team-web", team: "platform" }, forMs: now6h },
];

async function fire({ app, clock }: Stage, alerts: readonly DemoAlert[]): Promise<void> {
  const rows = alerts.map(({ name, host, severity, summary, more = {}, forMs }) => ({ labels: { alertname: name, host, severity, ...more }, annotations: { summary }, startsAt: toIso(clock.now()), endsAt: toIso(clock.now() + forMs) }));
  const { rejects } = await app.alerts.receive(app.org, rows, "token:prometheus");
  if (rejects[0]) throw new Error(`an alert was refused: ${rejects[0].at} ${rejects[0].rule}`);
}

/** One that holds, one that is over, and one that was misspelt and so hides nothing. */
function silences(now: Instant): HappenedEvent[] {
  const silence = (ago: number, matchers: string[], duration: string, createdBy: string, comment: string): HappenedEvent => ({ at: now - ago, happen: async ({ app }) => { await app.silences.put(app.org, undefined, { matchers, duration, createdBy, comment }, `person:${createdBy}`); } });
  return [
    silence(20 * hourMs, ['alertname="BackupSlow"'], "48h", "noor", "The old disks are copied until tomorrow"),
    silence(30 * hourMs, ['alertname="HighLatency"', 'host="web-2"'], "2h", "emil", "Load test"),
    silence(26 * hourMs, ['service="chekout-api"'], "72h", "ben", "Upgrade of the payment terminal"),
  ];
}

/** The storm is one incident; whoever is told takes it. */
async function takeStorm({ app }: Stage): Promise<void> {
  const { items } = await app.incidents.list(app.org, { state: "open", sort: "opened", service: "search-api" }, { limit: 5, after: undefined });
  const [incident] = items;
  if (!incident || items.length > 1) throw new Error(`the storm became ${items.length} incidents`);
  await app.incidents.acknowledge(app.org, incident.id, "search is cut off from the database", { actor: "person:amir" });
  await app.incidents.assign(app.org, incident.id, { owner: "team-catalog", roles: [{ role: "commander", person: "mara" }, { role: "responder", person: "amir" }] }, { actor: "person:mara" });
  await app.incidents.setPhase(app.org, incident.id, "triaged", "an intruder, not a fault: shell, upload and a new cron entry on one host", { actor: "person:amir" });
  await app.incidents.addNote(app.org, incident.id, { text: "The intruder came through the search form. Memory of search-eu-1 is copied.", at: undefined, factSeq: undefined }, "person:amir");
  await app.incidents.setNext(app.org, incident.id, { text: "Replace every key that search-api can read", dueAt: undefined }, { actor: "person:mara" });
}
