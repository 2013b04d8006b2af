// What the makers of events share: an event as a decoder gives it, and draws of the values that all of them have.
import type { Fields, LogSource } from "../../../../src/runtime/event.ts";
import { between } from "../../chance.ts";
import type { Chance } from "../../chance.ts";

export interface MadeEvent { logsource: LogSource; fields: Fields }

/** Makes one event; `isAttack` is one that rules are written for. */
export type Maker = (chance: Chance, isAttack: boolean) => MadeEvent;

export function pick<T>(chance: Chance, from: readonly T[]): T {
  const [one] = from.slice(Math.floor(chance() * from.length));
  if (one === undefined) throw new RangeError("there is nothing to pick from");
  return one;
}

export const hex = (chance: Chance, digits: number): string => Array.from({ length: digits }, () => Math.floor(chance() * 16).toString(16)).join("");

export const guid = (chance: Chance): string => `{${hex(chance, 8)}-${hex(chance, 4)}-${hex(chance, 4)}-${hex(chance, 4)}-${hex(chance, 12)}}`.toUpperCase();

export const address = (chance: Chance): string => (chance() < 0.5 ? `10.${between(chance, 0, 40)}.${between(chance, 0, 255)}.${between(chance, 1, 255)}` : `${between(chance, 11, 220)}.${between(chance, 0, 255)}.${between(chance, 0, 255)}.${between(chance, 1, 255)}`);

export const stamp = (chance: Chance): string => `2026-11-${String(between(chance, 1, 29)).padStart(2, "0")} ${String(between(chance, 0, 24)).padStart(2, "0")}:${String(between(chance, 0, 60)).padStart(2, "0")}:${String(between(chance, 0, 60)).padStart(2, "0")}.${between(chance, 100, 1000)}`;

const words = ["report", "invoice", "backup", "service", "update", "cache", "index", "session", "worker", "build", "release", "customer", "order", "payment", "metrics", "archive"] as const;

export const word = (chance: Chance): string => pick(chance, words);

/** A name as people and programs give them: "order-7f3a". */
export const name = (chance: Chance): string => `${word(chance)}-${hex(chance, 4)}`;
