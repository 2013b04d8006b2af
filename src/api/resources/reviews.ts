// Reviews of incidents, the actions that follow from them, and the evidence pack.
import { Action, ActionEdit, ActionRequest, Review } from "../../contract/response.ts";
import type { ActionRow, ReviewAnswer } from "../../app/response/response-desk.ts";
import { parseInstant } from "../../kernel/clock.ts";
import { door, ItemsOf } from "../route.ts";
import type { Resource } from "../route.ts";

const actionOf = ({ actionId, ...rest }: ActionRow) => ({ ...rest, id: actionId });
const reviewOf = ({ draft, story, actions, ...rest }: ReviewAnswer, rows: readonly ActionRow[]) => ({ ...draft, ...rest, story: story.map(({ entryId, ...entry }) => ({ ...entry, id: entryId })), actions: rows.filter(({ actionId }) => actions.some((one) => one.actionId === actionId)).map(actionOf) });

const get = door({
  id: "getReview", method: "GET", path: "/incidents/:id/review", tag: "reviews", answer: Review, summary: "The review of an incident, drafted from the record: times, detection gap, root-cause questions (SSDF RV.3), actions",
  handle: async ({ app, org, params }) => reviewOf(await app.response.review(org, params.id), await app.response.actions(org, params.id)),
});

const openActions = door({
  id: "listActions", method: "GET", path: "/actions", tag: "reviews", answer: ItemsOf(Action), summary: "Actions that are not done, those due first",
  handle: async ({ app, org }) => ({ items: (await app.response.actions(org, undefined)).map(actionOf) }),
});

const actionsOf = door({
  id: "listIncidentActions", method: "GET", path: "/incidents/:id/actions", tag: "reviews", answer: ItemsOf(Action), summary: "The actions of an incident, done or not",
  handle: async ({ app, org, params }) => ({ items: (await app.response.actions(org, params.id)).map(actionOf) }),
});

const add = door({
  id: "addAction", method: "POST", path: "/incidents/:id/actions", tag: "reviews", body: ActionRequest, answer: Action, status: 201, summary: "Something to do after the incident",
  handle: async ({ app, org, actor, params, body }) => actionOf(await app.response.addAction(org, params.id, { text: body.text, owner: body.owner, ticket: body.ticket, dueAt: body.dueAt === undefined ? undefined : parseInstant(body.dueAt) }, actor)),
});

const edit = door({
  id: "editAction", method: "POST", path: "/actions/:id", tag: "reviews", body: ActionEdit, answer: Action, summary: "Changes an action; `done` ends it, null takes a value away",
  handle: async ({ app, org, actor, params, body: { dueAt, ...change } }) => actionOf(await app.response.editAction(org, params.id, { ...change, dueAt: typeof dueAt === "string" ? parseInstant(dueAt) : dueAt }, actor)),
});

const pack = door({
  id: "packIncident", method: "GET", path: "/incidents/:id/pack", tag: "reviews", answersWith: "application/zip", summary: "Everything on record about an incident as one file that proves itself: `aftwatch evidence verify`",
  async handle({ app, org, actor, params, reply }) {
    const { name, bytes } = await app.response.pack(org, params.id, actor);
    return reply.headers({ "cache-control": "no-store", "content-disposition": `attachment; filename="${name}"` }).type("application/zip").send(Buffer.from(bytes));
  },
});

export const reviews: Resource = { tag: "reviews", about: "What was learned from an incident, and what follows", doors: [get, openActions, actionsOf, add, edit, pack] };
