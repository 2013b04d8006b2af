// A Kubernetes API server on loopback that keeps objects: the paths, patches and Status objects that the official client speaks.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { IncomingMessage, ServerResponse } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";

export interface KubeObject { apiVersion: string; kind: string; metadata: { name: string; namespace?: string; uid?: string; labels?: Record<string, string>; annotations?: Record<string, string>; ownerReferences?: { uid: string }[] }; spec?: unknown }

const resources: Readonly<Record<string, { name: string; namespaced: boolean; group: string }>> = {
  Pod: { name: "pods", namespaced: true, group: "v1" }, Node: { name: "nodes", namespaced: false, group: "v1" }, Deployment: { name: "deployments", namespaced: true, group: "apps/v1" }, ReplicaSet: { name: "replicasets", namespaced: true, group: "apps/v1" },
  NetworkPolicy: { name: "networkpolicies", namespaced: true, group: "networking.k8s.io/v1" },
};

export interface ClusterUnderTest {
  kubeconfig: string;
  objects: Map<string, KubeObject>;
  /** Requests that change something, as "PATCH /apis/...". */
  changes: string[];
  put(object: KubeObject): void;
  get(kind: string, namespace: string, name: string): KubeObject | undefined;
  /** The next change is answered so. */
  refuseNext(status: number, message: string, headers?: Record<string, string>): void;
  close(): Promise<void>;
}

export async function startCluster(): Promise<ClusterUnderTest> {
  const objects = new Map<string, KubeObject>();
  const changes: string[] = [];
  const refusals: { status: number; message: string; headers: Record<string, string> }[] = [];
  const keyOf = (kind: string, namespace: string | undefined, name: string): string => `${kind} ${namespace ?? ""}/${name}`;
  const server = createServer((request, response) => { void answer(request, response); });

  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const url = new URL(request.url ?? "/", "http://cluster");
    const text = await bodyOf(request);
    const discovery = discoveryOf(url.pathname);
    if (discovery) return say(response, 200, discovery);
    const at = placeOf(url.pathname);
    if (!at) return fail(response, 404, "the server could not find the requested resource");
    if (request.method !== "GET") {
      changes.push(`${request.method ?? ""} ${url.pathname}`);
      const refusal = refusals.shift();
      if (refusal) return fail(response, refusal.status, refusal.message, refusal.headers);
    }
    if (request.method === "POST") {
      const object = JSON.parse(text) as KubeObject;
      const key = keyOf(at.kind, at.namespace, object.metadata.name);
      if (objects.has(key)) return fail(response, 409, `${at.kind} "${object.metadata.name}" already exists`);
      objects.set(key, { ...object, metadata: { ...object.metadata, uid: `uid-${objects.size + 1}`, ...(at.namespace === undefined ? {} : { namespace: at.namespace }) } });
      return say(response, 201, objects.get(key));
    }
    if (at.name === undefined) {
      const wanted = (url.searchParams.get("labelSelector") ?? "").split(",").filter(Boolean).map((pair) => pair.split("="));
      const items = [...objects.values()].filter(({ kind, metadata }) => kind === at.kind && (at.namespace === undefined || metadata.namespace === at.namespace) && wanted.every(([name = "", value]) => metadata.labels?.[name] === value));
      return say(response, 200, { kind: `${at.kind}List`, apiVersion: at.group, metadata: {}, items: items.map(({ kind: _kind, apiVersion: _version, ...item }) => item) });
    }
    const key = keyOf(at.kind, at.namespace, at.name);
    const object = objects.get(key);
    if (!object) return fail(response, 404, `${at.kind} "${at.name}" not found`);
    if (request.method === "DELETE") { objects.delete(key); return say(response, 200, { kind: "Status", apiVersion: "v1", status: "Success" }); }
    if (request.method === "PATCH") {
      if (request.headers["content-type"] !== "application/merge-patch+json") return fail(response, 415, `this server takes merge patches, not ${request.headers["content-type"] ?? ""}`);
      objects.set(key, merged(object, JSON.parse(text)) as KubeObject);
      if (at.kind === "Deployment") renumber(objects, key);
    }
    say(response, 200, objects.get(key));
  };
  await new Promise<void>((resolve) => { server.listen(0, "127.0.0.1", resolve); });
  const address = server.address();
  const port = typeof address === "object" && address ? address.port : 0;
  const folder = mkdtempSync(join(tmpdir(), "aftwatch-kube-"));
  const kubeconfig = join(folder, "config");
  writeFileSync(kubeconfig, JSON.stringify({ apiVersion: "v1", kind: "Config", "current-context": "t", contexts: [{ name: "t", context: { cluster: "c", user: "u" } }], clusters: [{ name: "c", cluster: { server: `http://127.0.0.1:${port}`, "insecure-skip-tls-verify": true } }], users: [{ name: "u", user: { token: "marker-secret-of-the-cluster" } }] }));
  return {
    kubeconfig, objects, changes,
    put: (object) => { objects.set(keyOf(object.kind, object.metadata.namespace, object.metadata.name), object); },
    get: (kind, namespace, name) => objects.get(keyOf(kind, namespace, name)),
    refuseNext: (status, message, headers = {}) => { refusals.push({ status, message, headers }); },
    close: () => new Promise((resolve) => { rmSync(folder, { recursive: true, force: true }); server.closeAllConnections(); server.close(() => { resolve(); }); }),
  };
}

