// Exceptions for the doors: drafted from detections, held against what they would hide, saved, revoked, and ended by their time.
import { toIso } from "../../kernel/clock.ts";
import { Fault } from "../../kernel/fault.ts";
import type { Instant } from "../../kernel/clock.ts";
import type { Detection } from "../../runtime/detection.ts";
import { draftException } from "../../runtime/exception-draft.ts";
import { readException } from "../../runtime/exception-filter.ts";
import { endsUnnoted, isInForce, longestExceptionMs } from "../../runtime/exception.ts";
import type { Exception } from "../../runtime/exception.ts";
import type { Ports } from "../../store/store.ts";
import { raiseSignals } from "../incidents/incidents.ts";
import type { LoopContext } from "../loop/context.ts";
import { toSignal } from "./detection-signals.ts";
import { readChosen, readPast } from "./exception-past.ts";
import { previewException } from "./exception-preview.ts";
import type { ExceptionPreview, Hidden } from "./exception-preview.ts";
import { attackSamples } from "./exception-samples.ts";
import { tellOcsf } from "./ocsf-out.ts";
import type { RuleBook } from "./rule-book.ts";
import type { Watches } from "./watches.ts";

/** detections: those chosen. text: as a person has it; drafted from the chosen ones when absent. */
export interface DraftRequest { detections?: readonly string[] | undefined; text?: string | undefined }
export interface ExceptionRequest { title: string; text: string; owner: string; reason: string; expiresAt: Instant; /** Why it may hide samples of attacks. */ force: string | undefined }
export interface ExceptionDraftShown extends ExceptionPreview { title: string; text: string; asked: number }

export interface ExceptionDesk {
  /** The newest first. */
  list(org: string): Promise<readonly Exception[]>;
  find(org: string, exceptionId: string): Promise<Exception | undefined>;
  /** Nothing is kept. Throws request.not-found, request.invalid. */
  draft(org: string, request: DraftRequest): Promise<ExceptionDraftShown>;
  /** Takes what it leaves out of the open list too. Throws request.invalid; runtime.exception-hides when it would hide attacks and is not forced. */
  create(org: string, request: ExceptionRequest, actor: string): Promise<Exception>;
  /** From now on it leaves nothing out; what it left out stays as it is. undefined: there is none. */
  revoke(org: string, exceptionId: string, actor: string): Promise<Exception | undefined>;
  /** Writes down which have ended by their time, and meets what another server has saved. */
  round(org: string): Promise<void>;
}

export function createExceptionDesk(context: LoopContext, book: RuleBook, watches: Watches): ExceptionDesk {
  const { store } = context;
  const changed = async (org: string): Promise<void> => { context.committed(); await watches.refreshExceptions(org); };
  return {
    list: (org) => store.read.detections.listExceptions(org),
    find: (org, id) => store.read.detections.findException(org, id),
    draft: (org, request) => draft(context, book, org, request),
    async create(org, request, actor) {
      const made = await create(context, book, org, request, actor);
      await changed(org);
      return made;
    },
    async revoke(org, id, actor) {
      const revoked = await store.write((ports) => revoke(context, ports, org, id, actor));
      if (revoked !== undefined) await changed(org);
      return revoked;
    },
    async round(org) {
      await watches.refreshExceptions(org);
      if ((await store.read.detections.listExceptions(org)).some((one) => endsUnnoted(one, context.clock.now()))) await noteEnds(context, org);
    },
  };
}

async function draft(context: LoopContext, book: RuleBook, org: string, { detections: ids = [], text }: DraftRequest): Promise<ExceptionDraftShown> {
  if (text === undefined && ids.length === 0) throw invalid("/detections", "is missing: name the detections it is for, or give the text of a filter");
  const ports = context.store.read;
  const distinct = [...new Set(ids)];
  const chosen = await readChosen(ports, org, distinct);
  const missing = distinct.filter((id) => !chosen.some(({ detection }) => detection.detectionId === id));
  if (missing.length > 0) throw new Fault("request.not-found", { detail: `There is no detection ${missing.slice(0, 5).join(", ")}.` });
  const loaded = await book.loaded();
  const made = text === undefined ? await drafted(context, loaded, org, chosen) : { title: titleIn(text), text, problems: [] };
  const preview = await previewException(context, loaded, org, made.text, chosen);
  return { ...preview, title: made.title, text: made.text, asked: distinct.length, problems: [...made.problems, ...preview.problems] };
}

async function drafted({ store, clock }: LoopContext, book: Awaited<ReturnType<RuleBook["loaded"]>>, org: string, chosen: Awaited<ReturnType<typeof readChosen>>): Promise<ReturnType<typeof draftException>> {
  const rules = [...new Set(chosen.map(({ detection }) => detection.ruleId))];
  const ids = new Set(chosen.map(({ detection }) => detection.detectionId));
  const { past } = await readPast(store.read, org, rules, clock.now());
  const attacks = (await attackSamples(book, rules)).flatMap(({ ruleId, title, hits }) => hits.map((hit, index) => ({ id: `${ruleId} ${index}`, ruleId, title, actor: hit.actor, subject: hit.subject, where: { workload: "", service: undefined }, events: [hit.event, ...hit.others] })));
  return draftException({ chosen: chosen.map(({ asked }) => asked), others: past.filter(({ detection }) => !ids.has(detection.detectionId) && detection.state !== "excepted").map(({ asked }) => asked), attacks });
}

