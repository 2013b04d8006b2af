// On-call: the document, who is on call, overrides, calendars, and whom an incident would page.
import Type from "typebox";
import type { OncallRow } from "../../app/oncall/oncall-desk.ts";
import { Fairness, Oncall, OncallCheck, OncallText, OnCallNow, Override, OverrideRequest, PagePreview, Shift } from "../../contract/oncall.ts";
import { IncidentKind } from "../../contract/incidents.ts";
import { Severity, Time } from "../../contract/shapes.ts";
import { handoverText, targetText } from "../../incidents/oncall/oncall.ts";
import { dayMs, parseInstant } from "../../kernel/clock.ts";
import { Fault } from "../../kernel/fault.ts";
import { refuseStaleEdit } from "../edits.ts";
import { found } from "../found.ts";
import { refuseWhileBraked } from "../link-brake.ts";
import { door, ItemsOf, listDoor } from "../route.ts";
import type { Call, Resource } from "../route.ts";

const editable = ({ text, version }: Record<string, unknown>): unknown => ({ text, version });

/** The document as people read it: hand-overs and targets in words. */
const shown = (row: OncallRow): object => ({ ...row, document: {
  ...row.document, rules: { ...row.document.rules, exceptions: row.document.rules.exceptions.length },
  schedules: row.document.schedules.map((schedule) => ({ ...schedule, layers: schedule.layers.map((layer) => ({ ...layer, handover: handoverText(layer.everyHours) })) })),
  policies: row.document.policies.map((policy) => ({ ...policy, steps: policy.steps.map(({ notify, afterMinutes }) => ({ notify: notify.map(targetText), afterMinutes })) })),
} });

const get = door({
  id: "getOncall", method: "GET", path: "/oncall", tag: "oncall", answer: Oncall, editable, summary: "The on-call document with its warnings; version 0 when there is none",
  handle: async ({ app, org }) => shown(await app.oncall.document(org)),
});

const put = door({
  id: "putOncall", method: "PUT", path: "/oncall", tag: "oncall", scope: "admin", body: OncallText, answer: Oncall, editable,
  summary: "Replaces the on-call document; send If-Match with the tag of the one that was edited", description: "A text with anything wrong in it is refused with every place and its line, and the one in force stays.",
  async handle({ app, org, actor, body, request }) {
    const before = await app.oncall.document(org);
    refuseStaleEdit(request, Oncall, editable, shown(before));
    return shown(await app.oncall.putDocument(org, body.text, { actor, version: request.headers["if-match"] === undefined ? undefined : before.version }));
  },
});

const check = door({
  id: "checkOncall", method: "POST", path: "/oncall/check", tag: "oncall", scope: "read", keeps: false, body: OncallText, answer: OncallCheck, summary: "What is wrong or doubtful about a document, without keeping it",
  handle: ({ app, org, body }) => app.oncall.check(org, body.text),
});

const now = door({
  id: "onCallNow", method: "GET", path: "/oncall/now", tag: "oncall", answer: ItemsOf(OnCallNow), summary: "Who is on call in each schedule, until when, and who comes next",
  handle: async ({ app, org }) => ({ items: await app.oncall.now(org) }),
});

const span = { schedule: Type.Optional(Type.String({ maxLength: 100 })), from: Type.Optional(Time), to: Type.Optional(Time) };

/** From now on for four weeks unless said otherwise. */
function spanOf({ query, now: at }: Pick<Call<string, { schedule?: string; from?: string; to?: string }>, "query" | "now">): { schedule: string | undefined; from: number; to: number } {
  const from = query.from === undefined ? at : instant(query.from, "/from");
  return { schedule: query.schedule, from, to: query.to === undefined ? from + 28 * dayMs : instant(query.to, "/to") };
}

function instant(text: string, at: string): number {
  const read = parseInstant(text);
  if (read === undefined) throw new Fault("request.invalid", { places: [{ at, rule: "is an instant (RFC 3339)" }] });
  return read;
}

