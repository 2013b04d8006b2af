// Moves a page: which step is due, whom it tells, and when the next one is; pure, so that it can be replayed.
import { minuteMs } from "../../kernel/clock.ts";
import type { Instant } from "../../kernel/clock.ts";
import type { Policy } from "./oncall.ts";
import type { Page, Told } from "./page.ts";
import { recipientsOf } from "./who.ts";
import type { Duty, Recipient } from "./who.ts";

/** A step that was taken. step: its number from 0. recipients: nobody of them has a receiver when the step reached nobody. */
export interface StepTaken { round: number; step: number; recipients: readonly Recipient[] }

/** page: as it stands after these steps, with nothing told yet. */
export interface Moved { page: Page; taken: readonly StepTaken[] }

export const startPage = (page: Pick<Page, "pageId" | "incidentId" | "title" | "severity" | "policy" | "because">, now: Instant): Page =>
  ({ ...page, state: "running", step: 0, round: 0, nextAt: now + waitMs(page.policy, 0), startedAt: now, endedAt: undefined, endedBy: undefined, comment: undefined, told: [] });

const waitMs = ({ steps, giveUpAfterMinutes }: Policy, step: number): number => (steps[step]?.afterMinutes ?? giveUpAfterMinutes) * minuteMs;

/**
 * Takes every step that is due. One that reaches nobody is followed by the next at once; a whole round that reaches nobody
 * exhausts the page, since the next one would not either. Steps whose time passed while nothing ran are each a wait apart from now on.
 */
export function movePage(page: Page, duty: Duty): Moved {
  const taken: StepTaken[] = [];
  let moved = page;
  while (moved.state === "running" && moved.nextAt !== undefined && moved.nextAt <= duty.at) {
    if (moved.step >= moved.policy.steps.length) { moved = nextRound(moved, taken, duty.at); continue; }
    const step = stepOf(moved, duty);
    taken.push(step);
    moved = { ...moved, step: moved.step + 1, nextAt: duty.at + (hasReached(step) ? waitMs(moved.policy, moved.step + 1) : 0) };
  }
  return { page: moved, taken };
}

const hasReached = ({ recipients }: StepTaken): boolean => recipients.some(({ receiver }) => receiver !== undefined);

function stepOf({ policy, step, round }: Page, duty: Duty): StepTaken {
  const seen = new Set<string>();
  const recipients = (policy.steps[step]?.notify ?? []).flatMap((target) => recipientsOf(target, duty)).filter(({ receiver, person, target }) => {
    // A receiver that two targets lead to is told once.
    const key = receiver ?? `${target} ${person ?? ""}`;
    return !seen.has(key) && seen.add(key);
  });
  return { round, step, recipients };
}

function nextRound(page: Page, taken: readonly StepTaken[], now: Instant): Page {
  const { policy, round, told } = page;
  const hasReachedAny = taken.some((step) => step.round === round && hasReached(step)) || told.some((one) => one.round === round && one.receiver !== undefined);
  if (round >= policy.repeat || !hasReachedAny) return { ...page, state: "exhausted", nextAt: undefined, endedAt: now };
  return { ...page, round: round + 1, step: 0, nextAt: now };
}

/** Rows of who was told in a step, with the notices that told them. */
export const toldOf = ({ round, step, recipients }: StepTaken, at: Instant, noticeIdOf: (receiver: string) => string): Told[] =>
  recipients.map(({ target, person, receiver, why }) => ({ at, round, step, target, person, receiver, why, noticeId: receiver === undefined ? undefined : noticeIdOf(receiver) }));

/** Everyone who was told so far, each receiver once. */
export const receiversTold = ({ told }: Page): string[] => [...new Set(told.flatMap(({ receiver }) => receiver ?? []))];

/** "ana (slack-ana), team:payments (pager)". */
export const namesOf = (recipients: readonly Pick<Recipient, "target" | "person" | "receiver" | "why">[]): string =>
  recipients.map(({ target, person, receiver, why }) => (receiver === undefined ? `${person ?? target}: not told, ${why}` : `${person ?? target} (${receiver})`)).join(", ");

/** What happens next when nobody answers. */
export function nextText({ policy, step, round, state, nextAt }: Page, now: Instant): string | undefined {
  if (state !== "running" || nextAt === undefined) return undefined;
  const minutes = Math.max(0, Math.round((nextAt - now) / minuteMs));
  const when = minutes === 0 ? "at once" : minutes === 1 ? "in 1 minute" : `in ${minutes} minutes`;
  const steps = step < policy.steps.length ? policy.steps[step] : round < policy.repeat ? policy.steps[0] : undefined;
  if (steps) return `${when}: ${steps.notify.map(({ kind, name }) => `${kind}:${name}`).join(", ")}`;
  return `${when}: ${policy.thenReceivers.length > 0 ? policy.thenReceivers.map((id) => `receiver:${id}`).join(", ") : "the default receivers"} hear that nobody answered`;
}
