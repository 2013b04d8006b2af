// Findings as signals: what runs and is exploited in the wild, or is itself the attack.
import type { FindingChange } from "../../findings/change.ts";
import type { Finding } from "../../findings/finding.ts";
import type { Entity, Signal } from "../../incidents/signal.ts";
import type { Ports } from "../../store/store.ts";
import type { LoopContext } from "../loop/context.ts";
import { raiseSignals } from "./incidents.ts";
import type { Refreshed } from "../loop/refresh.ts";

/** told: findings of which a message of an incident speaks. storyOf: in which incident a finding is. */
export interface FindingStories { told: ReadonlySet<string>; storyOf: ReadonlyMap<string, string> }

/** crowd: what brought many at once, such as the first load of a feed. */
export async function raiseFindings(context: LoopContext, ports: Ports, org: string, refreshed: readonly Refreshed[], crowd: string | undefined): Promise<FindingStories> {
  const changes = refreshed.flatMap((one) => one.changes.filter(isRisk).map((change) => ({ change, from: one })));
  const [first] = changes;
  if (!first) return { told: new Set(), storyOf: new Map() };
  const findings = changes.map(({ change }) => change.finding);
  const [releases, triage] = await Promise.all([ports.incidents.releasesOf(org, findings.map(({ findingId }) => findingId)), triageAsked(ports, findings)]);
  const signals = changes.map(({ change, from }) => signalOf(change, from, { releases: releases.get(change.finding.findingId) ?? [], triage: triage.has(change.finding.vulnerabilityId), crowd }));
  const known = new Set((await ports.incidents.placesOf(org, signals)).map(({ signal }) => signal.ref));
  const changed = await raiseSignals(context, ports, org, signals.filter((signal) => !signal.ended || known.has(signal.ref)), first.from.actor ?? "findings");
  const told = changed.flatMap(({ kind, signals: own }) => (kind === "opened" || kind === "reopened" || kind === "escalated" ? own.map(({ ref }) => ref) : []));
  const places = await ports.incidents.placesOf(org, signals);
  return { told: new Set(told), storyOf: new Map(places.map(({ signal, incidentId }) => [signal.ref, incidentId])) };
}

/** Only these can be, or have been, in an incident. */
const isRisk = ({ finding, before }: FindingChange): boolean => [finding, before].some((one) => one?.labels.includes("malicious") === true || one?.labels.includes("kev") === true);

/** Vulnerabilities of which CISA asks for forensic triage (KEV, forensicTriage). */
async function triageAsked(ports: Ports, findings: readonly Finding[]): Promise<Set<string>> {
  const ids = [...new Set(findings.map(({ vulnerabilityId }) => vulnerabilityId))];
  const entries = await ports.advisories.enrichmentsOf(ids);
  return new Set(entries.flatMap((entry) => (entry.kind === "kev" && entry.forensicTriage === true ? [entry.cve] : [])));
}

interface About { releases: readonly string[]; triage: boolean; crowd: string | undefined }

export function signalOf({ kind, finding }: FindingChange, { services, environments }: Refreshed, { releases, triage, crowd }: About): Signal {
  const service = services.get(finding.serviceId);
  const name = service?.name ?? finding.serviceId;
  const malicious = finding.labels.includes("malicious");
  const packageName = finding.packageKey.slice(finding.packageKey.indexOf(":") + 1);
  const isLive = finding.state !== "closed" && finding.live.affected > 0 && finding.state !== "not-affected" && finding.state !== "accepted";
  const opens = malicious ? "malicious-package" : finding.labels.includes("kev") ? "exploited-vulnerability" : undefined;
  return {
    kind: "finding", ref: finding.findingId, title: `${malicious ? packageName : finding.vulnerabilityId} in ${malicious ? name : `${packageName} of ${name}`}${malicious ? ` (${finding.vulnerabilityId})` : ""}`,
    severity: finding.severity, at: kind === "opened" ? finding.detectedAt : finding.updatedAt, entities: entitiesOf(finding, name, releases), services: [name], owner: service?.owner, environments: environments.get(finding.findingId) ?? [],
    tactics: malicious ? ["initial-access"] : [], opens: isLive ? opens : undefined, because: isLive ? becauseOf(kind, finding, malicious, triage) : undefined, ended: !isLive,
    cause: malicious ? `package:${finding.packageKey}` : `vulnerability:${finding.vulnerabilityId}`, due: { at: finding.clock.dueAt, by: `${finding.clock.policy} ${finding.clock.clause}` }, action: actionOf(finding, packageName, malicious),
    ...(crowd === undefined || malicious ? {} : { crowd }),
  };
}

const entitiesOf = ({ vulnerabilityId }: Finding, service: string, releases: readonly string[]): Entity[] =>
  [{ kind: "vulnerability", value: vulnerabilityId }, { kind: "service", value: service }, ...releases.map((value): Entity => ({ kind: "release", value }))];

function becauseOf(kind: FindingChange["kind"], { clock }: Finding, malicious: boolean, triage: boolean): string {
  if (malicious) return "a malicious package runs; whatever ran it may be in other hands";
  // BOD 26-04 names the rows that begin with forensic triage by an F; KEV may ask for it of an entry.
  const forensic = clock.clause.startsWith("3DF") ? `, forensic triage first (${clock.policy} ${clock.clause})` : triage ? ", and KEV asks for forensic triage" : "";
  return `${kind === "regressed" ? "runs again after a fix" : "runs"} and is exploited in the wild (KEV)${forensic}`;
}

const actionOf = ({ fixVersion }: Finding, name: string, malicious: boolean): string =>
  malicious ? `Remove ${name}, and replace every secret it could read` : fixVersion === undefined ? `Look for signs of exploitation, and shield ${name}: no fix is known` : `Look for signs of exploitation, then upgrade ${name} to ${fixVersion}`;
