// The cluster through the official client, loaded only when a playbook acts on one.
import type { ApiException, KubernetesObjectApi } from "@kubernetes/client-node";
import type { KubernetesAnswer, KubernetesObject, KubernetesPort, KubernetesRef } from "../../../incidents/playbooks/step-world.ts";
import { messageOf } from "../../../kernel/fault.ts";
import type { Cluster } from "./seen-world.ts";

type Client = typeof import("@kubernetes/client-node");

const callMs = 20_000;
const off = { missing: "this server may act on no cluster: set AFTWATCH_KUBERNETES to in-cluster or a kubeconfig file" };

/** setting: "off", "in-cluster" or a kubeconfig file, whose current context is taken. The file is read at each use, so that a rotated one counts. */
export function clusterOf(setting: string): Cluster {
  return async () => {
    if (setting === "off") return off;
    const client = await import("@kubernetes/client-node");
    try {
      const config = new client.KubeConfig();
      if (setting === "in-cluster") config.loadFromCluster();
      else config.loadFromFile(setting);
      return portOn(client, client.KubernetesObjectApi.makeApiClient(config));
    } catch (cause) { return { missing: `the cluster's settings cannot be used (${cause instanceof Error && "code" in cause ? String(cause.code) : "no kubeconfig"})` }; }
  };
}

function portOn(client: Client, api: KubernetesObjectApi): KubernetesPort {
  const ask = async <T>(work: () => Promise<T>): Promise<KubernetesAnswer<T>> => {
    try { return { kind: "ok", value: await inTime(work()) }; } catch (cause) { return problemFrom(client, cause); }
  };
  const header = ({ apiVersion, kind, namespace, name }: KubernetesRef) => ({ apiVersion, kind, metadata: { name, ...(namespace === undefined ? {} : { namespace }) } });
  const typed = (object: unknown): KubernetesObject => object as KubernetesObject;
  return {
    read: (ref) => ask(async () => typed(await api.read(header(ref)))),
    list: ({ apiVersion, kind, namespace, labels }) => ask(async () => {
      const selector = Object.entries(labels).map(([name, value]) => `${name}=${value}`).join(",");
      const { items } = await api.list(apiVersion, kind, namespace, undefined, undefined, undefined, undefined, selector);
      // Members of a list come without their kind.
      return items.map((item) => typed({ apiVersion, kind, ...item }));
    }),
    patch: (ref, patch) => ask(async () => {
      const { metadata, ...rest } = patch;
      const body = { ...header(ref), ...rest, metadata: { ...(metadata as object | undefined), ...header(ref).metadata } };
      return typed(await api.patch(body, undefined, undefined, "aftwatch", undefined, client.PatchStrategy.MergePatch));
    }),
    create: (object) => ask(async () => typed(await api.create(object as never, undefined, undefined, "aftwatch"))),
    remove: (ref) => ask(async () => { await api.delete(header(ref)); return undefined; }),
  };
}

class NoAnswer extends Error {}

async function inTime<T>(work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => { timer = setTimeout(() => { reject(new NoAnswer("no answer in time")); }, callMs); });
  try { return await Promise.race([work, late]); } finally { clearTimeout(timer); }
}

/** What the API server said (its Status object's message), and Retry-After where it comes with 429 and 503. */
function problemFrom(client: Client, cause: unknown): Extract<KubernetesAnswer<never>, { kind: "problem" }> {
  if (cause instanceof client.ApiException) {
    const { code, body, headers } = cause as ApiException<unknown>;
    const after = Number(headers["retry-after"] ?? headers["Retry-After"]);
    return { kind: "problem", status: code, why: saidBy(body), ...(Number.isFinite(after) && after > 0 ? { afterMs: after * 1000 } : {}) };
  }
  const isRefused = /ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH/.test(codes(cause).join(" "));
  // The object API answers "unrecognised kind" by a plain Error before it asks.
  return { kind: "problem", status: 0, asked: !isRefused && codes(cause).length > 0 || cause instanceof NoAnswer, why: isRefused ? `not reachable (${codes(cause)[0] ?? ""})` : messageOf(cause).slice(0, 200) };
}

function codes(thrown: unknown): string[] {
  if (!(thrown instanceof Error)) return [];
  return [..."code" in thrown && typeof thrown.code === "string" ? [thrown.code] : [], ...codes(thrown.cause)];
}

function saidBy(body: unknown): string {
  if (typeof body === "object" && body !== null && "message" in body) return String(body.message).slice(0, 300);
  if (typeof body !== "string") return "";
  try { return saidBy(JSON.parse(body) as object); } catch { return body.slice(0, 300); }
}
