// Who gets what a receiver cannot be given, and that a chain of fallbacks comes to an end.
import { Fault } from "../kernel/fault.ts";
import type { Claim, Settlement } from "./notice-store.ts";
import type { ReceiverCommon } from "./receiver-settings.ts";

/** A fallback that does not exist, or leads back to where it began, would lose messages in silence: throws settings.invalid. */
export function checkFallback(receiverId: string, fallback: string | undefined, others: ReadonlyMap<string, string | undefined>): void {
  if (fallback === undefined) return;
  const chain = [receiverId];
  for (let next: string | undefined = fallback; next !== undefined; next = others.get(next)) {
    const isKnown = next === receiverId || others.has(next);
    if (!isKnown) refuse(`names the receiver ${next}, which does not exist`);
    if (chain.includes(next)) refuse(`leads in a circle: ${[...chain, next].join(" to ")}`);
    chain.push(next);
  }
}

function refuse(rule: string): never {
  throw new Fault("settings.invalid", { detail: `fallback ${rule}`, places: [{ at: "/common/fallback", rule }] });
}

/** What is final and did not arrive goes to the fallback at once; what is undelivered for too long is handed over while it is still tried (app/delivery/receiver-job.ts). */
export function fallbackFor({ receiverId }: Pick<Claim, "receiverId">, state: Settlement["state"], why: string | undefined, { fallback }: ReceiverCommon): Settlement["fallback"] {
  if (fallback === undefined || (state !== "dead" && state !== "refused")) return undefined;
  return { receiverId: fallback, because: becauseOf(receiverId, why) };
}

export const becauseOf = (receiverId: string, why: string | undefined): string => `${receiverId} could not be reached${why === undefined ? "" : `: ${why}`}`;
