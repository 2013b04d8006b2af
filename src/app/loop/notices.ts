// What changed becomes messages: one for each fix and owner, or one for all when there are too many to read apart.
import { outcomes } from "../../findings/finding.ts";
import type { FindingChange } from "../../findings/change.ts";
import type { Instant } from "../../kernel/clock.ts";
import { minuteMs, toIso } from "../../kernel/clock.ts";
import type { Notice, NoticeSeverity } from "../../notify/notice.ts";
import type { Ports } from "../../store/store.ts";
import type { LoopContext } from "./context.ts";
import { enqueue } from "../delivery/enqueue.ts";
import { raiseFindings } from "../incidents/finding-signals.ts";
import type { Refreshed } from "./refresh.ts";

export { enqueue } from "../delivery/enqueue.ts";

// More than this many fixes for one owner at once is an arrival (a first SBOM, a first feed), not news about each.
const readableFixes = 5;

// A first load comes in hundreds of batches; its messages wait for each other and become one for each owner.
const arrivalWaitMs = minuteMs;

/**
 * Raises the findings that incidents are made of, and queues the notices of a refresh, in the caller's transaction. arrival: the first
 * load of this source, told as one story. A malicious package is told by its incident: what that says is not said twice.
 */
export async function enqueueNotices(context: LoopContext, ports: Ports, org: string, refreshed: readonly Refreshed[], arrival?: string): Promise<void> {
  const { told, storyOf } = await raiseFindings(context, ports, org, refreshed, arrival);
  const untold = refreshed.map((one) => ({ ...one, changes: one.changes.filter(({ finding }) => !(isMalicious(finding) && told.has(finding.findingId))) }));
  const notices = noticesFor(untold, context.publicUrl, context.clock.now(), storyOf);
  if (arrival === undefined) await enqueue(context, ports, org, notices);
  else {
    const [incidents, arrived] = [notices.filter(isIncident), notices.filter((notice) => !isIncident(notice))];
    await enqueue(context, ports, org, incidents);
    await enqueue(context, ports, org, arrived.map((notice) => ({ ...notice, groupKey: `${notice.labels.owner ?? ""}|arrival|${arrival}` })), arrivalWaitMs);
  }
}

const isIncident = ({ kind }: Notice): boolean => kind.startsWith("malicious.");

interface Told { change: FindingChange; service: string; owner: string | undefined; environments: readonly string[] }

/** Pure: the messages that these changes deserve, in a stable order. storyOf: malicious findings of an incident are told in its story. */
export function noticesFor(refreshed: readonly Refreshed[], publicUrl: string, at: Instant, storyOf: ReadonlyMap<string, string> = new Map()): Notice[] {
  const told = refreshed.flatMap(({ changes, services, environments }) => changes.filter(isNews).map((change): Told => ({
    change, service: services.get(change.finding.serviceId)?.name ?? change.finding.serviceId, owner: services.get(change.finding.serviceId)?.owner, environments: environments.get(change.finding.findingId) ?? [],
  })));
  return [...Map.groupBy(told, ({ owner, change }) => `${owner ?? ""} ${change.kind}${isMalicious(change.finding) ? " malicious" : ""}`)].toSorted(([a], [b]) => (a < b ? -1 : 1)).flatMap(([, group]) => {
    const byFix = [...Map.groupBy(group, ({ change }) => fixKey(change)).values()];
    return byFix.length > readableFixes && !group.some(({ change }) => isMalicious(change.finding)) ? [digestNotice(group, byFix, publicUrl, at)] : byFix.map((one) => inStory(fixNotice(one, publicUrl, at), one, storyOf));
  });
}

function inStory(notice: Notice, [first]: readonly Told[], storyOf: ReadonlyMap<string, string>): Notice {
  const story = first && isMalicious(first.change.finding) ? storyOf.get(first.change.finding.findingId) : undefined;
  return story === undefined ? notice : { ...notice, groupKey: story };
}

// Decisions are told to nobody: whoever made one knows. So is what left with its component or its service.
const isNews = ({ kind, finding }: FindingChange): boolean => kind !== "decided" && !(kind === "closed" && !isMalicious(finding) && (finding.closeReason === "retired" || finding.closeReason === "component-removed"));

const isMalicious = ({ labels }: FindingChange["finding"]): boolean => labels.includes("malicious");

const fixKey = ({ finding }: FindingChange): string => `${finding.packageKey}@${finding.fixVersion ?? ""}`;
const kindOf = ({ kind, finding }: FindingChange): string => isMalicious(finding) ? `malicious.${kind}` : (kind === "closed" ? `finding.${finding.closeReason}` : `finding.${kind}`);

function fixNotice(told: readonly Told[], publicUrl: string, at: Instant): Notice {
  const [first] = told;
  if (!first) throw new TypeError("a notice tells of at least one change");
  const { finding } = first.change;
  const worst = worstOf(told);
  const services = unique(told.map(({ service }) => service));
  const [, name = finding.packageKey] = splitKey(finding.packageKey);
  const fix = finding.fixVersion === undefined ? "no fix is known" : `fixed in ${finding.fixVersion}`;
  const affected = sum(told.map(({ change }) => change.finding.live.affected));
  return {
    ...commonOf(told, at), kind: kindOf(first.change), groupKey: `${first.owner ?? ""}|${fixKey(first.change)}`, severity: worst.severity as NoticeSeverity,
    title: `${isMalicious(finding) ? maliciousVerbOf(first.change) : verbOf(first.change)}: ${name} in ${services.length === 1 ? services[0] : `${services.length} services`} (${unique(told.map(({ change }) => change.finding.vulnerabilityId)).join(", ")})`,
    what: isMalicious(finding) ? `${name} is a malicious package (${unique(told.map(({ change }) => change.finding.vulnerabilityId)).join(", ")}); whatever ran it may be in other hands.`
      : `${unique(told.map(({ change }) => change.finding.vulnerabilityId)).join(", ")} affects ${name}; ${fix}.`,
    where: whereOf(told, affected), why: whyOf(worst), due: dueOf(worst),
    action: { label: actionOf(finding, name), url: `${publicUrl}/findings/${finding.findingId}` },
    items: told.map(({ change, service }) => itemOf(change, service, publicUrl)),
  };
}

