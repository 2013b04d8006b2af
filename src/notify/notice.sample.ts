// Notices for tests: one that reads like a real one, and arbitrary ones.
import fc from "fast-check";
import type { Notice } from "./notice.ts";

export function sampleNotice(changed: Partial<Notice> = {}): Notice {
  return {
    kind: "finding.opened",
    groupKey: "fix:deb/libalder@2.4.1:owner:payments",
    severity: "critical",
    title: "Upgrade libalder to 2.4.1",
    what: "libalder 2.3.0 parses a length field without a bound",
    where: "checkout on prod-eu, internet-facing",
    why: "exploited in the wild, loaded in the process",
    due: "2026-03-04 by the team's policy, clause 2",
    action: { label: "Plan the fix", url: "https://aftwatch.example/findings/fnd_1" },
    at: Date.UTC(2026, 2, 1, 12),
    labels: { services: ["checkout"], owner: "payments", environments: ["production"], vulnerability: "CVE-2026-10001" },
    items: [{ title: "checkout 4.2", detail: "prod-eu", url: "https://aftwatch.example/deployments/dpl_1" }],
    ...changed,
  };
}

const word = fc.string({ unit: "grapheme", maxLength: 30 });
const severity = fc.constantFrom("critical", "high", "medium", "low", "unknown");

/** Any notice of a few groups: words with every kind of character, up to 60 rows. */
export const anyNotice: fc.Arbitrary<Notice> = fc.record({
  kind: fc.constantFrom("finding.opened", "finding.escalated", "finding.fixed"),
  groupKey: fc.constantFrom("g1", "g2", "g3"),
  severity,
  title: word, what: word, where: word, why: word, due: word,
  action: fc.record({ label: word, url: fc.oneof(fc.webUrl(), word) }),
  at: fc.integer({ min: 0, max: 4_000_000_000_000 }),
  labels: fc.record({ services: fc.array(word, { maxLength: 3 }), owner: fc.option(word, { nil: undefined }), environments: fc.array(word, { maxLength: 2 }), vulnerability: fc.option(word, { nil: undefined }) }),
  items: fc.array(fc.record({ title: word, detail: word, url: word }), { maxLength: 60 }),
});
