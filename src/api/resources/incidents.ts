// Incidents: one story with its members, its two lanes, and what people do with it.
import Type from "typebox";
import {
  AcknowledgeRequest, AssignRequest, CloseRequest, HeldSignal, Incident, IncidentCounts, IncidentDetail, IncidentEntity, IncidentKind, IncidentMember, IncidentPhase, IncidentSettings, IncidentState, LinkRequest, MergeRequest, MoveRequest,
  NextRequest, NoteEdit, NoteRequest, OpenIncidentRequest, PhaseRequest, ReasonRequest, SeverityRequest, SplitRequest, StoryEntry,
} from "../../contract/incidents.ts";
import { Fact } from "../../contract/operations.ts";
import { AsOf, Severity } from "../../contract/shapes.ts";
import { parseInstant } from "../../kernel/clock.ts";
import { found } from "../found.ts";
import { byOf, stateEdited } from "../incident-edits.ts";
import { door, listDoor } from "../route.ts";
import type { Resource } from "../route.ts";

const word = Type.Optional(Type.String({ minLength: 1, maxLength: 500 }));
const tag = "incidents";

const list = listDoor({
  id: "listIncidents", path: "/incidents", tag, item: Incident, summary: "Incidents; open ones, the worst and youngest first, unless asked otherwise",
  query: {
    q: word, state: Type.Optional(IncidentState), phase: Type.Optional(IncidentPhase), severity: Type.Optional(Severity), kind: Type.Optional(IncidentKind), service: word, owner: word,
    entity: Type.Optional(Type.String({ pattern: "^[a-z]+:.+$", maxLength: 500, description: "As ip:10.0.0.1" })), sort: Type.Optional(Type.Enum(["severity", "opened", "due", "last"])), asof: AsOf,
  },
  handle: ({ app, org, query: { q, state, phase, severity, kind, service, owner, entity, sort }, page, asof }) => app.incidents.list(org, { q, state, phase, severity, kind, service, owner, entity, sort, asof }, page),
});

const counts = door({ id: "countIncidents", method: "GET", path: "/incidents/counts", tag, answer: IncidentCounts, summary: "Open incidents, and what they lack", handle: ({ app, org }) => app.incidents.counts(org) });

const held = listDoor({ id: "listHeldSignals", path: "/incidents/held", tag, item: HeldSignal, summary: "Loose signals: they may open an incident together with later ones", handle: ({ app, org, page }) => app.incidents.held(org, page) });

const settings = door({ id: "getIncidentSettings", method: "GET", path: "/incidents/settings", tag, answer: IncidentSettings, summary: "What ties signals together, for how long, and when people are reminded", handle: ({ app, org }) => app.incidents.settings(org) });

const putSettings = door({
  id: "putIncidentSettings", method: "PUT", path: "/incidents/settings", tag, body: IncidentSettings, answer: IncidentSettings, summary: "Changes them for signals to come", scope: "admin",
  handle: ({ app, org, actor, body: { closeWhenQuietHours, ...rest } }) => app.incidents.putSettings(org, { ...rest, closeWhenQuietHours: closeWhenQuietHours ?? undefined }, actor),
});

const open = door({ id: "openIncident", method: "POST", path: "/incidents", tag, body: OpenIncidentRequest, answer: Incident, status: 201, summary: "Opens one by hand", handle: ({ app, org, actor, body }) => app.incidents.open(org, body, actor) });

const get = door({
  id: "getIncident", method: "GET", path: "/incidents/:id", tag, answer: IncidentDetail, query: { asof: AsOf }, editable: stateEdited, summary: "One incident, by id or as INC-31; a merged one's id leads to where it went",
  handle: async ({ app, org, params, asof }) => found(await app.incidents.detail(org, params.id, asof), "incident", params.id),
});

const members = listDoor({
  id: "listIncidentMembers", path: "/incidents/:id/members", tag, item: IncidentMember, summary: "Its findings, detections and alerts, each with why it is here", query: { left: Type.Optional(Type.Boolean({ description: "Also those that were moved away" })) },
  handle: ({ app, org, params, query, page }) => app.incidents.members(org, params.id, { left: query.left }, page),
});

const entities = listDoor({ id: "listIncidentEntities", path: "/incidents/:id/entities", tag, item: IncidentEntity, summary: "Everything it was seen with, and when", handle: ({ app, org, params, page }) => app.incidents.entities(org, params.id, page) });

const activity = listDoor({
  id: "listIncidentActivity", path: "/incidents/:id/activity", tag, item: Fact, summary: "Every fact about it, its members, and what was started for it", query: { order: Type.Optional(Type.Enum(["newest", "oldest"])) },
  handle: ({ app, org, params, query, page }) => app.incidents.activity(org, params.id, { order: query.order }, page),
});

const acknowledge = door({
  id: "acknowledgeIncident", method: "POST", path: "/incidents/:id/acknowledge", tag, body: AcknowledgeRequest, answer: Incident, summary: "Somebody has it in hand: the first acknowledgement is kept",
  handle: async (call) => call.app.incidents.acknowledge(call.org, call.params.id, call.body.comment, await byOf(call, call.params.id)),
});

const assign = door({
  id: "assignIncident", method: "POST", path: "/incidents/:id/assign", tag, body: AssignRequest, answer: Incident, summary: "Names owner and roles; owner null takes the owner away, roles replace those that are there",
  handle: async (call) => call.app.incidents.assign(call.org, call.params.id, call.body, await byOf(call, call.params.id)),
});

