// What one action on a cluster is, and how the API server's answers become outcomes.
import type { KubernetesAnswer, KubernetesObject, KubernetesPort, KubernetesRef, Raw, StepCall, StepOutcome, Touched, Values } from "../../step-kind.ts";

export interface Action {
  id: string;
  destructive: boolean;
  idempotent: boolean;
  /** Of each list, one must be given. */
  needs: readonly (readonly string[])[];
  preview(values: Values, port: KubernetesPort, call: StepCall): Promise<{ said: string; touches: readonly Touched[] }>;
  run(values: Values, port: KubernetesPort, call: StepCall): Promise<StepOutcome>;
  undo(values: Values, output: Raw, port: KubernetesPort, call: StepCall): Promise<StepOutcome>;
}

type Problem = Extract<KubernetesAnswer<unknown>, { kind: "problem" }>;

/** 409 and 429 were not done and may be tried again (Kubernetes API conventions, "HTTP Status codes"); 403 and 404 will not change by trying. */
export function outcomeOfProblem({ status, why, afterMs, asked }: Problem, what: string): StepOutcome {
  if (status === 0 && asked === true) return { kind: "unknown", why: `${what}: ${why}` };
  const again = status === 0 || status === 409 || status === 429 || status === 503;
  const words: Readonly<Record<number, string>> = { 401: "the cluster does not accept our credentials", 403: "the cluster's RBAC does not allow it", 404: "it is not there", 409: "it was changed at the same moment", 429: "the API server is busy" };
  return { kind: "failed", why: `${what}: ${[words[status], why].filter(Boolean).join(": ")}`, ...(again ? { again } : {}), ...(afterMs === undefined ? {} : { afterMs }) };
}

export const saidOfProblem = ({ status, why }: Problem): string => `could not be looked at: ${status === 0 ? "" : `${status} `}${why}`;

export const deploymentRef = (values: Values): KubernetesRef => ({ apiVersion: "apps/v1", kind: "Deployment", namespace: values.text("namespace"), name: values.text("deployment") });
export const podRef = (values: Values): KubernetesRef => ({ apiVersion: "v1", kind: "Pod", namespace: values.text("namespace"), name: values.text("pod") });
export const nodeRef = (values: Values): KubernetesRef => ({ apiVersion: "v1", kind: "Node", name: values.text("node") });

/** Whichever of deployment, pod and node was given. */
export const givenRef = (values: Values): KubernetesRef => (values.optional("deployment") !== undefined ? deploymentRef(values) : values.optional("pod") !== undefined ? podRef(values) : nodeRef(values));

export const nameOf = ({ kind, namespace, name }: KubernetesRef): string => `${kind} ${namespace === undefined ? "" : `${namespace}/`}${name}`;
export const touchedBy = (ref: KubernetesRef): Touched => ({ kind: ref.kind === "Node" ? "node" : ref.kind === "Pod" ? "pod" : "workload", name: ref.namespace === undefined ? ref.name : `${ref.namespace}/${ref.name}` });

/** A member of an object by its path; undefined where there is none. */
export function memberAt(object: unknown, ...path: readonly string[]): unknown {
  let value = object;
  for (const part of path) value = typeof value === "object" && value !== null && Object.hasOwn(value, part) ? (value as Record<string, unknown>)[part] : undefined;
  return value;
}

/** The labels that a Deployment's pods carry (spec.selector.matchLabels). */
export function podLabels(deployment: KubernetesObject): Record<string, string> {
  const labels = memberAt(deployment, "spec", "selector", "matchLabels");
  return typeof labels === "object" && labels !== null ? Object.fromEntries(Object.entries(labels).map(([name, value]) => [name, String(value)])) : {};
}

export async function podsOf(port: KubernetesPort, deployment: KubernetesObject): Promise<Touched[]> {
  const labels = podLabels(deployment);
  if (Object.keys(labels).length === 0) return [];
  const pods = await port.list({ apiVersion: "v1", kind: "Pod", namespace: deployment.metadata.namespace ?? "default", labels });
  return pods.kind === "ok" ? pods.value.map(({ metadata }) => ({ kind: "pod", name: `${metadata.namespace ?? "default"}/${metadata.name}` })) : [];
}
