// Who is on call when: shifts, overrides, fairness and calendars of the schedules in force.
import { calendarOf } from "../../incidents/oncall/calendar.ts";
import { fairnessOf } from "../../incidents/oncall/fairness.ts";
import type { OncallDocument, Schedule } from "../../incidents/oncall/oncall.ts";
import type { Override } from "../../incidents/oncall/shift.ts";
import { onCallAt, shiftsOf } from "../../incidents/oncall/shifts.ts";
import { recipientsOf } from "../../incidents/oncall/who.ts";
import { dayMs } from "../../kernel/clock.ts";
import type { Instant } from "../../kernel/clock.ts";
import { Fault } from "../../kernel/fault.ts";
import type { LoopContext } from "../loop/context.ts";
import { dutyAt } from "./duty.ts";
import type { OncallDesk, OnCallNowRow, OverrideRequest } from "./oncall-desk.ts";
import { ensureTokenKey, findTokenKey, readToken, renewTokenKey, signToken } from "./signed-token.ts";

type Rota = Pick<OncallDesk, "now" | "shifts" | "fairness" | "overrides" | "addOverride" | "removeOverride" | "calendar" | "renewCalendars">;

// Long enough for any hand-over that onCallAt looks for.
const yearMs = 401 * dayMs;
// A calendar reaches back a little, so that a reader does not lose what just was, and half a year ahead.
const calendarSpan = { backMs: 35 * dayMs, aheadMs: 185 * dayMs };
// More shifts than anyone reads, and few enough to answer at once.
const longestQueryMs = 2 * 366 * dayMs;

export function rota(context: LoopContext): Rota {
  const { store, clock } = context;
  const shifts: Rota["shifts"] = async (org, { schedule, from, to }) => {
    if (to <= from || to - from > longestQueryMs) throw new Fault("request.invalid", { places: [{ at: "/to", rule: "is after from, by two years at most" }] });
    const duty = await dutyAt(store.read, org, clock.now(), { from, to });
    return schedulesOf(duty.document, schedule).flatMap((one) => shiftsOf(one, duty.overrides, from, to).map((shift) => ({ ...shift, schedule: one.name })));
  };
  return {
    now: (org) => nowRows(context, org), shifts,
    fairness: async (org, query) => {
      const { document } = await dutyAt(store.read, org, clock.now());
      const [schedule] = schedulesOf(document, query.schedule);
      const members = new Set(schedulesOf(document, query.schedule).flatMap(({ layers }) => layers.flatMap(({ rotation }) => rotation)));
      return fairnessOf(await shifts(org, query), schedule?.zone ?? "UTC", document, [...members]);
    },
    overrides: (org, filter, page) => store.read.oncall.listOverrides(org, filter, page),
    addOverride: async (org, request, actor) => {
      const override = await addOverride(context, org, request, actor);
      context.committed();
      return override;
    },
    removeOverride: async (org, id, actor) => {
      const removed = await store.write(async (ports) => {
        const override = await ports.oncall.findOverride(org, id);
        if (!override || override.removedAt !== undefined) return false;
        await ports.oncall.putOverride(org, { ...override, removedAt: clock.now(), removedBy: actor });
        await ports.ledger.append(org, [{ kind: "oncall.override-removed", subject: id, actor, body: { schedule: override.schedule, person: override.person } }]);
        return true;
      });
      context.committed();
      return removed;
    },
    calendar: (token) => calendar(context, token),
    renewCalendars: async (org, actor) => {
      await store.write(async (ports) => {
        await renewTokenKey(ports, org, "calendar", clock.now());
        await ports.ledger.append(org, [{ kind: "oncall.calendars-renewed", subject: "oncall", actor, body: {} }]);
      });
      context.committed();
    },
  };
}

/** All, or the one of this name. */
function schedulesOf({ schedules }: OncallDocument, name: string | undefined): readonly Schedule[] {
  const found = name === undefined ? schedules : schedules.filter((schedule) => schedule.name === name);
  if (name !== undefined && found.length === 0) throw new Fault("request.not-found", { detail: `There is no schedule "${name}"; there are ${schedules.map((one) => one.name).join(", ") || "none"}.` });
  return found;
}