const titleIn = (text: string): string => readException(text, "draft.yml").filters[0]?.title ?? "";
const invalid = (at: string, rule: string): Fault => new Fault("request.invalid", { places: [{ at, rule }] });

async function create(context: LoopContext, book: RuleBook, org: string, request: ExceptionRequest, actor: string): Promise<Exception> {
  const { clock, ids, store } = context;
  check(request, clock.now());
  const { removed, hides } = await previewException(context, await book.loaded(), org, request.text, []);
  if (hides.length > 0 && request.force === undefined) throw hiding(hides);
  const { title, text, owner, reason, expiresAt } = request;
  const exception: Exception = {
    exceptionId: ids.next("exc"), title, text, owner, reason, createdBy: actor, createdAt: clock.now(), expiresAt, revokedAt: undefined, revokedBy: undefined, hits: 0, lastHitAt: undefined, forced: hides.length > 0 ? request.force : undefined,
  };
  await store.write(async (ports) => {
    await ports.detections.putExceptions(org, [exception]);
    const taken = await takeOut(context, ports, org, exception, removed, actor);
    await ports.ledger.append(org, [{ kind: "exception.created", subject: exception.exceptionId, actor, body: { title, text, owner, reason, expiresAt: toIso(expiresAt), forced: exception.forced ?? null, hides: hides.map(({ sample }) => sample).slice(0, 100), hidden: hides.length, removed: taken } }]);
  });
  return exception;
}

/** Throws request.invalid with every place that is wrong. */
function check({ text, expiresAt }: ExceptionRequest, now: Instant): void {
  const places = readException(text, "exception.yml").problems.map(({ line, rule }) => ({ at: `/text line ${line}`, rule }));
  if (expiresAt <= now) places.push({ at: "/expiresAt", rule: "is over already" });
  if (expiresAt - now > longestExceptionMs) places.push({ at: "/expiresAt", rule: "is more than a year ahead; whoever still needs it then makes it anew" });
  if (places.length > 0) throw new Fault("request.invalid", { detail: places.map(({ at, rule }) => `${at} ${rule}`).slice(0, 3).join("; "), places });
}

const shownHidden = 50;

const hiding = (hides: readonly Hidden[]): Fault => new Fault("runtime.exception-hides", {
  detail: `${hides.length}: ${hides.slice(0, 3).map(({ title, why }) => `${title} (${why})`).join("; ")}${hides.length > 3 ? "; ..." : ""}.`,
  places: hides.slice(0, shownHidden).map(({ title, sample, why }) => ({ at: sample, rule: `${title}: ${why}` })),
});

/** Those that nobody has judged leave the open list, and their incidents with them. */
async function takeOut(context: LoopContext, ports: Ports, org: string, { exceptionId }: Exception, removed: readonly Detection[], actor: string): Promise<number> {
  const current = await ports.detections.load(org, removed.map(({ detectionId }) => detectionId));
  const taken = current.filter(({ state, verdict }) => state === "open" && verdict === undefined).map((one): Detection => ({ ...one, state: "excepted", exceptionId }));
  await ports.detections.put(org, taken);
  await raiseSignals(context, ports, org, taken.map((one) => ({ ...toSignal(one), ended: true })), actor);
  await tellOcsf(context, ports, org, taken, 3);
  return taken.length;
}

async function revoke({ clock }: LoopContext, ports: Ports, org: string, id: string, actor: string): Promise<Exception | undefined> {
  const before = await ports.detections.findException(org, id);
  if (before === undefined || !isInForce(before, clock.now())) return before;
  const after: Exception = { ...before, revokedAt: clock.now(), revokedBy: actor };
  await ports.detections.putExceptions(org, [after]);
  await ports.ledger.append(org, [{ kind: "exception.revoked", subject: id, actor, body: { title: after.title, hits: after.hits } }]);
  return after;
}

async function noteEnds(context: LoopContext, org: string): Promise<void> {
  const now = context.clock.now();
  await context.store.write(async (ports) => {
    const over = (await ports.detections.listExceptions(org)).filter((one) => endsUnnoted(one, now));
    await ports.detections.putExceptions(org, over.map((one) => ({ ...one, endNotedAt: now })));
    await ports.ledger.append(org, over.map(({ exceptionId, title, owner, expiresAt, hits }) => ({ kind: "exception.expired", subject: exceptionId, actor: "runtime", body: { title, owner, expiresAt: toIso(expiresAt), hits } })));
  });
  context.committed();
}
