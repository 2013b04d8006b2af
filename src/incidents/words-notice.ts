// An incident's change as messages: five lines for each owner it concerns, all of one story.
import type { Instant } from "../kernel/clock.ts";
import { toIso } from "../kernel/clock.ts";
import type { Notice, NoticeState } from "../notify/notice.ts";
import { incidentName, isOver } from "./incident.ts";
import type { Incident, IncidentChange } from "./incident.ts";
import type { Reminder } from "./incident-look.ts";
import type { Signal } from "./signal.ts";
import { kindInWords, listed, plural } from "./words.ts";

/** A change and what of it nobody knew; by: why or how, in a sentence, when a person said so. */
export interface Told { change: IncidentChange; news: readonly string[]; by?: string | undefined }

// Moves are told by what they join; edits are on the page.
const silent = new Set<IncidentChange["kind"]>(["moved", "edited"]);

/** Nothing for a signal that only repeats what is known. */
export function toNotices({ change, news, by }: Told, publicUrl: string, at: Instant): Notice[] {
  if (silent.has(change.kind) || (change.kind === "joined" && news.length === 0)) return [];
  return perOwner(change).map(({ owner, services, signals }) => ({
    ...commonOf(change.incident, publicUrl, at), kind: `incident.${change.kind}`, title: `${incidentName(change.incident)} ${verbs[change.kind]}: ${change.incident.title}`,
    what: whatOf(change, news, by), where: whereOf(change.incident, services), why: whyOf(change.incident), due: dueOf(change.incident, signals), action: actionOf(change.incident, signals, publicUrl),
    labels: { services, owner, environments: change.incident.environments, vulnerability: vulnerabilityOf(change.incident) }, items: signals.slice(0, itemLimit).map((signal) => itemOf(signal, publicUrl)),
    ...(news.length === 0 ? {} : { changes: news }),
  }));
}

const reminderWords: Record<Reminder, string> = {
  unacknowledged: "Nobody has acknowledged it.", overdue: "Its next action was due.", stale: "Nothing has happened to it for a while.", quiet: "Every member is over.",
};

/** What was left undone, in one message. */
export function reminderNotice(incident: Incident, reminders: readonly Reminder[], publicUrl: string, at: Instant): Notice {
  return {
    ...commonOf(incident, publicUrl, at), kind: "incident.reminder", title: `${incidentName(incident)} waits: ${incident.title}`,
    what: `${reminders.map((reminder) => reminderWords[reminder]).join(" ")} It was opened at ${toIso(incident.openedAt)}.`, where: whereOf(incident, incident.services), why: whyOf(incident), due: dueOf(incident, []), action: actionOf(incident, [], publicUrl),
    labels: { services: incident.services, owner: incident.owner, environments: incident.environments, vulnerability: vulnerabilityOf(incident) }, items: [],
  };
}

// The rest is on the page: a message of thousands of rows is read by nobody.
const itemLimit = 50;

const verbs: Record<IncidentChange["kind"], string> = {
  opened: "opened", joined: "has news", escalated: "escalated", reopened: "reopened", phase: "moved on", acknowledged: "acknowledged", assigned: "assigned", merged: "merged", split: "split off", moved: "changed", closed: "closed",
  quiet: "may be over", edited: "edited",
};

const stateOf = ({ phase, mergedInto, acknowledgedAt }: Incident): NoticeState => (isOver(phase) || mergedInto !== undefined ? "resolved" : acknowledgedAt === undefined ? "open" : "acknowledged");

const commonOf = (incident: Incident, publicUrl: string, at: Instant): Pick<Notice, "groupKey" | "severity" | "state" | "at" | "links"> => ({
  groupKey: incident.incidentId, severity: incident.severity, state: stateOf(incident), at, links: [{ label: `Open ${incidentName(incident)}`, url: `${publicUrl}/incidents/${incident.incidentId}` }],
});

interface Share { owner: string | undefined; services: readonly string[]; signals: readonly Signal[] }