const shifts = door({
  id: "listShifts", method: "GET", path: "/oncall/shifts", tag: "oncall", query: span, answer: ItemsOf(Shift), summary: "Shifts of a time, gaps among them; of all schedules unless one is named",
  handle: async (call) => ({ items: await call.app.oncall.shifts(call.org, spanOf(call)) }),
});

const fairness = door({
  id: "onCallFairness", method: "GET", path: "/oncall/fairness", tag: "oncall", query: span, answer: ItemsOf(Fairness), summary: "Hours on call, nights, weekends and holidays of each person in a time",
  handle: async (call) => ({ items: await call.app.oncall.fairness(call.org, spanOf(call)) }),
});

const overrideRow = ({ overrideId, ...rest }: { overrideId: string }): object => ({ id: overrideId, ...rest });

const overrides = listDoor({
  id: "listOverrides", path: "/oncall/overrides", tag: "oncall", item: Override, summary: "Overrides, newest first",
  query: { schedule: Type.Optional(Type.String({ maxLength: 100 })), removed: Type.Optional(Type.Boolean({ description: "Also those that were removed" })) },
  async handle({ app, org, query, page }) {
    const { items, ...rest } = await app.oncall.overrides(org, { schedule: query.schedule, removed: query.removed }, page);
    return { items: items.map(overrideRow), ...rest };
  },
});

const addOverride = door({
  id: "addOverride", method: "POST", path: "/oncall/overrides", tag: "oncall", status: 201, body: OverrideRequest, answer: Override, summary: "Somebody takes over for a time, or takes a whole shift",
  async handle({ app, org, actor, body }) {
    const at = (name: "from" | "to" | "shiftAt"): number | undefined => (body[name] === undefined ? undefined : instant(body[name], `/${name}`));
    return overrideRow(await app.oncall.addOverride(org, { schedule: body.schedule, person: body.person, reason: body.reason, from: at("from"), to: at("to"), shiftAt: at("shiftAt") }, actor));
  },
});

const removeOverride = door({
  id: "removeOverride", method: "DELETE", path: "/oncall/overrides/:id", tag: "oncall", status: 204, summary: "Ends an override; the layers hold again",
  async handle({ app, org, actor, params }) { found(await app.oncall.removeOverride(org, params.id, actor) || undefined, "override", params.id); },
});

const renewCalendars = door({
  id: "renewCalendars", method: "POST", path: "/oncall/calendars/renew", tag: "oncall", scope: "admin", status: 204, summary: "Ends every calendar address given out so far; /oncall/now has the new ones",
  handle: ({ app, org, actor }) => app.oncall.renewCalendars(org, actor),
});

const calendar = door({
  id: "getCalendar", method: "GET", path: "/oncall/calendar/:token", root: true, tag: "oncall", scope: "public", answersWith: "text/calendar", summary: "A schedule as a calendar (RFC 5545), for programs that subscribe; the address is the right to read it",
  async handle({ app, desk, params, request, reply }) {
    refuseWhileBraked({ desk, request, reply });
    const read = await app.oncall.calendar(params.token.replace(/\.ics$/, ""));
    if (!read) { desk.brake.failed(request.ip); throw new Fault("request.not-found", { detail: "There is no such calendar." }); }
    return reply.header("cache-control", "private, max-age=900").type("text/calendar; charset=utf-8").send(read.text);
  },
});

const preview = door({
  id: "previewPage", method: "POST", path: "/oncall/preview", tag: "oncall", scope: "read", keeps: false, answer: PagePreview, summary: "Who would be paged now for an incident like this, and why",
  body: Type.Object({ kind: Type.Optional(IncidentKind), severity: Severity, owner: Type.Optional(Type.String({ maxLength: 200 })), services: Type.Optional(Type.Array(Type.String())), environments: Type.Optional(Type.Array(Type.String())) }, { additionalProperties: false }),
  handle: ({ app, org, body }) => app.oncall.preview(org, { kind: body.kind ?? "manual", severity: body.severity, owner: body.owner, services: body.services ?? [], environments: body.environments ?? [] }),
});

export const oncall: Resource = { tag: "oncall", about: "Who is on call, and who is told when nobody answers", doors: [get, put, check, now, shifts, fairness, overrides, addOverride, removeOverride, renewCalendars, calendar, preview] };
