// PagerDuty's events field by field, their limits, and what its answers mean.
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { faultOf } from "../channel.suite.ts";
import { anyHugeNotice, openFarSide } from "../far-side.sample.ts";
import type { FarSide } from "../far-side.sample.ts";
import { sampleNotice } from "../notice.sample.ts";
import { pagerduty } from "./pagerduty.ts";

interface Event { event_action: string; dedup_key: string; payload: { summary: string; source: string; severity: string; custom_details: { rows?: string[]; rows_left_out?: string; severity?: string } } }

const key = "0123456789abcdef0123456789ABCDEF";

describe("src/notify/channels/pagerduty.ts", () => {
  let far: FarSide;
  beforeEach(async () => { far = await openFarSide(pagerduty, (url) => ({ routingKey: key, url }), { status: 202, body: { status: "success", message: "Event processed", dedup_key: "x" } }); });
  afterEach(() => far.close());

  it("triggers an alert whose key is that of the story", async () => {
    expect(await far.send(sampleNotice({ changes: ["due: Friday"], links: [{ label: "Runbook", url: "https://aftwatch.example/run" }] }))).toEqual({ kind: "sent", detail: "HTTP 202", ref: "sty_0123456789ABCDEFGHJKMNPQRS" });
    expect(far.received[0]?.path).toBe("/v2/enqueue");
    expect(far.body()).toEqual({
      routing_key: key, event_action: "trigger", dedup_key: "sty_0123456789ABCDEFGHJKMNPQRS",
      payload: {
        summary: "Upgrade libalder to 2.4.1", source: "checkout", severity: "critical", timestamp: "2026-03-01T12:00:00Z", component: "checkout", group: "payments", class: "finding.opened",
        custom_details: {
          what: "libalder 2.3.0 parses a length field without a bound", where: "checkout on prod-eu, internet-facing", why: "exploited in the wild, loaded in the process", due: "2026-03-04 by the team's policy, clause 2",
          do: "Plan the fix: https://aftwatch.example/findings/fnd_1", vulnerability: "CVE-2026-10001", environments: "production", changed: "due: Friday",
          rows: ["checkout 4.2: prod-eu https://aftwatch.example/deployments/dpl_1"], delivery: "msg_01KEY",
        },
      },
      client: "Aftwatch", client_url: "https://aftwatch.example",
      links: [{ href: "https://aftwatch.example/findings/fnd_1", text: "Plan the fix" }, { href: "https://aftwatch.example/run", text: "Runbook" }],
    });
  });

  it.each([[undefined, "trigger"], ["open", "trigger"], ["acknowledged", "acknowledge"], ["resolved", "resolve"]] as const)("a story that is %s: %s", async (state, action) => {
    await far.send(sampleNotice(state === undefined ? {} : { state }), "sty_0123456789ABCDEFGHJKMNPQRS");
    expect(far.body<Event>()).toMatchObject({ event_action: action, dedup_key: "sty_0123456789ABCDEFGHJKMNPQRS" });
  });

  it.each([["critical", "critical"], ["high", "error"], ["medium", "warning"], ["low", "info"], ["unknown", "warning"]] as const)("%s is PagerDuty's %s", async (severity, theirs) => {
    await far.send(sampleNotice({ severity }));
    const { payload } = far.body<Event>();
    expect(payload.severity).toBe(theirs);
    expect(payload.custom_details.severity).toBe(severity === "unknown" ? "unknown: nothing has scored it yet; shown as warning because it may be anything" : undefined);
  });

  it.each(["deployment.started", "heartbeat"])("%s is a change event: no alert, nobody is called", async (kind) => {
    await far.send(sampleNotice({ kind, title: "checkout 4.3 on prod-eu" }));
    expect(far.received[0]?.path).toBe("/v2/change/enqueue");
    expect(far.body()).toMatchObject({ routing_key: key, payload: { summary: "checkout 4.3 on prod-eu", source: "checkout", timestamp: "2026-03-01T12:00:00Z" }, links: [{ href: "https://aftwatch.example/findings/fnd_1" }] });
    expect(Object.keys(far.body()).toSorted()).toEqual(["links", "payload", "routing_key"]);
    expect(Object.keys(far.body<Event>().payload).toSorted()).toEqual(["custom_details", "source", "summary", "timestamp"]);
  });

  it("what PagerDuty asks for is there when a notice has none of it", async () => {
    await far.send(sampleNotice({ title: " ", labels: { services: [], owner: undefined, environments: [], vulnerability: undefined }, action: { label: "Go", url: "nowhere" } }));
    expect(far.body()).toMatchObject({ payload: { summary: "finding.opened", source: "aftwatch" }, links: [] });
    expect(far.body()).not.toHaveProperty("client_url");
  });

  it.each([
    ["an event it does not take says why", 400, { status: "invalid event", message: "Event object is invalid", errors: ["'payload.source' is missing or blank"] }, { kind: "refused", why: "HTTP 400: Event object is invalid: 'payload.source' is missing or blank" }],
    ["a key of nobody", 400, { status: "invalid key", message: "Invalid routing key", errors: [`${key} is unknown`] }, { kind: "refused", why: "HTTP 400: Invalid routing key: [secret] is unknown" }],
    ["too many", 429, {}, { kind: "retry", why: "HTTP 429: {}" }],
    ["a failure of PagerDuty", 500, {}, { kind: "retry", why: "HTTP 500: {}" }],
  ])("%s", async (_claim, status, body, delivery) => {
    far.says(status, body);
    expect(await far.send()).toEqual(delivery);
  });

  it.each([["/routingKey", { routingKey: "short" }], ["/url", { url: "http://events.example" }], ["/url", { url: "https://events.example/?a=b" }]])("names %s", (at, changed) => {
    expect(faultOf(() => pagerduty.readSettings({ routingKey: key, ...changed })).places.map((place) => place.at)).toEqual([at]);
  });
  it("goes to PagerDuty when no URL is set", () => expect(pagerduty.hostOf(pagerduty.readSettings({ routingKey: key }))).toBe("events.pagerduty.com"));

  it("any notice keeps the limits: summary 1024, key 255, 512,000 bytes; rows that are left out are counted", async () => {
    await fc.assert(fc.asyncProperty(anyHugeNotice, async (notice) => {
      await far.send(notice);
      const { dedup_key: story, payload: { summary, source, custom_details: { rows = [], rows_left_out: left = "… and 0 more" } } } = far.body<Event>();
      expect([summary.length > 0, summary.length <= 1024, source.length > 0, source.length <= 1024, story.length <= 255]).toEqual(Array.from({ length: 5 }, () => true));
      expect(Buffer.byteLength(far.received.at(-1)?.body ?? "")).toBeLessThanOrEqual(512_000);
      expect(rows.length + Number(/\d+/.exec(left)?.[0])).toBe(notice.items.length);
    }), { numRuns: 30 });
  });
});
