// The end of a response: clocks, drafts, answers, reviews, actions and packs, each change with its fact.
import type { Incident } from "../../incidents/incident.ts";
import { isOn } from "../../incidents/clocks/clock.ts";
import { regimes } from "../../incidents/clocks/regimes/index.ts";
import type { IncidentFacts } from "../../incidents/clocks/regime.ts";
import { reviewDraft, rootCauseQuestions } from "../../incidents/review/review.ts";
import type { ReviewInput } from "../../incidents/review/review.ts";
import { reviewText } from "../../incidents/review/review-text.ts";
import { toIso } from "../../kernel/clock.ts";
import { Fault } from "../../kernel/fault.ts";
import { sha256 } from "../../kernel/id.ts";
import { packIncident } from "./incident-pack.ts";
import { draftOf, startFor, stateOf, stillWaiting, stopClock } from "./clocks.ts";
import type { ClockRow } from "./clocks.ts";
import type { LoopContext } from "../loop/context.ts";
import { factsOf, keepReportSettings, ratingField, readReportSettings } from "./incident-facts.ts";
import type { ActionRow, ClocksAnswer, ResponseDesk, ReviewAnswer } from "./response-desk.ts";

export function createResponseDesk(context: LoopContext, version: string): ResponseDesk {
  const { store, clock } = context;
  const factsFor = async (org: string, id: string): Promise<IncidentFacts> => factsOf(context, org, await incidentOf(context, org, id));
  return {
    regimes: async (org) => {
      const settings = await readReportSettings(store.read, org);
      return regimes.all.map((regime) => ({ id: regime.id, about: regime.about, clause: regime.clause, confidence: regime.confidence, byDefault: regime.byDefault, on: isOn(regime, settings) }));
    },
    reportSettings: (org) => readReportSettings(store.read, org),
    putReportSettings: async (org, settings, actor) => {
      await store.write(async (ports) => {
        await keepReportSettings(ports, org, settings, clock.now());
        await ports.ledger.append(org, [{ kind: "report-settings.kept", subject: "report-settings", actor, body: { on: [...settings.on ?? []], off: [...settings.off ?? []], fedramp: settings.fedramp?.class } }]);
      });
      context.committed();
      return settings;
    },
    clocks: async (org, filter) => clockRows(context, org, await store.read.response.listClocks(org, filter, clockLimit)),
    clocksOf: async (org, id) => clocksAnswer(context, org, await factsFor(org, id)),
    stopClock: async (org, id, { regime, stage, end, why }, actor) => {
      const facts = await factsFor(org, id);
      const report = end === "done" ? draftOf(facts, regime, stage).digest : undefined;
      await stopClock(context, org, facts.incident, { regime, stage, end, why, report }, actor);
      return clocksAnswer(context, org, facts);
    },
    draft: async (org, id, regime, stage) => draftOf(await factsFor(org, id), regime, stage),
    answer: (org, id, answers, actor) => answer(context, org, id, answers, actor),
    review: async (org, id) => reviewOf(context, org, await factsFor(org, id)),
    actions: async (org, id) => actionRows(context, org, id === undefined ? await store.read.response.openActions(org, clockLimit) : await store.read.response.actionsOf(org, (await incidentOf(context, org, id)).incidentId)),
    addAction: (org, id, action, actor) => addAction(context, org, id, action, actor),
    editAction: (org, actionId, change, actor) => editAction(context, org, actionId, change, actor),
    pack: async (org, id, actor) => {
      const facts = await factsFor(org, id);
      const bytes = await packIncident(context, org, { facts, clocks: await clocksAnswer(context, org, facts), review: await reviewOf(context, org, facts), version });
      // The fact cannot be in the pack whose digest it holds; it is in the next one.
      await store.write((ports) => ports.ledger.append(org, [{ kind: "incident.packed", subject: facts.incident.incidentId, actor, body: { sha256: sha256(bytes), bytes: bytes.byteLength } }]));
      context.committed();
      return { name: `INC-${facts.incident.number}-${sha256(bytes).slice(7, 19)}.zip`, bytes };
    },
  };
}

const clockLimit = 1000;

async function incidentOf({ store }: LoopContext, org: string, id: string): Promise<Incident> {
  const incident = await store.read.incidents.find(org, id);
  if (!incident) throw new Fault("request.not-found", { detail: `There is no incident ${id}.` });
  return incident.mergedInto === undefined ? incident : incidentOf({ store } as LoopContext, org, incident.mergedInto);
}

async function clockRows({ store, clock }: LoopContext, org: string, clocks: readonly Omit<ClockRow, "number" | "severity" | "state">[]): Promise<ClockRow[]> {
  const incidents = await store.read.incidents.load(org, [...new Set(clocks.map(({ incidentId }) => incidentId))]);
  return clocks.map((one) => ({ ...one, number: incidents.get(one.incidentId)?.number ?? 0, severity: incidents.get(one.incidentId)?.severity ?? "unknown", state: stateOf(one, clock.now()) }));
}

async function clocksAnswer(context: LoopContext, org: string, facts: IncidentFacts): Promise<ClocksAnswer> {
  const clocks = await context.store.read.response.clocksOf(org, [facts.incident.incidentId]);
  return { clocks: await clockRows(context, org, clocks), waiting: stillWaiting(facts, clocks), painRating: facts.painRating };
}

/** Ids of every field that a report or a review asks for. */
function knownFields(facts: IncidentFacts): ReadonlySet<string> {
  const asked = regimes.all.flatMap((regime) => regime.stages({ ...facts, settings: { ...facts.settings, fedramp: facts.settings.fedramp ?? { class: "b" } } }).flatMap(({ fields }) => fields.map(({ id }) => id)));
  return new Set([...asked, ...rootCauseQuestions.map(({ id }) => id), ratingField]);
}

