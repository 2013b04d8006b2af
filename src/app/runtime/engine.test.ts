// The engine: rules, correlations and verdicts of one event together, and its memory.
import { describe, expect, it } from "vitest";
import type { RuntimeEvent } from "../../runtime/event.ts";
import { readRules } from "../../runtime/sigma/read-rules.ts";
import { createEngine } from "./engine.ts";

const rules = readRules(`title: Marker
id: 7d5a2b1e-0c4f-4f5e-9d0e-5b2f1d3c0a01
name: marker
level: low
logsource: { product: linux, service: auth }
detection:
  selection: { message|contains: marker }
  filter: { User: root }
  condition: selection and not filter
---
title: Twice
id: 7d5a2b1e-0c4f-4f5e-9d0e-5b2f1d3c0a02
level: high
correlation:
  type: event_count
  rules: [marker]
  group-by: [SourceIp]
  timespan: 1m
  condition: { gte: 2 }
`, "test.yml");

const event = (at: number, fields: Record<string, string>, more: Partial<RuntimeEvent> = {}): RuntimeEvent => ({ id: `e${at}`, at, isTimed: true, decoder: "syslog", logsource: { product: "linux", service: "sshd" }, alsoAsked: [{ product: "linux", service: "auth" }], origin: {}, fields, raw: "", ...more });

describe("app/runtime/engine", () => {
  it("rules read without rejects", () => { expect(rules.rejects).toEqual([]); });

  it("a rule that only feeds a correlation tells nothing itself; the correlation names its actor", () => {
    const engine = createEngine({ rules });
    expect(engine.observe(event(1000, { message: "marker", SourceIp: "203.0.113.9" }))).toEqual([]);
    const [hit, ...rest] = engine.observe(event(2000, { message: "marker", SourceIp: "203.0.113.9" }));
    expect([hit?.kind, hit?.title, hit?.level, hit?.actor, hit?.subject, hit?.event.id, hit?.others.map(({ id }) => id), rest]).toEqual(["correlation", "Twice", "high", "ip:203.0.113.9", "SourceIp=203.0.113.9", "e2000", ["e1000"], []]);
  });

  it("an event is asked by all its log sources, and a rule answers once", () => {
    const engine = createEngine({ rules: { ...rules, correlations: [] } });
    const hits = engine.observe(event(1000, { message: "a marker" }, { alsoAsked: [{ product: "linux", service: "auth" }, { product: "linux", service: "auth" }] }));
    expect(hits.map(({ ruleId }) => ruleId)).toEqual(["7d5a2b1e-0c4f-4f5e-9d0e-5b2f1d3c0a01"]);
  });

  it("why names what held and not what was turned around", () => {
    const [hit] = createEngine({ rules: { ...rules, correlations: [] } }).observe(event(1000, { message: "a marker", User: "bob" }));
    expect(hit?.why.sentences).toEqual(["message contains marker: a marker"]);
    expect(hit?.why.proof["rule"]).toEqual({ file: "test.yml", line: 1 });
  });

  it("a sensor's verdict is a hit of its own", () => {
    const [hit] = createEngine({ rules }).observe(event(1000, {}, { decoder: "falco", verdict: { rule: "Terminal shell in container", level: "medium", priority: "Notice", text: "a shell", tags: ["container"] } }));
    expect([hit?.kind, hit?.ruleId, hit?.level, hit?.why.sentences]).toEqual(["sensor", "sensor:falco:Terminal shell in container", "medium", ["falco reported it with the priority Notice: a shell"]]);
  });

  it("another engine goes on with what one remembered", () => {
    const one = createEngine({ rules });
    one.observe(event(1000, { message: "marker", SourceIp: "203.0.113.9" }));
    const other = createEngine({ rules });
    other.restore(one.take().put);
    expect(other.observe(event(2000, { message: "marker", SourceIp: "203.0.113.9" })).map(({ title }) => title)).toEqual(["Twice"]);
  });
});
