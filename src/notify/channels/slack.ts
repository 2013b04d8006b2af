// Posts the notice to Slack: through an incoming webhook, or as a bot that keeps one message per story up to date and replies in its thread.
import { Secret } from "../../kernel/secret.ts";
import { allowPrivateField, callReceiver, changeLines, cut, defineChannel, fiveLines, httpFor, isTarget, jsonObject, linksOf, messageLines, noteLines, oneLine, readFields, rowsWithin, shownUrl, subjectOf } from "../channel.ts";
import type { ChannelContext, Delivery, Notice, ReceiverAnswer } from "../channel.ts";

export interface SlackSettings {
  /** The whole URL is the credential of an incoming webhook. Either this or the bot. */
  url: Secret | undefined;
  bot: { token: Secret; channel: string; apiUrl: string } | undefined;
  /** For servers that speak the same and stand inside (Rocket.Chat, a proxy). */
  allowPrivate: boolean;
}

const apiUrl = "https://slack.com/api";
const urlRule = "must be an https URL (http only together with allowPrivate)";

export const slack = defineChannel<SlackSettings>({
  id: "slack",
  about: "A Slack channel, through an incoming webhook, or through a bot that keeps one message per story up to date.",
  // "Rate limits": one message a second in a channel; chat.update, which a bot uses beside it, fifty a minute (tier 3).
  limit: { messages: 50, perMs: 60_000 },
  size: "50 blocks, 3,000 characters each",
  fields: [
    { name: "url", about: "The incoming webhook, from Slack; or leave it out and give token and channel", secret: true, required: false },
    { name: "token", about: "The bot's token (xoxb-...) with the scope chat:write", secret: true, required: false },
    { name: "channel", about: "The id of the channel the bot is a member of: C0123456789", secret: false, required: false },
    { name: "apiUrl", about: `Where the bot's API is, ${apiUrl} when left out`, secret: false, required: false },
    allowPrivateField,
  ],
  readSettings: (raw) => readFields("slack", raw, (fields) => {
    const allowPrivate = fields.flag("allowPrivate");
    const url = fields.optionalText("url", urlRule, (text) => isTarget(text, allowPrivate));
    const token = fields.optionalText("token", "must be a bot token: xoxb-...", (text) => /^xox[a-z](?:\.[a-z]+)?-[\w-]+$/.test(text));
    const channel = fields.optionalText("channel", "must be the id of a channel, as its details show it: C0123456789", (text) => /^[CGD][A-Z0-9]{5,20}$/.test(text));
    const base = fields.optionalText("apiUrl", urlRule, (text) => isTarget(text, allowPrivate)) ?? apiUrl;
    const given = typeof raw === "object" && raw !== null ? raw as Record<string, unknown> : {};
    const isBot = given["token"] !== undefined || given["channel"] !== undefined;
    if (isBot && given["url"] !== undefined) fields.refuse("url", "must be left out when token and channel are given: a receiver is a webhook or a bot");
    if (!isBot && given["url"] === undefined) fields.refuse("url", "is missing: give the URL of an incoming webhook, or token and channel of a bot");
    for (const name of ["token", "channel"]) if (isBot && given[name] === undefined) fields.refuse(name, "is missing: token and channel belong together");
    return {
      url: url === undefined ? undefined : new Secret(url), allowPrivate,
      bot: token === undefined || channel === undefined ? undefined : { token: new Secret(token), channel, apiUrl: base.replace(/\/+$/, "") },
    };
  }),
  showSettings: ({ url, bot, allowPrivate }) => ({
    ...(url === undefined ? {} : { url: shownUrl(url.reveal()) }),
    ...(bot === undefined ? {} : { token: String(bot.token), channel: bot.channel, apiUrl: bot.apiUrl }),
    allowPrivate: String(allowPrivate),
  }),
  hostOf: ({ url, bot }) => new URL(bot?.apiUrl ?? url?.reveal() ?? apiUrl).host,
  send: (notice, context) => (context.settings.bot === undefined ? sendToWebhook(notice, context) : sendAsBot(notice, context, context.settings.bot)),
});

