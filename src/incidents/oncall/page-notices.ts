// What pages say: to whoever is to answer, to whoever was told when it is over, and to all when nobody answered.
import { toIso } from "../../kernel/clock.ts";
import type { Instant } from "../../kernel/clock.ts";
import type { Notice } from "../../notify/notice.ts";
import { incidentName } from "../incident.ts";
import type { Incident } from "../incident.ts";
import { namesOf, nextText } from "./escalation.ts";
import type { StepTaken } from "./escalation.ts";
import type { Page } from "./page.ts";
import type { Recipient } from "./who.ts";

export interface Telling { page: Page; incident: Incident; publicUrl: string; at: Instant }

/** One story for each incident and receiver: what follows updates or closes what was sent. */
const pageGroupKey = (incidentId: string, receiver: string): string => `page|${incidentId}|${receiver}`;

type Setting = Omit<Telling, "page">;

const incidentUrl = ({ publicUrl, incident }: Setting): string => `${publicUrl}/incidents/${incident.incidentId}`;

function common({ incident, at }: Setting, receiver: string): Pick<Notice, "groupKey" | "severity" | "at" | "labels" | "items" | "what" | "where"> {
  const { services, environments } = incident;
  return {
    groupKey: pageGroupKey(incident.incidentId, receiver), severity: incident.severity, at, items: [],
    labels: { services, owner: incident.owner, environments, vulnerability: incident.entities.find(({ kind }) => kind === "vulnerability")?.value },
    what: `${incidentName(incident)}: ${incident.title}.`,
    where: services.length === 0 ? "No service is named." : `${services.join(", ")}${environments.length > 0 ? ` in ${environments.join(", ")}` : ""}.`,
  };
}

/** To one receiver of a step. ackUrl: acknowledges as this recipient, without a login. */
export function stepNotice(telling: Telling, taken: StepTaken, recipient: Recipient & { receiver: string }, ackUrl: string): Notice {
  const { page, incident, at } = telling;
  const others = taken.recipients.filter((one) => one !== recipient);
  const next = nextText(page, at);
  return {
    ...common(telling, recipient.receiver), kind: "page.step", state: "open",
    title: `${taken.step === 0 && taken.round === 0 ? "Page" : `Page, ${stepWords(page, taken)}`}: ${incidentName(incident)} ${incident.title}`,
    why: `${sentence(incident.why)} You are told as ${recipient.person === undefined ? recipient.target : `${recipient.person} (${recipient.target})`} by ${page.policy.name}, ${page.because}.`,
    due: next === undefined ? "Nobody else is told after this." : `Acknowledge, else ${next}.`,
    action: { label: "Acknowledge", url: ackUrl }, links: [{ label: "Open the incident", url: incidentUrl(telling) }],
    items: [{ title: "Told now", detail: namesOf([recipient]), url: incidentUrl(telling) }, ...others.map((one) => ({ title: "Told as well", detail: namesOf([one]), url: incidentUrl(telling) }))],
  };
}

const sentence = (text: string): string => (/[.!?]$/.test(text) ? text : `${text.slice(0, 1).toUpperCase()}${text.slice(1)}.`);

const stepWords = ({ policy }: Page, { step, round }: StepTaken): string =>
  `step ${step + 1} of ${policy.steps.length}${policy.repeat > 0 ? `, round ${round + 1} of ${policy.repeat + 1}` : ""}`;

/** To everyone who was told, when the page stopped. */
export function stopNotice(telling: Telling, receiver: string): Notice {
  const { page, incident } = telling;
  const isAcknowledged = page.state === "acknowledged";
  const comment = page.comment === undefined ? "" : ` "${page.comment}"`;
  return {
    ...common(telling, receiver), kind: isAcknowledged ? "page.acknowledged" : "page.ended", state: isAcknowledged ? "acknowledged" : "resolved",
    title: `${isAcknowledged ? "Acknowledged" : "Page ended"}: ${incidentName(incident)} ${incident.title}`,
    why: isAcknowledged ? `${page.endedBy ?? "somebody"} has it in hand.${comment}` : `${page.endedBy ?? "somebody"} ended it.${comment}`,
    due: "Nothing: nobody else is paged.", action: { label: "Open the incident", url: incidentUrl(telling) },
  };
}

/** To whoever hears that nobody answered; receiver "" for a notice that goes by the routes. */
export function exhaustedNotice(telling: Telling, receiver: string): Notice {
  const { page, incident } = telling;
  const reached = page.told.filter((one) => one.receiver !== undefined);
  return {
    ...common(telling, receiver), kind: "page.exhausted", state: "open",
    title: `Nobody answered: ${incidentName(incident)} ${incident.title}`,
    why: reached.length === 0 ? `Nobody of ${page.policy.name} could be told: ${namesOf(page.told)}.` : `${page.policy.name} went through since ${toIso(page.startedAt)}; told were ${namesOf(reached)}.`,
    due: "Now: nobody else is paged for it.", action: { label: "Take it", url: incidentUrl(telling) },
    items: page.told.map((one) => ({ title: `Step ${one.step + 1}, ${toIso(one.at)}`, detail: namesOf([one]), url: incidentUrl(telling) })),
  };
}

/** When no policy was found for an incident: by the routes, to whoever hears of everything. */
export function nobodyNotice(telling: Setting, because: string): Notice {
  const { incident } = telling;
  return {
    ...common(telling, ""), kind: "page.nobody", state: "open", title: `Nobody is paged: ${incidentName(incident)} ${incident.title}`,
    why: `No policy was found: ${because}.`, due: "Now: whoever reads this takes it, or gives it to somebody.", action: { label: "Open the incident", url: incidentUrl(telling) },
  };
}
