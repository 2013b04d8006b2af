// Silences as the doors see them: made, changed, ended early, and what each covers.
import { createHash } from "node:crypto";
import type { Instant } from "../../kernel/clock.ts";
import { dayMs, hourMs } from "../../kernel/clock.ts";
import { Fault } from "../../kernel/fault.ts";
import type { Alert } from "../../notify/alert.ts";
import { compileMatchers } from "../../notify/matcher.ts";
import type { Matcher } from "../../notify/matcher.ts";
import { editSilence, readSilence, silenceState } from "../../notify/silence.ts";
import type { SilenceDraft, SilenceState } from "../../notify/silence.ts";
import type { KeptSilence } from "../../notify/suppression-store.ts";
import type { Ports } from "../../store/store.ts";
import { alertSettings } from "./alert-settings.ts";
import type { LoopContext } from "../loop/context.ts";

/** Kept so long after its end, as Alertmanager keeps them (data.retention). */
export const silenceRetentionMs = 5 * dayMs;
// Shorter ones end before anybody has forgotten them.
const remindFromMs = 4 * hourMs;

/** covers: alerts that fire now and match. */
export interface SilencePreview { covers: number; firing: number; alerts: readonly Alert[]; note: string }
export interface SilenceRow extends KeptSilence { state: SilenceState; lastHeldAt: Instant | undefined }

export interface SilenceDesk {
  /** Active ones by their end, then pending by their start, then expired, the last first. */
  list(org: string, state?: SilenceState): Promise<readonly SilenceRow[]>;
  find(org: string, silenceId: string): Promise<SilenceRow | undefined>;
  /** Changes the one with this id, or makes one. A change of what it covers ends it and makes another (Alertmanager's rule). */
  put(org: string, silenceId: string | undefined, raw: unknown, actor: string): Promise<SilenceRow>;
  expire(org: string, silenceId: string, actor: string): Promise<"expired" | "not-found" | "already-expired">;
  preview(org: string, matchers: readonly Matcher[]): Promise<SilencePreview>;
}

export function createSilenceDesk(context: LoopContext): SilenceDesk {
  const { store, clock } = context;
  const rowOf = async (org: string, silence: KeptSilence): Promise<SilenceRow> =>
    ({ ...silence, state: silenceState(silence, clock.now()), lastHeldAt: await store.read.silences.lastHeldAt(org, "silence", silence.silenceId) });
  const changed = async (ports: Ports, org: string, kind: string, silence: KeptSilence, actor: string): Promise<void> => {
    await ports.silences.putSilence(org, silence);
    // Counted up: whoever holds silences in memory reads them again.
    await ports.settings.put(org, "silences", "", clock.now());
    const { silenceId, matchers, startsAt, endsAt, comment, createdBy } = silence;
    await ports.ledger.append(org, [{ kind, subject: silenceId, actor, body: { matchers: matchers.map(({ name, op, value }) => `${name}${op}${value}`), startsAt, endsAt, comment, createdBy } }]);
  };
  return {
    list: async (org, state) => {
      const [silences, held] = [await store.read.silences.silencesEndingAfter(org, clock.now() - silenceRetentionMs), await store.read.silences.lastHeldOf(org, "silence")];
      const rows = silences.map((silence): SilenceRow => ({ ...silence, state: silenceState(silence, clock.now()), lastHeldAt: held.get(silence.silenceId) }));
      return rows.filter((row) => state === undefined || row.state === state).toSorted(byUrgency);
    },
    find: async (org, id) => {
      const silence = await store.read.silences.findSilence(org, id);
      return silence && rowOf(org, silence);
    },
    put: async (org, id, raw, actor) => {
      const { longestSilenceMs } = await alertSettings(store, store.read, org);
      const draft = withReminder(readSilence(raw, clock.now(), { longestMs: longestSilenceMs }));
      const silence = await store.write((ports) => save(context, ports, org, id, draft, (kind, one) => changed(ports, org, kind, one, actor)));
      context.committed();
      return rowOf(org, silence);
    },
    expire: async (org, id, actor) => {
      const outcome = await store.write(async (ports) => {
        const silence = await ports.silences.findSilence(org, id);
        if (silence === undefined) return "not-found";
        if (silenceState(silence, clock.now()) === "expired") return "already-expired";
        await changed(ports, org, "silence.expired", ended(silence, clock.now()), actor);
        return "expired";
      });
      context.committed();
      return outcome;
    },
    preview: (org, matchers) => preview(store.read, org, matchers, clock.now()),
  };
}

