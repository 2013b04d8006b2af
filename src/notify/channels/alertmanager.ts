// Posts the notice as Alertmanager posts alerts to a webhook (body version 4): what listens to Alertmanager can listen to us.
import { createHash } from "node:crypto";
import { toIso } from "../../kernel/clock.ts";
import { Secret } from "../../kernel/secret.ts";
import { allowPrivateField, callReceiver, cut, defineChannel, hostOfTarget, httpFor, linksOf, listed, messageLines, oneLine, readFields, readTarget, rowsWithin, shownUrl } from "../channel.ts";
import type { ChannelContext, Notice, Target } from "../channel.ts";

export interface AlertmanagerSettings extends Target {
  /** Sent as `Authorization: Bearer`. */
  token: Secret | undefined;
  /** What the body names as its receiver. */
  receiver: string;
  /** 0: all, like Alertmanager's max_alerts. */
  maxAlerts: number;
}

export const alertmanager = defineChannel<AlertmanagerSettings>({
  id: "alertmanager",
  about: "Anything that takes Alertmanager's webhook (body version 4).",
  size: "as many alerts as maxAlerts says",
  fields: [
    { name: "url", about: "Where to post", secret: true, required: true },
    { name: "token", about: "A bearer token, when the receiver asks for one", secret: true, required: false },
    { name: "receiver", about: "The receiver's name in the body, aftwatch when left out", secret: false, required: false },
    { name: "maxAlerts", about: "The most alerts in one body, 1000 when left out, 0 for all; truncatedAlerts counts the others", secret: false, required: false },
    allowPrivateField,
  ],
  readSettings: (raw) => readFields("alertmanager", raw, (fields) => {
    const token = fields.optionalText("token", "must be a token without spaces", (text) => /^[\x21-\x7e]+$/.test(text));
    return {
      ...readTarget(fields), token: token === undefined ? undefined : new Secret(token),
      receiver: fields.optionalText("receiver", "must be a name of 1 to 200 characters", (text) => oneLine(text) !== "" && text.length <= 200) ?? "aftwatch",
      maxAlerts: fields.integer("maxAlerts", { least: 0, most: 100_000, otherwise: 1000 }),
    };
  }),
  showSettings: ({ url, token, receiver, maxAlerts, allowPrivate }) => ({
    url: shownUrl(url.reveal()), ...(token === undefined ? {} : { token: String(token) }), receiver, maxAlerts: String(maxAlerts), allowPrivate: String(allowPrivate),
  }),
  hostOf: hostOfTarget,
  send(notice, context) {
    const { settings: { token, url, allowPrivate }, clock, signal, deliveryKey } = context;
    const authorization = token === undefined ? {} : { authorization: `Bearer ${token.reveal()}` };
    return callReceiver({
      http: httpFor({ allowPrivate }, context), url, clock, signal, secrets: token === undefined ? [] : [token],
      // Alertmanager's body has no place for a key; this header is where receivers look for one.
      headers: { ...authorization, "idempotency-key": deliveryKey },
      body: JSON.stringify({ ...bodyOf(notice, context), receiver: context.settings.receiver, externalURL: externalUrlOf(notice), version: "4" }),
    });
  },
});

// Alertmanager's template data gives a firing alert this end: Go's zero time.
const noEnd = "0001-01-01T00:00:00Z";

function bodyOf(notice: Notice, { settings: { maxAlerts }, storyKey }: ChannelContext<AlertmanagerSettings>) {
  if (notice.alerts === undefined) return madeOf(notice, storyKey);
  const { alerts, truncatedAlerts, reason, ...group } = notice.alerts;
  const shown = maxAlerts === 0 ? alerts : alerts.slice(0, maxAlerts);
  return {
    ...group, notification_reason: reason, truncatedAlerts: truncatedAlerts + alerts.length - shown.length,
    alerts: shown.map(({ generatorUrl, startsAt, endsAt, ...alert }) => ({ ...alert, startsAt: toIso(startsAt), endsAt: alert.status === "firing" || endsAt === undefined ? noEnd : toIso(endsAt), generatorURL: generatorUrl })),
  };
}

const limits = { label: 1000, summary: 1024, description: 16_000, line: 2000, items: 200 };

/** Any other notice as a group of one alert, made of its labels; the story is its identity, so a resolve meets its trigger. */
function madeOf(notice: Notice, storyKey: string) {
  const labels = labelsOf(notice);
  const annotations = annotationsOf(notice);
  const status = notice.state === "resolved" ? "resolved" : "firing";
  const at = toIso(notice.at);
  const fingerprint = createHash("sha256").update(storyKey).digest("hex").slice(0, 16);
  return {
    groupKey: storyKey, status, truncatedAlerts: 0,
    groupLabels: { alertname: notice.kind }, commonLabels: labels, commonAnnotations: annotations,
    alerts: [{ status, labels, annotations, startsAt: at, endsAt: status === "resolved" ? at : noEnd, generatorURL: notice.action.url, fingerprint }],
  };
}

function labelsOf({ kind, severity, labels: { services, environments, owner = "", vulnerability = "" } }: Notice): Record<string, string> {
  const all = { alertname: kind, kind, severity, owner: oneLine(owner), vulnerability: oneLine(vulnerability), service: listed(services.map(oneLine), limits.label), environment: listed(environments.map(oneLine), limits.label) };
  // An empty label is an absent one (Alertmanager, "Matching labels").
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== "").map(([name, value]) => [name, cut(value, limits.label)]));
}

function annotationsOf(notice: Notice): Record<string, string> {
  const [, ...lines] = messageLines(notice, { itemLimit: limits.items }).map((line) => cut(line, limits.line));
  const runbook = linksOf(notice).find(({ label }) => /runbook/i.test(label));
  return {
    summary: cut(oneLine(notice.title), limits.summary), description: rowsWithin(lines, limits.description).join("\n"),
    ...(notice.state === "acknowledged" ? { acknowledged: "true" } : {}), ...(runbook === undefined ? {} : { runbook_url: runbook.url }),
  };
}

function externalUrlOf({ action }: Notice): string {
  const origin = URL.parse(action.url)?.origin ?? "null";
  return origin === "null" ? "" : origin;
}
