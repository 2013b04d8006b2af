// Cuts pods off the network without ending them: a NetworkPolicy that selects them and allows nothing, so that memory and disk stay for forensics.
import { done } from "../../step-kind.ts";
import type { KubernetesAnswer, KubernetesObject, KubernetesPort, KubernetesRef, StepCall, Values } from "../../step-kind.ts";
import { deploymentRef, nameOf, outcomeOfProblem, podLabels, podRef, podsOf, saidOfProblem, touchedBy } from "./action.ts";
import type { Action } from "./action.ts";

const runLabel = "aftwatch.dev/run";

// A Kubernetes name holds 63 lower-case letters and digits; ids of runs are upper-case ULIDs.
const policyName = ({ runId, stepId }: StepCall): string => `aftwatch-${runId.slice(-12).toLowerCase()}-${stepId}`.slice(0, 63).replace(/[^a-z0-9]+$/, "");
const policyRef = (values: Values, call: StepCall): KubernetesRef => ({ apiVersion: "networking.k8s.io/v1", kind: "NetworkPolicy", namespace: values.text("namespace"), name: policyName(call) });

/** What it selects: a Deployment's pods by its selector, or one pod by all its labels. */
async function selected(values: Values, port: KubernetesPort): Promise<KubernetesAnswer<{ labels: Record<string, string>; object: KubernetesObject }>> {
  const isPod = values.optional("pod") !== undefined;
  const found = await port.read(isPod ? podRef(values) : deploymentRef(values));
  if (found.kind !== "ok") return found;
  return { kind: "ok", value: { object: found.value, labels: isPod ? { ...found.value.metadata.labels } : podLabels(found.value) } };
}

function policyOf(values: Values, call: StepCall, labels: Record<string, string>): KubernetesObject {
  return {
    apiVersion: "networking.k8s.io/v1", kind: "NetworkPolicy",
    metadata: { name: policyName(call), namespace: values.text("namespace"), labels: { [runLabel]: call.runId, "app.kubernetes.io/managed-by": "aftwatch" }, annotations: { "aftwatch.dev/incident": `INC-${call.incident.number}` } },
    // No rules: nothing in, nothing out (Kubernetes docs, "Default deny all ingress and all egress traffic").
    spec: { podSelector: { matchLabels: labels }, policyTypes: ["Ingress", "Egress"] },
  };
}

export const quarantine: Action = {
  id: "quarantine", destructive: true, idempotent: true, needs: [["deployment", "pod"]],
  async preview(values, port) {
    const found = await selected(values, port);
    const ref = values.optional("pod") !== undefined ? podRef(values) : deploymentRef(values);
    if (found.kind !== "ok") return { said: saidOfProblem(found), touches: [touchedBy(ref)] };
    const pods = ref.kind === "Pod" ? [] : await podsOf(port, found.value.object);
    return { said: `cuts ${nameOf(ref)} off the network${pods.length > 0 ? `: ${pods.length} pods` : ""}; they go on running, where the cluster's network enforces policies`, touches: [touchedBy(ref), ...pods] };
  },
  async run(values, port, call) {
    const found = await selected(values, port);
    if (found.kind !== "ok") return outcomeOfProblem(found, "what to quarantine");
    const { labels } = found.value;
    // An empty selector would cut off the whole namespace.
    if (Object.keys(labels).length === 0) return { kind: "failed", why: "it has no labels to select it by, and a policy without a selector would cut off the whole namespace" };
    const made = await port.create(policyOf(values, call, labels));
    if (made.kind === "ok") return done(`cut off by the NetworkPolicy ${policyName(call)}`, { policy: policyName(call), labels });
    if (made.status !== 409) return outcomeOfProblem(made, `NetworkPolicy ${policyName(call)}`);
    const there = await port.read(policyRef(values, call));
    return there.kind === "ok" && there.value.metadata.labels?.[runLabel] === call.runId
      ? done(`cut off by the NetworkPolicy ${policyName(call)}, which was there already`, { policy: policyName(call), labels })
      : { kind: "failed", why: `a NetworkPolicy ${policyName(call)} of somebody else is there` };
  },
  async undo(values, _output, port, call) {
    const ref = policyRef(values, call);
    const there = await port.read(ref);
    if (there.kind === "problem" && there.status === 404) return done(`the NetworkPolicy ${ref.name} is gone already`);
    if (there.kind !== "ok") return outcomeOfProblem(there, nameOf(ref));
    if (there.value.metadata.labels?.[runLabel] !== call.runId) return { kind: "failed", why: `${nameOf(ref)} is of somebody else: it is left alone` };
    const removed = await port.remove(ref);
    return removed.kind === "ok" || removed.status === 404 ? done(`removed the NetworkPolicy ${ref.name}`) : outcomeOfProblem(removed, nameOf(ref));
  },
};
