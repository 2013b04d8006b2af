// Notices: every message to people, and what became of it.
import Type from "typebox";
import { Delivery } from "../../contract/operations.ts";
import { found } from "../found.ts";
import { door, listDoor } from "../route.ts";
import type { Resource } from "../route.ts";

const list = listDoor({
  id: "listNotices", path: "/notices", tag: "notices", item: Delivery, summary: "Deliveries, newest first",
  query: { state: Type.Optional(Type.Enum(["waiting", "sending", "sent", "refused", "dead", "no-receiver"])) },
  handle: ({ app, org, query, page }) => app.notices.deliveries(org, { state: query.state }, page),
});

const replay = door({
  id: "replayDelivery", method: "POST", path: "/deliveries/:id/replay", tag: "notices", status: 204, summary: "Queues a delivery again",
  async handle({ app, org, actor, params }) {
    found(await app.notices.replay(org, params.id, actor) || undefined, "delivery", params.id);
  },
});

export const notices: Resource = { tag: "notices", about: "Messages to people", doors: [list, replay] };
