// Receivers: configured channels, and the channels there are.
import Type from "typebox";
import { Limit, Preview, PreviewRequest, Receiver, ReceiverRequest, Replayed } from "../../contract/deliveries.ts";
import { found } from "../found.ts";
import { door, ItemsOf } from "../route.ts";
import type { Call, Resource } from "../route.ts";

const Field = Type.Object({ name: Type.String(), secret: Type.Boolean(), about: Type.String(), required: Type.Boolean() });
const Channel = Type.Object({ id: Type.String(), about: Type.String(), fields: Type.Optional(Type.Array(Field)), limit: Type.Optional(Limit) });
const Channels = Type.Object({ items: Type.Array(Channel), common: Type.Array(Type.Object({ name: Type.String(), about: Type.String() }), { description: "The settings that every receiver has, whatever its channel" }) });

const receiverOf = async ({ app, org }: Pick<Call, "app" | "org">, id: string) => found((await app.notices.receivers(org)).find((receiver) => receiver.id === id), "receiver", id);

const list = door({
  id: "listReceivers", method: "GET", path: "/receivers", tag: "receivers", answer: ItemsOf(Receiver), summary: "Receivers, their secrets hidden, and how each fares",
  handle: async ({ app, org }) => ({ items: await app.notices.receivers(org) }),
});

const put = door({
  id: "putReceiver", method: "PUT", path: "/receivers/:id", tag: "receivers", scope: "admin", answer: Receiver, summary: "Makes a receiver or gives it other settings, and switches it on; secrets left out stay as they were while the host stays the same",
  body: Type.Object({ channel: ReceiverRequest.properties.channel, settings: ReceiverRequest.properties.settings, common: ReceiverRequest.properties.common }, { additionalProperties: false }),
  async handle(call) {
    const { app, org, actor, params, body } = call;
    await app.notices.putReceiver(org, { id: params.id, ...body }, actor);
    return receiverOf(call, params.id);
  },
});

const remove = door({
  id: "removeReceiver", method: "DELETE", path: "/receivers/:id", tag: "receivers", scope: "admin", status: 204, summary: "Removes a receiver",
  async handle({ app, org, actor, params }) {
    found(await app.notices.removeReceiver(org, params.id, actor) || undefined, "receiver", params.id);
  },
});

const test = door({
  id: "testReceiver", method: "POST", path: "/receivers/:id/test", tag: "receivers", answer: Receiver, status: 202, summary: "Sends a test notice to this receiver only",
  async handle(call) {
    const { app, org, actor, params } = call;
    await receiverOf(call, params.id);
    await app.notices.testReceiver(org, params.id, actor);
    return receiverOf(call, params.id);
  },
});

const preview = door({
  id: "previewReceiver", method: "POST", path: "/receivers/:id/preview", tag: "receivers", answer: Preview, body: PreviewRequest, summary: "What a message to this receiver would look like; nothing is sent",
  handle: async ({ app, org, params, body }) => found(await app.notices.previewReceiver(org, params.id, body), body.notice === undefined ? "receiver" : "receiver or notice", body.notice === undefined ? params.id : `${params.id}, ${body.notice}`),
});

const replay = door({
  id: "replayReceiver", method: "POST", path: "/receivers/:id/replay", tag: "receivers", answer: Replayed, status: 202, summary: "Queues everything that it refused or that was given up again",
  handle: async ({ app, org, actor, params }) => ({ deliveries: await app.notices.replayReceiver(org, params.id, actor) }),
});

const channels = door({
  id: "listChannels", method: "GET", path: "/channels", tag: "receivers", answer: Channels, summary: "Ways to deliver a notice, and the settings each needs",
  handle: async ({ app }) => ({ items: app.notices.channels(), common: app.notices.commonFields() }),
});

export const receivers: Resource = { tag: "receivers", about: "Who can be told", doors: [list, put, remove, test, preview, replay, channels] };
