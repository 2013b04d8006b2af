// Deliveries: every message to people, and what became of it.
import Type from "typebox";
import type { DeliveryDetail as DetailOfDesk } from "../../app/delivery/notice-desk.ts";
import { Delivery, DeliveryCounts, DeliveryDetail, deliveryStates } from "../../contract/deliveries.ts";
import { parseInstant } from "../../kernel/clock.ts";
import { found } from "../found.ts";
import { door, listDoor } from "../route.ts";
import type { Call, Resource } from "../route.ts";

const query = {
  state: Type.Optional(Type.Enum([...deliveryStates])),
  receiver: Type.Optional(Type.String({ maxLength: 63 })),
  notice: Type.Optional(Type.String({ maxLength: 100, description: "Deliveries of one notice" })),
  message: Type.Optional(Type.String({ maxLength: 100, description: "Deliveries that went in one message" })),
  kind: Type.Optional(Type.String({ maxLength: 100, description: "Of the notice, as incident.opened" })),
  since: Type.Optional(Type.String({ format: "date-time", description: "Made then or later" })),
};

type Asked = Pick<Call<string, { state?: (typeof deliveryStates)[number]; receiver?: string; notice?: string; message?: string; kind?: string; since?: string }>, "app" | "org" | "query" | "page">;

const listed = ({ app, org, query: { since, ...filter }, page }: Asked) => app.notices.deliveries(org, { ...filter, since: since === undefined ? undefined : parseInstant(since) }, page);

const list = listDoor({ id: "listDeliveries", path: "/deliveries", tag: "notices", item: Delivery, query, summary: "Deliveries, newest first", handle: listed });

const listNotices = listDoor({ id: "listNotices", path: "/notices", tag: "notices", item: Delivery, query, summary: "The same list under its older name", handle: listed });

const counts = door({
  id: "countDeliveries", method: "GET", path: "/deliveries/counts", tag: "notices", answer: DeliveryCounts, summary: "How many deliveries are in each state",
  handle: ({ app, org }) => app.notices.deliveryCounts(org),
});

const show = door({
  id: "getDelivery", method: "GET", path: "/deliveries/:id", tag: "notices", answer: DeliveryDetail, summary: "One delivery, every attempt of the message it went in, and what went with it",
  async handle({ app, org, params }) { return shown(found(await app.notices.delivery(org, params.id), "delivery", params.id)); },
});

const shown = ({ attempts, ...rest }: DetailOfDesk) => ({ ...rest, attempts: attempts.map((attempt) => ({ ...attempt, latencyMs: attempt.endedAt === undefined ? undefined : attempt.endedAt - attempt.at })) });

const replay = door({
  id: "replayDelivery", method: "POST", path: "/deliveries/:id/replay", tag: "notices", status: 204, summary: "Queues a delivery that was refused or given up again, with all of its message and under the same key",
  async handle({ app, org, actor, params }) {
    found(await app.notices.replay(org, params.id, actor) || undefined, "delivery", params.id);
  },
});

export const notices: Resource = { tag: "notices", about: "Messages to people, and what became of each", doors: [list, listNotices, counts, show, replay] };
