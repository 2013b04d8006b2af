// What has called us, by token: bounded, and awaited by those who asked.
import type { Clock } from "../../kernel/clock.ts";
import type { Interaction } from "../out-of-band.ts";

export interface Interactions {
  /** A name that was given out: only these are kept. */
  expect(token: string): void;
  record(token: string, interaction: Omit<Interaction, "at">): void;
  seen(token: string, withinMs: number): Promise<readonly Interaction[]>;
  /** Ends every wait. */
  end(): void;
}

// A target that calls in a loop shows nothing more by its thousandth call.
const keptPerToken = 20;

export function createInteractions(clock: Clock): Interactions {
  const byToken = new Map<string, Interaction[]>();
  const waiting = new Map<string, Set<() => void>>();
  const wake = (token: string): void => { for (const one of waiting.get(token) ?? []) one(); };
  return {
    expect: (token) => { if (!byToken.has(token)) byToken.set(token, []); },
    record: (token, interaction) => {
      const kept = byToken.get(token);
      if (kept === undefined || kept.length >= keptPerToken) return;
      kept.push({ at: clock.now(), ...interaction });
      wake(token);
    },
    seen: async (token, withinMs) => {
      if ((byToken.get(token)?.length ?? 0) === 0 && withinMs > 0) await firstOf(waiting, token, withinMs);
      return [...byToken.get(token) ?? []];
    },
    end: () => { for (const token of waiting.keys()) wake(token); },
  };
}

function firstOf(waiting: Map<string, Set<() => void>>, token: string, withinMs: number): Promise<void> {
  return new Promise((resolve) => {
    const all = waiting.get(token) ?? new Set();
    waiting.set(token, all);
    const done = (): void => { clearTimeout(timer); all.delete(done); if (all.size === 0) waiting.delete(token); resolve(); };
    const timer = setTimeout(done, withinMs);
    all.add(done);
  });
}
