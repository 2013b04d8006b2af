// Opsgenie's requests over the life of an alert, their limits, and what its answers mean.
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { faultOf } from "../channel.suite.ts";
import { anyHugeNotice, openFarSide } from "../far-side.sample.ts";
import type { FarSide } from "../far-side.sample.ts";
import { sampleNotice } from "../notice.sample.ts";
import { opsgenie } from "./opsgenie.ts";

interface Alert { message: string; alias: string; description: string; entity: string; tags: string[]; details: Record<string, string>; priority: string; responders?: unknown; note?: string }

const story = "sty_0123456789ABCDEFGHJKMNPQRS";

describe("src/notify/channels/opsgenie.ts", () => {
  let far: FarSide;
  beforeEach(async () => { far = await openFarSide(opsgenie, (url) => ({ apiKey: "0123456789-abcdef-key", teams: "Payments EU, search", url }), { status: 202, body: { result: "Request will be processed", took: 0.3, requestId: "r" } }); });
  afterEach(() => far.close());
  const asked = (): string[] => far.received.map(({ method, path }) => `${method} ${path}`);

  it("creates an alert whose alias is the key of the story", async () => {
    expect(await far.send()).toEqual({ kind: "sent", detail: "HTTP 202", ref: story });
    expect(asked()).toEqual(["POST /v2/alerts"]);
    expect(far.received[0]?.headers.authorization).toBe("GenieKey 0123456789-abcdef-key");
    expect(far.body()).toEqual({
      message: "Upgrade libalder to 2.4.1", alias: story, source: "Aftwatch", entity: "checkout", priority: "P1", tags: ["finding.opened", "critical", "production"],
      responders: [{ name: "Payments EU", type: "team" }, { name: "search", type: "team" }],
      description: [
        "What: libalder 2.3.0 parses a length field without a bound", "Where: checkout on prod-eu, internet-facing", "Why: exploited in the wild, loaded in the process", "Due: 2026-03-04 by the team's policy, clause 2",
        "Do: Plan the fix: https://aftwatch.example/findings/fnd_1", "- checkout 4.2: prod-eu https://aftwatch.example/deployments/dpl_1",
      ].join("\n"),
      details: { kind: "finding.opened", severity: "critical", delivery: "msg_01KEY", url: "https://aftwatch.example/findings/fnd_1", services: "checkout", owner: "payments", vulnerability: "CVE-2026-10001" },
    });
  });

  it("a later message sets what has changed, because a second create would only count", async () => {
    await far.send(sampleNotice({ severity: "low", title: "New title" }), story);
    expect(asked()).toEqual([`PUT /v2/alerts/${story}/message?identifierType=alias`, `PUT /v2/alerts/${story}/description?identifierType=alias`, `PUT /v2/alerts/${story}/priority?identifierType=alias`, "POST /v2/alerts"]);
    expect([far.body(0), far.body(2)]).toEqual([{ message: "New title" }, { priority: "P4" }]);
    expect(Object.keys(far.body(1))).toEqual(["description"]);
  });

  it("an alert that takes no change is made anew; one that is told to wait waits", async () => {
    far.answers((response, { method }) => response.writeHead(method === "PUT" ? 404 : 202).end());
    expect(await far.send(sampleNotice(), story)).toMatchObject({ kind: "sent" });
    far.says(429, "", { "retry-after": "3" });
    expect(await far.send(sampleNotice(), story)).toEqual({ kind: "retry", why: "HTTP 429", afterMs: 3000 });
    expect(asked().slice(4)).toHaveLength(1);
  });

  it.each([["acknowledged", "acknowledge"], ["resolved", "close"]] as const)("%s: %s, with the message as its note", async (state, verb) => {
    expect(await far.send(sampleNotice({ state, changes: ["all upgraded"] }), story)).toMatchObject({ kind: "sent" });
    expect(asked()).toEqual([`POST /v2/alerts/${story}/${verb}?identifierType=alias`]);
    expect(far.body<Alert>()).toMatchObject({ source: "Aftwatch", note: expect.stringContaining("Changed: all upgraded") });
  });

  it.each([["critical", "P1"], ["high", "P2"], ["medium", "P3"], ["low", "P4"], ["unknown", "P3"]] as const)("%s is %s", async (severity, priority) => {
    await far.send(sampleNotice({ severity }));
    expect(far.body<Alert>().priority).toBe(priority);
    if (severity === "unknown") expect(far.body<Alert>().details["severity"]).toMatch(/^unknown: .*P3/);
  });

  it("a heartbeat is the least of alerts", async () => {
    await far.send(sampleNotice({ kind: "heartbeat" }));
    expect(far.body<Alert>().priority).toBe("P5");
  });

  it.each([
    ["a wrong key", 401, { message: "Could not authenticate", took: 0 }, "refused"], ["a wrong body", 422, { message: "Request body is not processable" }, "refused"],
    ["too many", 429, { message: "You are making too many requests!" }, "retry"], ["a failure of Opsgenie", 503, {}, "retry"],
  ])("%s: %i", async (_claim, status, body, kind) => {
    far.says(status, body);
    expect(await far.send()).toMatchObject({ kind, why: expect.stringContaining(`HTTP ${status}`) });
  });

  it.each([["/apiKey", { apiKey: "a b" }], ["/url", { url: "ftp://x.example" }]])("names %s", (at, changed) => {
    expect(faultOf(() => opsgenie.readSettings({ apiKey: "0123456789-abcdef-key", ...changed })).places.map((place) => place.at)).toEqual([at]);
  });

  it("Europe and Jira Service Management are other URLs", () => {
    const at = (url: string) => opsgenie.showSettings(opsgenie.readSettings({ apiKey: "0123456789-abcdef-key", url }))["url"];
    expect([at("https://api.eu.opsgenie.com/"), at("https://api.atlassian.com/jsm/ops/integration")]).toEqual(["https://api.eu.opsgenie.com", "https://api.atlassian.com/jsm/ops/integration"]);
  });

  it("a message of 130 characters is whole, one of 131 is cut and says so", async () => {
    await far.send(sampleNotice({ title: "x".repeat(130) }));
    await far.send(sampleNotice({ title: "x".repeat(131) }));
    expect([far.body<Alert>(0).message, far.body<Alert>(1).message]).toEqual(["x".repeat(130), `${"x".repeat(90)}… and 41 more characters`]);
  });

  it("any notice keeps the limits: message 130, description 15,000, details 8000, entity 512, tags of 50, note 25,000", async () => {
    await fc.assert(fc.asyncProperty(anyHugeNotice, async (notice) => {
      await far.send(notice);
      const { message = "m", description = "", entity = "", tags = [], details = {}, note = "" } = far.body<Partial<Alert>>();
      expect([message.length > 0, message.length <= 130, description.length <= 15_000, entity.length <= 512, note.length <= 25_000]).toEqual(Array.from({ length: 5 }, () => true));
      expect(Object.entries(details).flat().join("").length).toBeLessThanOrEqual(8000);
      expect(tags.length <= 20 && tags.every((tag) => tag.length > 0 && tag.length <= 50)).toBe(true);
      if (notice.items.length === 10_000) expect(description + note).toMatch(/… and \d+ more$/);
    }), { numRuns: 40 });
  });
});
