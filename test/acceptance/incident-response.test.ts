// The end of a response, through the App: clocks run and are told, reports are drafted, a review is made, a pack proves itself.
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { verifyPack } from "../../src/evidence/verify-pack.ts";
import { sha256 } from "../../src/kernel/id.ts";
import { bufferReader, zipEntries } from "../../src/kernel/zip.ts";
import { hourMs, minuteMs } from "../../src/kernel/clock.ts";
import { openTestApp, testStartAt } from "../open-test-app.ts";
import type { TestApp } from "../open-test-app.ts";

let test: TestApp;
const org = "main";
beforeEach(async () => { test = await openTestApp(); });
afterEach(() => test.close());

const open = (kind: "exploited-vulnerability" | "web-shell" = "exploited-vulnerability") =>
  test.app.incidents.open(org, { title: "CVE-2026-1 is exploited", severity: "critical", kind, services: ["pay-api"], entities: [{ kind: "vulnerability", value: "CVE-2026-1" }] }, "token:ana");
const factsOf = async (kind: string) => (await test.app.ledger.list(org, { kind, subject: undefined }, { limit: 50, after: undefined })).items;

describe("clocks of an incident", () => {
  it("begin with it, each with a fact, and are listed with those due first", async () => {
    const { id, number } = await open();
    const clocks = await test.app.response.clocks(org, { running: true });
    expect(clocks.map(({ regime, stage, number: of, state, dueAt }) => [regime, stage, of, state, (dueAt - testStartAt) / hourMs])).toEqual([
      ["bod-26-04", "scope", number, "running", 2], ["bod-26-04", "evidence", number, "running", 24], ["cra-vulnerability", "early-warning", number, "running", 24],
      ["bod-26-04", "escalation", number, "running", 72], ["cra-vulnerability", "notification", number, "running", 72],
    ]);
    expect((await factsOf("clock.started")).map(({ subject }) => subject)).toEqual(Array.from({ length: 5 }, () => id));
    expect((await test.app.response.clocksOf(org, `INC-${number}`)).waiting).toEqual([{ regime: "cra-vulnerability", stage: "final-report", title: "Final report (14 d)", waitsFor: "a corrective measure" }]);
  });

  it("are told at half, four fifths and the end of their time, each once", async () => {
    await open();
    const told = async (at: number): Promise<string[]> => {
      const before = (await factsOf("clock.told")).length + (await factsOf("clock.missed")).length;
      test.clock.set(testStartAt + at);
      await test.app.steps.tellClocks();
      const facts = [...await factsOf("clock.told"), ...await factsOf("clock.missed")].toSorted((a, b) => a.seq - b.seq).slice(before);
      return facts.map(({ body }) => `${String(body["stage"])} ${String(body["percent"])}`);
    };
    expect(await told(59 * minuteMs)).toEqual([]);
    expect(await told(hourMs)).toEqual(["scope 50"]);
    expect(await told(hourMs + minuteMs)).toEqual([]);
    expect(await told(2 * hourMs)).toEqual(["scope 100"]);
    expect(await told(20 * hourMs)).toEqual(["evidence 80", "early-warning 80"]);
    expect((await test.app.response.clocks(org, { running: true })).filter(({ state }) => state === "overdue").map(({ stage }) => stage)).toEqual(["scope"]);
  });

  it("stop when a person says so: the digest of the report is kept, a second stop is refused, and late is late", async () => {
    const { id } = await open();
    const draft = await test.app.response.draft(org, id, "cra-vulnerability", "early-warning");
    test.clock.advance(25 * hourMs);
    const late = await test.app.response.draft(org, id, "cra-vulnerability", "early-warning");
    const { clocks } = await test.app.response.stopClock(org, id, { regime: "cra-vulnerability", stage: "early-warning", end: "done" }, "token:ana");
    expect(clocks.find(({ stage }) => stage === "early-warning")).toMatchObject({ state: "late", stoppedBy: "token:ana", reportDigest: late.digest });
    expect(late.digest).not.toBe(draft.digest);
    await expect(test.app.response.stopClock(org, id, { regime: "cra-vulnerability", stage: "early-warning", end: "done" }, "token:bob")).rejects.toMatchObject({ code: "incident.clock-stopped" });
    await expect(test.app.response.stopClock(org, id, { regime: "bod-26-04", stage: "scope", end: "not-applicable" }, "token:bob")).rejects.toMatchObject({ code: "request.invalid", places: [{ at: "/why", rule: expect.any(String) as string }] });
  });

  it("a regime that is switched on reaches incidents that are open", async () => {
    const { id } = await open("web-shell");
    await test.app.response.putReportSettings(org, { fedramp: { class: "c" } }, "token:ana");
    await test.app.steps.tellClocks();
    const { clocks } = await test.app.response.clocksOf(org, id);
    expect(clocks.filter(({ regime }) => regime === "fedramp").map(({ stage, dueAt }) => [stage, (dueAt - testStartAt) / hourMs])).toEqual([["initial", 1]]);
  });
});

