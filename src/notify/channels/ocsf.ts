// Streams the notice as an OCSF finding (Open Cybersecurity Schema Framework 1.5) to a collector, to Splunk, or into a file.
import { Secret } from "../../kernel/secret.ts";
import { allowPrivateField, callReceiver, cut, defineChannel, httpFor, isStreamFile, isTarget, jsonObject, listed, mostThatFit, ocsfClasses, ocsfKind, ocsfProduct, ocsfSeverities, ocsfStatuses, ocsfVersion, oneLine, readFields, shownUrl } from "../channel.ts";
import type { ChannelContext, Delivery, Notice, RotateLimits } from "../channel.ts";

export interface OcsfSettings {
  /** Either a collector or a file. */
  url: Secret | undefined;
  token: Secret | undefined;
  /** ndjson: one event on a line; array: a list of one; splunk: in the envelope of the HTTP Event Collector. */
  format: "ndjson" | "array" | "splunk";
  file: string | undefined;
  /** incidents: what the routes send here. detections: every single detection, whatever the routes say. */
  wants: "incidents" | "detections" | "both";
  rotate: RotateLimits;
  allowPrivate: boolean;
}

const formats = ["ndjson", "array", "splunk"] as const;
const wanted = ["incidents", "detections", "both"] as const;
const urlRule = "must be an https URL (http only together with allowPrivate)";
const megabyte = 1_000_000;

export const ocsf = defineChannel<OcsfSettings>({
  id: "ocsf",
  about: "A stream of OCSF findings to an HTTP collector, Splunk's event collector or a file in the data directory.",
  size: "256 kB an event",
  fields: [
    { name: "url", about: "The collector, https://host:8088/services/collector/event for Splunk; or leave it out and give file", secret: true, required: false },
    { name: "token", about: "Sent as Authorization: Bearer, or Splunk with format splunk", secret: true, required: false },
    { name: "format", about: "ndjson (default), array or splunk", secret: false, required: false },
    { name: "file", about: "The name of a file, as findings.ndjson, in the folder streams of the data directory", secret: false, required: false },
    { name: "wants", about: "incidents (default): what the routes send here; detections: every detection of the runtime, whatever the routes say, and nothing else; or both", secret: false, required: false },
    { name: "rotateMegabytes", about: "A file that has grown to this is put aside; 100 when left out", secret: false, required: false },
    { name: "keepFiles", about: "How many files are kept aside; 10 when left out", secret: false, required: false },
    allowPrivateField,
  ],
  readSettings: (raw) => readFields("ocsf", raw, (fields) => {
    const allowPrivate = fields.flag("allowPrivate");
    const url = fields.optionalText("url", urlRule, (text) => isTarget(text, allowPrivate));
    const file = fields.optionalText("file", "must be the name of a file without a folder, ending in .ndjson", isStreamFile);
    const given = typeof raw === "object" && raw !== null ? raw as Record<string, unknown> : {};
    if (given["url"] === undefined && given["file"] === undefined) fields.refuse("url", "is missing: give the URL of a collector, or the name of a file");
    if (given["url"] !== undefined && given["file"] !== undefined) fields.refuse("file", "must be left out when url is given: a receiver is a collector or a file");
    const token = fields.optionalText("token", "must be a token", (text) => /^[\x21-\x7e]{4,4000}$/.test(text));
    const wants = fields.optionalText("wants", `must be ${wanted.join(", ")}`, (text) => wanted.some((known) => known === text));
    const format = fields.optionalText("format", `must be ${formats.join(", ")}`, (text) => formats.some((known) => known === text));
    return {
      url: url === undefined ? undefined : new Secret(url), token: token === undefined ? undefined : new Secret(token), format: formats.find((known) => known === format) ?? "ndjson", file, wants: wanted.find((known) => known === wants) ?? "incidents",
      rotate: { rotateBytes: fields.integer("rotateMegabytes", { least: 1, most: 10_000, otherwise: 100 }) * megabyte, keep: fields.integer("keepFiles", { least: 1, most: 1000, otherwise: 10 }) }, allowPrivate,
    };
  }),
  wants: (kind, { wants }) => (kind.startsWith("detection.") ? wants !== "incidents" : wants !== "detections" || isAboutReceivers(kind)),
  showSettings: ({ url, token, format, file, wants, rotate, allowPrivate }) => ({
    ...(url === undefined ? {} : { url: shownUrl(url.reveal()), format }), ...(token === undefined ? {} : { token: String(token) }),
    ...(file === undefined ? {} : { file, rotateMegabytes: String(rotate.rotateBytes / megabyte), keepFiles: String(rotate.keep) }), wants, allowPrivate: String(allowPrivate),
  }),
  hostOf: ({ url, file }) => (url === undefined ? `file:${file ?? ""}` : new URL(url.reveal()).host),
  send: (notice, context) => (context.settings.url === undefined ? appendEvent(notice, context) : postEvent(notice, context, context.settings.url)),
});

