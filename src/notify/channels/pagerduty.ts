// Triggers, acknowledges and resolves a PagerDuty alert (Events API v2); what calls nobody goes to its change events.
import { toIso } from "../../kernel/clock.ts";
import { Secret } from "../../kernel/secret.ts";
import { allowPrivateField, callReceiver, cut, defineChannel, hostOfTarget, httpFor, jsonObject, linksOf, listed, mostThatFit, oneLine, readBase, readFields } from "../channel.ts";
import type { ChannelContext, Delivery, Notice, NoticeSeverity, ReceiverAnswer, Target } from "../channel.ts";

export interface PagerDutySettings extends Target {
  /** The integration key of a service or an event orchestration. */
  routingKey: Secret;
}

export const pagerduty = defineChannel<PagerDutySettings>({
  id: "pagerduty",
  about: "A PagerDuty service: triggers, acknowledges and resolves; deployments and heartbeats become change events.",
  // "Events API v2 overview" names 429 but no figure; PagerDuty's staff answer 120 a minute for each key.
  limit: { messages: 120, perMs: 60_000 },
  size: "512 KB an event, 1,024 characters the summary",
  fields: [
    { name: "routingKey", about: "The integration key of the service (Events API v2), 32 letters and digits", secret: true, required: true },
    { name: "url", about: "https://events.pagerduty.com when left out; https://events.eu.pagerduty.com in the European region", secret: false, required: false },
    allowPrivateField,
  ],
  readSettings: (raw) => readFields("pagerduty", raw, (fields) => ({
    routingKey: new Secret(fields.text("routingKey", "must be the 32 letters and digits of an integration key", (text) => /^[A-Za-z0-9]{32}$/.test(text))),
    ...readBase(fields, "https://events.pagerduty.com"),
  })),
  showSettings: ({ routingKey, url, allowPrivate }) => ({ routingKey: String(routingKey), url: url.reveal(), allowPrivate: String(allowPrivate) }),
  hostOf: hostOfTarget,
  send(notice, context) {
    const { settings, clock, signal } = context;
    const isChange = isChangeEvent(notice);
    const url = new Secret(`${settings.url.reveal()}${isChange ? "/v2/change/enqueue" : "/v2/enqueue"}`);
    const body = withRows(notice, (count) => JSON.stringify(isChange ? changeOf(notice, context, count) : eventOf(notice, context, count)));
    return callReceiver({ http: httpFor(settings, context), url, headers: {}, body, secrets: [settings.routingKey], clock, signal, read: (answer) => readAnswer(answer, context) });
  },
});

// A change event is seen beside the alerts and calls nobody: a deployment, and the heartbeat that shows that this way works.
const isChangeEvent = ({ kind }: Notice): boolean => kind.startsWith("deployment.") || kind === "heartbeat";

// "Events API v2 overview", response codes: 202 is taken; 400 says in `errors` what is wrong with the event.
function readAnswer({ status, text }: ReceiverAnswer, { storyKey }: ChannelContext<PagerDutySettings>): Delivery | undefined {
  const { message, errors } = jsonObject(text);
  if (status === 202) return { kind: "sent", detail: "HTTP 202", ref: storyKey };
  if (status !== 400 || typeof message !== "string") return undefined;
  return { kind: "refused", why: `HTTP 400: ${[message, ...(Array.isArray(errors) ? errors.map(String) : [])].join(": ")}` };
}

// PD-CEF: summary 1024, the whole event 512 kB; room is left for the frame.
const limits = { summary: 1024, text: 4000, name: 255, bytes: 500_000, linkText: 255, url: 2000 };

const withRows = (notice: Notice, bodyWith: (count: number) => string): string =>
  bodyWith(mostThatFit(Math.min(notice.items.length, 1000), (count) => Buffer.byteLength(bodyWith(count)) <= limits.bytes));

// A story has one alert: its dedup_key is that of the story, whichever notice comes first.
function eventOf(notice: Notice, { settings, storyKey, deliveryKey }: ChannelContext<PagerDutySettings>, count: number) {
  return {
    routing_key: settings.routingKey.reveal(),
    event_action: actions[notice.state ?? "open"],
    dedup_key: storyKey,
    payload: {
      ...summaryOf(notice), severity: severities[notice.severity],
      ...named("component", notice.labels.services[0]), ...named("group", notice.labels.owner), class: notice.kind,
      custom_details: { ...detailsOf(notice, count), delivery: deliveryKey },
    },
    client: "Aftwatch", ...clientUrlOf(notice), links: linksFor(notice),
  };
}

const named = (name: string, value = ""): Record<string, string> => (oneLine(value) === "" ? {} : { [name]: cut(oneLine(value), limits.name) });

const changeOf = (notice: Notice, { settings, deliveryKey }: ChannelContext<PagerDutySettings>, count: number) => ({
  routing_key: settings.routingKey.reveal(),
  payload: { ...summaryOf(notice), custom_details: { ...detailsOf(notice, count), delivery: deliveryKey } },
  links: linksFor(notice),
});

const actions = { open: "trigger", acknowledged: "acknowledge", resolved: "resolve" } as const;

// Unknown is not low: it is shown as warning, and the details say so.
const severities: Readonly<Record<NoticeSeverity, string>> = { critical: "critical", high: "error", medium: "warning", low: "info", unknown: "warning" };

const summaryOf = (notice: Notice) => ({
  summary: cut(oneLine(notice.title) || notice.kind, limits.summary),
  source: listed(notice.labels.services.map((name) => cut(oneLine(name), limits.name)), limits.summary) || "aftwatch",
  timestamp: toIso(notice.at),
});

function detailsOf(notice: Notice, count: number) {
  const { changes = [], items, labels } = notice;
  const shown = (text: string): string => cut(oneLine(text), limits.text);
  const left = items.length - count;
  return {
    what: shown(notice.what), where: shown(notice.where), why: shown(notice.why), due: shown(notice.due), do: shown(`${notice.action.label}: ${notice.action.url}`),
    ...(notice.severity === "unknown" ? { severity: "unknown: nothing has scored it yet; shown as warning because it may be anything" } : {}),
    ...(labels.vulnerability === undefined ? {} : { vulnerability: shown(labels.vulnerability) }),
    ...(labels.environments.length > 0 ? { environments: listed(labels.environments.map(oneLine), limits.text) } : {}),
    ...(changes.length > 0 ? { changed: listed(changes.map(shown), limits.text * 2) } : {}),
    ...(items.length > 0 ? { rows: items.slice(0, count).map(({ title, detail, url }) => shown(`${title}: ${detail} ${url}`)) } : {}),
    ...(left > 0 ? { rows_left_out: `… and ${left} more` } : {}),
  };
}

const linksFor = (notice: Notice) => linksOf(notice, { urlLength: limits.url }).map(({ label, url }) => ({ href: url, text: cut(label, limits.linkText) }));

function clientUrlOf({ action }: Notice): { client_url?: string } {
  const origin = URL.parse(action.url)?.origin ?? "null";
  return origin === "null" ? {} : { client_url: origin };
}
