// Everything on record about an incident, gathered for reports, reviews and packs.
import type { Incident, IncidentMember } from "../../incidents/incident.ts";
import type { IncidentFacts, KnownVulnerability, ReportSettings } from "../../incidents/clocks/regime.ts";
import type { Page, PageRequest } from "../../kernel/page.ts";
import type { LedgerEntry } from "../../ledger/fact.ts";
import type { ExposureRow, FindingRow } from "../../findings/finding-views.ts";
import type { Ports } from "../../store/store.ts";
import type { LoopContext } from "../loop/context.ts";

const settingName = "report-settings";

export async function readReportSettings(ports: Pick<Ports, "settings">, org: string): Promise<ReportSettings> {
  const kept = await ports.settings.find(org, settingName);
  return kept ? (JSON.parse(kept.value) as ReportSettings) : {};
}

export const keepReportSettings = (ports: Ports, org: string, settings: ReportSettings, at: number): Promise<void> => ports.settings.put(org, settingName, JSON.stringify(settings), at);

// A story with more members than this has told its kind; the count is in the incident.
const memberLimit = 200;

/** FedRAMP's rating is an answer like any other, under this field. */
export const ratingField = "pain-rating";

export async function factsOf(context: LoopContext, org: string, incident: Incident): Promise<IncidentFacts> {
  const { store, clock } = context;
  const now = clock.now();
  const members = (await store.read.incidents.membersOf(org, incident.incidentId)).slice(0, memberLimit);
  const findings = await findingsOf(context, org, members);
  const [exposures, answers, story, settings, activity] = await Promise.all([
    exposuresOf(context, org, findings), store.read.response.answersOf(org, incident.incidentId), store.read.incidents.storyOf(org, incident.incidentId), readReportSettings(store.read, org), activityOf(context, org, incident.incidentId),
  ]);
  const told = Object.fromEntries(answers.map(({ field, text }) => [field, text]));
  return {
    incident, members, vulnerabilities: await vulnerabilitiesOf(context, org, incident, findings), deployments: deploymentsOf(exposures), story: story.filter(({ removedAt }) => removedAt === undefined), actions: activity.filter(isAction).map(actionFrom),
    fixAvailableAt: findings.some(({ fixVersion }) => fixVersion !== undefined) ? Math.min(...findings.filter(({ fixVersion }) => fixVersion !== undefined).map(({ detectedAt }) => detectedAt)) : undefined,
    answers: told, painRating: told[ratingField] === undefined ? undefined : Number(told[ratingField]), settings, now,
  };
}

async function findingsOf({ store, clock }: LoopContext, org: string, members: readonly IncidentMember[]): Promise<FindingRow[]> {
  const ids = members.flatMap(({ signal }) => (signal.kind === "finding" ? [signal.ref] : []));
  return (await Promise.all(ids.map((id) => store.views.findings.findFinding(org, id, clock.now())))).filter((row) => row !== undefined);
}

async function exposuresOf({ store, clock }: LoopContext, org: string, findings: readonly FindingRow[]): Promise<ExposureRow[]> {
  const pages = await Promise.all(findings.map(({ id }) => everyPage((page) => store.views.findings.exposures(org, { findingId: id }, page, clock.now()))));
  return pages.flat();
}

async function everyPage<T>(read: (page: PageRequest) => Promise<Page<T>>): Promise<T[]> {
  const rows: T[] = [];
  for (let after: string | undefined; ;) {
    const page = await read({ limit: 500, after });
    rows.push(...page.items);
    if (page.next === undefined) return rows;
    after = page.next;
  }
}

async function vulnerabilitiesOf({ store }: LoopContext, org: string, incident: Incident, findings: readonly FindingRow[]): Promise<KnownVulnerability[]> {
  const ids = [...new Set([...findings.map(({ vulnerability }) => vulnerability), ...incident.entities.filter(({ kind }) => kind === "vulnerability").map(({ value }) => value)])];
  const records = await Promise.all(ids.map((id) => store.views.vulnerabilities.findVulnerability(org, id)));
  return records.flatMap((record) => (record === undefined ? [] : [{
    id: record.id, summary: record.summary, severity: record.severity, cvss: record.cvss, cvssVector: record.cvssVector, kev: record.kev, malicious: record.malicious,
    fixes: findings.filter(({ vulnerability }) => vulnerability === record.id).map(({ packageKey, service, fixVersion, state, live }) => ({ packageKey, service, fixVersion, state, affected: live.affected, fixed: live.fixed })),
  }]));
}

function deploymentsOf(exposures: readonly ExposureRow[]): IncidentFacts["deployments"] {
  const byId = new Map(exposures.map((row) => [row.deploymentId, row]));
  return [...byId.values()].map(({ service, version, endpoint, environment, exposure, until }) => ({ service, version, endpoint, environment, exposure, live: until === undefined }));
}

// Enough for any response; older facts are in the pack.
const activityLimit = 2_000;

export async function activityOf({ store }: LoopContext, org: string, incidentId: string): Promise<LedgerEntry[]> {
  const rows: LedgerEntry[] = [];
  for (let after: string | undefined; rows.length < activityLimit;) {
    const page = await store.views.incidents.activity(org, incidentId, { order: "oldest" }, { limit: 500, after });
    rows.push(...page.items);
    if (page.next === undefined) break;
    after = page.next;
  }
  return rows;
}

const actionKinds = /^(?:incident\.(?:phase|closed|assigned|merged)|decision\.|run\.|step\.|finding\.(?:closed|partly-fixed)|deployment\.)/;
const isAction = ({ kind }: LedgerEntry): boolean => actionKinds.test(kind);
const actionFrom = ({ at, actor, kind, body }: LedgerEntry): IncidentFacts["actions"][number] =>
  ({ at, actor, text: [kind.replaceAll(".", " "), ...["phase", "step", "title", "package", "service", "reason", "comment"].flatMap((name) => (typeof body[name] === "string" ? [String(body[name])] : []))].join(", ") });
