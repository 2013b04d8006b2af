// The cluster that the demo's playbooks act on: on loopback, with a Deployment of two pods for each service that a story touches.
import { rmSync } from "node:fs";
import { dirname } from "node:path";
import { startCluster } from "../acceptance/cluster-under-test.ts";
import type { ClusterUnderTest } from "../acceptance/cluster-under-test.ts";

export const namespace = "shop";

/** close removes its kubeconfig as well. */
export async function startDemoCluster(services: readonly string[]): Promise<ClusterUnderTest> {
  const cluster = await startCluster();
  cluster.put({ apiVersion: "v1", kind: "Node", metadata: { name: "node-eu-1" }, spec: {} });
  for (const service of services) putService(cluster, service);
  return { ...cluster, close: async () => { await cluster.close(); rmSync(dirname(cluster.kubeconfig), { recursive: true, force: true }); } };
}

function putService(cluster: ClusterUnderTest, service: string): void {
  const labels = { app: service };
  const template = (revision: number) => ({ metadata: { labels }, spec: { containers: [{ name: service, image: `registry.lantern.example/${service}:${revision}` }] } });
  cluster.put({ apiVersion: "apps/v1", kind: "Deployment", metadata: { name: service, namespace, uid: `dep-${service}`, annotations: { "deployment.kubernetes.io/revision": "2" } }, spec: { replicas: 2, selector: { matchLabels: labels }, template: template(2) } });
  for (const revision of [1, 2]) {
    cluster.put({ apiVersion: "apps/v1", kind: "ReplicaSet", metadata: { name: `${service}-${revision}`, namespace, labels, annotations: { "deployment.kubernetes.io/revision": String(revision) }, ownerReferences: [{ uid: `dep-${service}` }] }, spec: { template: template(revision) } });
  }
  for (const letter of ["a", "b"]) cluster.put({ apiVersion: "v1", kind: "Pod", metadata: { name: `${service}-${letter}`, namespace, labels, ownerReferences: [{ uid: `rs-${service}-2` }] }, spec: { nodeName: "node-eu-1" } });
}
