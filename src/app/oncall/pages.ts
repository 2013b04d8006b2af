// Pages follow incidents: they begin, take their steps, and stop, each in the transaction of what caused it.
import { movePage, receiversTold, startPage, toldOf } from "../../incidents/oncall/escalation.ts";
import type { StepTaken } from "../../incidents/oncall/escalation.ts";
import type { Page } from "../../incidents/oncall/page.ts";
import { exhaustedNotice, nobodyNotice, stepNotice, stopNotice } from "../../incidents/oncall/page-notices.ts";
import type { Telling } from "../../incidents/oncall/page-notices.ts";
import { policyFor } from "../../incidents/oncall/who.ts";
import type { Chosen, Duty, Recipient } from "../../incidents/oncall/who.ts";
import { isOver } from "../../incidents/incident.ts";
import type { Incident, IncidentChange } from "../../incidents/incident.ts";
import { derivedId } from "../../kernel/id.ts";
import { outboxRows } from "../../notify/notice-store.ts";
import type { Notice } from "../../notify/notice.ts";
import type { Ports } from "../../store/store.ts";
import { ackUrl } from "./ack-link.ts";
import type { LoopContext } from "../loop/context.ts";
import { dutyAt } from "./duty.ts";
import { enqueue } from "../loop/notices.ts";

/** An incident hook: pages begin when an incident opens, comes back, grows worse or changes hands; they stop when somebody answers. */
export async function followWithPages(context: LoopContext, ports: Ports, org: string, change: IncidentChange): Promise<void> {
  const { incident, kind, actor } = change;
  const pages = await ports.oncall.pagesOf(org, incident.incidentId);
  if (isOver(incident.phase) || incident.mergedInto !== undefined) {
    const why = incident.mergedInto === undefined ? incident.closedBecause : "The incident was merged into another.";
    for (const page of pages.filter(({ state }) => state !== "ended")) await stopPage(context, ports, org, incident, page, { state: "ended", by: actor, comment: why });
  } else if (kind === "acknowledged") {
    const by = incident.acknowledgedBy ?? actor;
    const unanswered = pages.filter(isUnanswered);
    const comment = unanswered.length === 0 ? undefined : await commentOf(ports, org, incident);
    for (const page of unanswered) await stopPage(context, ports, org, incident, page, { state: "acknowledged", by, comment });
  } else if (begins.has(kind)) await beginPage(context, ports, org, change, pages.at(-1));
}

/** What was said with the acknowledgement stands in its fact, written before the hooks are asked. */
async function commentOf(ports: Ports, org: string, { incidentId }: Incident): Promise<string | undefined> {
  const { items: [fact] } = await ports.ledger.list(org, { kind: "incident.acknowledged", subject: incidentId }, { limit: 1, after: undefined });
  const comment = fact?.body["comment"];
  return typeof comment === "string" && comment !== "" ? comment : undefined;
}

const begins: ReadonlySet<IncidentChange["kind"]> = new Set(["opened", "reopened", "escalated", "assigned", "split"]);
const isUnanswered = ({ state }: Page): boolean => state === "running" || state === "exhausted";

async function beginPage(context: LoopContext, ports: Ports, org: string, change: IncidentChange, last: Page | undefined): Promise<void> {
  const { incident, kind, before, actor } = change;
  const isBack = kind === "reopened";
  if (!isBack && (incident.acknowledgedAt !== undefined || last?.state === "acknowledged")) return;
  if (kind === "assigned" && before?.owner === incident.owner) return;
  const duty = await dutyAt(ports, org, context.clock.now());
  const chosen = policyFor(incident, duty.document);
  if (!chosen.policy) return sayNobody(context, ports, org, incident, chosen, duty.hasDocument && last?.state !== "running");
  if (last?.state === "running") {
    if (kind !== "assigned" || last.policy.name === chosen.policy.name) return;
    await stopPage(context, ports, org, incident, last, { state: "ended", by: actor, comment: `It is ${incident.owner ?? "nobody"}'s now.` });
  }
  const { incidentId, title, severity } = incident;
  const page = startPage({ pageId: context.ids.next("pag"), incidentId, title, severity, policy: chosen.policy, because: chosen.because }, duty.at);
  await ports.incidents.addSubjects(org, incidentId, [page.pageId]);
  await ports.ledger.append(org, [{ kind: "page.started", subject: page.pageId, actor: pager, body: { incident: incidentId, policy: chosen.policy.name, because: chosen.because } }]);
  await takeSteps(context, ports, org, page, incident, duty);
}

/** Who acts when steps are taken by themselves. */
const pager = "pager";

