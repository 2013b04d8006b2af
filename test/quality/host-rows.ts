// How well the rules for hosts, containers, clusters, clouds and networks find what the shared data holds: a row per set, for the table.
import { hostCases, isThere } from "./host-cases.ts";
import type { HostCase } from "./host-cases.ts";
import { openDetect } from "./host-detect.ts";
import type { Detect } from "./host-detect.ts";

/** found of attacks: one of the meant rules fired. falseAlarms of quiet: a meant rule fired all the same. missed and alarmed: names of cases, not their text. */
export interface HostRow { set: string; attacks: number; found: number; quiet: number; falseAlarms: number; missed: readonly string[]; alarmed: readonly string[] }

export { isThere };

// Names of rules that only keep a record of who changed what; a quiet case may fire them.
const records = new Set(["kubernetes/workload-changed", "kubernetes/roles-and-secrets-changed", "kubernetes/namespace-changed", "kubernetes/pod-started-in-system-namespace", "cloud/aws-object-batch-deleted"]);
// The detonation logs carry the name of the tool that made them; finding that would be finding the test.
const leaveOut = ["cloud/aws-attack-system"];

function fires({ decoder, text, rules }: HostCase, detect: Detect): boolean {
  const { fired } = detect(decoder, text);
  return rules === undefined ? [...fired].some((name) => !records.has(name)) : rules.some((name) => fired.has(name));
}

function rowOf(set: string, cases: readonly HostCase[], detect: Detect): HostRow {
  const judged = cases.map((one) => ({ ...one, fired: fires(one, detect) }));
  const [attacks, quiet] = [judged.filter(({ attack }) => attack), judged.filter(({ attack }) => !attack)];
  const [missed, alarmed] = [attacks.filter(({ fired }) => !fired), quiet.filter(({ fired }) => fired)];
  return { set, attacks: attacks.length, found: attacks.length - missed.length, quiet: quiet.length, falseAlarms: alarmed.length, missed: missed.map(({ name }) => name), alarmed: alarmed.map(({ name }) => name) };
}

/** Empty when the shared data is not there. */
export async function hostRows(): Promise<HostRow[]> {
  const detect = await openDetect({ leaveOut });
  return [...Map.groupBy(hostCases(), ({ set }) => set)].map(([set, cases]) => rowOf(set, cases, detect));
}
