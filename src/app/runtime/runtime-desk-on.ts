// The runtime desk on an open store.
import { Fault } from "../../kernel/fault.ts";
import type { Page, PageRequest } from "../../kernel/page.ts";
import type { Detection, DetectionState } from "../../runtime/detection.ts";
import { encodeCursor, instantCursor } from "../../kernel/page.ts";
import { dayMs } from "../../kernel/clock.ts";
import type { SigmaCorrelation, SigmaRule } from "../../runtime/sigma/rule.ts";
import { canaryRuleId } from "../../runtime/canary.ts";
import { toSignal } from "./detection-signals.ts";
import type { LoopContext } from "../loop/context.ts";
import { raiseSignals } from "../incidents/incidents.ts";
import { sendCanaries } from "./canaries.ts";
import { componentsOf } from "./evidence.ts";
import { createExceptionDesk } from "./exception-desk.ts";
import { createIntake } from "./intake.ts";
import { createLoadedDesk } from "./loaded.ts";
import { tellOcsf } from "./ocsf-out.ts";
import { createProfileDesk } from "./profiles.ts";
import { receiveEvents } from "./receive-events.ts";
import type { RuleBook } from "./rule-book.ts";
import type { DetectionRow, RuleFilter, RuleRow, RuntimeDesk } from "./runtime-desk.ts";
import type { Watches } from "./watches.ts";

const countedDays = 30;

export function createRuntimeDesk(context: LoopContext, book: RuleBook, watches: Watches): RuntimeDesk {
  const { store } = context;
  const intake = createIntake((org, deliveries) => watches.write(org, deliveries));
  const profiles = createProfileDesk(context, watches);
  const receive: RuntimeDesk["receive"] = (org, push) => receiveEvents(context, intake, org, push);
  return {
    receive,
    profiles,
    tick: async (org) => { await profiles.refresh(org); await intake({ org, decoder: "", source: "", events: [], rejects: [], isCanary: true }); },
    detections: async (org, filter, page) => {
      const { items, ...rest } = await store.read.detections.list(org, filter, page);
      return { ...rest, items: await withIncidents(context, org, items) };
    },
    find: (org, id) => findWhole(context, org, id),
    judge: (org, id, { verdict, note }, actor) => change(context, org, id, actor, "detection.judged", (one) => ({ ...one, verdict, note, judgedBy: actor, state: verdict === "true-positive" ? "open" : "dismissed" })),
    reopen: (org, id, actor) => change(context, org, id, actor, "detection.reopened", (one) => ({ ...one, verdict: undefined, note: undefined, judgedBy: undefined, state: "open" })),
    hours: (org, from, to) => store.read.detections.hours(org, from, to),
    counts: (org, since) => store.read.detections.counts(org, since),
    sources: (org) => store.read.detections.listSources(org),
    testSources: (org) => sendCanaries(context, receive, org, 0),
    rules: (org, filter, page) => listRules(context, book, org, filter, page),
    findRule: async (org, id) => (await rowsOf(context, book, org)).find(({ rule }) => rule.id === id),
    exceptions: (org) => store.read.detections.listExceptions(org),
    exceptionDesk: createExceptionDesk(context, book, watches),
    withIncidents: (org, items) => withIncidents(context, org, items),
    rejectedRules: async () => (await book.loaded()).rejects,
    async reloadRules(org, actor) {
      const { rules, correlations, filters, rejects } = await book.reload();
      watches.forget();
      const counts = { rules: rules.length, correlations: correlations.length, filters: filters.length };
      await store.write((ports) => ports.ledger.append(org, [{ kind: "rules.loaded", subject: "rules", actor, body: { ...counts, rejected: rejects.length } }]));
      context.committed();
      return { ...counts, rejects };
    },
    ruleBook: () => book.loaded(),
    loaded: createLoadedDesk(context),
  };
}

