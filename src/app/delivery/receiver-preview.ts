// What a message to a receiver would look like: worded by its templates, written by its channel, and caught before it leaves.
import type { ChannelContext } from "../../notify/channel.ts";
import { messageLines } from "../../notify/message.ts";
import type { Notice } from "../../notify/notice.ts";
import type { Receiver } from "../../notify/pipeline.ts";
import { readReceiverCommon } from "../../notify/receiver-settings.ts";
import { wordAnew } from "../../notify/template.ts";
import { Secret } from "../../kernel/secret.ts";
import type { LoopContext } from "../loop/context.ts";
import type { Preview, PreviewRequest } from "./notice-desk.ts";
import { findReceiver } from "./receiver-desk.ts";

export async function previewReceiver(context: LoopContext, org: string, id: string, { notice: noticeId, common }: PreviewRequest): Promise<Preview | undefined> {
  const receiver = await findReceiver(context, org, id);
  const past = noticeId === undefined ? sampleFor(context) : await context.store.views.fleet.notice(org, noticeId);
  if (receiver === undefined || past === undefined) return undefined;
  const notice = withoutTokens(past);
  const { templates = {} } = common === undefined ? receiver.common ?? {} : readReceiverCommon(common);
  const message = wordAnew(templates, notice);
  return { message, text: messageLines(message).join("\n"), payload: await payloadOf(message, receiver, context) };
}

/** A link to acknowledge is the right to do it as the one who was told: it is for the message alone. */
const withoutTokens = (notice: Notice): Notice => JSON.parse(JSON.stringify(notice).replaceAll(/\/ack\/[\w.-]+/g, "/ack/[secret]")) as Notice;

// Aborted from the start: a channel that does not use what it is handed (mail) sends nothing either.
async function payloadOf(message: Notice, { channel, settings }: Receiver, { clock }: LoopContext): Promise<Preview["payload"]> {
  const bodies: string[] = [];
  const caught = (body: string | Uint8Array | undefined): never => {
    if (body !== undefined) bodies.push(typeof body === "string" ? body : Buffer.from(body).toString("utf8"));
    throw new Error("a preview sends nothing");
  };
  const http = { send: async (_url: string, request?: { body?: string | Uint8Array }) => caught(request?.body) };
  const sockets = { send: async (_target: unknown, bytes: Uint8Array) => caught(bytes) };
  const handed: ChannelContext<unknown> = {
    settings, http, publicHttp: http, sockets, publicSockets: sockets, files: { append: async (_name, line) => caught(line) }, version: "preview", clock, signal: AbortSignal.abort(), deliveryKey: "preview", storyKey: "preview", previousRef: undefined,
  };
  await channel.send(message, handed);
  const [body] = bodies;
  return body === undefined ? undefined : { to: channel.hostOf(settings), body: withoutValues(body, secretsIn(settings)) };
}

/** Every Secret in the settings, however deep. */
function secretsIn(value: unknown): string[] {
  if (value instanceof Secret) return [value.reveal()];
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(secretsIn) : [];
}

// The longest first: blanking a part of a secret would leave its rest standing.
const withoutValues = (text: string, values: readonly string[]): string =>
  values.filter((value) => value !== "").toSorted((a, b) => b.length - a.length).reduce((rest, value) => rest.replaceAll(value, "[secret]").replaceAll(JSON.stringify(value).slice(1, -1), "[secret]"), text);

const sampleFor = ({ clock, publicUrl }: LoopContext): Notice => ({
  kind: "finding.opened", groupKey: "sample", severity: "critical", title: "Upgrade libexample to 2.4.1", what: "libexample 2.3.0 parses a length field without a bound (CVE-2026-00000)", where: "checkout on prod-eu, internet-facing",
  why: "exploited in the wild, loaded in the process", due: "in 3 days by the team's policy", action: { label: "Plan the fix", url: `${publicUrl}/findings/sample` }, at: clock.now(),
  labels: { services: ["checkout"], owner: "payments", environments: ["production"], vulnerability: "CVE-2026-00000" }, items: [{ title: "checkout 4.2", detail: "prod-eu", url: `${publicUrl}/deployments/sample` }],
});
