// Receivers: configured channels, and the channels there are.
import Type from "typebox";
import { Receiver, ReceiverRequest } from "../../contract/operations.ts";
import { found } from "../found.ts";
import { door, ItemsOf } from "../route.ts";
import type { Call, Resource } from "../route.ts";

const Field = Type.Object({ name: Type.String(), secret: Type.Boolean(), about: Type.String(), required: Type.Boolean() });
const Channel = Type.Object({ id: Type.String(), about: Type.String(), fields: Type.Optional(Type.Array(Field)) });

const receiverOf = async ({ app, org }: Pick<Call, "app" | "org">, id: string) => found((await app.notices.receivers(org)).find((receiver) => receiver.id === id), "receiver", id);

const list = door({
  id: "listReceivers", method: "GET", path: "/receivers", tag: "receivers", answer: ItemsOf(Receiver), summary: "Receivers, their secrets hidden, with what waits for them",
  handle: async ({ app, org }) => ({ items: await app.notices.receivers(org) }),
});

const put = door({
  id: "putReceiver", method: "PUT", path: "/receivers/:id", tag: "receivers", scope: "admin", answer: Receiver, summary: "Makes a receiver or gives it other settings",
  body: Type.Object({ channel: ReceiverRequest.properties.channel, settings: ReceiverRequest.properties.settings }, { additionalProperties: false }),
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

const channels = door({
  id: "listChannels", method: "GET", path: "/channels", tag: "receivers", answer: ItemsOf(Channel), summary: "Ways to deliver a notice, and the settings each needs",
  handle: async ({ app }) => ({ items: app.notices.channels() }),
});

export const receivers: Resource = { tag: "receivers", about: "Who can be told", doors: [list, put, remove, test, channels] };
