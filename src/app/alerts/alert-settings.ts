// What an organisation sets of alerts: how long a silence may last, and which labels place an alert.
import { entityLabels } from "../../incidents/storm/entities.ts";
import { dayMs } from "../../kernel/clock.ts";
import type { Instant } from "../../kernel/clock.ts";
import { Fault } from "../../kernel/fault.ts";
import { durationText, parseDuration } from "../../notify/duration.ts";
import type { Ports, Store } from "../../store/store.ts";

export interface AlertSettings {
  /** Longer is a change of the routes, not a silence. */
  longestSilenceMs: number;
  /** In the order of preference: the first that an alert has is the place that is judged, the others link (src/incidents/storm/entities.ts). */
  entityLabels: readonly string[];
}

/** As people write them: a duration such as 90d, and names of labels. */
export interface AlertSettingsText { longestSilence: string; entityLabels: readonly string[] }

const defaults: AlertSettings = { longestSilenceMs: 90 * dayMs, entityLabels };
const settingName = "alert-settings";
const mostLabels = 64;
const longestName = 200;

// By store: a test or a demo may have several in one process.
const known = new WeakMap<Store, Map<string, { version: number; settings: AlertSettings }>>();

/** Only the version is read unless somebody has changed them. */
export async function alertSettings(store: Store, ports: Pick<Ports, "settings">, org: string): Promise<AlertSettings> {
  const version = await ports.settings.versionOf(org, settingName);
  const byOrg = known.get(store) ?? new Map<string, { version: number; settings: AlertSettings }>();
  known.set(store, byOrg);
  const before = byOrg.get(org);
  if (before?.version === version) return before.settings;
  const kept = version === 0 ? undefined : await ports.settings.find(org, settingName);
  const settings = kept === undefined ? defaults : JSON.parse(kept.value) as AlertSettings;
  byOrg.set(org, { version, settings });
  return settings;
}

export const shownSettings = (settings: AlertSettings): AlertSettingsText => ({ longestSilence: durationText(settings.longestSilenceMs), entityLabels: settings.entityLabels });

/** Throws request.invalid with every place that is wrong. What is absent stays as it is. */
export function readAlertSettings(before: AlertSettings, given: Partial<AlertSettingsText>): AlertSettings {
  const longestSilenceMs = given.longestSilence === undefined ? before.longestSilenceMs : parseDuration(given.longestSilence);
  const labels = given.entityLabels?.map((name) => name.trim()) ?? before.entityLabels;
  const places = [
    ...longestSilenceMs === undefined || longestSilenceMs === 0 ? [{ at: "/longestSilence", rule: "must be a duration above 0 such as 90d or 12h" }] : [],
    ...labels.length === 0 || labels.length > mostLabels ? [{ at: "/entityLabels", rule: `must name 1 to ${mostLabels} labels` }] : [],
    ...labels.flatMap((name, index) => (name === "" || name.length > longestName || labels.indexOf(name) !== index ? [{ at: `/entityLabels/${index}`, rule: `must be a label's name of up to ${longestName} characters that was not named before` }] : [])),
  ];
  if (longestSilenceMs === undefined || places.length > 0) throw new Fault("request.invalid", { places });
  return { longestSilenceMs, entityLabels: labels };
}

export async function keepAlertSettings(ports: Ports, org: string, settings: AlertSettings, actor: string, at: Instant): Promise<void> {
  await ports.settings.put(org, settingName, JSON.stringify(settings), at);
  await ports.ledger.append(org, [{ kind: "alert-settings.kept", subject: "alert-settings", actor, body: { longestSilence: durationText(settings.longestSilenceMs), entityLabels: [...settings.entityLabels] } }]);
}
