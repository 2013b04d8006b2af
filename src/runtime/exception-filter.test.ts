// What an exception leaves out: by rule, log source, field and place; never what a sender merely claims.
import { describe, expect, it } from "vitest";
import type { Fields, RuntimeEvent } from "./event.ts";
import { compileException, readException } from "./exception-filter.ts";
import type { Excepted } from "./exception-filter.ts";
import { idleAfterMs, isIdle, isInForce, stateOfException } from "./exception.ts";
import type { Exception } from "./exception.ts";

const event = (fields: Fields, more: Partial<RuntimeEvent> = {}): RuntimeEvent => ({ id: undefined, at: 0, isTimed: true, decoder: "x", logsource: { category: "process_creation", product: "linux" }, origin: {}, fields, raw: "", ...more });
const hit = (fields: Fields, more: Partial<Excepted> = {}): Excepted => ({ ruleId: "r1", subject: "", event: event(fields), others: [], ...more });
const text = (selection: string, { rules = "[r1]", condition = "selection", logsource = "{product: linux}" } = {}): string => `title: t\nlogsource: ${logsource}\nfilter:\n  rules: ${rules}\n  selection: ${selection}\n  condition: ${condition}\n`;
const out = (filter: string, one: Excepted, where = { workload: "shop", service: undefined as string | undefined }): boolean => compileException(filter, "x.yml").leavesOut(one, where);

describe("src/runtime/exception-filter.ts", () => {
  it.each([["selection", true, false], ["not selection", true, false]] as const)("%s leaves out what is selected", (condition, selected, rest) => {
    expect([out(text("{User: deploy}", { condition }), hit({ User: "deploy" })), out(text("{User: deploy}", { condition }), hit({ User: "eve" }))]).toEqual([selected, rest]);
  });

  it.each([["r1", "[r1]", true], ["sensor:falco:Terminal shell in container", "['sensor:falco:Terminal shell in container']", true], ["baseline:process", "[baseline:process]", true], ["r2", "[r1]", false], ["r2", "any", true]])("of rule %s by rules: %s", (ruleId, rules, expected) => {
    expect(out(text("{User: deploy}", { rules }), hit({ User: "deploy" }, { ruleId }))).toBe(expected);
  });

  it("asks every log source of the event", () => {
    const filter = text("{User: deploy}", { logsource: "{product: linux, service: auth}" });
    expect(out(filter, hit({ User: "deploy" }))).toBe(false);
    expect(out(filter, hit({}, { event: event({ User: "deploy" }, { logsource: { product: "linux", service: "sshd" }, alsoAsked: [{ product: "linux", service: "auth" }] }) }))).toBe(true);
  });

  it.each([["aftwatch.workload: shop", true], ["aftwatch.workload: bank", false], ["aftwatch.service: null", true], ["aftwatch.actor: 'user:deploy'", true], ["aftwatch.subject: new", true]])("%s", (condition, expected) => {
    expect(out(text(`{${condition}}`), hit({ User: "deploy" }, { subject: "new" }))).toBe(expected);
  });

  it("what a sender writes under our names counts for nothing, and keywords are not sought in the place", () => {
    for (const lie of [{ "aftwatch.workload": "bank", "aftwatch.service": "bank" }, { aftwatch: { workload: "bank", service: "bank" } }]) {
      expect([out(text("{aftwatch.workload: bank}"), hit(lie)), out(text("{aftwatch.service: bank}"), hit(lie))]).toEqual([false, false]);
    }
    expect([out(text("[shop]"), hit({ a: "x" })), out(text("['*shop*']"), hit({ a: "a shop" }))]).toEqual([false, true]);
  });

  it("a hit of several events is left out only when each of them is", () => {
    const filter = text("{User: deploy}");
    expect(out(filter, hit({ User: "deploy" }, { others: [event({ User: "deploy" })] }))).toBe(true);
    expect(out(filter, hit({ User: "deploy" }, { others: [event({ User: "eve" })] }))).toBe(false);
  });

  it("what is not readable leaves nothing out, nor does the good part of it", () => {
    const bad = `${text("{User: deploy}")}---\ntitle: x\nlogsource: {product: linux}\nfilter: {rules: any, s: {a|contians: b}, condition: s}\n`;
    expect([readException(bad, "x").problems.map(({ line }) => line > 7), out(bad, hit({ User: "deploy" }))]).toEqual([[true], false]);
    expect(readException("title: x\nlogsource: {product: linux}\ndetection: {s: {a: b}, condition: s}\n", "x").problems[0]?.rule).toContain("is a rule; an exception is a filter");
    expect(readException("", "x").problems).toEqual([{ line: 1, rule: "holds no filter" }]);
  });

  // A sample of an attack happened nowhere: it is hidden when it would be at some place.
  it.each([
    ["{aftwatch.workload: shop}", "selection", true], ["{aftwatch.workload: shop, User: eve}", "selection", true], ["{aftwatch.workload: shop, User: root}", "selection", false], ["{aftwatch.workload: shop}", "not selection", true],
    ["{aftwatch.service|contains: x}", "(selection)", true], ["{aftwatch.actor: 'user:eve'}", "selection", true], ["{aftwatch.actor: 'user:root'}", "selection", false], ["{User|fieldref: aftwatch.service}", "selection", true], ["{User: root}", "not selection and not selection", false],
  ])("%s with %s may hide it: %s", (selection, condition, expected) => {
    expect(compileException(text(selection, { condition }), "x").mayLeaveOut(hit({ User: "eve" }))).toBe(expected);
  });
});

describe("src/runtime/exception.ts", () => {
  const one = { createdAt: 1000, expiresAt: 1000 + 2 * idleAfterMs, revokedAt: undefined, lastHitAt: undefined } as Exception;
  it.each([[999, {}, false, "in-force", false], [1000, {}, true, "in-force", false], [1000 + idleAfterMs, {}, true, "in-force", true], [1000 + idleAfterMs, { lastHitAt: 2000 }, true, "in-force", false], [one.expiresAt, {}, false, "expired", false], [5000, { revokedAt: 5000 }, false, "revoked", false]] as const)("at %i with %j", (at, more, inForce, state, idle) => {
    const exception = { ...one, ...more };
    expect([isInForce(exception, at), stateOfException(exception, at), isIdle(exception, at)]).toEqual([inForce, state, idle]);
  });
});