/** What proves that a receiver works goes to every receiver. */
const isAboutReceivers = (kind: string): boolean => kind === "test" || kind === "heartbeat" || kind.startsWith("receiver.");

async function appendEvent(notice: Notice, context: ChannelContext<OcsfSettings>): Promise<Delivery> {
  const { settings: { file = "", rotate }, files } = context;
  try {
    await files.append(file, JSON.stringify(eventWithin(notice, context)), rotate);
    return { kind: "sent", detail: `appended to ${file}`, ref: context.storyKey };
  } catch (thrown) {
    const code = thrown instanceof Error && "code" in thrown && typeof thrown.code === "string" ? thrown.code : "no code";
    return { kind: "retry", why: `${file} cannot be written (${code})` };
  }
}

function postEvent(notice: Notice, context: ChannelContext<OcsfSettings>, url: Secret): Promise<Delivery> {
  const { settings, clock, signal, storyKey } = context;
  const { format, token } = settings;
  const event = eventWithin(notice, context);
  const scheme = format === "splunk" ? "Splunk" : "Bearer";
  return callReceiver({
    http: httpFor(settings, context), url, clock, signal, secrets: token === undefined ? [] : [token],
    headers: { "content-type": format === "ndjson" ? "application/x-ndjson" : "application/json", "idempotency-key": context.deliveryKey, ...(token === undefined ? {} : { authorization: `${scheme} ${token.reveal()}` }) },
    body: format === "splunk" ? JSON.stringify({ time: notice.at / 1000, source: "aftwatch", sourcetype: "ocsf", event }) : format === "array" ? JSON.stringify([event]) : `${JSON.stringify(event)}\n`,
    read: ({ status, text }) => {
      if (status >= 200 && status < 300) return { kind: "sent", detail: `HTTP ${status}`, ref: storyKey };
      const { code } = jsonObject(text);
      // "Possible error codes" of the HTTP Event Collector: 9 is a server that is busy.
      return format === "splunk" && code === 9 ? { kind: "retry", why: `HTTP ${status}: the collector is busy` } : undefined;
    },
  });
}

const limits = { bytes: 256_000, text: 2000, row: 1000, rows: 1000, ids: 100 };

/** A detection comes as the event it is; a summary of many is a message of ours. */
function eventWithin(notice: Notice, context: ChannelContext<OcsfSettings>): object {
  if (notice.ocsf !== undefined && notice.kind.startsWith("detection.")) return notice.ocsf;
  const most = Math.min(notice.items.length, limits.rows);
  return eventOf(notice, context, mostThatFit(most, (count) => Buffer.byteLength(JSON.stringify(eventOf(notice, context, count))) <= limits.bytes));
}

const statuses = { open: ocsfStatuses.new, acknowledged: ocsfStatuses.inProgress, resolved: ocsfStatuses.resolved } as const;

const shown = (text: string, limit = limits.text): string => cut(oneLine(text), limit);

