// Names as senders and pipelines write them, brought to one spelling, so that the same thing is found by either.
import type { Origin } from "./event.ts";
import { workloadOf } from "./placement.ts";

/** "Registry/app@SHA256:AB..." and "ab..." are one digest; other algorithms stay as they are, in lower case. */
export function digestKey(text: string): string {
  const lower = text.trim().toLowerCase();
  // As nearly all are written: nothing to look for.
  if (lower.length === 71 && lower.startsWith("sha256:")) return lower;
  const [found] = /sha256:[0-9a-f]{64}/.exec(lower) ?? [];
  return found ?? (/^[0-9a-f]{64}$/.test(lower) ? `sha256:${lower}` : lower);
}

/** "v2.4.0" is 2.4.0: tags of images and of repositories carry the letter, versions rarely do. */
export const versionKey = (text: string): string => text.trim().toLowerCase().replace(/^v(?=\d)/, "");
export const nameKey = (text: string): string => text.trim().toLowerCase();

// Tags that say which line is meant, never which build (OCI distribution: a tag may be moved).
const floating = new Set(["latest", "stable", "main", "master", "edge", "dev", "prod", "production", "staging", "current", "nightly"]);

/** names: the repository's path and every end of it, the longest first. tag: only one that can be a version. */
export interface ImageParts { names: readonly string[]; tag: string | undefined }

export function imageParts(image: string): ImageParts {
  const plain = nameKey(image).replace(/^[a-z-]+:\/\//, "").replace(/@.*$/, "");
  const segments = plain.split("/").filter(Boolean);
  const [last = "", tag] = (segments.pop() ?? "").split(":");
  const names = [...segments.map((_, index) => [...segments.slice(index), last].join("/")), last].filter(Boolean);
  return { names, tag: tag === undefined || tag === "" || floating.has(tag) ? undefined : tag };
}

/** What the cluster calls what runs there: the workload, else the pod without what was added to its name; and the container. */
export const labelNames = ({ workload, pod, containerName }: Origin): string[] =>
  [...new Set([workload, pod === undefined ? undefined : workloadOf({ pod }), containerName].filter((name) => name !== undefined && name !== "").map((name) => nameKey(name as string)))];

/** An event of a container is not an event of what else runs on the host. */
export const isContained = ({ containerId, containerName, pod, image, imageDigest, workload }: Origin): boolean =>
  [containerId, containerName, pod, image, imageDigest, workload].some((part) => part !== undefined);

/** "node-1.eu.example" and "node-1" are one host when one of the two leaves the domain out. */
export const hostKeys = (host: string): string[] => { const name = nameKey(host); const dot = name.indexOf("."); return dot <= 0 || /^[\d.]+$/.test(name) ? [name] : [name, name.slice(0, dot)]; };

// What clouds put in front of a cluster's name: an ARN's path (EKS), gke_<project>_<zone>_ (neither can hold "_").
function clusterNames(cluster: string): string[] {
  const name = nameKey(cluster);
  return [name, name.slice(name.lastIndexOf("/") + 1), ...(name.startsWith("gke_") ? [name.slice(name.lastIndexOf("_") + 1)] : [])];
}

/**
 * How well a place fits an endpoint's name ("eks-eu/pay", "eks-eu", "vm-17"): above 0 it is named by it, 0 it does not say, below 0 it is another
 * place. Only a name of two parts, cluster/namespace, can be told to be another one.
 */
export function placeFit(endpoint: string, environment: string, origin: Origin): number {
  const name = nameKey(endpoint);
  const same = origin.environment !== undefined && nameKey(origin.environment) === nameKey(environment) ? 1 : 0;
  if (origin.host !== undefined && isHost(name, origin.host)) return 8 + same;
  const parts = name.split("/");
  const fit = parts.length === 1 ? singleFit(name, origin) : pairFit(parts, origin);
  return fit < 0 ? fit : fit + same;
}

export const isHost = (endpoint: string, host: string): boolean => {
  const [name, ...short] = hostKeys(host);
  // Two names with domains must be the same; a short one stands for any domain.
  return endpoint === name || short.includes(endpoint) || (name !== undefined && !name.includes(".") && hostKeys(endpoint).includes(name));
};

const singleFit = (name: string, { cluster, namespace }: Origin): number =>
  (cluster !== undefined && clusterNames(cluster).includes(name) ? 4 : namespace !== undefined && nameKey(namespace) === name ? 2 : 0);

function pairFit(parts: readonly string[], { cluster, namespace, host }: Origin): number {
  const last = parts.at(-1) ?? "";
  const before = parts.slice(0, -1).join("/");
  const clusters = cluster === undefined ? undefined : clusterNames(cluster);
  if (clusters?.includes(last)) return 4;
  if (host !== undefined && hostKeys(host).includes(before)) return 3;
  if (namespace !== undefined && last !== nameKey(namespace)) return -1;
  if (clusters !== undefined && !clusters.includes(before) && !clusters.includes(parts.at(-2) ?? "")) return -1;
  return (namespace === undefined ? 0 : 2) + (clusters === undefined ? 0 : 4);
}
