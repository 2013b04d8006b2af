// Alertmanager's API v2: what Prometheus posts to and amtool, Grafana and Karma read (its api/v2/openapi.yaml).
import { dump } from "js-yaml";
import Type from "typebox";
import { secondMs } from "../../kernel/clock.ts";
import { Fault } from "../../kernel/fault.ts";
import type { LabelSet } from "../../notify/label.ts";
import { compileMatchers } from "../../notify/matcher.ts";
import { door } from "../route.ts";
import type { Call, Resource } from "../route.ts";
import { filterQuery, isAlertShown, isSilenceShown, textsOf, v2Alert, v2Silence } from "../alertmanager-shapes.ts";
import { matchersFrom } from "./alerts.ts";

const tag = "alertmanager";
const root = true as const;
const shared = { root, tag } as const;
// A Prometheus posts 64 alerts at a time; others post all they have.
const bodyLimitBytes = 16 * 1024 * 1024;

const status = door({
  ...shared, id: "amStatus", method: "GET", path: "/api/v2/status", answer: Type.Any(), summary: "Status, as Alertmanager tells it",
  async handle({ app, org, now }) {
    const { routing } = await app.routes.get(org);
    const version = { version: app.version, revision: "", branch: "", buildUser: "", buildDate: "", goVersion: "" };
    return { cluster: { name: "aftwatch", status: "disabled", peers: [] }, versionInfo: version, config: { original: dump(routing) }, uptime: new Date(now - process.uptime() * secondMs).toISOString() };
  },
});

const receivers = door({
  ...shared, id: "amReceivers", method: "GET", path: "/api/v2/receivers", answer: Type.Any(), summary: "Receivers, by name",
  handle: async ({ app, org }) => (await app.notices.receivers(org)).map(({ id }) => ({ name: id })),
});

const alertQuery = {
  active: Type.Optional(Type.Boolean()), silenced: Type.Optional(Type.Boolean()), inhibited: Type.Optional(Type.Boolean()), unprocessed: Type.Optional(Type.Boolean()), muted: Type.Optional(Type.Boolean()),
  receiver: Type.Optional(Type.String({ maxLength: 1000 })), filter: filterQuery,
};

/** `receiver` is a pattern that must match a whole name; read like a matcher, so that no pattern can hang the server. */
const receiverTest = (pattern: string | undefined): { isAsked: boolean; holds(name: string): boolean } => {
  if (pattern === undefined || pattern === "") return { isAsked: false, holds: () => true };
  const matches = compileMatchers(matchersFrom(`receiver=~${JSON.stringify(pattern)}`));
  return { isAsked: true, holds: (receiver) => matches({ receiver }) };
};

const listAlerts = door({
  ...shared, id: "amListAlerts", method: "GET", path: "/api/v2/alerts", answer: Type.Any(), query: alertQuery, summary: "Alerts that fire",
  async handle({ app, org, query }) {
    const matches = compileMatchers(textsOf(query.filter).flatMap(matchersFrom));
    const [wanted, receiver] = [isAlertShown(query), receiverTest(query.receiver)];
    const shown = [];
    // An alert whose route names nobody is told to nobody, and fires all the same.
    for await (const row of app.alerts.firing(org)) if (matches(row.labels) && wanted(row) && (!receiver.isAsked || row.receivers.some(receiver.holds))) shown.push(v2Alert(row));
    return shown;
  },
});

const postAlerts = door({
  ...shared, id: "amPostAlerts", method: "POST", path: "/api/v2/alerts", answer: Type.Any(), body: Type.Array(Type.Any()), bodyLimitBytes, keeps: false, readsMembers: true, summary: "Takes alerts; the good ones of a batch are kept even when others are refused",
  async handle({ app, org, actor, body, reply }) {
    const { rejects } = await app.alerts.receive(org, body, actor);
    if (rejects.length > 0) throw new Fault("request.invalid", { places: rejects });
    return reply.send();
  },
});

const listGroups = door({
  ...shared, id: "amListGroups", method: "GET", path: "/api/v2/alerts/groups", answer: Type.Any(), query: alertQuery, summary: "Groups of alerts, one for each receiver",
  async handle({ app, org, query }) {
    const matches = compileMatchers(textsOf(query.filter).flatMap(matchersFrom));
    const [wanted, receiver] = [isAlertShown(query), receiverTest(query.receiver)];
    const groups: { labels: LabelSet; receiver: { name: string }; alerts: ReturnType<typeof v2Alert>[] }[] = [];
    for await (const group of app.alerts.groups(org)) {
      const alerts = group.alerts.filter((row) => row.state !== "resolved" && matches(row.labels) && wanted(row)).map(v2Alert);
      for (const name of alerts.length > 0 ? group.receivers.filter(receiver.holds) : []) groups.push({ labels: group.labels, receiver: { name }, alerts });
    }
    const keyOf = (group: (typeof groups)[number]): string => JSON.stringify([Object.entries(group.labels).toSorted(), group.receiver.name]);
    return groups.toSorted((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
  },
});

const listSilences = door({
  ...shared, id: "amListSilences", method: "GET", path: "/api/v2/silences", answer: Type.Any(), query: { filter: filterQuery }, summary: "Silences: active, pending, then expired",
  handle: async ({ app, org, query }) => (await app.silences.list(org)).filter(isSilenceShown(textsOf(query.filter).flatMap(matchersFrom))).map(v2Silence),
});

const postSilence = door({
  ...shared, id: "amPostSilence", method: "POST", path: "/api/v2/silences", answer: Type.Any(), body: Type.Record(Type.String(), Type.Any()), keeps: false, summary: "Makes a silence, or changes the one whose id is given",
  async handle({ app, org, actor, body }) {
    const { id, ...raw } = body;
    if (id !== undefined && id !== null && typeof id !== "string") throw new Fault("request.invalid", { places: [{ at: "/id", rule: "is a text" }] });
    const { silenceId } = await app.silences.put(org, id === "" || id === null ? undefined : id, raw, actor);
    return { silenceID: silenceId };
  },
});

const getSilence = door({
  ...shared, id: "amGetSilence", method: "GET", path: "/api/v2/silence/:id", answer: Type.Any(), summary: "One silence",
  handle: async ({ app, org, params }) => v2Silence(await app.silences.find(org, params.id) ?? gone(params.id)),
});

const deleteSilence = door({
  ...shared, id: "amDeleteSilence", method: "DELETE", path: "/api/v2/silence/:id", answer: Type.Any(), summary: "Ends a silence now",
  async handle({ app, org, actor, params, reply }: Call<"/api/v2/silence/:id">) {
    const outcome = await app.silences.expire(org, params.id, actor);
    if (outcome === "not-found") gone(params.id);
    if (outcome === "already-expired") throw new Fault("silence.expired", { detail: params.id });
    return reply.send();
  },
});

const gone = (id: string): never => { throw new Fault("request.not-found", { detail: `There is no silence ${id}.` }); };

export const alertmanager: Resource = { tag, about: "Alertmanager's API v2, for what already speaks it", doors: [status, receivers, listAlerts, postAlerts, listGroups, listSilences, postSilence, getSilence, deleteSilence] };
