// The events of a sample: its fields as they are, or what a decoder reads from its raw text.
import type { Instant } from "../../../kernel/clock.ts";
import { decoders } from "../../decoders/index.ts";
import type { RuntimeEvent } from "../../event.ts";
import { decodeBody } from "../../framing.ts";
import { enrichWeb } from "../../web/enrich.ts";
import type { SampleStep } from "./sample.ts";

/** Of events that say no time; any would do. */
const someTime: Instant = Date.UTC(2026, 0, 1);

/** The events, or why there are none. place: of the step, so that times stay in order where none is said. */
export function eventsOf(step: SampleStep, place: number): readonly RuntimeEvent[] | string {
  const at = step.at ?? someTime + place * 1000;
  const read = step.kind === "raw" ? decoded(step, at) : [eventOf(step, at)];
  return typeof read === "string" ? read : read.map(enrichWeb);
}

const eventOf = (step: Exclude<SampleStep, { kind: "raw" }>, at: Instant): RuntimeEvent => ({ id: undefined, at, isTimed: step.at !== undefined, decoder: "sample", logsource: step.logsource, origin: {}, fields: step.fields, raw: JSON.stringify(step.fields) });

function decoded({ decoder: id, raw, at: said }: Extract<SampleStep, { kind: "raw" }>, at: Instant): readonly RuntimeEvent[] | string {
  const decoder = decoders.find(id);
  if (!decoder) return `no decoder is called ${id}; there are ${decoders.all.map((one) => one.id).join(", ")}`;
  const { events, rejects } = decodeBody(decoder, Buffer.from(raw), { receivedAt: at, host: undefined, settings: {} });
  // A time the sample says counts more than one the text holds: correlations are written with it.
  if (events.length > 0) return said === undefined ? events : events.map((event) => ({ ...event, at: said }));
  return `the decoder ${id} reads no event from it${rejects.map(({ rule }) => `: ${rule}`).slice(0, 1).join("")}`;
}
