// Where an event says it happened, among its fields: one name for "in a container" and one for the host, whatever the sensor calls them.
import type { FieldValue, Fields, Origin } from "./event.ts";

/**
 * container.id, host.name, k8s.namespace.name and k8s.pod.name (OpenTelemetry's names; the first two are ECS's as well) of the origin, so that rules and correlations name no sensor's own field.
 * What a process does gets the empty name of a host that nobody told: its number means something only beside one, and a group needs a value.
 * fields: the decoder's own, not yet given away; it is changed, since a copy for every event costs as much as decoding it.
 */
export function placed(fields: Fields, { host, containerId, namespace, pod }: Origin): Fields {
  const own = fields as Record<string, FieldValue | undefined>;
  if (containerId !== undefined) own["container.id"] = containerId;
  if (namespace !== undefined) own["k8s.namespace.name"] = namespace;
  if (pod !== undefined) own["k8s.pod.name"] = pod;
  if (host !== undefined) own["host.name"] = host;
  else if (own["host.name"] === undefined && (own["Image"] !== undefined || own["ParentProcessId"] !== undefined)) own["host.name"] = "";
  return fields;
}
