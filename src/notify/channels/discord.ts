// Posts the notice to a Discord channel as an embed, through a webhook.
import { toIso } from "../../kernel/clock.ts";
import { Secret } from "../../kernel/secret.ts";
import { allowPrivateField, callReceiver, chatText, colourOf, cut, defineChannel, fiveLines, hostOfTarget, httpFor, jsonObject, linksOf, markdownLink, noteLines, readFields, readTarget, rowsWithin, shownUrl, subjectOf, webUrl } from "../channel.ts";
import type { Delivery, Notice, ReceiverAnswer, Target } from "../channel.ts";

export const discord = defineChannel<Target>({
  id: "discord",
  about: "A Discord channel, through a webhook.",
  // Discord names no figure ("Rate Limits": read the headers); webhooks are seen to take five in two seconds and thirty a minute.
  limit: { messages: 30, perMs: 60_000 },
  size: "6,000 characters an embed",
  fields: [
    { name: "url", about: "The webhook's URL, from the channel's integrations", secret: true, required: true },
    allowPrivateField,
  ],
  readSettings: (raw) => readFields("discord", raw, (fields) => readTarget(fields)),
  showSettings: ({ url, allowPrivate }) => ({ url: shownUrl(url.reveal()), allowPrivate: String(allowPrivate) }),
  hostOf: hostOfTarget,
  send(notice, context) {
    const { settings, clock, signal, deliveryKey } = context;
    return callReceiver({
      http: httpFor(settings, context), url: waiting(settings.url), headers: {}, body: JSON.stringify(discordMessage(notice, deliveryKey)),
      secrets: [settings.url], clock, signal, read: readAnswer,
    });
  },
});

// "Execute Webhook": only with wait=true does the answer tell whether the message was made.
function waiting(url: Secret): Secret {
  const target = new URL(url.reveal());
  target.searchParams.set("wait", "true");
  return new Secret(target.href);
}

// "Rate Limits": retry_after is seconds with a fraction. "JSON error codes": 10015 unknown webhook, 10003 unknown channel.
function readAnswer({ status, text }: ReceiverAnswer): Delivery | undefined {
  const { retry_after: after, code, message } = jsonObject(text);
  const said = typeof message === "string" ? `HTTP ${status}: ${message}` : `HTTP ${status}`;
  if (status === 429 && typeof after === "number" && after >= 0) return { kind: "retry", why: said, afterMs: Math.ceil(after * 1000) };
  if (status >= 400 && (code === 10_015 || code === 10_003)) return { kind: "refused", why: `${said} (deleted in Discord; make a new webhook)`, gone: true };
  return undefined;
}

// "Embed limits": title 256, description 4096, 25 fields of 256 and 1024, footer 2048, 6000 in sum.
const limits = { title: 256, description: 2400, value: 600, row: 300, footer: 100, url: 2000 };

function discordMessage(notice: Notice, deliveryKey: string) {
  const action = webUrl(notice.action.url, limits.url);
  const rows = [...noteLines(notice, { urlLength: 200 }).map((change) => () => chatText(change, limits.row)), ...notice.items.map((item) => () => `• ${rowOf(item)}`)];
  return {
    // Even where a name looks like a mention, nobody is called.
    allowed_mentions: { parse: [] },
    embeds: [{
      title: chatText(subjectOf(notice), limits.title),
      ...(action === undefined ? {} : { url: action }),
      description: rowsWithin(rows, limits.description).join("\n"),
      color: Number.parseInt(colourOf(notice), 16),
      timestamp: toIso(notice.at),
      fields: fieldsOf(notice),
      footer: { text: cut(`${notice.state ?? "open"} · ${deliveryKey}`, limits.footer) },
    }],
  };
}

const rowOf = ({ title, detail, url }: Notice["items"][number]): string => `${markdownLink(title, url, limits.row)} ${chatText(detail, limits.row)}`;

// A field without a value is refused.
function fieldsOf(notice: Notice): { name: string; value: string; inline: boolean }[] {
  const links = linksOf(notice, { urlLength: 200 }).map(({ label, url }) => markdownLink(label, url, 300));
  const lines = fiveLines(notice).map(([name, text]) => ({ name, value: chatText(text, limits.value) || "–", inline: false }));
  return links.length > 0 ? [...lines, { name: "Open", value: rowsWithin(links, limits.value, 3).join(" · "), inline: false }] : lines;
}