const order: readonly SilenceState[] = ["active", "pending", "expired"];
function byUrgency(a: SilenceRow, b: SilenceRow): number {
  if (a.state !== b.state) return order.indexOf(a.state) - order.indexOf(b.state);
  const difference = a.state === "pending" ? a.startsAt - b.startsAt : a.state === "active" ? a.endsAt - b.endsAt : b.endsAt - a.endsAt;
  return difference || (a.silenceId < b.silenceId ? -1 : 1);
}

/** One that lasts is followed by a reminder an hour before its end, unless the sender says otherwise. */
const withReminder = (draft: SilenceDraft): SilenceDraft => (draft.reminderMs === undefined && draft.endsAt - draft.startsAt >= remindFromMs ? { ...draft, reminderMs: hourMs } : draft);

/** Ended now; one that has not begun ends where it begins. */
const ended = (silence: KeptSilence, now: Instant): KeptSilence => ({ ...silence, startsAt: Math.min(silence.startsAt, now), endsAt: now, updatedAt: now });

async function save({ clock, ids }: LoopContext, ports: Ports, org: string, id: string | undefined, draft: SilenceDraft, keep: (kind: string, silence: KeptSilence) => Promise<void>): Promise<KeptSilence> {
  const now = clock.now();
  const fresh = (): KeptSilence => ({ ...draft, silenceId: uuidOf(ids.next("sil")), updatedAt: now, remindedAt: undefined, idleToldAt: undefined });
  const kept = id === undefined ? undefined : await ports.silences.findSilence(org, id);
  if (id !== undefined && kept === undefined) throw new Fault("request.not-found", { detail: `There is no silence ${id}.` });
  const edit = kept && editSilence(kept, draft, now);
  const silence: KeptSilence = edit?.kind === "same-id" ? { ...edit.silence, updatedAt: now, remindedAt: undefined, idleToldAt: undefined } : fresh();
  if (kept && edit?.kind === "new-id" && edit.expire) await keep("silence.expired", ended(kept, now));
  await keep(edit?.kind === "same-id" ? "silence.changed" : "silence.made", silence);
  return silence;
}

// Tools of Alertmanager take a silence's id for a UUID; RFC 9562 section 5.8 leaves the bits to us.
function uuidOf(id: string): string {
  const hex = createHash("sha256").update(id).digest("hex");
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

const perPage = 500;
const alertsShown = 20;

async function preview(ports: Ports, org: string, matchers: readonly Matcher[], now: Instant): Promise<SilencePreview> {
  const covers = compileMatchers(matchers);
  const found: { count: number; firing: number; alerts: Alert[] } = { count: 0, firing: 0, alerts: [] };
  for (let after: string | undefined; ;) {
    const page = await ports.alerts.alertsAfter(org, { state: "firing", now }, after, perPage);
    found.firing += page.length;
    for (const alert of page.filter(({ labels }) => covers(labels))) {
      found.count += 1;
      if (found.alerts.length < alertsShown) found.alerts.push(alert);
    }
    if (page.length < perPage) break;
    after = page.at(-1)?.fingerprint;
  }
  return { covers: found.count, firing: found.firing, alerts: found.alerts, note: found.count === 0 ? `matches nothing: none of the ${found.firing} alerts that fire now` : `covers ${found.count} of the ${found.firing} alerts that fire now` };
}

