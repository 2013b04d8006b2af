// The architecture as data: a room imports only rooms on lower floors, type imports included.

/** Ground first. Rooms on one floor never import each other; a room not listed may import nothing. */
export const floors = [
  ["kernel"],
  ["ledger", "versions"],
  ["inventory", "advisories", "notify", "access"],
  ["findings"],
  ["matching", "runtime", "dast", "drift"],
  ["incidents"],
  ["feedback", "metrics"],
  ["evidence"],
  ["store"],
  ["app", "contract"],
  ["api", "cli"],
] as const;

/**
 * A plug-in imports kernel, lower rooms, its family's contract file, what the family shares, and its own folder; never a sibling.
 * shared: files beside the contract that several plug-ins of the family stand on, named one by one (docs/adr/0009-shared-by-a-family.md).
 */
export const families = [
  { folder: "versions/schemes", contract: "versions/scheme.ts", shared: ["versions/debian-runs.ts"] },
  { folder: "versions/native", contract: "versions/native-range.ts", shared: ["versions/scheme-of.ts", "versions/semver-comparators.ts"] },
  { folder: "advisories/feeds", contract: "advisories/feed.ts", shared: ["advisories/advisory.ts", "advisories/feed-reply.ts"] },
  { folder: "inventory/sbom", contract: "inventory/sbom-format.ts", shared: ["inventory/json-stream.ts", "inventory/json-tokens.ts", "inventory/sbom-document.ts", "inventory/sbom-parts.ts", "inventory/spdx-document.ts"] },
  { folder: "inventory/extractors", contract: "inventory/extractor.ts", shared: ["inventory/bounded-read.ts", "inventory/build-records.ts", "inventory/folder-walk.ts", "inventory/json-stream.ts", "inventory/os-release.ts", "inventory/program-walk.ts", "inventory/purl-component.ts", "inventory/sha1-index.ts"] },
  { folder: "matching/vex", contract: "matching/vex-document.ts", shared: [] },
  { folder: "inventory/lockfiles", contract: "inventory/lockfile.ts", shared: ["inventory/go-module.ts", "inventory/json-stream.ts", "inventory/lockfile-graph.ts", "inventory/lockfile-json.ts", "inventory/lockfile-parts.ts", "inventory/lockfile-text.ts", "inventory/npm-spec.ts", "inventory/pom-model.ts", "inventory/pom-xml.ts", "inventory/python-requirement.ts"] },
  { folder: "incidents/clocks/regimes", contract: "incidents/clocks/regime.ts", shared: ["incidents/clocks/fields.ts", "incidents/clocks/report-words.ts"] },
  { folder: "runtime/sigma/modifiers", contract: "runtime/sigma/modifier.ts", shared: ["runtime/sigma/bytes.ts", "runtime/sigma/network.ts", "runtime/sigma/rule.ts", "runtime/sigma/value.ts"] },
  { folder: "notify/channels", contract: "notify/channel.ts", shared: [] },
  { folder: "incidents/owners/readers", contract: "incidents/owners/owner-reader.ts", shared: ["incidents/owners/codeowners-lines.ts", "incidents/owners/owner-yaml.ts"] },
  { folder: "incidents/playbooks/steps", contract: "incidents/playbooks/step-kind.ts", shared: [] },
  { folder: "feedback/reports", contract: "feedback/report.ts", shared: ["feedback/report-text.ts", "feedback/report-lines.ts", "feedback/report-json.ts"] },
  { folder: "runtime/decoders", contract: "runtime/decoder.ts", shared: ["runtime/auditd/event.ts", "runtime/auditd/joiner.ts", "runtime/auditd/laurel.ts", "runtime/auditd/record.ts", "runtime/decoding-envelope.ts", "runtime/decoding-image.ts", "runtime/decoding-place.ts", "runtime/decoding-pod.ts", "runtime/decoding-session.ts", "runtime/decoding-shapes.ts", "runtime/decoding-values.ts", "runtime/decoding-windows.ts", "runtime/event.ts", "runtime/field.ts", "runtime/lines-text.ts", "runtime/syslog/line.ts", "runtime/syslog/meaning.ts", "runtime/syslog/service-of.ts", "runtime/web/access-event.ts", "runtime/web/access-record.ts", "runtime/web/decode.ts", "runtime/web/w3c-log.ts"] },
  { folder: "metrics/measures", contract: "metrics/measure.ts", shared: ["metrics/spans.ts"] },
  { folder: "metrics/incident-measures", contract: "metrics/incident-measure.ts", shared: ["metrics/distribution.ts", "metrics/incident-record.ts", "metrics/incident-spans.ts"] },
] as const;
