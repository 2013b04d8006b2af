// Suppressions: what was not told, and what held it.
import Type from "typebox";
import { Suppression, SuppressionKind } from "../../contract/alerts.ts";
import type { SuppressionKind as Kind } from "../../notify/suppression.ts";
import { listDoor } from "../route.ts";
import type { Resource } from "../route.ts";

const list = listDoor({
  id: "listSuppressions", path: "/suppressions", tag: "suppressions", item: Suppression, summary: "What was not told and why, newest first: ?by=silence&id= is what one silence hid",
  query: { by: Type.Optional(SuppressionKind), id: Type.Optional(Type.String({ description: "The silence, rule, time or route" })), subject: Type.Optional(Type.String({ description: "An alert's fingerprint, or a group key" })) },
  handle: ({ app, org, query, page }) => app.alerts.suppressions(org, { by: query.by as Kind | undefined, byId: query.id, subject: query.subject }, page),
});

export const suppressions: Resource = { tag: "suppressions", about: "What was not told, and what held it", doors: [list] };
