// The sets of payload values that a block is sent with, one after the other, by its mode of attack.
import type { Attack, Payload } from "./template.ts";

export type PayloadSet = ReadonlyMap<string, string>;

/** How many sets there are: told when it is more than are sent. */
export function countSets(payloads: readonly Payload[], attack: Attack): number {
  const sizes = payloads.map(({ values }) => values.length);
  if (sizes.length === 0) return 1;
  if (attack === "batteringram") return sizes.reduce((sum, size) => sum + size, 0);
  return attack === "pitchfork" ? Math.min(...sizes) : sizes.reduce((product, size) => product * size, 1);
}

/** batteringram: one name after the other. pitchfork: side by side. clusterbomb: each with each, the first name changing fastest. */
export function* payloadSets(payloads: readonly Payload[], attack: Attack): Generator<PayloadSet> {
  if (payloads.length === 0) { yield new Map(); return; }
  if (attack === "batteringram") {
    for (const { name, values } of payloads) for (const value of values) yield new Map([[name, value]]);
    return;
  }
  const count = countSets(payloads, attack);
  for (let at = 0; at < count; at++) yield attack === "pitchfork" ? sideBySide(payloads, at) : eachWithEach(payloads, at);
}

const sideBySide = (payloads: readonly Payload[], at: number): PayloadSet => new Map(payloads.map(({ name, values }) => [name, values[at] ?? ""]));

function eachWithEach(payloads: readonly Payload[], at: number): PayloadSet {
  let rest = at;
  return new Map(payloads.map(({ name, values }) => {
    const value = values[rest % values.length] ?? "";
    rest = Math.floor(rest / values.length);
    return [name, value];
  }));
}
