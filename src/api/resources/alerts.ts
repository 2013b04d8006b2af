// Alerts: what fires, who is told of it, and what keeps it quiet.
import Type from "typebox";
import type { AlertRow } from "../../app/alerts/alert-desk.ts";
import { Alert, AlertGroup, AlertReceipt, AlertSettings, AlertSettingsRequest } from "../../contract/alerts.ts";
import { readMatchers } from "../../notify/matcher.ts";
import type { Matcher } from "../../notify/matcher.ts";
import { Fault, isFault } from "../../kernel/fault.ts";
import { refuseStaleEdit } from "../edits.ts";
import { found } from "../found.ts";
import { door, listDoor } from "../route.ts";
import type { Resource } from "../route.ts";

/** `?filter=`: matchers as people write them. */
export function matchersFrom(filter: string | undefined): readonly Matcher[] {
  if (filter === undefined || filter.trim() === "") return [];
  try { return readMatchers(filter); } catch (cause) {
    if (!isFault(cause)) throw cause;
    throw new Fault("request.invalid", { places: [{ at: "/filter", rule: cause.detail ?? cause.places.map(({ at, rule }) => `${at} ${rule}`).join("; ") }] }, cause);
  }
}

const Filter = Type.Optional(Type.String({ maxLength: 4096, description: 'Matchers: severity="critical", service=~"pay.*"' }));

const shown = ({ groups, leaves, timeout, endsAt, ...row }: AlertRow) =>
  ({ ...row, endsAt: timeout && row.state !== "resolved" ? undefined : endsAt, groups: groups.map(({ groupKey }) => groupKey), routes: leaves.map(({ id }) => id) });

const list = listDoor({
  id: "listAlerts", path: "/alerts", tag: "alerts", item: Alert, summary: "Alerts, newest first",
  query: { state: Type.Optional(Type.Enum(["firing", "resolved", "suppressed"])), filter: Filter },
  async handle({ app, org, query, page }) {
    const { items, ...rest } = await app.alerts.list(org, { state: query.state as AlertRow["state"] | undefined, matchers: matchersFrom(query.filter) }, page);
    return { ...rest, items: items.map(shown) };
  },
});

const alertsEach = 50;

const groups = listDoor({
  id: "listAlertGroups", path: "/alerts/groups", tag: "alerts", item: AlertGroup, summary: "Groups of alerts, when each is told next and to whom",
  query: { alerts: Type.Optional(Type.Integer({ minimum: 1, maximum: 500, description: `The first so many alerts of each; ${alertsEach} by default` })) },
  async handle({ app, org, query, page }) {
    const { items, ...rest } = await app.alerts.groupPage(org, page, query.alerts ?? alertsEach);
    return { ...rest, items: items.map(({ alerts, leafId, ...group }) => ({ ...group, route: leafId, alerts: alerts.map(shown) })) };
  },
});

const get = door({
  id: "getAlert", method: "GET", path: "/alerts/:id", tag: "alerts", answer: Alert, summary: "One alert by its fingerprint",
  handle: async ({ app, org, params }) => shown(found(await app.alerts.find(org, params.id), "alert", params.id)),
});

const receive = door({
  id: "receiveAlerts", method: "POST", path: "/alerts", tag: "alerts", answer: AlertReceipt, status: 202, keeps: false, readsMembers: true, body: Type.Array(Type.Any(), { maxItems: 10_000 }), bodyLimitBytes: 16 * 1024 * 1024,
  summary: "Takes alerts as Alertmanager's API v2 does; what cannot be read is listed and costs only itself",
  handle: ({ app, org, actor, body }) => app.alerts.receive(org, body, actor),
});

const editable = ({ longestSilence, entityLabels }: Record<string, unknown>): unknown => ({ longestSilence, entityLabels });

const getSettings = door({
  id: "getAlertSettings", method: "GET", path: "/alert-settings", tag: "alerts", answer: AlertSettings, editable, summary: "The longest silence, and the labels that place an alert",
  handle: ({ app, org }) => app.alerts.settings(org),
});

const putSettings = door({
  id: "putAlertSettings", method: "PUT", path: "/alert-settings", tag: "alerts", scope: "admin", body: AlertSettingsRequest, answer: AlertSettings, editable, summary: "Changes them; what is absent stays as it is",
  async handle({ app, org, actor, body, request }) {
    refuseStaleEdit(request, AlertSettings, editable, await app.alerts.settings(org));
    return app.alerts.keepSettings(org, body, actor);
  },
});

export const alerts: Resource = { tag: "alerts", about: "Conditions that hold until they are resolved", doors: [list, receive, groups, get, getSettings, putSettings] };
