// Vulnerabilities, their advisories, and the feeds they come from.
import Type from "typebox";
import type { Static } from "typebox";
import { ExposureLevel, Nullable, Severity, Time } from "./shapes.ts";

export const AdvisoryRecord = Type.Object({
  id: Type.String(), source: Type.String(), modifiedAt: Time, publishedAt: Nullable(Time), withdrawnAt: Nullable(Time), ingestedAt: Time, summary: Type.String(),
  severities: Type.Array(Type.Object({ type: Type.String(), score: Type.String(), source: Type.String(), cvss: Nullable(Type.Number({ description: "Base score of the vector" })), level: Severity })),
  packages: Type.Array(Type.Object({ ecosystem: Type.String(), name: Type.String(), ranges: Type.Array(Type.String(), { description: "Affected versions as the people of the ecosystem write them; for reading, not for evaluation" }), fixState: Nullable(Type.String({ description: "What the source says of a fix beyond its ranges" })) })),
  references: Type.Array(Type.Object({ type: Type.String(), url: Type.String() })),
});

export const Vulnerability = Type.Object({
  id: Type.String(), aliases: Type.Array(Type.String()), summary: Type.String(), severity: Severity, cvss: Nullable(Type.Number()), cvssVector: Nullable(Type.String()), severityFrom: Nullable(Type.String()), severityBecause: Nullable(Type.String({ description: "Why this rating was chosen, and over which others" })),
  epss: Nullable(Type.Number()), epssPercentile: Nullable(Type.Number()), kev: Type.Boolean(), kevAddedAt: Nullable(Time), ransomware: Type.Boolean(), malicious: Type.Boolean({ description: "The package itself is the attack (a MAL- record)" }),
  publishedAt: Nullable(Time), ingestedAt: Nullable(Time), withdrawn: Type.Boolean(), advisories: Type.Array(AdvisoryRecord),
  live: Type.Object({ deployments: Type.Integer(), services: Type.Integer(), endpoints: Type.Integer(), internet: Type.Integer() }),
  past: Type.Object({ deployments: Type.Integer(), lastUntil: Nullable(Time) }),
  verdict: Type.String(),
  history: Type.Array(Type.Object({ id: Type.String(), at: Time, from: Type.String(), to: Nullable(Type.String()) }), { description: "When ids merged into it, left it or changed its name; the last first, at most 200" }),
});
export type Vulnerability = Static<typeof Vulnerability>;

/** Where an advisory that is not published yet would hit. */
export const Preview = Type.Object({
  advisory: Type.String(), left: Type.Array(Type.String(), { description: "Parts of the record that could not be read" }), components: Type.Integer({ description: "Versions of its packages that are known here" }),
  undecided: Type.Array(Type.Object({ purl: Type.String(), why: Type.String() }), { description: "Components whose verdict cannot be told" }),
  deployments: Type.Array(Type.Object({
    deploymentId: Type.String(), service: Type.String(), owner: Nullable(Type.String()), version: Type.String(), endpoint: Type.String(), environment: Type.String(), exposure: ExposureLevel,
    component: Type.String({ description: "purl" }), why: Type.String(), clearedBy: Nullable(Type.String()),
  })),
});
export type Preview = Static<typeof Preview>;

export const VulnerabilityRow = Type.Object({
  id: Type.String(), summary: Type.String(), severity: Severity, cvss: Nullable(Type.Number()), epss: Nullable(Type.Number()), kev: Type.Boolean(), publishedAt: Nullable(Time),
  findings: Type.Integer(), deployments: Type.Integer(),
});
export type VulnerabilityRow = Static<typeof VulnerabilityRow>;

export const FeedStatus = Type.Object({
  id: Type.String(), about: Type.String(), baseUrl: Type.String(), licence: Type.String(), enabled: Type.Boolean(),
  state: Type.Enum(["never", "running", "fresh", "stale", "failing"]), lastAttemptAt: Nullable(Time), lastSuccessAt: Nullable(Time), lastError: Nullable(Type.String()),
  records: Type.Integer(), rejects: Type.Integer(), progress: Nullable(Type.Object({ done: Type.Integer(), total: Nullable(Type.Integer()) })), staleAfterSeconds: Type.Integer(), pollSeconds: Type.Integer(),
});
export type FeedStatus = Static<typeof FeedStatus>;

/** What the numbers rest on: shown wherever a count could be read as "all clear". */
export const Coverage = Type.Object({
  evaluatedAt: Nullable(Time), liveDeployments: Type.Integer(), withoutSbom: Type.Integer(), staleFeeds: Type.Array(Type.String()), starterOnly: Type.Boolean(),
  uncoveredComponents: Type.Integer(), unknownExposure: Type.Integer(), withoutOwner: Type.Integer(),
});
export type Coverage = Static<typeof Coverage>;