/** That nobody could be found is a fact of the incident and a message; that the rules ask for nobody is neither. */
async function sayNobody(context: LoopContext, ports: Ports, org: string, incident: Incident, { because, isAsked }: Chosen, isNews: boolean): Promise<void> {
  if (isAsked || !isNews) return;
  await ports.ledger.append(org, [{ kind: "page.nobody", subject: incident.incidentId, actor: pager, body: { because } }]);
  await enqueue(context, ports, org, [nobodyNotice({ incident, publicUrl: context.publicUrl, at: context.clock.now() }, because)]);
}

/** Takes the steps that are due and saves the page; answers it as it is then. */
export async function takeSteps(context: LoopContext, ports: Ports, org: string, page: Page, incident: Incident, duty: Duty): Promise<Page> {
  const { page: moved, taken } = movePage(page, duty);
  let saved = moved;
  for (const step of taken) saved = await tellStep(context, ports, org, saved, incident, step);
  if (moved.state === "exhausted") await tellExhausted(context, ports, org, saved, incident, duty);
  await ports.oncall.putPage(org, saved);
  return saved;
}

async function tellStep(context: LoopContext, ports: Ports, org: string, page: Page, incident: Incident, taken: StepTaken): Promise<Page> {
  const telling: Telling = { page, incident, publicUrl: context.publicUrl, at: context.clock.now() };
  // The same step tells under the same ids however often it is taken: a crash in between cannot page twice.
  const noticeIdOf = (receiver: string): string => derivedId("ntc", page.pageId, String(taken.round), String(taken.step), receiver);
  for (const recipient of taken.recipients.filter(isReachable)) {
    const url = await ackUrl(context, ports, org, page, recipient.person ?? recipient.target);
    await tell(context, ports, org, noticeIdOf(recipient.receiver), stepNotice(telling, taken, recipient, url), recipient.receiver);
  }
  const told = toldOf(taken, telling.at, noticeIdOf);
  const isReached = told.some(({ receiver }) => receiver !== undefined);
  await ports.ledger.append(org, [{ kind: isReached ? "page.step" : "page.reached-nobody", subject: page.pageId, actor: pager, body: {
    incident: incident.incidentId, round: taken.round + 1, step: taken.step + 1,
    told: told.map(({ target, person, receiver, why }) => ({ target, person: person ?? null, receiver: receiver ?? null, why: why ?? null })),
  } }]);
  if (!isReached) context.log.warn("page step reached nobody", { page: page.pageId, incident: incident.incidentId, step: taken.step + 1 });
  return { ...page, told: [...page.told, ...told] };
}

const isReachable = (recipient: Recipient): recipient is Recipient & { receiver: string } => recipient.receiver !== undefined;

/** Past the routes: who is paged is the policy's to say, and no silence or quiet time stands before it. */
async function tell(context: LoopContext, ports: Ports, org: string, noticeId: string, notice: Notice, receiver: string): Promise<void> {
  await ports.notices.enqueue(outboxRows({ org, noticeId, notice, routed: { kind: "routed", receivers: [receiver] }, now: context.clock.now(), groupWaitMs: 0 }));
}

async function tellExhausted(context: LoopContext, ports: Ports, org: string, page: Page, incident: Incident, { receivers }: Duty): Promise<void> {
  const telling: Telling = { page, incident, publicUrl: context.publicUrl, at: context.clock.now() };
  const named = page.policy.thenReceivers.filter((id) => receivers.has(id));
  for (const receiver of named) await tell(context, ports, org, derivedId("ntc", page.pageId, "exhausted", receiver), exhaustedNotice(telling, receiver), receiver);
  if (named.length === 0) await enqueue(context, ports, org, [exhaustedNotice(telling, "")]);
  await ports.ledger.append(org, [{ kind: "page.exhausted", subject: page.pageId, actor: pager, body: { incident: incident.incidentId, policy: page.policy.name, rounds: page.round + 1 } }]);
}

interface Stop { state: "acknowledged" | "ended"; by: string; comment: string | undefined }

async function stopPage(context: LoopContext, ports: Ports, org: string, incident: Incident, page: Page, { state, by, comment }: Stop): Promise<void> {
  const stopped: Page = { ...page, state, nextAt: undefined, endedAt: context.clock.now(), endedBy: by, comment };
  const telling: Telling = { page: stopped, incident, publicUrl: context.publicUrl, at: context.clock.now() };
  await ports.oncall.putPage(org, stopped);
  await ports.ledger.append(org, [{ kind: `page.${state}`, subject: page.pageId, actor: by, body: { incident: incident.incidentId, comment: comment ?? null } }]);
  for (const receiver of receiversTold(page)) await tell(context, ports, org, derivedId("ntc", page.pageId, state, receiver), stopNotice(telling, receiver), receiver);
}