/** incident.* is an Incident Finding, finding.* a Vulnerability Finding, the rest a Detection Finding; a story is one finding, by its uid. */
function eventOf(notice: Notice, context: ChannelContext<OcsfSettings>, rows: number) {
  const { kind, severity, state = "open", at, labels } = notice;
  const classUid = kind.startsWith("incident.") ? ocsfClasses.incident : kind.startsWith("finding.") ? ocsfClasses.vulnerability : ocsfClasses.detection;
  return {
    ...ocsfKind(classUid, state === "resolved" ? 3 : context.previousRef === undefined ? 1 : 2), ...ocsfSeverities[severity], ...statuses[state], time: at,
    message: shown(notice.title), ...(classUid === ocsfClasses.incident ? { desc: shown(notice.what), src_url: shown(notice.action.url) } : {}),
    metadata: { version: ocsfVersion, product: ocsfProduct(context.version), uid: context.deliveryKey, correlation_uid: context.storyKey, event_code: shown(kind, 100), ...(classUid === ocsfClasses.incident ? { profiles: ["incident"] } : {}) },
    ...(classUid === ocsfClasses.incident ? { finding_info_list: [infoOf(notice, context)] } : { finding_info: infoOf(notice, context), resources: resourcesOf(notice) }),
    ...(classUid === ocsfClasses.vulnerability ? { vulnerabilities: vulnerabilitiesOf(notice) } : {}),
    unmapped: unmappedOf(notice, rows), ...(labels.owner === undefined || classUid !== ocsfClasses.incident ? {} : { assignee_group: { name: shown(labels.owner, 200) } }),
  };
}

const infoOf = ({ title, what, kind, action }: Notice, { storyKey }: ChannelContext<OcsfSettings>) => ({ uid: storyKey, title: shown(title), desc: shown(what), types: [shown(kind, 100)], src_url: shown(action.url) });

const resourcesOf = ({ labels: { services, owner } }: Notice) =>
  services.slice(0, limits.ids).map((name) => ({ type: "service", name: shown(name, 200), ...(owner === undefined ? {} : { owner: { name: shown(owner, 200) } }) }));

// A message about a fix names its vulnerabilities in the rows.
function vulnerabilitiesOf(notice: Notice) {
  const texts = [notice.labels.vulnerability ?? "", notice.title, notice.what, ...notice.items.slice(0, limits.rows).flatMap(({ title, detail }) => [title, detail])];
  const ids = [...new Set(texts.flatMap((text) => text.match(/\b(?:CVE-\d{4}-\d{4,}|GHSA(?:-[a-z0-9]{4}){3})\b/g) ?? []))];
  const own = notice.labels.vulnerability;
  const named = ids.length > 0 ? ids : own === undefined ? [] : [own];
  const common = { title: shown(notice.title), desc: shown(notice.what), severity: ocsfSeverities[notice.severity].severity };
  if (named.length === 0) return [common];
  return named.slice(0, limits.ids).map((id) => (id.startsWith("CVE-") ? { ...common, cve: { uid: id } } : { ...common, advisory: { uid: shown(id, 200) } }));
}

function unmappedOf({ where, why, due, labels, items, changes = [], links = [], action }: Notice, rows: number) {
  return {
    where: shown(where), why: shown(why), due: shown(due), action: { label: shown(action.label, 200), url: shown(action.url) }, ...(labels.environments.length > 0 ? { environments: listed(labels.environments.map(oneLine), limits.text) } : {}),
    ...(links.length > 0 ? { links: links.slice(0, 20).map(({ label, url }) => ({ label: shown(label, 200), url: shown(url) })), linksLeftOut: Math.max(0, links.length - 20) } : {}),
    ...(labels.services.length > limits.ids ? { servicesLeftOut: labels.services.length - limits.ids } : {}),
    ...(changes.length > 0 ? { changes: listed(changes.map(oneLine), limits.text * 4) } : {}),
    items: items.slice(0, rows).map(({ title, detail, url }) => ({ title: shown(title, limits.row), detail: shown(detail, limits.row), url: shown(url, limits.row) })), itemsLeftOut: items.length - rows,
  };
}