/** As the Deployment controller does: the ReplicaSet whose template it has now gets the next revision, and the Deployment too. */
function renumber(objects: Map<string, KubeObject>, key: string): void {
  const deployment = objects.get(key);
  const sets = [...objects.values()].filter(({ kind, metadata }) => kind === "ReplicaSet" && metadata.ownerReferences?.some(({ uid }) => uid === deployment?.metadata.uid));
  const current = sets.find((set) => imageOf(set) === imageOf(deployment));
  const newest = Math.max(0, ...sets.map(({ metadata }) => Number(metadata.annotations?.[revisionNote])));
  if (!deployment || !current || Number(current.metadata.annotations?.[revisionNote]) === newest) return;
  for (const object of [deployment, current]) object.metadata.annotations = { ...object.metadata.annotations, [revisionNote]: String(newest + 1) };
}
const revisionNote = "deployment.kubernetes.io/revision";
const imageOf = (object: KubeObject | undefined): string => JSON.stringify((object?.spec as { template?: { spec?: { containers?: { image?: string }[] } } } | undefined)?.template?.spec?.containers?.map(({ image }) => image));

async function bodyOf(request: IncomingMessage): Promise<string> {
  let text = "";
  for await (const chunk of request) text += String(chunk);
  return text;
}

function say(response: ServerResponse, status: number, body: unknown, headers: Record<string, string> = {}): void {
  response.writeHead(status, { "content-type": "application/json", ...headers });
  response.end(JSON.stringify(body));
}
const reasons: Readonly<Record<number, string>> = { 403: "Forbidden", 404: "NotFound", 409: "Conflict", 429: "TooManyRequests" };
const fail = (response: ServerResponse, status: number, message: string, headers: Record<string, string> = {}): void => { say(response, status, { kind: "Status", apiVersion: "v1", status: "Failure", message, reason: reasons[status] ?? "", code: status }, headers); };

/** GET /api/v1 and /apis/GROUP/VERSION: which kinds there are. */
function discoveryOf(path: string): unknown {
  const group = path === "/api/v1" ? "v1" : /^\/apis\/([^/]+\/[^/]+)$/.exec(path)?.[1];
  if (group === undefined) return undefined;
  const found = Object.entries(resources).filter(([, resource]) => resource.group === group);
  return { kind: "APIResourceList", apiVersion: "v1", groupVersion: group, resources: found.map(([kind, { name, namespaced }]) => ({ name, singularName: "", namespaced, kind, verbs: ["create", "delete", "get", "list", "patch"] })) };
}

function placeOf(path: string): { kind: string; group: string; namespace: string | undefined; name: string | undefined } | undefined {
  const match = /^\/(?:api\/(v1)|apis\/([^/]+\/[^/]+))(?:\/namespaces\/([^/]+))?\/([a-z]+)(?:\/([^/]+))?$/.exec(path);
  if (!match) return undefined;
  const group = match[1] ?? match[2] ?? "";
  const found = Object.entries(resources).find(([, resource]) => resource.group === group && resource.name === match[4]);
  return found && { kind: found[0], group, namespace: match[3], name: match[5] };
}

// RFC 7396 section 2.
function merged(target: unknown, patch: unknown): unknown {
  if (typeof patch !== "object" || patch === null || Array.isArray(patch)) return patch;
  const result: Record<string, unknown> = typeof target === "object" && target !== null && !Array.isArray(target) ? { ...target } : {};
  for (const [name, value] of Object.entries(patch)) {
    if (value === null) delete result[name];
    else result[name] = merged(result[name], value);
  }
  return result;
}

/** A Deployment at revision 2 with two pods on a node, its two ReplicaSets, and the node. */
export function putShop(cluster: ClusterUnderTest): void {
  const labels = { app: "web" };
  const template = (image: string, hash?: string) => ({ metadata: { labels: { ...labels, ...(hash === undefined ? {} : { "pod-template-hash": hash }) } }, spec: { containers: [{ name: "web", image }] } });
  cluster.put({ apiVersion: "v1", kind: "Node", metadata: { name: "node-1" }, spec: {} });
  cluster.put({ apiVersion: "apps/v1", kind: "Deployment", metadata: { name: "web", namespace: "shop", uid: "d1", annotations: { "deployment.kubernetes.io/revision": "2" } }, spec: { replicas: 2, selector: { matchLabels: labels }, template: template("web:2") } });
  for (const revision of ["1", "2"]) cluster.put({ apiVersion: "apps/v1", kind: "ReplicaSet", metadata: { name: `web-${revision}`, namespace: "shop", labels, annotations: { "deployment.kubernetes.io/revision": revision }, ownerReferences: [{ uid: "d1" }] }, spec: { template: template(`web:${revision}`, `h${revision}`) } });
  for (const name of ["web-a", "web-b"]) cluster.put({ apiVersion: "v1", kind: "Pod", metadata: { name, namespace: "shop", labels, ownerReferences: [{ uid: "rs2" }] }, spec: { nodeName: "node-1" } });
}
