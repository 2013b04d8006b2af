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
  { folder: "dast/checks", contract: "dast/check.ts", shared: [
    "dast/exchange.ts", "dast/evidence.ts", "dast/route.ts", "dast/point.ts", "dast/session.ts", "dast/compare/baseline.ts", "dast/page/elements.ts",
    // What answers say by themselves, for the passive checks.
    "dast/answers/answer.ts", "dast/answers/cookies.ts", "dast/answers/listing.ts", "dast/answers/masked.ts", "dast/answers/secrets.ts", "dast/answers/tokens.ts",
    // Where and how a page shows a value, and whether it would run.
    "dast/html-context/attempts.ts", "dast/html-context/context.ts", "dast/html-context/marker-breaks-out.ts", "dast/html-context/markup.ts", "dast/html-context/renders-as.ts", "dast/html-context/shows.ts", "dast/html-context/vectors.ts", "dast/html-context/would-run.ts",
    "dast/browser.ts", "dast/dom-probes/page-scripts.ts", "dast/dom-probes/payloads.ts", "dast/dom-probes/same-scripts.ts", "dast/redirects/destinations.ts", "dast/redirects/lures.ts", "dast/redirects/page-addresses.ts",
    // What is executed, read, fetched or called, and the values that prove it.
    "dast/execution/code-formulas.ts", "dast/execution/computed.ts", "dast/execution/delay.ts", "dast/execution/file-proof.ts", "dast/execution/java-stream.ts", "dast/execution/judged.ts", "dast/execution/known-files.ts",
    "dast/execution/numbers.ts", "dast/execution/out-of-band-proof.ts", "dast/execution/outside-folder.ts", "dast/execution/path-ways.ts", "dast/execution/self-page.ts", "dast/execution/self-status.ts", "dast/execution/serial-formulas.ts",
    "dast/execution/shell-formulas.ts", "dast/execution/syntax-gate.ts", "dast/execution/template-formulas.ts", "dast/execution/upload.ts", "dast/execution/xml-document.ts", "dast/out-of-band.ts",
    // Queries that values are put into, and answers compared to tell what became of them.
    "dast/compare/answer.ts", "dast/compare/baseline-of.ts", "dast/compare/delay.ts", "dast/compare/disturbance.ts", "dast/compare/parts.ts", "dast/compare/reflected.ts", "dast/points/json-places.ts", "dast/points/pair-places.ts", "dast/points/points.ts",
    "dast/queries/database-errors.ts", "dast/queries/injectable.ts", "dast/queries/ldap.ts", "dast/queries/mongo.ts", "dast/queries/pair-proof.ts", "dast/queries/parser-errors.ts", "dast/queries/prober.ts", "dast/queries/sql-booleans.ts", "dast/queries/sql-errors.ts", "dast/queries/sql-unions.ts", "dast/queries/sql-waits.ts", "dast/queries/xpath.ts",
    // Where GraphQL is spoken, tokens and what they are signed with, forged requests.
    "dast/assignment/body-members.ts", "dast/assignment/privileged.ts", "dast/assignment/read-back.ts", "dast/forgery/cross-site.ts", "dast/forgery/handshake.ts", "dast/graphql/cycles.ts", "dast/graphql/place.ts", "dast/jwt/carried.ts", "dast/jwt/forgeries.ts", "dast/jwt/public-keys.ts", "dast/jwt/token.ts", "dast/jwt/weak-secrets.ts", "dast/points/graphql-places.ts", "dast/points/place.ts", "dast/route-from.ts",
    // Proof that a file or page is really there.
    "dast/answers/debug-tools.ts", "dast/answers/traces.ts", "dast/smuggling/probes.ts", "dast/soft-404/known-files.ts", "dast/soft-404/soft-404.ts", "dast/tls/ciphers.ts", "dast/tls/hello.ts", "dast/tls/probe.ts", "dast/tls/certificate.ts", "dast/libraries/identify.ts", "dast/login/login-form.ts",
    // One address as several people see it, and sessions as they are given out.
    "dast/access/neighbour.ts", "dast/access/object-points.ts", "dast/access/owned-values.ts", "dast/access/views.ts", "dast/identities/logged-out.ts", "dast/session-ids/claims.ts", "dast/session-ids/predictable.ts", "dast/session-ids/samples.ts",
  ] },
  { folder: "metrics/measures", contract: "metrics/measure.ts", shared: ["metrics/spans.ts"] },
  { folder: "metrics/incident-measures", contract: "metrics/incident-measure.ts", shared: ["metrics/distribution.ts", "metrics/incident-record.ts", "metrics/incident-spans.ts"] },
  { folder: "dast/descriptions/formats", contract: "dast/descriptions/description.ts", shared: ["dast/descriptions/body-sample.ts", "dast/descriptions/described-route.ts", "dast/descriptions/document-value.ts", "dast/descriptions/schema-sample.ts", "dast/exchange.ts", "dast/page/elements.ts", "dast/page/field-value.ts", "dast/page/form-body.ts", "dast/route.ts"] },
] as const;
