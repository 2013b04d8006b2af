// Sends the notice to a Telegram chat as a bot: the first message of a story shows its present state, later ones reply to it.
import { Secret } from "../../kernel/secret.ts";
import { allowPrivateField, callReceiver, changeLines, cut, defineChannel, fiveLines, hostOfTarget, httpFor, jsonObject, linksOf, noteLines, oneLine, readBase, readFields, rowsWithin, subjectOf, unmentioned, webUrl } from "../channel.ts";
import type { ChannelContext, Delivery, Notice, ReceiverAnswer, Row, Target } from "../channel.ts";

export interface TelegramSettings extends Target {
  token: Secret;
  /** "-1001234567890" or "@channelname". */
  chat: string;
  /** The topic of a forum group. */
  topic: number | undefined;
}

export const telegram = defineChannel<TelegramSettings>({
  id: "telegram",
  about: "A Telegram chat, group or channel, through a bot.",
  // Bots FAQ: one message a second in a chat, twenty a minute in a group.
  limit: { messages: 20, perMs: 60_000 },
  size: "4,096 characters",
  fields: [
    { name: "token", about: "The bot's token, from BotFather", secret: true, required: true },
    { name: "chat", about: "The id of the chat (a number, negative for groups) or @channelname", secret: false, required: true },
    { name: "topic", about: "The id of the topic, in a group with topics", secret: false, required: false },
    { name: "url", about: "The Bot API server, https://api.telegram.org when left out", secret: false, required: false },
    allowPrivateField,
  ],
  readSettings: (raw) => readFields("telegram", raw, (fields) => {
    const topic = fields.integer("topic", { least: 0, most: 2_147_483_647, otherwise: 0 });
    return {
      token: new Secret(fields.text("token", "must be a bot token: digits, a colon and 30 to 60 letters", (text) => /^\d{3,20}:[\w-]{30,60}$/.test(text))),
      chat: fields.text("chat", "must be the number of a chat or @channelname", (text) => /^(?:-?\d{1,20}|@\w{4,64})$/.test(text)),
      topic: topic === 0 ? undefined : topic,
      ...readBase(fields, "https://api.telegram.org"),
    };
  }),
  showSettings: ({ token, chat, topic, url, allowPrivate }) => ({
    token: String(token), chat, ...(topic === undefined ? {} : { topic: String(topic) }), url: url.reveal(), allowPrivate: String(allowPrivate),
  }),
  hostOf: hostOfTarget,
  async send(notice, context) {
    const first = firstOf(context);
    const body = { chat_id: context.settings.chat, text: textOf(notice), ...asWritten };
    const { topic } = context.settings;
    const fresh = topic === undefined ? body : { ...body, message_thread_id: topic };
    if (first === undefined) return callTelegram("sendMessage", fresh, context);
    // The edit comes first: it can be repeated without harm.
    const edited = await callTelegram("editMessageText", { ...body, message_id: first }, context);
    if (edited.kind === "retry" || (edited.kind === "refused" && !notEditable.test(edited.why))) return edited;
    return callTelegram("sendMessage", { ...fresh, text: replyOf(notice), reply_parameters: { message_id: first, allow_sending_without_reply: true } }, context, first);
  },
});

// HTML, because only three characters of it need escaping; no previews.
const asWritten = { parse_mode: "HTML", link_preview_options: { is_disabled: true } };

const notEditable = /message is not modified|message to edit not found|message can't be edited/;

// Another chat in the settings since then: the story starts anew there.
function firstOf({ previousRef = "", settings }: ChannelContext<TelegramSettings>): number | undefined {
  const at = previousRef.lastIndexOf(":");
  return previousRef.slice(0, at) === settings.chat && /^\d+$/.test(previousRef.slice(at + 1)) ? Number(previousRef.slice(at + 1)) : undefined;
}

function callTelegram(method: string, body: object, context: ChannelContext<TelegramSettings>, first?: number): Promise<Delivery> {
  const { settings, clock, signal } = context;
  const url = new Secret(`${settings.url.reveal()}/bot${settings.token.reveal()}/${method}`);
  return callReceiver({ http: httpFor(settings, context), url, headers: {}, body: JSON.stringify(body), secrets: [settings.token], clock, signal, read: (answer) => readAnswer(answer, settings.chat, first) });
}

const left = /bot was (?:blocked|kicked)|bot is not a member|user is deactivated|chat was deleted|group chat was deleted/;

// Bot API, "Making requests": ok, and description with error_code and parameters when it is false.
function readAnswer({ status, text }: ReceiverAnswer, chat: string, first: number | undefined): Delivery | undefined {
  const { ok, description, parameters = {}, result } = jsonObject(text);
  if (ok === true) return { kind: "sent", ...refOf(chat, first ?? (result as { message_id?: unknown } | undefined)?.message_id) };
  if (typeof description !== "string") return status >= 200 && status < 300 ? { kind: "retry", why: `HTTP ${status} without Telegram's ok: is something between Aftwatch and Telegram?` } : undefined;
  const { retry_after: after, migrate_to_chat_id: movedTo } = parameters as { retry_after?: unknown; migrate_to_chat_id?: unknown };
  const why = `HTTP ${status}: ${description}`;
  if (status === 429 && typeof after === "number" && after >= 0) return { kind: "retry", why, afterMs: after * 1000 };
  if (status === 429 || status >= 500) return { kind: "retry", why };
  if (typeof movedTo === "number") return { kind: "refused", why: `${why} (the group is ${movedTo} now; set chat to it)` };
  return left.test(description) ? { kind: "refused", why, gone: true } : { kind: "refused", why };
}

const refOf = (chat: string, message: unknown): { ref?: string } => (typeof message === "number" ? { ref: `${chat}:${message}` } : {});

// sendMessage: 4096 characters once the markup is read; counted here with it, which is less.
const limits = { text: 4096, title: 300, line: 450, row: 300, url: 1000 };

function textOf(notice: Notice): string {
  const head = [
    `<b>${shown(subjectOf(notice), limits.title)}</b>`,
    ...fiveLines(notice).map(([label, text]) => `<b>${label}:</b> ${shown(text, limits.line)}`),
    // Buttons would do, but one URL that Telegram does not know as public refuses the whole message.
    ...rowsWithin(linksOf(notice, { urlLength: 300 }).map(({ label, url }) => link(label, url)), 600),
  ];
  return withRows(head, [...noteLines(notice, { urlLength: 300 }).map((change) => () => shown(change, limits.row)), ...notice.items.map((item) => () => rowOf(item))]);
}

function replyOf(notice: Notice): string {
  const changes = changeLines(notice);
  const lines = changes.length > 0 ? changes : fiveLines(notice).map(([label, text]) => `${label}: ${text}`);
  return withRows([`<b>${shown(subjectOf(notice), limits.title)}</b>`], lines.map((line) => shown(line, limits.line)));
}

const withRows = (head: readonly string[], rows: readonly Row[]): string => [...head, ...rowsWithin(rows, limits.text - head.join("\n").length - 1)].join("\n");

const rowOf = ({ title, detail, url }: Notice["items"][number]): string => `• ${link(title, url)} ${shown(detail, limits.row)}`;

function link(label: string, url: string): string {
  const href = webUrl(url, limits.url);
  return href === undefined ? shown(`${label} ${url}`, limits.row) : `<a href="${escapeHtml(href)}">${shown(label, limits.row) || escapeHtml(href)}</a>`;
}

const escapeHtml = (text: string): string => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");
const shown = (text: string, limit: number): string => cut(unmentioned(oneLine(text)), limit, escapeHtml);