describe("drafts, review and pack", () => {
  it("a draft says what is missing until somebody answers; an unknown field is refused by name", async () => {
    const { id } = await open();
    expect((await test.app.response.draft(org, id, "bod-26-04", "escalation")).missing).toEqual(["Was there a compromise, and is it escalated?"]);
    await expect(test.app.response.answer(org, id, { "escalation-decison": "no" }, "token:ana")).rejects.toMatchObject({ places: [{ at: "/escalation-decison", rule: expect.stringContaining("escalation-decision") as string }] });
    await test.app.response.answer(org, id, { "escalation-decision": "No trace was found." }, "token:ana");
    const draft = await test.app.response.draft(org, id, "bod-26-04", "escalation");
    expect([draft.missing, draft.text.includes("No trace was found.")]).toEqual([[], true]);
  });

  it("actions are tracked until they are done", async () => {
    const { id, number } = await open();
    const { actionId } = await test.app.response.addAction(org, id, { text: "Pin the base image", owner: "ana", dueAt: undefined, ticket: undefined }, "token:ana");
    expect((await test.app.response.actions(org, undefined)).map((one) => [one.number, one.text])).toEqual([[number, "Pin the base image"]]);
    await test.app.response.editAction(org, actionId, { done: true }, "token:ana");
    expect([await test.app.response.actions(org, undefined), (await test.app.response.actions(org, id)).length]).toEqual([[], 1]);
    expect((await factsOf("action.done")).length).toBe(1);
  });

  it("the pack of an incident is whole, holds its facts, drafts and review, and is found out when it is changed", async () => {
    const { id, number } = await open();
    await test.app.incidents.addNote(org, id, { text: "Traffic was cut off at the edge.", at: undefined, factSeq: undefined }, "token:ana");
    await test.app.response.answer(org, id, { "root-cause": "an unpinned image" }, "token:ana");
    const { name, bytes } = await test.app.response.pack(org, id, "token:ana");
    expect(name).toMatch(new RegExp(`^INC-${number}-[0-9a-f]{12}\\.zip$`));
    expect(verifyPack(bytes)).toMatchObject({ kind: "whole", incident: { id, number }, ledger: "whole segment" });
    const files = new Map(zipEntries(bufferReader(bytes)).map((entry) => [entry.name, Buffer.from(entry.read()).toString("utf8")]));
    expect(files.get("review.md")).toContain("an unpinned image");
    expect(files.get("story.json")).toContain("Traffic was cut off at the edge.");
    const [packed] = await factsOf("incident.packed");
    expect(packed?.body).toMatchObject({ sha256: sha256(bytes), bytes: bytes.byteLength });
    expect(files.get("ledger.jsonl")).toContain("incident.noted");
    expect([...files.keys()].filter((file) => file.startsWith("reports/")).length).toBe(6);
    const forged = Buffer.from(bytes);
    const at = forged.indexOf("manifest.json") + 200;
    forged[at] = (forged[at] ?? 0) ^ 1;
    expect(verifyPack(forged).kind).toBe("broken");
  });
});