// "Handling errors" of incoming webhooks: these mean that nobody will ever read here again.
const webhookGone = /^(?:no_service|no_active_hooks|no_team|channel_is_archived)\b/;

function sendToWebhook(notice: Notice, context: ChannelContext<SlackSettings>): Promise<Delivery> {
  const { settings: { url = new Secret(apiUrl) }, clock, signal, deliveryKey } = context;
  const read = ({ status, text }: ReceiverAnswer): Delivery | undefined =>
    status >= 400 && webhookGone.test(text) ? { kind: "refused", why: `HTTP ${status}: ${text} (the webhook is gone; make a new one)`, gone: true } : undefined;
  return callReceiver({ http: httpFor(context.settings, context), url, headers: {}, body: JSON.stringify(slackMessage(notice, deliveryKey)), secrets: [], clock, signal, read });
}

interface Thread { channel: string; ts: string }

// Another channel in the settings since then: the story starts anew there.
function threadOf(ref: string | undefined, channel: string): Thread | undefined {
  const [, inChannel, ts] = /^([A-Z0-9]+):(\d+\.\d+)$/.exec(ref ?? "") ?? [];
  return inChannel === channel && ts !== undefined ? { channel, ts } : undefined;
}

// The first message always shows the present state; the update comes before the reply because it can be repeated without harm.
async function sendAsBot(notice: Notice, context: ChannelContext<SlackSettings>, bot: NonNullable<SlackSettings["bot"]>): Promise<Delivery> {
  const thread = threadOf(context.previousRef, bot.channel);
  const whole = { channel: bot.channel, ...slackMessage(notice, context.deliveryKey), ...metadataOf(context) };
  if (thread === undefined) return callSlack("chat.postMessage", { ...whole, ...asWritten }, context, bot);
  const updated = await callSlack("chat.update", { ...whole, ts: thread.ts, link_names: false, parse: "none" }, context, bot);
  if (updated.kind === "sent") return callSlack("chat.postMessage", { ...replyTo(thread, notice), ...metadataOf(context), ...asWritten }, context, bot, thread);
  if (updated.kind === "refused" && updated.why.includes("cant_update_message")) return callSlack("chat.postMessage", { ...whole, ...asWritten, thread_ts: thread.ts }, context, bot, thread);
  if (updated.kind === "refused" && /message_not_found|edit_window_closed/.test(updated.why)) return callSlack("chat.postMessage", { ...whole, ...asWritten }, context, bot);
  return updated;
}

// No previews, no guessing what may be a mention.
const asWritten = { unfurl_links: false, unfurl_media: false, link_names: false, parse: "none" };

// "Message metadata": seen by apps, not by people.
const metadataOf = ({ deliveryKey, storyKey }: ChannelContext<SlackSettings>) => ({ metadata: { event_type: "aftwatch_notice", event_payload: { delivery: deliveryKey, story: storyKey } } });

function replyTo({ channel, ts }: Thread, notice: Notice) {
  const changes = changeLines(notice);
  const lines = changes.length > 0 ? changes : fiveLines(notice).map(([label, text]) => `${label}: ${text}`);
  const rows = [subjectOf(notice), ...lines].map((line) => cut(line, 400, escapeMarks));
  return { channel, thread_ts: ts, text: rowsWithin(rows, limits.text).join("\n") };
}

function callSlack(method: string, body: object, context: ChannelContext<SlackSettings>, { token, apiUrl: base }: NonNullable<SlackSettings["bot"]>, story?: Thread): Promise<Delivery> {
  return callReceiver({
    http: httpFor(context.settings, context), url: new Secret(`${base}/${method}`), body: JSON.stringify(body), secrets: [token],
    headers: { "content-type": "application/json; charset=utf-8", authorization: `Bearer ${token.reveal()}` },
    clock: context.clock, signal: context.signal, read: (answer) => readAnswer(answer, story),
  });
}

const later = new Set(["ratelimited", "rate_limited", "internal_error", "fatal_error", "service_unavailable", "request_timeout", "team_added_to_org"]);
const gone = new Set(["is_archived", "account_inactive", "token_revoked"]);

