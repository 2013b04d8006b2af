// Hits become detections: what a repeat changes, and whom it is told.
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { TestApp } from "../../../test/open-test-app.ts";
import { openTestApp, testStartAt } from "../../../test/open-test-app.ts";
import type { Evidence } from "../../runtime/detection.ts";
import type { Level, RuntimeEvent } from "../../runtime/event.ts";
import type { Hit } from "../../runtime/hit.ts";
import { unplaced } from "../../runtime/placement.ts";
import { createIds } from "../../kernel/id.ts";
import { recordHits } from "./record-hits.ts";

let test: TestApp;
beforeEach(async () => { test = await openTestApp(); });
afterEach(() => test.close());

const event: RuntimeEvent = { id: undefined, at: testStartAt, isTimed: true, decoder: "rates", logsource: {}, origin: {}, fields: {}, raw: "" };
const hit = (level: Level): Hit => ({ kind: "rate", ruleId: "rate:errors", title: "Errors", level, tags: [], at: testStartAt, subject: "higher", why: { sentences: [], proof: {} }, event, others: [] });

async function recorded(level: Level, state: Evidence["state"] = "none"): Promise<{ level: Level; count: number; signals: number }> {
  const { app, clock } = test;
  const context = { store: app.store, clock, log: app.log, ids: createIds(clock), publicUrl: app.publicUrl, committed: () => {} };
  await app.store.write((ports) => recordHits({
    context, ports, org: app.org, whyOf: (found) => found.hit.why,
    evidenceOf: async () => ({ evidence: { state, vulnerability: undefined, component: undefined, because: "" }, level: state === "lowered" ? "informational" : level, because: [] }),
  }, [{ hit: hit(level), placement: unplaced("shop/cart"), source: "s", exceptionId: undefined }]));
  const { items } = await app.runtime.detections(app.org, {} as never, { limit: 10, after: undefined });
  const incidents = await app.incidents.list(app.org, {}, { limit: 10, after: undefined });
  return { level: items[0]?.level ?? "informational", count: items[0]?.count ?? 0, signals: incidents.total };
}

describe("src/app/runtime/record-hits.ts", () => {
  it("a repeat at a higher level raises its detection, and is told: a critical one opens an incident", async () => {
    expect(await recorded("medium")).toEqual({ level: "medium", count: 1, signals: 0 });
    expect(await recorded("critical")).toEqual({ level: "critical", count: 2, signals: 1 });
    expect(await recorded("low")).toEqual({ level: "critical", count: 3, signals: 1 });
  });

  it("what the release does not have stays lowered, however often it is tried", async () => {
    expect(await recorded("high", "lowered")).toEqual({ level: "informational", count: 1, signals: 0 });
    expect(await recorded("critical", "lowered")).toEqual({ level: "informational", count: 2, signals: 0 });
  });
});
