// Acts on a cluster: labels, holds nodes back, scales, rolls back, isolates pods; through the official client.
import { defineStepKind } from "../../step-kind.ts";
import type { KubernetesPort, PreviewContext, StepOutcome, Values, WrongField } from "../../step-kind.ts";
import { actionOf, actions } from "./actions.ts";

export const kubernetes = defineStepKind({
  id: "kubernetes", lane: "outside", about: "Labels, annotates, cordons, scales, rolls back, quarantines or deletes a pod in a Kubernetes cluster.",
  destructive: `for ${actions.filter(({ destructive }) => destructive).map(({ id }) => id).join(", ")}`, idempotent: `but for ${actions.filter(({ idempotent }) => !idempotent).map(({ id }) => id).join(", ")}`,
  isDestructive: (values) => ({ destructive: actionOf(values)?.destructive ?? true, open: false }),
  isIdempotent: (values) => actionOf(values)?.idempotent ?? false,
  fields: [
    { name: "action", about: actions.map(({ id }) => id).join(", "), type: "text", required: true, choices: actions.map(({ id }) => id) },
    { name: "namespace", about: "of the object; not for nodes", type: "text" },
    { name: "deployment", about: "a Deployment by name", type: "text" },
    { name: "pod", about: "a Pod by name", type: "text" },
    { name: "node", about: "a Node by name", type: "text" },
    { name: "key", about: "of the label or annotation", type: "text" },
    { name: "value", about: "of the label or annotation; absent takes it away", type: "text" },
    { name: "replicas", about: "how many, for scale", type: "number", most: 10_000 },
    { name: "revision", about: "of the Deployment, for rollback; the one before when absent", type: "number", least: 1 },
  ],
  check: missingFor,
  preview: async (values, context) => {
    const port = await context.world.kubernetes();
    const action = actionOf(values);
    if (!action) return { said: "would fail: unknown action", touches: [] };
    if ("missing" in port) return { said: `would fail: ${port.missing}`, touches: [] };
    return action.preview(values, port, context as PreviewContext);
  },
  run: (values, context) => on(context.world.kubernetes(), (port) => actionOf(values)?.run(values, port, context)),
  undo: (values, output, context) => on(context.world.kubernetes(), (port) => actionOf(values)?.undo(values, output, port, context)),
});

async function on(asked: Promise<KubernetesPort | { missing: string }>, work: (port: KubernetesPort) => Promise<StepOutcome> | undefined): Promise<StepOutcome> {
  const port = await asked;
  if ("missing" in port) return { kind: "missing", why: port.missing };
  return await work(port) ?? { kind: "failed", why: "there is no such action" };
}

function missingFor(values: Values): WrongField[] {
  const action = actionOf(values);
  if (!action) return [];
  const isGiven = (name: string): boolean => values.raw[name] !== undefined && values.raw[name] !== "";
  const lacking = action.needs.filter((names) => !names.some(isGiven)).map((names) => ({ at: `/${names[0] ?? ""}`, rule: `is missing: ${action.id} needs ${names.join(" or ")}` }));
  const namespaced = !isGiven("node") && !isGiven("namespace") ? [{ at: "/namespace", rule: "is missing: only nodes have none" }] : [];
  return [...lacking, ...namespaced];
}
