// Detections: what was seen on live systems, why, and what a person said of it.
import Type from "typebox";
import { Detection, DetectionDetail, DetectionState, EvidenceState, HitKind, JudgementRequest, Level, RuntimeOverview, Verdict } from "../../contract/runtime.ts";
import { dayMs, parseInstant } from "../../kernel/clock.ts";
import type { DetectionFilter } from "../../runtime/detection-store.ts";
import type { DetectionRow } from "../../app/runtime/runtime-desk.ts";
import { isSilent } from "../../runtime/event-source.ts";
import { isInForce } from "../../runtime/exception.ts";
import { found } from "../found.ts";
import { door, listDoor } from "../route.ts";
import type { Resource } from "../route.ts";

const Moment = Type.Optional(Type.String({ format: "date-time" }));

export const shownDetection = ({ detectionId, ...row }: DetectionRow) => ({ id: detectionId, ...row });

const list = listDoor({
  id: "listDetections", path: "/detections", tag: "detections", item: Detection, summary: "Detections, the latest first",
  query: {
    q: Type.Optional(Type.String({ maxLength: 200, description: "Words of the title, rule, workload, actor, tags" })), state: Type.Optional(DetectionState), kind: Type.Optional(HitKind), level: Type.Optional(Level), rule: Type.Optional(Type.String({ maxLength: 200 })),
    workload: Type.Optional(Type.String({ maxLength: 500 })), service: Type.Optional(Type.String({ maxLength: 200 })), actor: Type.Optional(Type.String({ maxLength: 500 })), decoder: Type.Optional(Type.String({ maxLength: 100 })),
    tag: Type.Optional(Type.String({ maxLength: 100, description: "As attack.t1190 or cve.2021-44228" })), evidence: Type.Optional(EvidenceState), exception: Type.Optional(Type.String({ maxLength: 100, description: "Left out by this exception" })), verdict: Type.Optional(Verdict), since: Moment, until: Moment,
  },
  async handle({ app, org, query, page }) {
    const filter: DetectionFilter = {
      state: query.state as DetectionFilter["state"], kind: query.kind as DetectionFilter["kind"], leastLevel: query.level as DetectionFilter["leastLevel"], ruleId: query.rule, workload: query.workload, service: query.service, actor: query.actor, decoder: query.decoder,
      exceptionId: query.exception, verdict: query.verdict as DetectionFilter["verdict"], tag: query.tag, evidence: query.evidence, word: query.q, since: query.since === undefined ? undefined : parseInstant(query.since), until: query.until === undefined ? undefined : parseInstant(query.until),
    };
    const { items, ...rest } = await app.runtime.detections(org, filter, page);
    return { ...rest, items: items.map(shownDetection) };
  },
});

const get = door({
  id: "getDetection", method: "GET", path: "/detections/:id", tag: "detections", answer: DetectionDetail, summary: "One detection with its samples, why it was made, and what is vulnerable there",
  async handle({ app, org, params }) {
    const { samples, ...row } = found(await app.runtime.find(org, params.id), "detection", params.id);
    return { ...shownDetection(row), why: row.why, components: row.components, samples: samples.map(({ slot, event }) => ({ slot, ...event })) };
  },
});

const judge = door({
  id: "judgeDetection", method: "PUT", path: "/detections/:id/verdict", tag: "detections", body: JudgementRequest, status: 204, summary: "Says what it was; anything but true-positive dismisses it",
  handle: ({ app, org, actor, params, body }) => app.runtime.judge(org, params.id, { verdict: body.verdict as "benign", note: body.note }, actor),
});

const reopen = door({
  id: "reopenDetection", method: "DELETE", path: "/detections/:id/verdict", tag: "detections", status: 204, summary: "Takes the verdict back: the detection is open again",
  handle: ({ app, org, actor, params }) => app.runtime.reopen(org, params.id, actor),
});

const overview = door({
  id: "getRuntimeOverview", method: "GET", path: "/runtime", tag: "detections", answer: RuntimeOverview, summary: "What came and what was detected, by workload and hour; and whether the watch works",
  query: { from: Moment, to: Moment },
  async handle({ app, org, query, now }) {
    const to = (query.to === undefined ? undefined : parseInstant(query.to)) ?? now;
    const from = (query.from === undefined ? undefined : parseInstant(query.from)) ?? to - dayMs;
    const [cells, counts, sources, book, exceptions] = await Promise.all([app.runtime.hours(org, from, to), app.runtime.counts(org, from), app.runtime.sources(org), app.runtime.ruleBook(), app.runtime.exceptions(org)]);
    const seen = sources.filter(({ canarySeenAt }) => canarySeenAt !== undefined).toSorted((a, b) => (b.canarySeenAt ?? 0) - (a.canarySeenAt ?? 0))[0];
    return {
      from, to, cells, counts, rules: book.rules.length, correlations: book.correlations.length, rejectedRules: book.rejects.length, exceptions: exceptions.filter((one) => isInForce(one, now)).length,
      lastCanaryAt: seen?.canarySeenAt, lastCanaryMs: seen?.canaryMs, staleSources: sources.filter((one) => isSilent(one, now)).length,
    };
  },
});

export const detections: Resource = { tag: "detections", about: "What happened on live systems that should not", doors: [overview, list, get, judge, reopen] };
