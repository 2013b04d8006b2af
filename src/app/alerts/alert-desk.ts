// Alerts as the doors see them: received, listed with what keeps them quiet, and what was not told.
import type { Instant } from "../../kernel/clock.ts";
import type { Page, PageRequest } from "../../kernel/page.ts";
import type { Alert } from "../../notify/alert.ts";
import { isResolvedAt } from "../../notify/alert.ts";
import { readAlerts } from "../../notify/dispatch-reader.ts";
import type { SuppressionRow } from "../../notify/suppression.ts";
import type { SuppressionFilter } from "../../notify/suppression-store.ts";
import { createAlertIntake } from "./alert-intake.ts";
import { firing, groupPage, groups, listAlerts } from "./alert-lists.ts";
import type { AlertGroupRow, AlertQuery, AlertRow, AlertState } from "./alert-lists.ts";
import type { AlertReceipt } from "./alerts.ts";
import { alertSettings, keepAlertSettings, readAlertSettings, shownSettings } from "./alert-settings.ts";
import type { AlertSettingsText } from "./alert-settings.ts";
import { alertStatuses } from "./alert-status.ts";
import type { AlertStatus } from "./alert-status.ts";
import type { LoopContext } from "../loop/context.ts";

export type { AlertGroupRow, AlertQuery, AlertRow, AlertState } from "./alert-lists.ts";

export interface AlertDesk {
  /** As Alertmanager's API takes them; a bad one costs only itself. Durable when it resolves. */
  receive(org: string, raw: readonly unknown[], actor: string): Promise<AlertReceipt & { rejects: readonly { at: string; rule: string }[] }>;
  /** Newest first. */
  list(org: string, query: AlertQuery, page: PageRequest): Promise<Page<AlertRow>>;
  find(org: string, fingerprint: string): Promise<AlertRow | undefined>;
  /** Every alert that fires, in the order of fingerprints. */
  firing(org: string): AsyncIterable<AlertRow>;
  /** Every group with every alert of it. */
  groups(org: string): AsyncIterable<AlertGroupRow>;
  /** Groups that have members, in the order of their ids, each with the first so many of its alerts. */
  groupPage(org: string, page: PageRequest, alertsEach: number): Promise<Page<AlertGroupRow>>;
  suppressions(org: string, filter: SuppressionFilter, page: PageRequest): Promise<Page<SuppressionRow>>;
  settings(org: string): Promise<AlertSettingsText>;
  /** What is absent stays as it is; throws request.invalid with every place that is wrong. */
  keepSettings(org: string, given: Partial<AlertSettingsText>, actor: string): Promise<AlertSettingsText>;
}

export function createAlertDesk(context: LoopContext): AlertDesk {
  const { store, clock } = context;
  const intake = createAlertIntake(context);
  const rowsOf = async (org: string, alerts: readonly Alert[]): Promise<AlertRow[]> => {
    const statuses = await alertStatuses(context, store.read, org, alerts);
    return alerts.map((alert, index): AlertRow => ({ ...alert, ...(statuses[index] as AlertStatus), state: stateOf(alert, statuses[index], clock.now()) }));
  };
  return {
    receive: async (org, raw, actor) => {
      const { alerts, rejects } = readAlerts(raw, clock.now());
      const receipt = alerts.length === 0 ? { received: 0, fired: 0, resolved: 0 } : await intake(org, alerts, actor);
      return { ...receipt, rejects };
    },
    list: (org, query, page) => listAlerts({ context, org, query, page, rowsOf: (alerts) => rowsOf(org, alerts) }),
    find: async (org, fingerprint) => (await rowsOf(org, await store.read.alerts.findAlerts(org, [fingerprint])))[0],
    firing: (org) => firing(context, org, rowsOf),
    groups: (org) => groups(context, org, rowsOf),
    groupPage: (org, page, alertsEach) => groupPage(context, org, page, alertsEach, rowsOf),
    suppressions: (org, filter, page) => store.read.silences.listSuppressions(org, filter, page),
    settings: async (org) => shownSettings(await alertSettings(store, store.read, org)),
    keepSettings: (org, given, actor) => keep(context, org, given, actor),
  };
}

async function keep(context: LoopContext, org: string, given: Partial<AlertSettingsText>, actor: string): Promise<AlertSettingsText> {
  const { store, clock } = context;
  const settings = readAlertSettings(await alertSettings(store, store.read, org), given);
  await store.write((ports) => keepAlertSettings(ports, org, settings, actor, clock.now()));
  context.committed();
  return shownSettings(settings);
}

function stateOf(alert: Alert, status: AlertStatus | undefined, now: Instant): AlertState {
  if (isResolvedAt(alert, now)) return "resolved";
  return status !== undefined && status.suppressedBy.length > 0 ? "suppressed" : "firing";
}
