// Where an event belongs: the workload it names, and the deployment, release and owner the inventory has there.
import type { Instant } from "../kernel/clock.ts";
import type { Origin } from "./event.ts";

/** digest: the image's digest is a release's. image: its name and tag. service: the sender names service and version. labels: namespace and workload name a service on an endpoint. host: the only release on that host. nothing: nobody knows it. */
export const joinKinds = ["digest", "image", "service", "labels", "host", "nothing"] as const;
export type JoinKind = (typeof joinKinds)[number];

export interface Placement {
  /** The name people know; see workloadOf. */
  workload: string;
  joinedBy: JoinKind;
  /** The join in a sentence, with what was compared. */
  because: string;
  serviceId: string | undefined;
  service: string | undefined;
  owner: string | undefined;
  releaseId: string | undefined;
  version: string | undefined;
  endpointId: string | undefined;
  endpoint: string | undefined;
  environment: string | undefined;
  exposure: string | undefined;
  deploymentId: string | undefined;
  deployedAt: Instant | undefined;
}

/** Where nobody knows what runs. */
export const unplaced = (workload: string, because = "no deployment is known there"): Placement => ({
  workload, joinedBy: "nothing", because, serviceId: undefined, service: undefined, owner: undefined, releaseId: undefined, version: undefined, endpointId: undefined, endpoint: undefined,
  environment: undefined, exposure: undefined, deploymentId: undefined, deployedAt: undefined,
});

/** "cluster/namespace/workload" as far as it is known, else the service, the container, the host; "unknown" when the event says nothing of where. */
export function workloadOf({ cluster, namespace, workload, pod, service, containerName, image, host }: Origin): string {
  const named = workload ?? (pod === undefined ? undefined : withoutPodSuffix(pod));
  if (named !== undefined) return [cluster, namespace, named].filter((part) => part !== undefined).join("/");
  return service ?? containerName ?? (image === undefined ? undefined : image.split("@")[0]) ?? host ?? "unknown";
}

// A deployment's pods are called name-<template hash>-<5 letters>, a daemon set's name-<5 letters>, a stateful set's name-<number>.
// Kubernetes makes the letters from an alphabet without vowels and without 0, 1 and 3 (apimachinery, util/rand).
const podSuffix = /(?:-[bcdfghjklmnpqrstvwxz2456789]{6,10})?-[bcdfghjklmnpqrstvwxz2456789]{5}$|-\d{1,4}$/;

const withoutPodSuffix = (pod: string): string => pod.replace(podSuffix, "") || pod;
