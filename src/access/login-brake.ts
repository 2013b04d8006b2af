// Slows down whoever guesses: after five wrong logins an address waits, twice as long each time.
import type { Clock, Instant } from "../kernel/clock.ts";
import { hourMs, secondMs } from "../kernel/clock.ts";

export interface LoginBrake {
  /** Milliseconds this address has to wait before it may try again; 0 = now. */
  waitMs(address: string): number;
  failed(address: string): void;
  succeeded(address: string): void;
}

const freeTries = 5;
const longestWaitMs = hourMs;
// Bounds the memory an attacker with many addresses can take; the oldest address is forgotten first.
const addressLimit = 10_000;

export function createLoginBrake(clock: Clock): LoginBrake {
  const misses = new Map<string, { count: number; untilAt: Instant }>();
  return {
    waitMs: (address) => Math.max(0, (misses.get(address)?.untilAt ?? 0) - clock.now()),
    failed(address) {
      const count = (misses.get(address)?.count ?? 0) + 1;
      misses.delete(address);
      misses.set(address, { count, untilAt: clock.now() + waitAfter(count) });
      const [oldest] = misses.keys();
      if (misses.size > addressLimit && oldest !== undefined) misses.delete(oldest);
    },
    succeeded: (address) => { misses.delete(address); },
  };
}

const waitAfter = (count: number): number => (count < freeTries ? 0 : Math.min(longestWaitMs, 2 ** (count - freeTries) * secondMs));