const severity = door({
  id: "setIncidentSeverity", method: "POST", path: "/incidents/:id/severity", tag, body: SeverityRequest, answer: Incident, summary: "Sets the severity by hand; it stands until the evidence gets worse",
  handle: async (call) => call.app.incidents.setSeverity(call.org, call.params.id, call.body.severity, call.body.reason, await byOf(call, call.params.id)),
});

const phase = door({
  id: "setIncidentPhase", method: "POST", path: "/incidents/:id/phase", tag, body: PhaseRequest, answer: Incident, summary: "Moves it on; phases passed over are named in the fact",
  handle: async (call) => call.app.incidents.setPhase(call.org, call.params.id, call.body.phase, call.body.comment, await byOf(call, call.params.id)),
});

const next = door({
  id: "setIncidentNext", method: "POST", path: "/incidents/:id/next", tag, body: NextRequest, answer: Incident, summary: "Sets the next action and its time; text null clears it",
  handle: async (call) => {
    const { text, dueAt } = call.body;
    return call.app.incidents.setNext(call.org, call.params.id, text === null ? undefined : { text, dueAt: dueAt === undefined || dueAt === null ? undefined : parseInstant(dueAt) }, await byOf(call, call.params.id));
  },
});

const close = door({
  id: "closeIncident", method: "POST", path: "/incidents/:id/close", tag, body: CloseRequest, answer: Incident, summary: "Closes it with a reason; refused while a member goes on, unless forced",
  handle: async (call) => call.app.incidents.close(call.org, call.params.id, call.body.reason, call.body.force ?? false, await byOf(call, call.params.id)),
});

const reopen = door({
  id: "reopenIncident", method: "POST", path: "/incidents/:id/reopen", tag, body: ReasonRequest, answer: Incident, summary: "Begins a new episode of a closed one",
  handle: async (call) => call.app.incidents.reopen(call.org, call.params.id, call.body.reason, await byOf(call, call.params.id)),
});

const merge = door({
  id: "mergeIncident", method: "POST", path: "/incidents/:id/merge", tag, body: MergeRequest, answer: Incident, summary: "Puts its members into another one; its id leads there. Answers the one that goes on",
  handle: async (call) => call.app.incidents.merge(call.org, call.params.id, call.body.into, call.body.reason, await byOf(call, call.params.id)),
});

const split = door({
  id: "splitIncident", method: "POST", path: "/incidents/:id/split", tag, body: SplitRequest, answer: Incident, status: 201, summary: "Chosen members begin an incident of their own. Answers the new one",
  handle: async (call) => call.app.incidents.split(call.org, call.params.id, call.body.members, call.body.title, call.body.reason, await byOf(call, call.params.id)),
});

const move = door({
  id: "moveIncidentMember", method: "POST", path: "/incidents/:id/move", tag, body: MoveRequest, answer: Incident, summary: "Moves one member to another incident. Answers that one",
  handle: async (call) => call.app.incidents.move(call.org, call.params.id, call.body.member, call.body.to, call.body.reason, await byOf(call, call.params.id)),
});

const link = door({
  id: "linkIncidents", method: "POST", path: "/incidents/:id/link", tag, body: LinkRequest, answer: Incident, summary: "Two incidents tell parts of one story",
  handle: async (call) => call.app.incidents.link(call.org, call.params.id, call.body.to, call.body.reason, await byOf(call, call.params.id)),
});

const unlink = door({
  id: "unlinkIncidents", method: "POST", path: "/incidents/:id/unlink", tag, body: LinkRequest, answer: Incident, summary: "They do not",
  handle: async (call) => call.app.incidents.unlink(call.org, call.params.id, call.body.to, call.body.reason, await byOf(call, call.params.id)),
});

const addNote = door({
  id: "addIncidentNote", method: "POST", path: "/incidents/:id/story", tag, body: NoteRequest, answer: StoryEntry, status: 201, summary: "Adds to the story; factSeq pins a fact of the ledger",
  handle: ({ app, org, actor, params, body: { text, at, factSeq } }) => app.incidents.addNote(org, params.id, { text, at: at === undefined ? undefined : parseInstant(at), factSeq }, actor),
});

const editNote = door({
  id: "editIncidentNote", method: "PUT", path: "/incidents/:id/story/:entry", tag, body: NoteEdit, answer: StoryEntry, summary: "Rewrites or retimes a part of the story; what it said stays in the ledger",
  handle: ({ app, org, actor, params, body: { text, at } }) => app.incidents.editNote(org, params.id, params.entry, { text, at: at === undefined ? undefined : parseInstant(at) }, actor),
});

const removeNote = door({ id: "removeIncidentNote", method: "DELETE", path: "/incidents/:id/story/:entry", tag, status: 204, summary: "Takes a part out of the story", handle: ({ app, org, actor, params }) => app.incidents.removeNote(org, params.id, params.entry, actor) });

export const incidents: Resource = {
  tag, about: "Findings, detections and alerts that tell one story",
  doors: [list, counts, held, settings, putSettings, open, get, members, entities, activity, acknowledge, assign, severity, phase, next, close, reopen, merge, split, move, link, unlink, addNote, editNote, removeNote],
};
