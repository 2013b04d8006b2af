// The specification's own way of writing, from YAML to hit: what the reader makes of a correlation is what the correlator works with.
import { describe, expect, it } from "vitest";
import { readRules } from "../sigma/read-rules.ts";
import type { SigmaRule } from "../sigma/rule.ts";
import { createCorrelator } from "./correlator.ts";
import { eventAt, told } from "./correlator.fixtures/world.ts";

// Four documents in one file, references by name, a chain: after the specification's "Failed Logins Followed by Successful Login".
const text = `
title: Many failed logins, then one that worked
id: 6f0a2f0e-8f43-4d1a-9d0b-3a1c5b7e2d10
status: test
correlation:
  type: temporal_ordered
  rules:
    - many_failed
    - worked
  group-by:
    - User
  timespan: 10m
level: high
---
title: Many failed logins
id: 0f7c1f5a-7f6a-4a3e-8d58-5be0b7f1c2a4
name: many_failed
correlation:
  type: event_count
  rules:
    - failed
  group-by:
    - User
  timespan: 10m
  condition:
    gte: 10
---
title: A failed login
id: 2b1d0c5e-6f0d-4d6a-9b39-7f8d2f1e0a55
name: failed
logsource:
  product: linux
  service: sshd
detection:
  selection:
    outcome: failure
  condition: selection
---
title: A login that worked
id: 9d3a5b7c-1e2f-4a6b-8c9d-0e1f2a3b4c5d
name: worked
logsource:
  product: linux
  service: sshd
detection:
  selection:
    outcome: success
  condition: selection
`;

const typed = (condition: string, type: string): string => text.slice(text.indexOf("title: A failed login")).concat(`---
title: Typed
id: 11111111-2222-4333-8444-555555555555
correlation:
  type: ${type}
  rules: [failed]
  group-by: [User]
  timespan: 5m
  condition: ${condition}
`);

describe("runtime/correlation, as the specification writes it", () => {
  it("many failed logins followed by a successful one", () => {
    const { rules, correlations, rejects } = readRules(text, "logins.yml");
    expect(rejects).toEqual([]);
    const correlator = createCorrelator(correlations, rules);
    const byName = (name: string): SigmaRule[] => rules.filter((rule) => rule.name === name);
    const hits = Array.from({ length: 10 }, (_, s) => correlator.observe(eventAt({ s }), byName("failed"))).flat();
    expect(hits).toEqual([]);
    expect(told(correlator.observe(eventAt({ s: 60 }), byName("worked")))).toEqual(["6f0a2f0e-8f43-4d1a-9d0b-3a1c5b7e2d10 ann@60=2"]);
    expect(rules.map(({ id }) => correlator.isShown(id))).toEqual([false, false]);
  });

  it.each([
    ["event_count", "{gt: 100, lte: 200}"], ["value_count", "{field: User, gte: 3}"], ["value_count", "{field: [User, SourceIp], gte: 3}"],
    ["value_sum", "{field: bytes, gt: 1000000}"], ["value_avg", "{field: bytes, gte: 0.5}"], ["value_median", "{field: bytes, lt: 5}"], ["value_percentile", "{field: bytes, percentile: 95, gte: 500}"],
  ])("%s with the condition %s is read and at work", (type, condition) => {
    const { rules, correlations, rejects } = readRules(typed(condition, type), "typed.yml");
    expect(rejects).toEqual([]);
    const correlator = createCorrelator(correlations, rules);
    expect([correlations.length, correlator.rejects]).toEqual([1, []]);
    correlator.observe(eventAt({ s: 0, fields: { bytes: 1, SourceIp: "::1" } }), rules);
    expect(correlator.counters()).toMatchObject({ counted: 1, missing: 0, unusable: 0 });
  });

  it.each([
    ["temporal", "rules: [failed, worked]", "failed and not worked", [["failed", 1]], ["x ann@0=1"]],
    ["temporal", "rules: [failed, worked]", "failed and not worked", [["failed", 1], ["worked", 5]], []],
    ["temporal_ordered", "", "failed and worked", [["failed", 1], ["worked", 5]], ["x ann@1=2"]],
    ["temporal", "rules: [failed, worked]", "NOT (failed OR worked) or failed AND worked", [["worked", 1], ["failed", 1]], ["x ann@1=2"]],
  ] as const)("%s, %s: %s", (type, list, condition, happenings, hits) => {
    const { rules, correlations, rejects } = readRules(`${text.slice(text.indexOf("title: A failed login"))}---\ntitle: Names\nid: x\ncorrelation:\n  type: ${type}\n${list === "" ? "" : `  ${list}\n`}  group-by: [User]\n  timespan: 5m\n  condition: ${condition}\n`, "names.yml");
    expect(rejects).toEqual([]);
    const correlator = createCorrelator(correlations, rules);
    const observed = happenings.flatMap(([name], s) => [...correlator.observe(eventAt({ s }), rules.filter((rule) => rule.name === name))]);
    const all = [...observed, ...correlator.end()];
    expect(told(all)).toEqual(hits);
    for (const hit of all) expect(hit.sentences[0]).toBe(`"${condition}" over hits of "A failed login" or "A login that worked"${type === "temporal_ordered" ? ", in the order of the list" : ""} in 5 min for User ann`);
  });
});
