// Findings of scans: each with the proof that repeats it, and what a replay says of it now.
import Type from "typebox";
import { DastConfidence, DastFinding, DastFindingDetail, DastJudgementRequest, DastSeverity, DastState, Scan, ScanOutcome } from "../../contract/dast.ts";
import type { DastFindingFilter } from "../../dast/dast-store.ts";
import { parseInstant } from "../../kernel/clock.ts";
import { Fault } from "../../kernel/fault.ts";
import { shownFinding, shownScan } from "../dast-shown.ts";
import { found } from "../found.ts";
import { door, listDoor } from "../route.ts";
import type { Resource } from "../route.ts";

const list = listDoor({
  id: "listDastFindings", path: "/dast-findings", tag: "dast-findings", item: DastFinding, summary: "Findings of tests from outside, the worst first",
  query: {
    q: Type.Optional(Type.String({ maxLength: 200, description: "Words of the title, check, place, CWE" })), target: Type.Optional(Type.String({ maxLength: 200 })), scan: Type.Optional(Type.String({ maxLength: 200, description: "Of which this scan said something" })), state: Type.Optional(DastState),
    check: Type.Optional(Type.String({ maxLength: 100 })), severity: Type.Optional(DastSeverity), confidence: Type.Optional(DastConfidence), outcome: Type.Optional(ScanOutcome),
  },
  async handle({ app, org, query, page }) {
    const filter: DastFindingFilter = {
      targetId: query.target, scanId: query.scan, state: query.state as DastFindingFilter["state"], check: query.check, severity: query.severity as DastFindingFilter["severity"], confidence: query.confidence as DastFindingFilter["confidence"],
      outcome: query.outcome as DastFindingFilter["outcome"], word: query.q,
    };
    const { items, ...rest } = await app.dast.findings(org, filter, page);
    return { ...rest, items: items.map(shownFinding) };
  },
});

const get = door({
  id: "getDastFinding", method: "GET", path: "/dast-findings/:id", tag: "dast-findings", answer: DastFindingDetail, summary: "One finding with its evidence, the command that repeats it, and its history",
  async handle({ app, org, params }) {
    const one = found(await app.dast.finding(org, params.id), "finding", params.id);
    return { ...shownFinding(one), remediation: one.remediation, exchanges: one.evidence.exchanges, alsoAt: one.alsoAt, replayCommand: `aftwatch dast replay ${one.findingId}`, served: one.served, history: one.history, vulnerabilities: one.vulnerabilities };
  },
});

const replay = door({
  id: "replayDastFinding", method: "POST", path: "/dast-findings/:id/replay", tag: "dast-findings", answer: Scan, status: 202, keeps: false, summary: "Tests this one finding again: it stays open, is fixed, or could not be retested",
  async handle({ app, org, actor, params }) {
    const one = found(await app.dast.finding(org, params.id), "finding", params.id);
    return shownScan(await app.dast.replay(org, params.id, actor), one.target);
  },
});

const judge = door({
  id: "judgeDastFinding", method: "PUT", path: "/dast-findings/:id/verdict", tag: "dast-findings", body: DastJudgementRequest, status: 204, summary: "Takes it off the list, for good or until a date",
  handle({ app, org, actor, params, body }) {
    const untilAt = body.until === undefined ? undefined : parseInstant(body.until);
    if (body.until !== undefined && untilAt === undefined) throw new Fault("request.invalid", { places: [{ at: "/until", rule: "is no time such as 2026-12-01T00:00:00Z" }] });
    return app.dast.judge(org, params.id, { verdict: body.verdict as "accepted", untilAt, note: body.note }, actor);
  },
});

const reopen = door({
  id: "reopenDastFinding", method: "DELETE", path: "/dast-findings/:id/verdict", tag: "dast-findings", status: 204, summary: "Takes the verdict back",
  handle: ({ app, org, actor, params }) => app.dast.reopen(org, params.id, actor),
});

export const dastFindings: Resource = { tag: "dast-findings", about: "What tests from outside proved", doors: [list, get, replay, judge, reopen] };
