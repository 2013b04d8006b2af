// Routes: who gets which notice.
import type { App } from "../../app/app.ts";
import type { RouteRule } from "../../app/notice-desk.ts";
import { Route } from "../../contract/operations.ts";
import { Fault } from "../../kernel/fault.ts";
import { refuseStaleEdit } from "../edits.ts";
import { door, ItemsOf } from "../route.ts";
import type { Resource } from "../route.ts";

const Routes = ItemsOf(Route);
const editable = (answer: Record<string, unknown>): unknown => answer;

const list = door({
  id: "listRoutes", method: "GET", path: "/routes", tag: "routes", answer: Routes, editable, summary: "Routes, in the order they are tried",
  handle: async ({ app, org }) => ({ items: await app.notices.routes(org) }),
});

const put = door({
  id: "putRoutes", method: "PUT", path: "/routes", tag: "routes", scope: "admin", body: Routes, answer: Routes, editable, summary: "Replaces all routes; send If-Match with the tag of the list that was edited",
  async handle({ app, org, actor, body, request }) {
    refuseStaleEdit(request, Routes, editable, { items: await app.notices.routes(org) });
    await refuseUnknownReceivers(app, org, body.items);
    await app.notices.putRoutes(org, body.items, actor);
    return { items: await app.notices.routes(org) };
  },
});

/** A route to a receiver that does not exist would lose notices in silence. */
async function refuseUnknownReceivers(app: App, org: string, routes: readonly RouteRule[]): Promise<void> {
  const known = new Set((await app.notices.receivers(org)).map((receiver) => receiver.id));
  const places = routes.flatMap((route, index) => route.receivers.flatMap((id, place) =>
    known.has(id) ? [] : [{ at: `/items/${index}/receivers/${place}`, rule: `names the receiver "${id}", which does not exist`, mend: "Make the receiver first." }]));
  if (places.length > 0) throw new Fault("request.invalid", { places });
}

export const routes: Resource = { tag: "routes", about: "Who gets which notice", doors: [list, put] };