// "Web API, evaluating responses": what counts is `ok` of a 200, not the status.
function readAnswer({ status, text }: ReceiverAnswer, story: Thread | undefined): Delivery | undefined {
  const { ok, error, channel, ts } = jsonObject(text);
  if (ok === true) return { kind: "sent", ...refOf(story ?? { channel, ts }) };
  if (typeof error === "string") {
    if (later.has(error) || status >= 500) return { kind: "retry", why: `Slack says ${error}` };
    return gone.has(error) ? { kind: "refused", why: `Slack says ${error}`, gone: true } : { kind: "refused", why: `Slack says ${error}` };
  }
  return status >= 200 && status < 300 ? { kind: "retry", why: `HTTP ${status} without Slack's ok: is something between Aftwatch and Slack?` } : undefined;
}

const refOf = ({ channel, ts }: { channel: unknown; ts: unknown }): { ref?: string } =>
  typeof channel === "string" && /^[A-Z0-9]+$/.test(channel) && typeof ts === "string" && /^\d+\.\d+$/.test(ts) ? { ref: `${channel}:${ts}` } : {};

// Block Kit reference: 50 blocks, header 150, section text 3000, button text 75 and url 3000, block_id 255; five buttons stay one row.
// `all` keeps the sum of the texts below what Slack refuses as msg_blocks_too_long.
const limits = { header: 150, text: 3000, line: 1000, row: 300, all: 12_000, buttonText: 75, buttonUrl: 3000, items: 30, changes: 10 };

type Block = { type: string } & Readonly<Record<string, unknown>>;

/** Text for notifications and screen readers, blocks for the eye. The first block carries the delivery key. */
function slackMessage(notice: Notice, deliveryKey: string): { text: string; blocks: Block[] } {
  const lines = fiveLines(notice).map(([label, text]) => `*${label}:* ${escaped(text, limits.line)}`);
  const changes = counted(noteLines(notice, { urlLength: limits.buttonUrl }).map((note) => escaped(note, limits.row).replace(/^([^:]{1,40}):/, "_$1:_")), limits.changes, "notes");
  const room = limits.all - [...lines, ...changes].join("").length;
  return {
    text: cut(messageLines(notice, { itemLimit: 0 }).join("\n"), limits.text, escapeMarks),
    blocks: [
      { type: "header", block_id: deliveryKey, text: { type: "plain_text", text: cut(subjectOf(notice), limits.header), emoji: false } },
      ...[...lines, ...changes, ...itemLines(notice, room)].map(section),
      ...buttons(notice),
    ],
  };
}

function itemLines({ items }: Notice, room: number): string[] {
  const rows = items.slice(0, limits.items).map((item) => `• ${escaped(`${item.title}: ${item.detail} ${item.url}`, limits.row)}`);
  const fit = rowsWithin(rows, room, 0).length === rows.length ? rows : rowsWithin(rows, room, 0).slice(0, -1);
  return items.length > fit.length ? [...fit, `… and ${items.length - fit.length} more`] : fit;
}

const counted = (rows: readonly string[], most: number, noun: string): string[] =>
  rows.length > most ? [...rows.slice(0, most), `… and ${rows.length - most} more ${noun}`] : [...rows];

// A URL that Slack would refuse costs the button, not the message: the "Do" line still shows it.
function buttons(notice: Notice): Block[] {
  const elements = linksOf(notice, { urlLength: limits.buttonUrl }).map(({ label, url }) => ({ type: "button", text: { type: "plain_text", text: cut(label, limits.buttonText) }, url }));
  return elements.length > 0 ? [{ type: "actions", elements }] : [];
}

// verbatim: Slack must not turn a package name into a mention or a channel link.
const section = (text: string): Block => ({ type: "section", text: { type: "mrkdwn", text, verbatim: true } });

// "Formatting text for app surfaces": these three characters, nothing else, are escaped.
const escapeMarks = (text: string): string => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
const escaped = (text: string, limit: number): string => cut(oneLine(text), limit, escapeMarks);
