// What is said of a target follows from its scans and its schedule, and its filter takes the same words.
import { describe, expect, it } from "vitest";
import type { Target } from "../api/dast-shapes.ts";
import { readWords } from "./query-tokens.ts";
import { standingsOf, targetsMatching, targetWords } from "./target-standing.ts";

const now = Date.UTC(2026, 10, 22, 12);
const target = (name: string, more: Partial<Target> = {}): Target => ({
  id: `tgt_${name}`, name, url: `http://${name}.test/`, endpointId: null, serviceId: null, testable: true, testableBy: "ana", testableAt: null, defaults: {}, everyHours: 24, afterDeployment: false, createdAt: "2026-01-01T00:00:00Z", createdBy: "ana",
  served: { endpointId: null, endpoint: null, environment: "prod", exposure: null, serviceId: null, service: "shop", owner: null, releaseId: null, version: null, deployedAt: null }, open: { critical: 0, high: 0, medium: 0, low: 0, info: 0 }, notRetested: 0, regressed: 0, lastScan: null, nextAt: "2026-11-23T00:00:00Z", ...more,
});

describe("console/src/lists/target-standing", () => {
  it.each([
    ["never tested", target("a"), ["never", "testable"]],
    ["overdue by its schedule", target("a", { nextAt: "2026-11-22T11:59:59Z" }), ["never", "overdue", "testable"]],
    ["without a schedule and without a word that it may be tested", target("a", { everyHours: null, nextAt: null, testable: false }), ["never", "unscheduled", "not-testable"]],
    ["not retested and regressed", target("a", { notRetested: 2, regressed: 1 }), ["never", "not-retested", "regressed", "testable"]],
  ] as const)("%s", (_case, given, standings) => expect(standingsOf(given, now)).toEqual(standings));

  it("the filter narrows by words, service and standing", () => {
    const all = [target("shop"), target("api", { nextAt: "2026-11-01T00:00:00Z" }), target("old", { served: { ...target("x").served, service: null } })];
    const names = (text: string) => targetsMatching(all, readWords(text, targetWords.names, targetWords).query, now).map(({ name }) => name);
    expect([names("is:overdue"), names("service:shop api"), names("env:dev"), names("")]).toEqual([["api"], ["api"], [], ["shop", "api", "old"]]);
  });
});
