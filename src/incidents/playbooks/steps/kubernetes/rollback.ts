// Puts a Deployment back to an earlier revision, as `kubectl rollout undo` does: the pod template of an old ReplicaSet becomes the present one.
import { done, isObject } from "../../step-kind.ts";
import type { KubernetesObject, KubernetesPort, RawObject, StepOutcome, Values } from "../../step-kind.ts";
import { deploymentRef, memberAt, nameOf, outcomeOfProblem, podLabels, podsOf, saidOfProblem, touchedBy } from "./action.ts";
import type { Action } from "./action.ts";

const revisionNote = "deployment.kubernetes.io/revision";
// The Deployment controller puts it on each ReplicaSet's template; it is not part of what the author wrote.
const hashLabel = "pod-template-hash";

const revisionOf = ({ metadata }: KubernetesObject): number => Number(metadata.annotations?.[revisionNote] ?? 0);

interface Found { deployment: KubernetesObject; current: number; target: KubernetesObject }

async function find(values: Values, port: KubernetesPort, wanted: number | undefined): Promise<Found | StepOutcome> {
  const ref = deploymentRef(values);
  const read = await port.read(ref);
  if (read.kind !== "ok") return outcomeOfProblem(read, nameOf(ref));
  const deployment = read.value;
  const listed = await port.list({ apiVersion: "apps/v1", kind: "ReplicaSet", namespace: values.text("namespace"), labels: podLabels(deployment) });
  if (listed.kind !== "ok") return outcomeOfProblem(listed, `ReplicaSets of ${nameOf(ref)}`);
  const current = revisionOf(deployment);
  const owned = listed.value.filter(({ metadata }) => metadata.ownerReferences?.some(({ uid }) => uid === deployment.metadata.uid)).toSorted((a, b) => revisionOf(b) - revisionOf(a));
  const target = owned.find((set) => (wanted === undefined ? revisionOf(set) < current : revisionOf(set) === wanted));
  if (!target) return { kind: "failed", why: wanted === undefined ? `${nameOf(ref)} has no revision before ${current}` : `${nameOf(ref)} has no revision ${wanted}; it has ${owned.map(revisionOf).join(", ") || "none"}` };
  return { deployment, current, target };
}

async function rollTo(values: Values, port: KubernetesPort, { current, target }: Found): Promise<StepOutcome> {
  const ref = deploymentRef(values);
  const to = revisionOf(target);
  if (to === current) return done(`${nameOf(ref)} is at revision ${to} already`, { from: current, to });
  const patched = await port.patch(ref, { metadata: { annotations: { "kubernetes.io/change-cause": `aftwatch: rolled back to revision ${to}` } }, spec: { template: templateOf(target) } });
  return patched.kind === "ok" ? done(`rolled ${nameOf(ref)} back from revision ${current} to ${to}`, { from: current, to }) : outcomeOfProblem(patched, nameOf(ref));
}

/** null takes a member away in a merge patch: the hash must not come back. */
function templateOf(set: KubernetesObject): RawObject {
  const template = structuredClone(memberAt(set, "spec", "template")) as { metadata?: { labels?: Record<string, string | null> } };
  if (template.metadata?.labels) template.metadata.labels[hashLabel] = null;
  return template as unknown as RawObject;
}

export const rollback: Action = {
  id: "rollback", destructive: true, idempotent: false, needs: [["deployment"]],
  async preview(values, port) {
    const ref = deploymentRef(values);
    const read = await port.read(ref);
    if (read.kind !== "ok") return { said: saidOfProblem(read), touches: [touchedBy(ref)] };
    const found = await find(values, port, values.number("revision"));
    if ("kind" in found) return { said: `would fail: ${"why" in found ? found.why : ""}`, touches: [touchedBy(ref)] };
    return { said: `rolls ${nameOf(ref)} back from revision ${found.current} to ${revisionOf(found.target)}: its pods are replaced`, touches: [touchedBy(ref), ...await podsOf(port, found.deployment)] };
  },
  async run(values, port) {
    const found = await find(values, port, values.number("revision"));
    return "kind" in found ? found : rollTo(values, port, found);
  },
  async undo(values, output, port) {
    const from = isObject(output) && typeof output["from"] === "number" ? output["from"] : undefined;
    if (from === undefined) return { kind: "failed", why: "the revision it had before is not on record" };
    const found = await find(values, port, from);
    return "kind" in found ? found : rollTo(values, port, found);
  },
};
