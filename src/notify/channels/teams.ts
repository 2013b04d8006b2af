// Posts the notice to Microsoft Teams as an adaptive card, through a Power Automate workflow.
import { allowPrivateField, callReceiver, cut, defineChannel, fiveLines, hostOfTarget, httpFor, linksOf, moreRows, mostThatFit, noteLines, oneLine, readFields, readTarget, shownUrl, subjectOf, webUrl } from "../channel.ts";
import type { ChannelContext, Delivery, Notice, ReceiverAnswer, Target } from "../channel.ts";

export const teams = defineChannel<Target>({
  id: "teams",
  about: "A Microsoft Teams channel or chat, through a workflow that posts adaptive cards.",
  // "Create incoming webhooks", rate limiting: more than four requests a second are throttled.
  limit: { messages: 4, perMs: 1000 },
  size: "28 KB a card",
  fields: [
    { name: "url", about: "The URL of the workflow \"When a Teams webhook request is received\"", secret: true, required: true },
    allowPrivateField,
  ],
  readSettings: (raw) => readFields("teams", raw, (fields) => readTarget(fields)),
  showSettings: ({ url, allowPrivate }) => ({ url: shownUrl(url.reveal()), allowPrivate: String(allowPrivate) }),
  hostOf: hostOfTarget,
  send(notice, context) {
    const { settings, clock, signal } = context;
    return callReceiver({ http: httpFor(settings, context), url: settings.url, headers: {}, body: bodyOf(notice, context), secrets: [], clock, signal, read: readAnswer });
  },
});

// The older connectors tell a failure of Teams behind them in the text of a 200.
const failedBehind = /Webhook message delivery failed|Microsoft Teams endpoint returned HTTP error/i;

function readAnswer({ status, text }: ReceiverAnswer): Delivery | undefined {
  if (status < 300) return failedBehind.test(text) ? { kind: "retry", why: text } : undefined;
  if (/"WorkflowNotFound"/.test(text)) return { kind: "refused", why: `HTTP ${status}: ${text} (the workflow is gone; make a new one)`, gone: true };
  if (/"WorkflowTriggerIsNotEnabled"/.test(text)) return { kind: "refused", why: `HTTP ${status}: the workflow is turned off; turn it on in Power Automate, then send this again` };
  return undefined;
}

// 28 KB, and nobody says in which encoding: below it in UTF-8 and in UTF-16.
const limits = { bytes: 28_000, title: 300, line: 1000, row: 400, changes: 20, linkLabel: 60 };

/** As many rows as a card may hold; the others are counted. */
function bodyOf(notice: Notice, context: ChannelContext<Target>): string {
  const items = notice.items.slice(0, 500);
  const bodyWith = (count: number): string => JSON.stringify(cardMessage(notice, context, count));
  return bodyWith(mostThatFit(items.length, (count) => fits(bodyWith(count))));
}

const fits = (body: string): boolean => Buffer.byteLength(body) <= limits.bytes && body.length * 2 <= limits.bytes;

function cardMessage(notice: Notice, context: ChannelContext<Target>, count: number) {
  const content = {
    $schema: "http://adaptivecards.io/schemas/adaptive-card.json", type: "AdaptiveCard", version: "1.4", msteams: { width: "Full" },
    fallbackText: cut(subjectOf(notice), limits.title),
    body: [
      // The ids tell a repeated card, and the cards of one story, from others.
      { type: "Container", id: context.storyKey, style: styleOf(notice), bleed: true, items: [{ ...line([bold(cut(subjectOf(notice), limits.title))]), id: context.deliveryKey }] },
      ...fiveLines(notice).map(([label, text]) => line([bold(`${label}: `), run(cut(text, limits.line) || "–")])),
      ...changesOf(notice).map((change) => line([run(change, { italic: true })])),
      ...rowsOf(notice, count),
    ],
    actions: linksOf(notice).map(({ label, url }) => ({ type: "Action.OpenUrl", title: cut(label, limits.linkLabel), url })),
  };
  return { type: "message", attachments: [{ contentType: "application/vnd.microsoft.card.adaptive", contentUrl: null, content }] };
}

function changesOf(notice: Notice): string[] {
  const changes = noteLines(notice).map((change) => cut(change, limits.row));
  return changes.length > limits.changes ? [...changes.slice(0, limits.changes), `${moreRows(changes.length - limits.changes)} changes`] : changes;
}

function rowsOf({ items }: Notice, count: number) {
  const rows = items.slice(0, count).map(({ title, detail, url }) => {
    const href = webUrl(url);
    const shown = cut(oneLine(title) || oneLine(url), limits.row);
    return line([run("• "), run(shown, href === undefined ? {} : { selectAction: { type: "Action.OpenUrl", url: href } }), run(` ${cut(oneLine(detail), limits.row)}`)]);
  });
  return items.length > count ? [...rows, line([run(moreRows(items.length - count))])] : rows;
}

// Rich text runs are not read as Markdown, and mentions need an entity of their own: names stay names.
const line = (inlines: readonly object[]) => ({ type: "RichTextBlock", inlines });
const run = (text: string, style: object = {}) => ({ type: "TextRun", text, ...style });
const bold = (text: string) => run(text, { weight: "Bolder" });

function styleOf({ state, severity }: Notice): string {
  if (state === "resolved") return "good";
  if (severity === "critical" || severity === "high") return "attention";
  return severity === "low" ? "emphasis" : "warning";
}
