// Inhibition: Alertmanager's rules by table, and the search against a walk over all alerts.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createInhibitor } from "./inhibition.ts";
import type { InhibitRule } from "./inhibition.ts";
import type { LabelSet } from "./label.ts";
import { compileMatchers, readMatchers, valueOf } from "./matcher.ts";

const rule = (source: string, target: string, equal: string[] = [], id = "r"): InhibitRule => ({ id, source: readMatchers(source), target: readMatchers(target), equal });
const firing = (fingerprint: string, labels: LabelSet, endsAt = 100) => ({ fingerprint, labels, endsAt });

describe("notify/inhibition", () => {
  it.each<[string, InhibitRule, LabelSet, LabelSet, boolean]>([
    ["a source quiets a target", rule("s=1", "t=1"), { s: "1" }, { t: "1" }, true],
    ["nothing else", rule("s=1", "t=1"), { s: "1" }, { t: "2" }, false],
    ["equal labels must be equal", rule("s=1", "t=1", ["e"]), { s: "1", e: "x" }, { t: "1", e: "y" }, false],
    ["and then it does", rule("s=1", "t=1", ["e"]), { s: "1", e: "x" }, { t: "1", e: "x" }, true],
    ["absent equals absent", rule("s=1", "t=1", ["e"]), { s: "1" }, { t: "1" }, true],
    ["absent equals empty", rule("s=1", "t=1", ["e"]), { s: "1", e: "" }, { t: "1" }, true],
    ["values are not run together", rule("s=1", "t=1", ["e", "f"]), { s: "1", e: "ab", f: "c" }, { t: "1", e: "a", f: "bc" }, false],
    ["both sides of the rule on both alerts: not quiet", rule("s=1", "t=1"), { s: "1", t: "1" }, { s: "1", t: "1" }, false],
    ["both sides on the source only: quiet", rule("s=1", "t=1"), { s: "1", t: "1" }, { t: "1" }, true],
    ["both sides on the target only: quiet", rule("s=1", "t=1"), { s: "1" }, { s: "1", t: "1" }, true],
    ["no source matchers: everything is a source", rule("", "t=1"), { a: "b" }, { t: "1" }, true],
  ])("%s", (_claim, given, source, target, quiet) => {
    const inhibitor = createInhibitor([given]);
    inhibitor.put(firing("f", source));
    expect(inhibitor.inhibitedBy(target, 50)).toEqual(quiet ? { rule: given, source: "f" } : undefined);
  });

  it("an alert does not quiet itself", () => {
    const inhibitor = createInhibitor([rule("a=1", "a=1")]);
    inhibitor.put(firing("f", { a: "1" }));
    expect(inhibitor.inhibitedBy({ a: "1" }, 50)).toBeUndefined();
  });

  it("a source that is resolved, replaced or removed quiets no more", () => {
    const inhibitor = createInhibitor([rule("s=1", "t=1")]);
    inhibitor.put(firing("f", { s: "1" }));
    expect(inhibitor.inhibitedBy({ t: "1" }, 100)).toBeUndefined();
    inhibitor.put(firing("f", { s: "1" }, 200));
    expect(inhibitor.inhibitedBy({ t: "1" }, 100)?.source).toBe("f");
    inhibitor.put(firing("g", { s: "1" }, 150));
    inhibitor.remove("f");
    expect(inhibitor.inhibitedBy({ t: "1" }, 100)?.source).toBe("g");
    inhibitor.remove("g");
    inhibitor.remove("unknown");
    expect(inhibitor.inhibitedBy({ t: "1" }, 0)).toBeUndefined();
  });

  it("the search finds what a walk over all alerts finds, in any order of arrival", () => {
    const label = fc.constantFrom("a", "b");
    const value = fc.constantFrom("", "1", "2");
    const labels = fc.dictionary(label, value, { maxKeys: 2, noNullPrototype: true });
    const matchers = fc.array(fc.tuple(label, fc.constantFrom("=", "!="), value).map(([name, op, text]) => `${name}${op}"${text}"`), { maxLength: 2 }).map((texts) => texts.join(","));
    const anyRule = fc.tuple(matchers, matchers, fc.subarray(["a", "b"])).map(([source, target, equal]) => rule(source, target, equal));
    const step = fc.record({ fingerprint: fc.constantFrom("f", "g", "h", "i"), labels, endsAt: fc.nat(20), isRemoval: fc.boolean() });
    fc.assert(fc.property(fc.array(anyRule, { maxLength: 3 }), fc.array(step, { maxLength: 12 }), labels, fc.nat(20), (rules, steps, target, now) => {
      const inhibitor = createInhibitor(rules);
      const kept = new Map<string, ReturnType<typeof firing>>();
      for (const { isRemoval, ...alert } of steps) {
        if (isRemoval) { inhibitor.remove(alert.fingerprint); kept.delete(alert.fingerprint); }
        else { inhibitor.put(alert); kept.set(alert.fingerprint, alert); }
        inhibitor.inhibitedBy(target, now);
      }
      const found = rules.find(({ source, target: wanted, equal }) => {
        const [isSource, isTarget] = [compileMatchers(source), compileMatchers(wanted)];
        return isTarget(target) && [...kept.values()].some((alert) => alert.endsAt > now && isSource(alert.labels)
          && equal.every((name) => valueOf(alert.labels, name) === valueOf(target, name)) && !(isSource(target) && isTarget(alert.labels)));
      });
      expect(inhibitor.inhibitedBy(target, now)?.rule).toBe(found);
    }), { numRuns: 3000 });
  });

  it("20,000 sources do not make a question slow", () => {
    const inhibitor = createInhibitor([rule('severity="critical"', 'severity="low"', ["service"]), rule('severity="critical"', 'severity="info"')]);
    for (let number = 0; number < 20_000; number++) inhibitor.put(firing(`f${number}`, { severity: "critical", service: `s${number}` }, number));
    const found = new Set<string | undefined>();
    for (let number = 0; number < 20_000; number++) {
      found.add(inhibitor.inhibitedBy({ severity: "low", service: "none" }, 0)?.source);
      found.add(inhibitor.inhibitedBy({ severity: "info" }, 10_000)?.source);
    }
    expect([...found]).toEqual([undefined, "f19999"]);
  });
});
