// Posts the notice to a Slack incoming webhook: a headline, five lines, what changed, the first rows, one button.
import { Secret } from "../../kernel/secret.ts";
import { cut, defineChannel, fiveLines, messageLines, oneLine, postNotice, readFields, shownUrl, subjectOf } from "../channel.ts";
import type { Notice } from "../channel.ts";

export interface SlackSettings {
  /** The whole URL is the credential of an incoming webhook. */
  url: Secret;
  /** For servers that speak the same and stand inside (Mattermost, Rocket.Chat). */
  allowPrivate: boolean;
}

export const slack = defineChannel<SlackSettings>({
  id: "slack",
  about: "A Slack channel, through an incoming webhook.",
  fields: [
    { name: "url", about: "The incoming webhook, from Slack", secret: true, required: true },
    { name: "allowPrivate", about: "true: a server inside that speaks the same; the server must allow it too (AFTWATCH_PRIVATE_CHANNELS)", secret: false, required: false },
  ],
  readSettings: (raw) => readFields("slack", raw, (fields) => {
    const allowPrivate = fields.flag("allowPrivate");
    const url = fields.text("url", "must be an https URL (http only together with allowPrivate)", (text) => isWebhookUrl(text, allowPrivate));
    return { url: new Secret(url), allowPrivate };
  }),
  showSettings: ({ url, allowPrivate }) => ({ url: shownUrl(url.reveal()), allowPrivate: String(allowPrivate) }),
  hostOf: ({ url }) => new URL(url.reveal()).host,
  send(notice, { settings, http, publicHttp, clock, signal, deliveryKey }) {
    return postNotice({
      http: settings.allowPrivate ? http : publicHttp,
      url: settings.url, headers: {}, body: JSON.stringify(slackMessage(notice, deliveryKey)), secrets: [], clock, signal,
    });
  },
});

// The URL is the credential, so it does not travel in the clear over the internet.
function isWebhookUrl(text: string, allowPrivate: boolean): boolean {
  const protocol = URL.parse(text)?.protocol;
  return protocol === "https:" || (allowPrivate && protocol === "http:");
}

// Slack's limits (Block Kit reference): 50 blocks, header 150, section text 3000, button text 75 and url 3000, block_id 255.
const limits = { header: 150, text: 3000, buttonText: 75, buttonUrl: 3000, items: 30, changes: 10 };

type Block = { type: string } & Readonly<Record<string, unknown>>;

/** Text for notifications and screen readers, blocks for the eye. The first block carries the delivery key. */
function slackMessage(notice: Notice, deliveryKey: string): { text: string; blocks: Block[] } {
  const changes = (notice.changes ?? []).slice(0, limits.changes).map((change) => section(`_Changed:_ ${escaped(change)}`));
  const changesLeft = (notice.changes?.length ?? 0) - changes.length;
  return {
    text: cut(messageLines(notice, { itemLimit: 0 }).join("\n"), limits.text, escapeMarks),
    blocks: [
      { type: "header", block_id: deliveryKey, text: { type: "plain_text", text: cut(subjectOf(notice), limits.header), emoji: false } },
      ...fiveLines(notice).map(([label, text]) => section(`*${label}:* ${escaped(text)}`)),
      ...changes,
      ...(changesLeft > 0 ? [section(`… and ${changesLeft} more changes`)] : []),
      ...itemSections(notice),
      ...button(notice),
    ],
  };
}

function itemSections(notice: Notice): Block[] {
  const shown = notice.items.slice(0, limits.items).map((item) => section(`• ${escaped(`${item.title}: ${item.detail} ${item.url}`)}`));
  const left = notice.items.length - shown.length;
  return left > 0 ? [...shown, section(`… and ${left} more`)] : shown;
}

// A URL that Slack would refuse costs the button, not the message: the "Do" line still shows it.
function button({ action }: Notice): Block[] {
  const protocol = URL.parse(action.url)?.protocol;
  if ((protocol !== "https:" && protocol !== "http:") || action.url.length > limits.buttonUrl || oneLine(action.label) === "") return [];
  return [{ type: "actions", elements: [{ type: "button", text: { type: "plain_text", text: cut(oneLine(action.label), limits.buttonText) }, url: action.url }] }];
}

// verbatim: Slack must not turn a package name into a mention or a channel link.
const section = (text: string): Block => ({ type: "section", text: { type: "mrkdwn", text, verbatim: true } });

// "Formatting text for app surfaces": these three characters, nothing else, are escaped. The room left is for the label.
const escapeMarks = (text: string): string => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
const escaped = (text: string): string => cut(oneLine(text), limits.text - 20, escapeMarks);