async function nowRows({ store, clock, publicUrl }: LoopContext, org: string): Promise<OnCallNowRow[]> {
  const at = clock.now();
  const duty = await dutyAt(store.read, org, at, { from: at - yearMs, to: at + yearMs });
  if (duty.document.schedules.length === 0) return [];
  const key = await findTokenKey(store.read, org, "calendar") ?? await store.write((ports) => ensureTokenKey(ports, org, "calendar", at));
  return duty.document.schedules.map((schedule): OnCallNowRow => {
    const { shift, next, isOpenEnded } = onCallAt(schedule, duty.overrides, at);
    const told = recipientsOf({ kind: "schedule", name: schedule.name }, duty);
    const why = told.flatMap((one) => one.why ?? []);
    return {
      schedule: schedule.name, zone: schedule.zone, person: shift.person, since: shift.from, until: isOpenEnded ? undefined : shift.to, overrideId: shift.overrideId, receivers: told.flatMap(({ receiver }) => receiver ?? []),
      next: next && { person: next.person, from: next.from }, calendarUrl: `${publicUrl}/oncall/calendar/${signToken(key, "calendar", [org, schedule.name])}.ics`, warning: why.length > 0 ? why.join("; ") : undefined,
    };
  });
}

async function addOverride({ store, clock, ids }: LoopContext, org: string, request: OverrideRequest, actor: string): Promise<Override> {
  return store.write(async (ports) => {
    const now = clock.now();
    const duty = await dutyAt(ports, org, now, { from: now - yearMs, to: now + yearMs });
    const schedule = duty.document.schedules.find(({ name }) => name === request.schedule);
    const places = [
      ...(schedule ? [] : [{ at: "/schedule", rule: `names the schedule ${request.schedule}, which is not in the on-call document` }]),
      ...(duty.document.people.some(({ name }) => name === request.person) ? [] : [{ at: "/person", rule: `names the person ${request.person}, who is not in the on-call document` }]),
    ];
    if (!schedule || places.length > 0) throw new Fault("oncall.override-invalid", { places });
    const { from, to } = spanOf(request, schedule, duty.overrides, now);
    const override: Override = { overrideId: ids.next("ovr"), schedule: schedule.name, person: request.person, from, to, reason: request.reason, createdAt: now, createdBy: actor, removedAt: undefined, removedBy: undefined };
    await ports.oncall.putOverride(org, override);
    await ports.ledger.append(org, [{ kind: "oncall.override-added", subject: override.overrideId, actor, body: { schedule: schedule.name, person: override.person, from, to, reason: request.reason ?? null } }]);
    return override;
  });
}

/** The asked time, or what is left of the shift that holds shiftAt. */
function spanOf({ from, to, shiftAt }: OverrideRequest, schedule: Schedule, overrides: readonly Override[], now: Instant): { from: Instant; to: Instant } {
  const wrong = (at: string, rule: string): Fault => new Fault("oncall.override-invalid", { places: [{ at, rule }] });
  if (shiftAt === undefined) {
    if (from === undefined || to === undefined) throw wrong(from === undefined ? "/from" : "/to", "is missing; give from and to, or shiftAt");
    if (to <= from || to <= now) throw wrong("/to", "is after from and after now");
    return { from, to };
  }
  if (from !== undefined || to !== undefined) throw wrong("/shiftAt", "stands alone: it means the whole of a shift");
  const { shift, isOpenEnded } = onCallAt(schedule, overrides, shiftAt);
  if (isOpenEnded || shift.to <= now) throw wrong("/shiftAt", isOpenEnded ? "lies in a shift without an end; give from and to" : "lies in a shift that is over");
  return { from: Math.max(shift.from, now), to: shift.to };
}

async function calendar({ store, clock }: LoopContext, token: string): ReturnType<Rota["calendar"]> {
  const [org, name] = await readToken(store.read, "calendar", token) ?? [];
  if (typeof org !== "string" || typeof name !== "string") return undefined;
  const now = clock.now();
  const span = { from: now - calendarSpan.backMs, to: now + calendarSpan.aheadMs };
  const duty = await dutyAt(store.read, org, now, span);
  const schedule = duty.document.schedules.find((one) => one.name === name);
  if (!schedule) return undefined;
  // The first and the last are cut by the span: an event of theirs would be shorter than the shift is.
  const shifts = shiftsOf(schedule, duty.overrides, span.from, span.to).filter((_shift, place, all) => all.length < 3 || (place > 0 && place < all.length - 1));
  return { schedule: name, text: calendarOf(schedule, shifts, now) };
}