/** Each owner hears of the own services: a route by owner must find every one of them. */
function perOwner({ incident, signals }: IncidentChange): Share[] {
  const shares = [...Map.groupBy(signals.filter(({ services }) => services.length > 0), ({ owner }) => owner ?? incident.owner)].map(([owner, own]): Share => ({ owner, services: [...new Set(own.flatMap(({ services }) => services))].toSorted(), signals: own }));
  if (shares.length === 0) return [{ owner: incident.owner, services: incident.services, signals }];
  return shares.toSorted((a, b) => ((a.owner ?? "") < (b.owner ?? "") ? -1 : 1));
}

function whatOf({ kind, incident, signals, actor }: IncidentChange, news: readonly string[], by: string | undefined): string {
  const [first] = signals;
  const told = by === undefined ? `${actor}.` : `${actor}: ${by}`;
  switch (kind) {
    case "opened": case "split": return `${kindInWords(incident.kind)}: ${incident.why}${signals.length > 1 ? ` (${plural(signals.length, "signal")})` : ""}.`;
    case "joined": case "escalated": return `${news.length > 0 ? `${news.join("; ")}` : by ?? "More came"}${first ? `: ${first.title}` : ""}.`;
    case "reopened": return `It came back after it was closed${first ? `: ${first.title}` : ` (${told})`}.`;
    case "quiet": return `Every one of its ${plural(incident.members, "member")} is over: it may be recovered. A person closes it.`;
    case "closed": return `Closed: ${incident.closedBecause ?? told}`;
    case "acknowledged": return `Acknowledged by ${told}`;
    case "assigned": return `${incident.owner === undefined ? "Nobody owns it now" : `${incident.owner} owns it now`}; by ${told}`;
    case "phase": return `Now ${incident.phase}; by ${told}`;
    case "merged": return `It goes on in another incident; by ${told}`;
    case "moved": case "edited": return `Changed by ${told}`;
  }
}

const whereOf = ({ environments, entities }: Incident, services: readonly string[]): string => {
  const places = entities.filter(({ kind }) => kind === "host" || kind === "workload").map(({ value }) => value);
  const named = services.length > 0 ? listed(services) : places.length > 0 ? listed(places) : "no known service";
  return `${named} in ${environments.join(", ") || "no known environment"}.`;
};

const whyOf = ({ severity, tactics, members, live = members }: Incident): string =>
  [severity === "unknown" ? "severity unknown" : severity, `${plural(members, "signal")}, ${live} live`, ...(tactics.length === 0 ? [] : [`seen so far: ${tactics.join(", ")}`])].join("; ");

/** The next action's time, or the first of what its signals say. */
function dueOf({ next, phase, mergedInto }: Incident, signals: readonly Signal[]): string {
  if (isOver(phase) || mergedInto !== undefined) return "nothing: it is over";
  if (next) return `${next.dueAt === undefined ? "no time is set" : toIso(next.dueAt)} for: ${next.text}`;
  const [first] = signals.flatMap(({ due }) => (due ? [due] : [])).toSorted((a, b) => (a.at ?? Infinity) - (b.at ?? Infinity));
  return first ? `${first.at === undefined ? "with the next upgrade" : toIso(first.at)} by ${first.by}` : "no clock runs; set the next action";
}

function actionOf(incident: Incident, signals: readonly Signal[], publicUrl: string): Notice["action"] {
  const label = isOver(incident.phase) || incident.mergedInto !== undefined ? "Nothing is left to do; see the record" : signals.find(({ action }) => action !== undefined)?.action ?? (incident.acknowledgedAt === undefined ? "Acknowledge and triage" : "See the story");
  return { label, url: `${publicUrl}/incidents/${incident.mergedInto ?? incident.incidentId}` };
}

const vulnerabilityOf = ({ entities }: Incident): string | undefined => {
  const named = entities.filter(({ kind }) => kind === "vulnerability");
  return named.length === 1 ? named[0]?.value : undefined;
};

const itemOf = ({ kind, ref, title, severity, at, because }: Signal, publicUrl: string): Notice["items"][number] =>
  ({ title, detail: [severity, toIso(at), ...(because === undefined ? [] : [because])].join(", "), url: kind === "finding" ? `${publicUrl}/${ref.startsWith("dfn_") ? "tests/findings" : "findings"}/${ref}` : `${publicUrl}/alerts?q=${encodeURIComponent(ref)}` });
