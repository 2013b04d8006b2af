// The runtime benchmark still measures what it says: a quick run goes through every part, and every row has a number.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { mix, mixedEvents } from "./runtime/events/mix.ts";
import { areRealEventsThere } from "./runtime/events/real-events.ts";
import { parts } from "./runtime/parts.ts";
import { quick } from "./runtime/plan.ts";
import { isSigmaHqThere, loadRules } from "./runtime/rules.ts";
import { appliesTo } from "../../src/runtime/sigma/field-mapping.ts";
import { compileNode } from "../../src/runtime/sigma/matcher.ts";
import { createRuleSet } from "../../src/runtime/sigma/rule-set.ts";

const work = mkdtempSync(join(tmpdir(), "aftwatch-bench-runtime-"));
afterAll(() => { rmSync(work, { recursive: true, force: true }); });

describe(`test/bench/runtime${isSigmaHqThere && areRealEventsThere ? "" : " (without SigmaHQ's rules and real events: the shared folder is not beside this repository)"}`, () => {
  it("every part gives a number for every measure, and the aims of the issue stand beside them", { timeout: 300_000 }, async () => {
    const rows = [];
    for (const part of parts.filter(({ name }) => name === "engine")) rows.push(...(await part.measure(quick, work)).rows);
    expect(rows.filter(({ value }) => !Number.isFinite(value))).toEqual([]);
    expect(rows.filter(({ aim }) => aim !== undefined).map(({ measure, aim }) => `${measure}: ${aim}`)).toEqual(expect.arrayContaining(["routed: 30000", "all rules asked: 10000", "loaded: read and built: 3000", "all rules asked: peak memory with rules and events: 400"]));
  });

  it("what the index gives is what asking every rule of every event gives", { timeout: 120_000 }, () => {
    const rules = loadRules(700);
    const { events } = mixedEvents(150, 7);
    const matchers = rules.map(({ condition }) => compileNode(condition, (field) => [field]));
    for (const routed of [true, false]) {
      const set = createRuleSet(rules, { routed });
      for (const { fields, logsource } of events) {
        const asked = rules.filter((rule, at) => (!routed || appliesTo(rule.logsource, logsource)) && matchers[at]?.(fields) === true);
        expect(set.evaluate(fields, logsource).map(({ id }) => id)).toEqual(asked.map(({ id }) => id));
      }
      expect(set.selectivity().hits).toBeGreaterThan(0);
    }
  });

  it("the mix is whole, the same for the same seed, and of every kind", () => {
    expect(mix.reduce((sum, { share }) => sum + share, 0)).toBe(100);
    const { events, made, real } = mixedEvents(500);
    expect(mixedEvents(500).events).toEqual(events);
    expect([events.length, made + real]).toEqual([500, 500]);
    expect(new Set(events.map(({ logsource: { category, product } }) => `${category} ${product}`)).size).toBeGreaterThanOrEqual(9);
  });
});
