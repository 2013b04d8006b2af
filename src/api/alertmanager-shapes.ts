// The shapes of Alertmanager's API v2, and its filters.
import Type from "typebox";
import type { AlertRow } from "../app/alerts/alert-desk.ts";
import type { SilenceRow } from "../app/alerts/silence-desk.ts";
import { compileMatchers } from "../notify/matcher.ts";
import type { Matcher } from "../notify/matcher.ts";

/** Once, or repeated. */
export const filterQuery = Type.Optional(Type.Union([Type.String({ maxLength: 4096 }), Type.Array(Type.String({ maxLength: 4096 }), { maxItems: 100 })]));
export const textsOf = (given: string | readonly string[] | undefined): readonly string[] => (given === undefined ? [] : [given].flat());

interface Wanted { active?: boolean; silenced?: boolean; inhibited?: boolean; muted?: boolean; unprocessed?: boolean }

/** Each is true unless it is asked not to be. Nothing is ever unprocessed here: an alert is in its groups when it is acknowledged. */
export const isAlertShown = ({ active = true, silenced = true, inhibited = true, muted = true }: Wanted) => (row: AlertRow): boolean =>
  (active || isHeld(row)) && (silenced || row.silencedBy.length === 0) && (inhibited || row.inhibitedBy.length === 0) && (muted || row.mutedBy.length === 0);

// As Alertmanager counts: quiet times do not make an alert suppressed, only its groups.
const isHeld = ({ silencedBy, inhibitedBy }: AlertRow): boolean => silencedBy.length + inhibitedBy.length > 0;

const timeOf = (at: number): string => new Date(at).toISOString();

export const v2Alert = (row: AlertRow) => ({
  annotations: row.annotations, endsAt: timeOf(row.endsAt), fingerprint: row.fingerprint, receivers: row.receivers.map((name) => ({ name })), startsAt: timeOf(row.startsAt),
  status: { inhibitedBy: row.inhibitedBy, silencedBy: row.silencedBy, mutedBy: row.mutedBy, state: isHeld(row) ? "suppressed" : "active" },
  updatedAt: timeOf(row.updatedAt), ...(row.generatorUrl === "" ? {} : { generatorURL: row.generatorUrl }), labels: row.labels,
});

export const v2Silence = (row: SilenceRow) => ({
  id: row.silenceId, status: { state: row.state }, updatedAt: timeOf(row.updatedAt), comment: row.comment, createdBy: row.createdBy, endsAt: timeOf(row.endsAt),
  matchers: row.matchers.map(({ name, op, value }) => ({ name, value, isRegex: op.endsWith("~"), isEqual: !op.startsWith("!") })), startsAt: timeOf(row.startsAt),
});

/** A filter is held against what the silence's own matchers say, name by name (api/v2, CheckSilenceMatchesFilterLabels). */
export function isSilenceShown(filter: readonly Matcher[]): (row: SilenceRow) => boolean {
  const tests = filter.map((matcher) => ({ matcher, holds: compileMatchers([matcher]) }));
  return ({ matchers }) => {
    const said = Object.fromEntries(matchers.map(({ name, value }) => [name, value]));
    return tests.every(({ matcher: { name, op, value }, holds }) => {
      const isThere = said[name] !== undefined;
      if (value === "" && (op.startsWith("!") ? isThere : !isThere)) return true;
      return holds(said);
    });
  };
}