async function withIncidents({ store }: LoopContext, org: string, items: readonly Detection[]): Promise<DetectionRow[]> {
  const incidents = await store.views.incidents.incidentsOf(org, items.map(({ detectionId }) => ({ kind: "detection", ref: detectionId })));
  return items.map((one) => {
    const incident = incidents.get(`detection ${one.detectionId}`);
    return { ...one, incident: incident && { id: incident.incidentId, number: incident.number } };
  });
}

async function findWhole(context: LoopContext, org: string, id: string): ReturnType<RuntimeDesk["find"]> {
  const ports = context.store.read;
  const one = await ports.detections.find(org, id);
  if (!one) return undefined;
  const [row] = await withIncidents(context, org, [one]);
  return row && { ...row, samples: await ports.detections.samplesOf(org, [id]), components: await componentsOf(context, org, one.placement) };
}

/** A dismissed detection is over for its incident too. */
async function change(context: LoopContext, org: string, id: string, actor: string, kind: string, how: (one: Detection) => Detection): Promise<void> {
  await context.store.write(async (ports) => {
    const before = await ports.detections.find(org, id);
    if (!before) throw new Fault("request.not-found", { detail: `There is no detection ${id}.` });
    const after = how(before);
    await ports.detections.put(org, [after]);
    await ports.ledger.append(org, [{ kind, subject: id, actor, body: { verdict: after.verdict ?? null, note: after.note ?? null, state: after.state, before: before.state } }]);
    if (isOver(before.state) !== isOver(after.state)) await raiseSignals(context, ports, org, [{ ...toSignal(after), ended: isOver(after.state) }], actor);
    await tellOcsf(context, ports, org, [after], isOver(after.state) ? 3 : 2);
  });
  context.committed();
}

const isOver = (state: DetectionState): boolean => state !== "open";

async function rowsOf({ store, clock }: LoopContext, book: RuleBook, org: string): Promise<RuleRow[]> {
  const { rules, correlations } = await book.loaded();
  const counts = new Map((await store.read.detections.ruleCounts(org, clock.now() - countedDays * dayMs)).map((one) => [one.ruleId, one]));
  return [...rules, ...correlations].filter(({ id }) => id !== canaryRuleId).map((rule) => ({ rule, counts: counts.get(rule.id) }));
}

/** Those that fired last come first, then by title: the order in which they are looked for. */
async function listRules(context: LoopContext, book: RuleBook, org: string, filter: RuleFilter, page: PageRequest): Promise<Page<RuleRow>> {
  const rows = (await rowsOf(context, book, org)).filter((row) => fits(row, filter)).map((row) => ({ row, at: -(row.counts?.lastAt ?? 0), id: `${row.rule.title} ${row.rule.id}` })).toSorted((a, b) => a.at - b.at || (a.id < b.id ? -1 : 1));
  const after = instantCursor(page.after);
  const from = after === undefined ? 0 : rows.findIndex(({ at, id }) => at > after.at || (at === after.at && id > after.id));
  const shown = from === -1 ? [] : rows.slice(from, from + page.limit);
  const last = shown.at(-1);
  const isMore = last !== undefined && rows.at(-1) !== last;
  return { items: shown.map(({ row }) => row), total: rows.length, next: isMore ? encodeCursor([last.at, last.id]) : undefined };
}

function fits({ rule, counts }: RuleRow, { word, kind, product, fired }: RuleFilter): boolean {
  const logsource = logsourceOf(rule);
  return (kind === undefined || rule.kind === kind) && (product === undefined || [logsource.product, logsource.category, logsource.service].includes(product)) && (fired === undefined || fired === (counts !== undefined))
    && (word === undefined || word.toLowerCase().split(/\s+/).every((part) => `${rule.title} ${rule.id} ${rule.tags.join(" ")} ${rule.description} ${rule.place.file}`.toLowerCase().includes(part)));
}

export const logsourceOf = (rule: SigmaRule | SigmaCorrelation): SigmaRule["logsource"] => (rule.kind === "rule" ? rule.logsource : {});
