// Creates, acknowledges and closes an Opsgenie alert; its alias is the key of the story. Also Jira Service Management, which speaks the same.
import { Secret } from "../../kernel/secret.ts";
import { allowPrivateField, callReceiver, cut, defineChannel, fiveLines, hostOfTarget, httpFor, linksOf, listed, noteLines, oneLine, readBase, readFields, rowsWithin } from "../channel.ts";
import type { ChannelContext, Delivery, Notice, NoticeSeverity, Row, Target } from "../channel.ts";

export interface OpsgenieSettings extends Target {
  apiKey: Secret;
  /** Teams that are told, besides those of the integration. */
  teams: readonly string[];
}

export const opsgenie = defineChannel<OpsgenieSettings>({
  id: "opsgenie",
  about: "Opsgenie or Jira Service Management alerts: creates, acknowledges and closes.",
  // "API rate limiting": by plan and users, from 100 requests a minute up; a later message of a story takes up to four requests.
  limit: { messages: 30, perMs: 60_000 },
  size: "130 characters the message, 15,000 the description",
  fields: [
    { name: "apiKey", about: "The key of an API integration", secret: true, required: true },
    { name: "teams", about: "Names of teams to tell, with commas between them, besides those of the integration", secret: false, required: false },
    { name: "url", about: "https://api.opsgenie.com when left out; https://api.eu.opsgenie.com in Europe, https://api.atlassian.com/jsm/ops/integration for Jira Service Management", secret: false, required: false },
    allowPrivateField,
  ],
  readSettings: (raw) => readFields("opsgenie", raw, (fields) => ({
    apiKey: new Secret(fields.text("apiKey", "must be the key of an API integration", (text) => /^[\w.~+/=-]{16,256}$/.test(text))),
    teams: (fields.optionalText("teams", "must be names with commas between them") ?? "").split(",").map((name) => name.trim()).filter((name) => name !== ""),
    ...readBase(fields, "https://api.opsgenie.com"),
  })),
  showSettings: ({ apiKey, teams, url, allowPrivate }) => ({
    apiKey: String(apiKey), ...(teams.length > 0 ? { teams: teams.join(", ") } : {}), url: url.reveal(), allowPrivate: String(allowPrivate),
  }),
  hostOf: hostOfTarget,
  send(notice, context) {
    const words = { source: "Aftwatch", note: rowsWithin(rowsOf(notice), limits.note).join("\n") };
    if (notice.state === "resolved") return callOpsgenie("POST", `${onAlert(context)}/close?identifierType=alias`, words, context);
    if (notice.state === "acknowledged") return callOpsgenie("POST", `${onAlert(context)}/acknowledge?identifierType=alias`, words, context);
    return context.previousRef === undefined ? create(notice, context) : renew(notice, context);
  },
});

const onAlert = ({ storyKey }: ChannelContext<OpsgenieSettings>): string => `/v2/alerts/${storyKey}`;

const create = (notice: Notice, context: ChannelContext<OpsgenieSettings>): Promise<Delivery> => callOpsgenie("POST", "/v2/alerts", alertOf(notice, context), context);

// "Alert de-duplication": a second create only counts the alert up, so what has changed is set first. An alert that was
// closed meanwhile takes no change; the create then opens a new one.
async function renew(notice: Notice, context: ChannelContext<OpsgenieSettings>): Promise<Delivery> {
  const { message, description, priority } = alertOf(notice, context);
  for (const part of [{ message }, { description }, { priority }]) {
    const [name = ""] = Object.keys(part);
    const put = await callOpsgenie("PUT", `${onAlert(context)}/${name}?identifierType=alias`, part, context);
    if (put.kind === "retry") return put;
  }
  return create(notice, context);
}

// Answers are 202 with a request id; 401 and 403 a wrong key, 422 a wrong body, 429 too many: the status says enough.
function callOpsgenie(method: "POST" | "PUT", path: string, body: object, context: ChannelContext<OpsgenieSettings>): Promise<Delivery> {
  const { settings, clock, signal, storyKey } = context;
  return callReceiver({
    http: httpFor(settings, context), method, url: new Secret(`${settings.url.reveal()}${path}`), body: JSON.stringify(body), secrets: [settings.apiKey],
    headers: { authorization: `GenieKey ${settings.apiKey.reveal()}` }, clock, signal,
    read: ({ status }) => (status === 202 ? { kind: "sent", detail: "HTTP 202", ref: storyKey } : undefined),
  });
}

// "Create alert": message 130, description 15000, alias 512, entity 512, note 25000, details 8000 in sum, 20 tags of 50.
const limits = { message: 130, description: 15_000, note: 10_000, line: 1500, row: 400, entity: 512, detail: 900, tags: 20, tag: 50 };

const priorities: Readonly<Record<NoticeSeverity, string>> = { critical: "P1", high: "P2", medium: "P3", low: "P4", unknown: "P3" };

function alertOf(notice: Notice, { settings, storyKey, deliveryKey }: ChannelContext<OpsgenieSettings>) {
  const { services, owner, vulnerability } = notice.labels;
  return {
    message: cut(oneLine(notice.title) || notice.kind, limits.message),
    alias: storyKey,
    description: rowsWithin(rowsOf(notice), limits.description).join("\n"),
    ...(settings.teams.length > 0 ? { responders: settings.teams.map((name) => ({ name, type: "team" })) } : {}),
    tags: tagsOf(notice),
    details: {
      kind: notice.kind, severity: notice.severity === "unknown" ? "unknown: nothing has scored it yet; shown as P3 because it may be anything" : notice.severity,
      delivery: deliveryKey, url: cut(notice.action.url, limits.detail),
      ...(services.length > 0 ? { services: listed(services.map(oneLine), limits.detail) } : {}),
      ...(owner === undefined ? {} : { owner: cut(oneLine(owner), limits.detail) }),
      ...(vulnerability === undefined ? {} : { vulnerability: cut(oneLine(vulnerability), limits.detail) }),
    },
    entity: listed(services.map(oneLine), limits.entity) || "aftwatch",
    source: "Aftwatch", priority: notice.kind === "heartbeat" ? "P5" : priorities[notice.severity],
  };
}

// A tag is a word to filter by: one that does not fit whole is left to the details.
const tagsOf = ({ kind, severity, labels }: Notice): string[] =>
  [kind, severity, ...labels.environments].map(oneLine).filter((tag) => tag !== "" && tag.length <= limits.tag).slice(0, limits.tags);

function rowsOf(notice: Notice): Row[] {
  const lines = fiveLines(notice).map(([label, text]) => cut(`${label}: ${text}`, limits.line));
  const links = linksOf({ ...notice, action: { label: "", url: "" } }, { count: 20 }).map(({ label, url }) => cut(`${label}: ${url}`, limits.line));
  const items = notice.items.map((item) => () => cut(oneLine(`- ${item.title}: ${item.detail} ${item.url}`), limits.row));
  return [...lines, ...links, ...noteLines(notice).map((change) => () => cut(change, limits.row)), ...items];
}
