// The settings a sender may give with its events: those its decoder names, so that a misspelt one is told and not passed over.
import { Fault } from "../../kernel/fault.ts";
import type { Decoder } from "../../runtime/decoder.ts";
import { decoders } from "../../runtime/decoders/index.ts";

/** Throws request.invalid with the names there are. Of "auto": what any decoder knows. */
export function checkDecoderSettings(decoder: Decoder | "auto", settings: Readonly<Record<string, string>>): void {
  const known = decoder === "auto" ? decoders.all.flatMap((one) => Object.keys(one.settings)) : Object.keys(decoder.settings);
  const unknown = Object.keys(settings).filter((name) => !known.some((one) => (one.endsWith("*") ? name.startsWith(one.slice(0, -1)) : one === name)));
  if (unknown.length === 0) return;
  const there = known.length === 0 ? "It has none." : `It has ${[...new Set(known)].join(", ")}.`;
  throw new Fault("request.invalid", { places: unknown.map((name) => ({ at: `/settings/${name}`, rule: `is no setting of ${decoder === "auto" ? "any decoder" : decoder.id}`, mend: there })) });
}
