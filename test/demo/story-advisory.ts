// The advisory of the demo's story: invented, about a package that the demo's own company made up.
import { toIso } from "../../src/kernel/clock.ts";
import type { Instant } from "../../src/kernel/clock.ts";
import type { OsvRecord } from "./mirror.ts";

export const storyId = "DEMO-2026-0001";
export const story = { service: "checkout-api", packageKey: "npm:@lantern/price-rules", affected: "2.3.1", fixed: "2.3.2", vulnerableRelease: "4.0.0", fixedRelease: "4.0.1" } as const;

/** OSV schema 1.7, as it would stand in a mirror. */
export const storyAdvisory = (publishedAt: Instant): OsvRecord => ({
  schema_version: "1.7.0", id: storyId, published: toIso(publishedAt), modified: toIso(publishedAt), aliases: [],
  summary: "A crafted price rule runs as code in the checkout.",
  details: "Rules are evaluated as expressions. Whoever can send a basket can send a rule with it, and the rule then runs with the rights of the service. This advisory belongs to a demonstration; the package exists only in it.",
  severity: [{ type: "CVSS_V3", score: "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H" }],
  affected: [{ package: { ecosystem: "npm", name: "@lantern/price-rules" }, ranges: [{ type: "SEMVER", events: [{ introduced: "2.3.0" }, { fixed: story.fixed }] }] }],
  references: [{ type: "ADVISORY", url: `https://advisories.lantern.example/${storyId}` }],
});

/** What else the mirror holds in a test: a record about something that runs nowhere. */
export const bystander = (publishedAt: Instant): OsvRecord => ({
  schema_version: "1.7.0", id: "DEMO-2025-0001", published: toIso(publishedAt), modified: toIso(publishedAt), summary: "A package that nobody here uses.",
  affected: [{ package: { ecosystem: "npm", name: "@lantern/unused" }, ranges: [{ type: "SEMVER", events: [{ introduced: "0" }] }] }],
});
