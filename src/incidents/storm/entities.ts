// Which labels of an alert name places and things: the first found is the place that is judged, the others link.

/** In the order of preference: where something happens before whom it concerns. Both spellings that senders use. */
export const entityLabels = ["host", "hostname", "instance", "node", "workload", "deployment", "statefulset", "daemonset", "pod", "container", "service", "job", "namespace", "ip", "src_ip", "dst_ip", "user", "vulnerability"] as const;

const mostEntities = 8;
const nowhere = "nowhere";

/** "host:mail", "ip:10.0.0.4"; at most eight. An alert that names no place is judged with all others that do not. */
export function entitiesOf(labels: Readonly<Record<string, string>>, names: readonly string[] = entityLabels): string[] {
  const found = names.flatMap((name) => {
    const value = labels[name]?.trim();
    return value === undefined || value === "" ? [] : [`${name}:${normalOf(name, value)}`];
  });
  return found.length === 0 ? [nowhere] : [...new Set(found)].slice(0, mostEntities);
}

// A pod's name ends in its replica set's hash and its own (Kubernetes, ReplicaSet: pod-template-hash), or in its number (StatefulSet).
const podEnd = /-(?:[a-f0-9]{6,10}-[a-z0-9]{5}|[a-z0-9]{5}|\d+)$/;
const portEnd = /^([^:]+|\[[^\]]+\]):\d{1,5}$/;

/** A pod is judged by what it is a copy of, an instance by its host: each copy would otherwise be a place never seen. */
function normalOf(name: string, value: string): string {
  if (name === "pod") return value.replace(podEnd, "");
  if (name === "instance") return (portEnd.exec(value)?.[1] ?? value).toLowerCase();
  return name === "ip" || name === "user" || name.endsWith("_ip") ? value.toLowerCase() : value;
}

/** Addresses, numbers of five digits and more and long hexadecimal runs differ from alert to alert; shorter numbers (a status, a port) say of what kind it is. */
export const nameOf = (name: string): string => name.replaceAll(/\b(?:\d{1,3}(?:\.\d{1,3}){3}|(?=[0-9a-f-]*\d)[0-9a-f]{8,}(?:-[0-9a-f]{4,}){0,4}|\d{5,})\b/gi, "#").trim();
