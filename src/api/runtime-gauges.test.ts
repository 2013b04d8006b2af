// Figures of runtime detection as Prometheus reads them, over the real store and the real doors; and senders that know only an address.
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { hourMs, minuteMs } from "../kernel/clock.ts";
import { realApp } from "./api.fixtures/real-app.ts";
import { runtimeFamilies } from "./runtime-gauges.ts";

let real: Awaited<ReturnType<typeof realApp>>;
beforeAll(async () => { real = await realApp(); });
afterAll(() => real.close());

const alert = (at: number): string => JSON.stringify({ rule: "Terminal shell in container", priority: "Critical", output: "a shell", source: "syscall", time: new Date(at).toISOString(), hostname: "node-1", output_fields: { "proc.name": "bash", "user.name": "emil" } });
const push = (authorization: string, path = "/api/v1/ingest/falco?source=f") => real.server.inject({ method: "POST", url: path, headers: { authorization, "content-type": "application/json" }, payload: alert(real.clock.now()) });
const basic = (password: string): string => `Basic ${Buffer.from(`falco:${password}`).toString("base64")}`;

async function samples(name: string): Promise<Record<string, number>> {
  const family = (await runtimeFamilies(real.app, real.app.org, real.clock.now())).find((one) => one.name === name);
  return Object.fromEntries((family?.samples ?? []).map(({ labels = {}, value }) => [Object.values(labels).join(" "), value]));
}

describe("api/runtime-gauges", () => {
  it("every level and state has its row before anything came, and a source has none", async () => {
    const detections = await samples("aftwatch_detections");
    expect([Object.keys(detections).length, Object.values(detections).every((value) => value === 0)]).toEqual([15, true]);
    expect(await samples("aftwatch_event_source_last_seen_seconds")).toEqual({});
    expect((await samples("aftwatch_rules_loaded"))["rule"]).toBeGreaterThan(100);
    expect(await samples("aftwatch_rules_rejected")).toEqual({ "": 0 });
  });

  it("an event is counted, its detection stands, and its source ages until it is stale", async () => {
    expect((await push(basic(real.secret))).statusCode).toBe(200);
    expect((await samples("aftwatch_detections"))["critical open"]).toBe(1);
    expect(await samples("aftwatch_events_total")).toEqual({ "f falco": 1 });
    expect(await samples("aftwatch_event_source_canary_ms")).toEqual({});
    await real.app.runtime.testSources(real.app.org);
    expect(await samples("aftwatch_event_source_canary_ms")).toEqual({ "f falco": 0 });
    real.clock.advance(minuteMs);
    expect(await samples("aftwatch_event_source_last_seen_seconds")).toEqual({ "f falco": 60 });
    expect(await samples("aftwatch_event_source_canary_age_seconds")).toEqual({ "f falco": 60 });
    expect(await samples("aftwatch_event_source_stale")).toEqual({ "f falco": 0 });
    real.clock.advance(hourMs);
    expect(await samples("aftwatch_event_source_stale")).toEqual({ "f falco": 1 });
    const text = (await real.server.inject({ url: "/metrics", headers: real.headers })).body;
    expect(text).toContain('aftwatch_detections{level="critical",state="open"} 1');
  });
});

describe("api/credentials at the doors for events", () => {
  it("take a token as a password, whoever says it; other doors do not", async () => {
    expect((await push(basic(real.secret))).statusCode).toBe(200);
    expect((await push(basic("aft_none"))).statusCode).toBe(401);
    const logs = await real.server.inject({ method: "POST", url: "/v1/logs", headers: { authorization: basic(real.secret), "content-type": "application/json" }, payload: '{"resourceLogs":[]}' });
    expect(logs.statusCode).toBe(200);
    for (const url of ["/api/v1/detections", "/v1/logsx", "/api/v1/event-sources"]) expect((await real.server.inject({ url, headers: { authorization: basic(real.secret) } })).statusCode).toBeGreaterThanOrEqual(401);
  });
});
