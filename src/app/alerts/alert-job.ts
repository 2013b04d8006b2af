// The standing job of alerts: groups are flushed when they are due, silences remind, and what nobody asks for any more goes.
import { dayMs, hourMs, minuteMs, secondMs, toIso } from "../../kernel/clock.ts";
import type { Instant } from "../../kernel/clock.ts";
import { matchersText } from "../../notify/matcher.ts";
import type { Notice } from "../../notify/notice.ts";
import { silenceState } from "../../notify/silence.ts";
import type { KeptSilence } from "../../notify/suppression-store.ts";
import type { Ports } from "../../store/store.ts";
import type { Job } from "../jobs.ts";
import { flushDueGroups } from "./alert-flush.ts";
import type { LoopContext } from "../loop/context.ts";
import { enqueue } from "../loop/notices.ts";
import { silenceRetentionMs } from "./silence-desk.ts";

// A new alert wakes the job; this is for what other servers brought in.
const longestPauseMs = 15 * secondMs;
const tidyEveryMs = 5 * minuteMs;
// As Alertmanager's data.retention: what was resolved can be looked at for five days.
const alertRetentionMs = 5 * dayMs;
const suppressionRetentionMs = 30 * dayMs;
const removedAtOnce = 5000;
// Servers whose clocks differ by less see each other's work as done just now.
const clockErrorMs = 5 * minuteMs;
/** A silence that held nothing for so long is told to its author, and again after idleAgainMs. */
const idleAfterMs = dayMs;
const idleAgainMs = 7 * dayMs;

/** round: one pass over everything that is due now; for tests and the server alike. */
export function alertJob(context: LoopContext): Job & { round(): Promise<{ notices: number }> } {
  let tidiedAt: Instant | undefined;
  const round = async (): Promise<{ notices: number; nextFlushAt: Instant | undefined }> => {
    let notices = 0;
    for (;;) {
      const report = await flushDueGroups(context);
      notices += report.notices;
      if (report.groups > 0) continue;
      const now = context.clock.now();
      if (tidiedAt === undefined || now - tidiedAt >= tidyEveryMs || now < tidiedAt) { tidiedAt = now; await tidy(context); }
      return { notices, nextFlushAt: report.nextFlushAt };
    }
  };
  return {
    id: "alerts", round,
    run: async () => {
      const { nextFlushAt } = await round();
      return { againInMs: Math.min(longestPauseMs, Math.max(0, (nextFlushAt ?? Number.POSITIVE_INFINITY) - context.clock.now())) };
    },
  };
}

async function tidy(context: LoopContext): Promise<void> {
  const { store, clock } = context;
  const now = clock.now();
  await store.write(async ({ alerts, silences }) => {
    await alerts.removeAlertsBefore(now - alertRetentionMs, removedAtOnce);
    await alerts.pullBack(now, now + clockErrorMs);
    await alerts.removeToldBefore(now);
    await alerts.removeSourcesBefore(now - hourMs);
    await silences.removeSuppressionsBefore(now - suppressionRetentionMs);
    await silences.removeSilencesBefore(now - silenceRetentionMs);
  });
  const orgs = await store.read.silences.organisationsWithSilences(now);
  for (const org of orgs) await store.write((ports) => remind(context, ports, org));
  if (orgs.length > 0) context.committed();
}

async function remind(context: LoopContext, ports: Ports, org: string): Promise<void> {
  const now = context.clock.now();
  const held = await ports.silences.lastHeldOf(org, "silence");
  for (const silence of await ports.silences.silencesEndingAfter(org, now)) {
    if (silenceState(silence, now) !== "active") continue;
    if (silence.reminderMs !== undefined && silence.remindedAt === undefined && silence.endsAt - silence.reminderMs <= now) {
      await ports.silences.putSilence(org, { ...silence, remindedAt: now });
      await enqueue(context, ports, org, [expiringNotice(context, silence)]);
    }
    const idleSince = Math.max(silence.startsAt, held.get(silence.silenceId) ?? 0);
    if (now - idleSince >= idleAfterMs && now - (silence.idleToldAt ?? 0) >= idleAgainMs) {
      await ports.silences.putSilence(org, { ...silence, idleToldAt: now });
      await enqueue(context, ports, org, [idleNotice(context, silence, idleSince)]);
    }
  }
}

/** To the author: routes find the team by the label `owner`. */
const silenceNotice = ({ clock, publicUrl }: LoopContext, silence: KeptSilence): Pick<Notice, "groupKey" | "severity" | "where" | "action" | "at" | "labels" | "items"> => ({
  groupKey: `silence|${silence.silenceId}`, severity: "low", where: `Alerts with ${matchersText(silence.matchers)}.`, at: clock.now(), items: [],
  action: { label: "Open the silence", url: `${publicUrl}/silences/${silence.silenceId}` }, labels: { services: [], owner: silence.createdBy, environments: [], vulnerability: undefined },
});

const expiringNotice = (context: LoopContext, silence: KeptSilence): Notice => ({
  ...silenceNotice(context, silence), kind: "silence.expiring", title: `A silence ends soon: ${silence.comment}`,
  what: `The silence ${matchersText(silence.matchers)} by ${silence.createdBy} ends at ${toIso(silence.endsAt)}; what it covers is told again then.`,
  why: `Its reason was: ${silence.comment}`, due: toIso(silence.endsAt),
});

const idleNotice = (context: LoopContext, silence: KeptSilence, idleSince: Instant): Notice => ({
  ...silenceNotice(context, silence), kind: "silence.idle", title: `A silence matches nothing: ${silence.comment}`,
  what: `The silence ${matchersText(silence.matchers)} by ${silence.createdBy} has held nothing since ${toIso(idleSince)}.`,
  why: "It may be misspelt, or what it was made for is over; while it stands it can hide something new.", due: `it ends at ${toIso(silence.endsAt)} by itself`,
});
