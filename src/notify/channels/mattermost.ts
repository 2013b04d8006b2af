// Posts the notice to a Mattermost channel as a message attachment, through an incoming webhook.
import { allowPrivateField, callReceiver, chatText, colourOf, cut, defineChannel, fiveLines, hostOfTarget, httpFor, jsonObject, linksOf, markdownLink, noteLines, readFields, readTarget, rowsWithin, shownUrl, subjectOf, unmentioned, webUrl } from "../channel.ts";
import type { ChannelContext, Delivery, Notice, ReceiverAnswer, Target } from "../channel.ts";

export interface MattermostSettings extends Target {
  /** Instead of the webhook's own channel; "@name" writes to a person. */
  channel: string | undefined;
}

export const mattermost = defineChannel<MattermostSettings>({
  id: "mattermost",
  about: "A Mattermost channel, through an incoming webhook.",
  // "Rate limiting settings": ten requests a second is what a server that limits starts with.
  limit: { messages: 10, perMs: 1000 },
  size: "16,383 characters a post",
  fields: [
    { name: "url", about: "The incoming webhook, from Mattermost", secret: true, required: true },
    { name: "channel", about: "Another channel than the webhook's own, as its URL spells it, or @name", secret: false, required: false },
    allowPrivateField,
  ],
  readSettings: (raw) => readFields("mattermost", raw, (fields) => ({
    ...readTarget(fields),
    channel: fields.optionalText("channel", "must be a channel as its URL spells it, or @name", (text) => /^@?[a-z0-9._-]{1,64}$/.test(text)),
  })),
  showSettings: ({ url, channel, allowPrivate }) => ({ url: shownUrl(url.reveal()), ...(channel === undefined ? {} : { channel }), allowPrivate: String(allowPrivate) }),
  hostOf: hostOfTarget,
  send(notice, context) {
    const { settings, clock, signal } = context;
    return callReceiver({ http: httpFor(settings, context), url: settings.url, headers: {}, body: JSON.stringify(postOf(notice, context)), secrets: [], clock, signal, read: readAnswer });
  },
});

// Mattermost answers 400 for a webhook that was deleted, with this id.
function readAnswer({ status, text }: ReceiverAnswer): Delivery | undefined {
  const { id, message } = jsonObject(text);
  if (typeof id !== "string" || status < 400 || status >= 500 || status === 429) return undefined;
  const why = `HTTP ${status}: ${typeof message === "string" ? message : id}`;
  return id === "web.incoming_webhook.invalid.app_error" ? { kind: "refused", why: `${why} (deleted in Mattermost; make a new webhook)`, gone: true } : { kind: "refused", why };
}

// A post holds 16,383 characters; attachments are kept apart but shown as one message, so all of it stays below.
const limits = { title: 300, fallback: 1000, value: 1000, row: 400, text: 8000 };

function postOf(notice: Notice, { settings, deliveryKey, storyKey }: ChannelContext<MattermostSettings>) {
  const action = webUrl(notice.action.url);
  const rows = [...noteLines(notice, { urlLength: 500 }).map((change) => () => chatText(change, limits.row)), ...notice.items.map((item) => () => `- ${rowOf(item)}`)];
  return {
    ...(settings.channel === undefined ? {} : { channel: settings.channel }),
    // Kept with the post, seen by its readers' programs only.
    props: { aftwatch_delivery: deliveryKey, aftwatch_story: storyKey },
    attachments: [{
      fallback: cut(unmentioned(`${subjectOf(notice)} ${notice.what}`), limits.fallback),
      color: `#${colourOf(notice)}`, title: chatText(subjectOf(notice), limits.title), ...(action === undefined ? {} : { title_link: action }),
      text: rowsWithin([...openRow(notice), ...rows], limits.text).join("\n"),
      fields: fiveLines(notice).map(([name, text]) => ({ short: false, title: name, value: chatText(text, limits.value) })),
    }],
  };
}

const rowOf = ({ title, detail, url }: Notice["items"][number]): string => `${markdownLink(title, url, limits.row)} ${chatText(detail, limits.row)}`;

function openRow(notice: Notice): string[] {
  const links = linksOf(notice, { urlLength: 500 }).map(({ label, url }) => markdownLink(label, url, 1200));
  return links.length > 0 ? [links.join(" · ")] : [];
}
