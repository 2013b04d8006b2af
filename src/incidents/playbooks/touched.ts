// What a step touches: the blast radius, thing by thing.

const touchedKinds = ["service", "deployment", "pod", "node", "workload", "finding", "incident", "receiver", "url", "person"] as const;
export interface Touched { kind: (typeof touchedKinds)[number]; name: string }

/** Each thing once, in the order of their naming. */
function distinctTouched(all: readonly Touched[]): Touched[] {
  return [...new Map(all.map((one) => [`${one.kind} ${one.name}`, one])).values()];
}

export interface BlastRadius { services: readonly string[]; deployments: readonly string[]; workloads: readonly string[]; pods: readonly string[]; nodes: readonly string[]; findings: readonly string[] }

export function blastOf(all: readonly Touched[]): BlastRadius {
  const of = (kind: Touched["kind"]): string[] => distinctTouched(all).filter((one) => one.kind === kind).map(({ name }) => name).toSorted();
  return { services: of("service"), deployments: of("deployment"), workloads: of("workload"), pods: of("pod"), nodes: of("node"), findings: of("finding") };
}
