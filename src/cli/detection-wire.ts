// A detection of the API as the domain has it: null is undefined, and texts of time are instants.
import type { DetectionDetail } from "../contract/runtime.ts";
import { parseInstant } from "../kernel/clock.ts";
import type { Instant } from "../kernel/clock.ts";
import { Fault } from "../kernel/fault.ts";
import type { Detection, Sample } from "../runtime/detection.ts";
import type { RuntimeEvent } from "../runtime/event.ts";

type Without<T> = { [K in keyof T]: null extends T[K] ? Exclude<T[K], null> | undefined : T[K] };

const known = <T extends object>(row: T): Without<T> => Object.fromEntries(Object.entries(row).map(([name, value]) => [name, value ?? undefined])) as Without<T>;

function instantOf(text: string): Instant {
  const at = parseInstant(text);
  if (at === undefined) throw new Fault("cli.server-strange", { detail: `It says that something happened at ${JSON.stringify(text)}.` });
  return at;
}

/** Throws cli.server-strange when a time is none. The key stays with the server. */
export function detectionFrom({ id, samples, components: _components, incident: _incident, ...row }: DetectionDetail): { detection: Detection; samples: readonly Sample[] } {
  const { deployedAt, ...placement } = row.placement;
  const detection: Detection = {
    ...known(row), detectionId: id, key: "", evidence: known(row.evidence), placement: { ...known(placement), deployedAt: deployedAt === null ? undefined : instantOf(deployedAt) },
    why: { sentences: row.why.sentences, proof: row.why.proof as Detection["why"]["proof"] }, firstAt: instantOf(row.firstAt), lastAt: instantOf(row.lastAt), detectedAt: instantOf(row.detectedAt),
  };
  return { detection, samples: samples.map((one) => ({ detectionId: id, slot: one.slot, eventKey: one.id ?? "", event: eventFrom(one) })) };
}

// What has no id or no time of its own is not told apart on the wire from what has.
const eventFrom = ({ id, at, decoder, logsource, origin, fields, raw }: DetectionDetail["samples"][number]): RuntimeEvent =>
  ({ id: id ?? undefined, at: instantOf(at), isTimed: true, decoder, logsource: logsource as RuntimeEvent["logsource"], origin: origin as RuntimeEvent["origin"], fields: fields as RuntimeEvent["fields"], raw });
