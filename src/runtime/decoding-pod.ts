// What rules ask of an object of the Kubernetes API that makes pods, as audit logs carry it.
import { at, isRecord, listOf, memberOf, present, textAt, textOf } from "./decoding-values.ts";
import type { FieldValue } from "./event.ts";

/** The resources whose name is a workload's: pods carry their maker's name, see placement.ts. */
export const workloadKinds: Readonly<Record<string, string>> = { deployments: "Deployment", daemonsets: "DaemonSet", statefulsets: "StatefulSet", replicasets: "ReplicaSet", jobs: "Job", cronjobs: "CronJob" };

/** The pod template of anything that makes pods: a pod itself, a workload, a CronJob. */
export const podSpec = (object: FieldValue | undefined): FieldValue | undefined =>
  [at(object, "spec", "jobTemplate", "spec", "template", "spec"), at(object, "spec", "template", "spec"), at(object, "spec")].find((spec) => isRecord(spec) && Array.isArray(memberOf(spec, "containers")));

export interface PodFields { images: string[]; hostPath: string[]; capabilities: string[]; privileged?: string; hostNetwork?: string; hostPID?: string; hostIPC?: string; serviceAccountName?: string }

/** What rules ask of a pod that is asked for, without the path to it. */
export function podFields(spec: FieldValue | undefined): Partial<PodFields> {
  if (!isRecord(spec)) return {};
  const containers = ["containers", "initContainers", "ephemeralContainers"].flatMap((name) => listOf(memberOf(spec, name)));
  const [images, hostPath] = [containers.flatMap((one) => textAt(one, "image") ?? []), listOf(memberOf(spec, "volumes")).flatMap((one) => textAt(one, "hostPath", "path") ?? [])];
  const capabilities = containers.flatMap((one) => listOf(at(one, "securityContext", "capabilities", "add")).flatMap((name) => textOf(name) ?? []));
  return present({
    images: images.length > 0 ? images : undefined, hostPath: hostPath.length > 0 ? hostPath : undefined, capabilities: capabilities.length > 0 ? capabilities : undefined,
    privileged: containers.some((one) => at(one, "securityContext", "privileged") === true) ? "true" : undefined, hostNetwork: textAt(spec, "hostNetwork"), hostPID: textAt(spec, "hostPID"), hostIPC: textAt(spec, "hostIPC"), serviceAccountName: textAt(spec, "serviceAccountName"),
  });
}
