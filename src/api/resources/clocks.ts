// Clocks of incidents: what a rule-maker wants by when, the drafts of its reports, and what was said to be sent.
import Type from "typebox";
import { AnswersRequest, Clock, ClocksAnswer, Draft, RegimeRow, ReportSettings, StopClockRequest } from "../../contract/response.ts";
import { door, ItemsOf } from "../route.ts";
import type { Resource } from "../route.ts";

const list = door({
  id: "listClocks", method: "GET", path: "/clocks", tag: "clocks", answer: ItemsOf(Clock), summary: "Clocks of all incidents, those due first; those that run unless `all` is set",
  query: { all: Type.Optional(Type.Boolean()) },
  handle: async ({ app, org, query }) => ({ items: await app.response.clocks(org, { running: query.all !== true }) }),
});

const ofIncident = door({
  id: "listIncidentClocks", method: "GET", path: "/incidents/:id/clocks", tag: "clocks", answer: ClocksAnswer, summary: "The clocks of one incident, and the stages that wait for something",
  handle: ({ app, org, params }) => app.response.clocksOf(org, params.id),
});

const stop = door({
  id: "stopClock", method: "POST", path: "/incidents/:id/clocks/:regime/:stage", tag: "clocks", body: StopClockRequest, answer: ClocksAnswer, summary: "Says that a report was sent or a step made, or that the rule does not bind here and why",
  handle: ({ app, org, actor, params, body }) => app.response.stopClock(org, params.id, { regime: params.regime, stage: params.stage, end: body.end, why: body.why }, actor),
});

const draft = door({
  id: "draftReport", method: "GET", path: "/incidents/:id/reports/:regime/:stage", tag: "clocks", answer: Draft, summary: "The draft of a report, filled from the record, with what is missing marked",
  handle: ({ app, org, params }) => app.response.draft(org, params.id, params.regime, params.stage),
});

const answer = door({
  id: "answerFields", method: "POST", path: "/incidents/:id/answers", tag: "clocks", status: 204, body: AnswersRequest, summary: "Fills fields of reports and reviews by hand; an empty text takes an answer back",
  handle: ({ app, org, actor, params, body }) => app.response.answer(org, params.id, body, actor),
});

const regimes = door({
  id: "listRegimes", method: "GET", path: "/regimes", tag: "clocks", answer: ItemsOf(RegimeRow), summary: "The rules that have clocks for incidents, and which are on",
  handle: async ({ app, org }) => ({ items: await app.response.regimes(org) }),
});

const settings = door({
  id: "getReportSettings", method: "GET", path: "/report-settings", tag: "clocks", answer: ReportSettings, summary: "What every report says of the organisation, and which regimes are on",
  handle: ({ app, org }) => app.response.reportSettings(org),
});

const putSettings = door({
  id: "putReportSettings", method: "PUT", path: "/report-settings", tag: "clocks", scope: "admin", body: ReportSettings, answer: ReportSettings, summary: "Keeps what every report says of the organisation",
  handle: ({ app, org, actor, body }) => app.response.putReportSettings(org, body, actor),
});

export const clocks: Resource = { tag: "clocks", about: "What is due about an incident, by which rule", doors: [list, ofIncident, stop, draft, answer, regimes, settings, putSettings] };