function digestNotice(told: readonly Told[], byFix: readonly (readonly Told[])[], publicUrl: string, at: Instant): Notice {
  const worst = worstOf(told);
  const [first] = told;
  const services = unique(told.map(({ service }) => service));
  return {
    ...commonOf(told, at), kind: first ? kindOf(first.change) : "finding.opened", groupKey: `${first?.owner ?? ""}|digest|${toIso(at)}`, severity: worst.severity as NoticeSeverity,
    title: `${told.length} findings ${first?.change.kind ?? "opened"} in ${services.length === 1 ? services[0] : `${services.length} services`}, ${byFix.length} fixes`,
    what: `${told.length} findings; ${byFix.length} upgrades clear those that have a fix.`, where: whereOf(told, sum(told.map(({ change }) => change.finding.live.affected))), why: whyOf(worst), due: dueOf(worst),
    action: { label: "See the fixes, most risk removed first", url: `${publicUrl}/exposure` },
    items: told.toSorted((a, b) => rank(a) - rank(b)).map(({ change, service }) => itemOf(change, service, publicUrl)),
  };
}

const commonOf = (told: readonly Told[], at: Instant): Pick<Notice, "at" | "labels"> => ({
  at, labels: { services: unique(told.map(({ service }) => service)), owner: told[0]?.owner, environments: unique(told.flatMap(({ environments }) => environments)), vulnerability: told.length === 1 ? told[0]?.change.finding.vulnerabilityId : undefined },
});

function verbOf({ kind, finding }: FindingChange): string {
  switch (kind) {
    case "opened": return "Affected";
    case "regressed": return "Affected again after a fix";
    case "escalated": return `More urgent (${finding.priority.outcome})`;
    case "partly-fixed": return `Partly fixed, ${finding.live.fixed} of ${finding.live.fixed + finding.live.affected + finding.live.unconfirmed}`;
    case "closed": return finding.closeReason === "fixed" ? "Fixed and verified" : "Advisory withdrawn";
    case "decided": return "Decided";
  }
}

/** An incident, told as one; a report that was taken back is told as well. */
function maliciousVerbOf({ kind, finding }: FindingChange): string {
  if (kind !== "closed") return "Malicious package running";
  return finding.closeReason === "withdrawn" ? "Report of a malicious package withdrawn" : "Malicious package gone";
}

const rank = ({ change }: Told): number => outcomes.indexOf(change.finding.priority.outcome);
const worstOf = (told: readonly Told[]): FindingChange["finding"] => {
  const [worst] = told.toSorted((a, b) => rank(a) - rank(b) || (b.change.finding.cvss ?? 0) - (a.change.finding.cvss ?? 0));
  if (!worst) throw new TypeError("a notice tells of at least one change");
  return worst.change.finding;
};
const actionOf = ({ state, labels, fixVersion }: FindingChange["finding"], name: string): string =>
  state === "closed" ? "Nothing is left to do; see the evidence" : labels.includes("malicious") ? `Remove ${name}, and replace every secret it could read` : fixVersion === undefined ? "Triage" : `Upgrade ${name} to ${fixVersion}`;
const whereOf = (told: readonly Told[], affected: number): string => affected === 0 ? `${unique(told.map(({ service }) => service)).join(", ")}: no live deployment is affected any more.`
  : `${unique(told.map(({ service }) => service)).join(", ")}: ${affected === 1 ? "1 live deployment" : `${affected} live deployments`} in ${unique(told.flatMap(({ environments }) => environments)).join(", ") || "no known environment"}.`;
const whyOf = ({ severity, cvss, epss, labels, priority }: FindingChange["finding"]): string =>
  [`${priority.outcome} (SSVC)`, `${severity}${cvss === undefined ? ", unscored" : `, CVSS ${cvss}`}`, ...(labels.includes("kev") ? ["exploited in the wild (KEV)"] : []), ...(epss === undefined ? [] : [`EPSS ${epss.toFixed(3)}`])].join("; ");
const dueOf = ({ clock, state }: FindingChange["finding"]): string => state === "closed" ? (clock.stoppedAt === undefined ? "nothing: no clock runs any more" : `nothing: the clock stopped at ${toIso(clock.stoppedAt)}${clock.dueAt === undefined ? "" : `, due was ${toIso(clock.dueAt)}`}`)
  : `${clock.dueAt === undefined ? "with the next upgrade" : toIso(clock.dueAt)} by ${clock.policy} ${clock.clause}`;
const itemOf = ({ finding }: FindingChange, service: string, publicUrl: string): Notice["items"][number] => ({
  title: `${finding.vulnerabilityId} ${splitKey(finding.packageKey)[1]} in ${service}`, detail: `${finding.priority.outcome}, ${finding.severity}, ${finding.live.affected} affected, ${finding.fixVersion === undefined ? "no fix known" : `fix ${finding.fixVersion}`}`, url: `${publicUrl}/findings/${finding.findingId}`,
});
const splitKey = (key: string): [string, string] => [key.slice(0, key.indexOf(":")), key.slice(key.indexOf(":") + 1)];
const unique = (items: readonly string[]): string[] => [...new Set(items)].toSorted();
const sum = (items: readonly number[]): number => items.reduce((total, item) => total + item, 0);