async function answer(context: LoopContext, org: string, id: string, answers: Readonly<Record<string, string>>, actor: string): Promise<void> {
  const incident = await incidentOf(context, org, id);
  const known = knownFields(await factsOf(context, org, incident));
  const unknown = Object.keys(answers).filter((field) => !known.has(field));
  const rating = answers[ratingField];
  const places = [
    ...unknown.map((field) => ({ at: `/${field}`, rule: `is no field of a report or review; there are ${[...known].join(", ")}` })),
    ...(rating === undefined || rating === "" || /^[1-5]$/.test(rating) ? [] : [{ at: `/${ratingField}`, rule: "is a whole number from 1 to 5" }]),
  ];
  if (places.length > 0) throw new Fault("request.invalid", { places });
  await context.store.write(async (ports) => {
    for (const [field, text] of Object.entries(answers)) await ports.response.putAnswer(org, incident.incidentId, { field, text: text.trim(), answeredAt: context.clock.now(), actor });
    await ports.ledger.append(org, Object.entries(answers).map(([field, text]) => ({ kind: "report.answered", subject: incident.incidentId, actor, body: { field, digest: sha256(text.trim()) } })));
    await startFor(context, ports, org, incident, actor);
  });
  context.committed();
}

async function reviewOf(context: LoopContext, org: string, facts: IncidentFacts): Promise<ReviewAnswer> {
  const { incident } = facts;
  const actions = await context.store.read.response.actionsOf(org, incident.incidentId);
  const draft = reviewDraft({ ...facts, ...await surroundings(context, org, facts) });
  return { draft, story: facts.story, actions, text: reviewText({ incident, draft, story: facts.story, actions }), reviewed: incident.phase === "reviewed" };
}

/** What else is on record that looks alike: RV.3.2 and RV.3.3 ask for it. */
async function surroundings(context: LoopContext, org: string, { incident, vulnerabilities }: IncidentFacts): Promise<Pick<ReviewInput, "clocks" | "similar" | "elsewhere">> {
  const { store, clock } = context;
  const others = await Promise.all(incident.services.slice(0, 5).map((service) => store.views.incidents.incidents(org, { service, state: "all", sort: "opened" }, { limit: 20, after: undefined })));
  const similar = [...new Map(others.flatMap(({ items }) => items).filter(({ incidentId }) => incidentId !== incident.incidentId).map((one) => [one.incidentId, one])).values()]
    .map(({ number, title, kind, services }) => ({ number, title, why: kind === incident.kind ? `same kind, service ${services.filter((name) => incident.services.includes(name)).join(", ")}` : `service ${services.filter((name) => incident.services.includes(name)).join(", ")}` }));
  const packages = [...new Set(vulnerabilities.flatMap(({ fixes }) => fixes.map(({ packageKey }) => packageKey)))].slice(0, 20);
  const running = await Promise.all(packages.map((packageKey) => store.views.findings.findings(org, { packageKey }, { limit: 100, after: undefined }, clock.now())));
  const elsewhere = [...new Set(running.flatMap(({ items }) => items.map(({ service }) => service)))].filter((service) => !incident.services.includes(service));
  return { clocks: await store.read.response.clocksOf(org, [incident.incidentId]), similar: similar.slice(0, 10), elsewhere };
}

async function actionRows({ store }: LoopContext, org: string, actions: readonly Omit<ActionRow, "number">[]): Promise<ActionRow[]> {
  const incidents = await store.read.incidents.load(org, [...new Set(actions.map(({ incidentId }) => incidentId))]);
  return actions.map((action) => ({ ...action, number: incidents.get(action.incidentId)?.number ?? 0 }));
}

async function addAction(context: LoopContext, org: string, id: string, action: Parameters<ResponseDesk["addAction"]>[2], actor: string): Promise<ActionRow> {
  const incident = await incidentOf(context, org, id);
  const kept = { actionId: context.ids.next("act"), incidentId: incident.incidentId, ...action, createdAt: context.clock.now(), doneAt: undefined };
  await context.store.write(async (ports) => {
    await ports.response.putAction(org, kept);
    await ports.ledger.append(org, [{ kind: "action.added", subject: incident.incidentId, actor, body: { action: kept.actionId, text: kept.text, owner: kept.owner, due: kept.dueAt === undefined ? undefined : toIso(kept.dueAt) } }]);
  });
  context.committed();
  return { ...kept, number: incident.number };
}

async function editAction(context: LoopContext, org: string, actionId: string, change: Parameters<ResponseDesk["editAction"]>[2], actor: string): Promise<ActionRow> {
  const edited = await context.store.write(async (ports) => {
    const kept = await ports.response.findAction(org, actionId);
    if (!kept) throw new Fault("request.not-found", { detail: `There is no action ${actionId}.` });
    const now = context.clock.now();
    const next = {
      ...kept, text: change.text ?? kept.text, owner: change.owner === undefined ? kept.owner : change.owner ?? undefined, dueAt: change.dueAt === undefined ? kept.dueAt : change.dueAt ?? undefined,
      ticket: change.ticket === undefined ? kept.ticket : change.ticket ?? undefined, doneAt: change.done === undefined ? kept.doneAt : change.done ? kept.doneAt ?? now : undefined,
    };
    await ports.response.putAction(org, next);
    await ports.ledger.append(org, [{ kind: next.doneAt !== undefined && kept.doneAt === undefined ? "action.done" : "action.edited", subject: kept.incidentId, actor, body: { action: actionId, text: next.text, owner: next.owner } }]);
    return next;
  });
  context.committed();
  const [row] = await actionRows(context, org, [edited]);
  return row ?? { ...edited, number: 0 };
}
