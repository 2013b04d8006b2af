// What matchers see of a notice.
import type { LabelSet } from "./label.ts";
import type { Notice } from "./notice.ts";

/**
 * A notice as label sets, one for each pair of service and environment it speaks of: a matcher takes a notice when it takes any
 * of them, a silence only when it covers all. Names: alertname and kind (the notice's kind), severity, owner, vulnerability, service, environment.
 */
export function labelSetsOf({ kind, severity, labels }: Pick<Notice, "kind" | "severity" | "labels">): LabelSet[] {
  const common: Record<string, string> = { alertname: kind, kind, severity };
  if (labels.owner !== undefined) common["owner"] = labels.owner;
  if (labels.vulnerability !== undefined) common["vulnerability"] = labels.vulnerability;
  const services = labels.services.length > 0 ? labels.services.map((service) => ({ service })) : [{}];
  const environments = labels.environments.length > 0 ? labels.environments.map((environment) => ({ environment })) : [{}];
  return services.flatMap((service) => environments.map((environment) => ({ ...common, ...service, ...environment })));
}
