// Files of rules: what is taken, what is refused with its line, and that one broken rule costs only itself.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readRules } from "./read-rules.ts";
import type { SigmaFile } from "./rule.ts";

const rule = (more = "", title = "One"): string => `title: ${title}\nlogsource:\n  product: linux\ndetection:\n  selection:\n    a: b\n  condition: selection\n${more}`;
const read = (text: string): SigmaFile => readRules(text, "f.yml");
const rejectsOf = (text: string): string[] => read(text).rejects.map((one) => `${one.line} ${one.title ?? "-"}: ${one.rule}`);
const correlation = (lines: string, more = ""): string => `title: Many\n${more}correlation:\n${lines.split("\n").map((line) => `  ${line}`).join("\n")}\n`;
const count = "type: event_count\nrules: [one]\ngroup-by: [user]\ntimespan: 5m\ncondition: {gte: 10}";

describe("runtime/sigma/read-rules", () => {
  it("takes everything a rule says", () => {
    const [one] = read(rule("id: 929a690e-bef0-4204-a928-ef5e620d6fcc\nname: one\nstatus: test\nlevel: High\ndescription: Says why.\nauthor: A, B\ndate: 2026-11-22\nreferences: [https://a.example]\nfalsepositives:\n  - Backups\ntags: [attack.T1190, cve.2021-44228]\nfields: [a]\ncustom: {anything: 1}\nrelated: [{id: x, type: similar}]\n")).rules;
    expect(one).toMatchObject({ kind: "rule", id: "929a690e-bef0-4204-a928-ef5e620d6fcc", title: "One", name: "one", status: "test", level: "high", description: "Says why.", author: "A, B", references: ["https://a.example"], falsePositives: ["Backups"], tags: ["attack.t1190", "cve.2021-44228"], logsource: { product: "linux" }, fields: ["a"], place: { file: "f.yml", line: 1 } });
    expect(one?.text).toContain("custom: {anything: 1}");
    expect(one?.condition).toEqual({ kind: "and", name: "selection", nodes: [{ kind: "test", field: "a", text: "b", line: 6, test: { kind: "pattern", pattern: ["b"], cased: false } }] });
  });

  it("a rule without id has one that stays, and without level it is medium", () => {
    const [one, again, other] = [read(rule()).rules[0], read(rule()).rules[0], read(rule("", "Two")).rules[0]];
    expect(one?.id).toBe(again?.id);
    expect(one?.id).not.toBe(other?.id);
    expect(one?.level).toBe("medium");
  });

  it.each([
    ["no title", rule().replace("title: One\n", ""), "1 -: title is missing"], ["an empty title", rule().replace("One", ""), "1 -: title is missing"], ["no logsource", "title: One\ndetection: {s: {a: b}, condition: s}", "1 One: logsource is missing"], ["an empty logsource", rule().replace("product: linux", "definition: x"), "3 One: logsource names none of category, product and service"], ["no detection", "title: One\nlogsource: {product: x}", "1 One: detection is missing"], ["no condition", rule().replace("  condition: selection\n", ""), "5 One: detection.condition is missing"], ["no search", "title: One\nlogsource: {product: x}\ndetection:\n  condition: a", "4 One: detection has no search"],
    ["an unknown level", rule("level: hihg\n"), "8 One: level: hihg is none of informational, low, medium, high, critical; did you mean high?"], ["an unknown modifier", rule().replace("a: b", "a|contian: b"), "6 One: selection.a|contian: contian is no modifier of Sigma 2.1; did you mean contains?"], ["a wrong value in a list", rule().replace("a: b", "a|gt:\n      - 1\n      - x"), "6 One: selection.a|gt: gt is for numbers without quotes, not for text"], ["a map among values", rule().replace("a: b", "a:\n      - b\n      - c: d"), "8 One: selection.a: has a map as a value"], ["the old count", rule().replace("condition: selection", "condition: selection | count() by a > 5"), "7 One: condition:"], ["an empty search", rule().replace("    a: b", "    {}"), "6 One: selection is empty"],
    ["action: global", "action: global\ntitle: One\nlogsource: {product: x}\n", "1 One: action: global is no longer Sigma"], ["a name said twice", rule().replace("a: b", "a: b\n    a: c"), "7 -: says a twice"], ["no mapping", "- a\n- b\n", "1 -: is no rule"], ["no YAML", "title: [\n", "-: is no YAML"], ["a tab", "title: One\n\tlogsource: x\n", "2 -: is no YAML"], ["a keyword in every event", rule().replace("selection:\n    a: b", "selection:\n    - ''"), "a keyword without a text is in every event"], ["an unknown tag", rule().replace("a: b", "a: !!binary Zm9v"), "has the tag !!binary"],
  ])("%s is refused with its line", (_what, text, expected) => { expect(rejectsOf(text).join("\n")).toContain(expected); });

  it("the old count is told what to write instead", () => { expect(rejectsOf(rule().replace("condition: selection", "condition: selection | count() > 5"))[0]).toMatch(/a correlation \(type: event_count/); });

  it("a broken document costs itself, and lines count on in the file", () => {
    const { rules, rejects } = read([rule(), rule().replace("a: b", "a|nope: b"), "title: [\n", rule("", "Two"), "# only a comment\n", rule("", "Three").replace("product: linux", "[")].join("---\n"));
    expect(rules.map(({ title, place }) => [title, place.line])).toEqual([["One", 1], ["Two", 19]]);
    expect(rejects.map(({ line }) => line >= 29 ? "in the last" : line)).toEqual([14, 18, "in the last"]);
  });

  it("anchors and merges are followed, and a few lines of them do not grow without end", () => {
    const { rules: [one], rejects } = read("title: One\nlogsource: &l {product: linux}\nx: {<<: *l, service: a}\ndetection:\n  one: &o {a: b}\n  two: {<<: *o, c: d}\n  condition: two\n");
    expect(rejects).toEqual([]);
    expect(one?.condition).toMatchObject({ nodes: [{ field: "c" }, { field: "a" }] });
    const bomb = `title: One\n${Array.from({ length: 20 }, (_, at) => `x${at}: &x${at} [${Array.from({ length: 10 }, () => (at === 0 ? "1" : `*x${at - 1}`)).join(", ")}]`).join("\n")}\n`;
    expect(rejectsOf(bomb)).toEqual([expect.stringContaining("members")]);
    expect(rejectsOf("a: *nobody\n")).toEqual([expect.stringMatching(/is no YAML|not written above/)]);
  });

  it.each([["yes", "yes"], ["0x1F", "31"], ["1.50", "1.5"], ["12345678901234567890", "12345678901234567890"], ["True", "true"], ["'0x1F'", "0x1f"], ["2026-11-22", "2026-11-22"], ["!!str 12", "12"], ["~x", "~x"], ["-", undefined]])("the plain value %s is the text %j", (value, text) => {
    const test = read(rule().replace("a: b", `a: ${value}`)).rules[0]?.condition;
    expect(test?.kind === "and" && test.nodes[0]?.kind === "test" && test.nodes[0].test.kind === "pattern" ? test.nodes[0].test.pattern[0] : undefined).toBe(text);
  });

  it("CRLF, a byte order mark and a last line without an end are read", () => { expect(read(`\ufeff${rule().trim().replaceAll("\n", "\r\n")}`).rules).toHaveLength(1); });

  it("never throws, whatever a file holds", () => {
    const token = fc.constantFrom("title: a\n", "logsource:\n  product: linux\n", "detection:\n", "  s:\n", "    a|contains: x\n", "  condition: s\n", "---\n", "correlation:\n", "filter:\n", "- ", "? ", ": ", "{", "}", "[", "]", "'", "\"", "&a ", "*a ", "!!x ", "|\n", ">\n", "\t", "\u0000", "%YAML 1.2\n", "...\n", "null", "1 of them\n", "timespan: 5x\n", "rules: any\n", "#");
    fc.assert(fc.property(fc.oneof(fc.array(token, { maxLength: 25 }).map((parts) => parts.join("")), fc.string({ unit: "binary" })), (text) => {
      const file = read(text);
      for (const { line, rule: said } of file.rejects) { expect(line).toBeGreaterThan(0); expect(line).toBeLessThanOrEqual(text.split(/\r\n|\r|\n/).length); expect(said).not.toBe(""); }
    }), { numRuns: 800 });
  });
});

describe("runtime/sigma/read-rules: correlations", () => {
  it("takes everything a correlation says", () => {
    const [one] = read(correlation("type: value_percentile\nrules:\n  - one\n  - two\ngroup-by:\n  - user\n  - host\ntimespan: 90m\naliases:\n  who:\n    one: user.name\n    two: User\ngenerate: true\ncondition:\n  field: [bytes, path]\n  gt: 100\n  lte: 200\n  percentile: 95", "id: abc\nlevel: critical\n")).correlations;
    expect(one).toMatchObject({ kind: "correlation", id: "abc", level: "critical", type: "value_percentile", rules: ["one", "two"], groupBy: ["user", "host"], timespanMs: 5_400_000, bounds: { gt: 100, lte: 200 }, valueFields: ["bytes", "path"], percentile: 95, aliases: { who: { one: "user.name", two: "User" } }, generate: true });
  });

  it.each(["event_count", "value_count", "value_sum", "value_avg", "value_percentile", "value_median"])("%s is read", (type) => { expect(read(correlation(count.replace("event_count", type).replace("{gte", "{field: x, gte"))).correlations[0]?.type).toBe(type); });

  it.each([["temporal", "timespan: 10s", { gte: 2 }], ["temporal_ordered", "timespan: 1d", { gte: 2 }], ["temporal", "timespan: 1h\ncondition: {gte: 1}", { gte: 1 }]])("%s with %s asks for %j", (type, lines, bounds) => {
    expect(read(correlation(`type: ${type}\nrules: [one, two]\n${lines}`)).correlations[0]).toMatchObject({ bounds, groupBy: [], generate: false, valueFields: [], percentile: undefined });
  });

  it.each([["gt"], ["gte"], ["lt"], ["lte"], ["eq"], ["neq"]])("the bound %s is read", (bound) => { expect(read(correlation(count.replace("gte", bound))).correlations[0]?.bounds).toEqual({ [bound]: 10 }); });
  it.each([["10s", 10_000], ["5m", 300_000], ["24h", 86_400_000], ["7d", 604_800_000]])("the timespan %s is %d ms", (timespan, ms) => { expect(read(correlation(count.replace("5m", timespan))).correlations[0]?.timespanMs).toBe(ms); });

  it.each([
    ["an unknown type", count.replace("event_count", "event_cuont"), "3 Many: correlation.type: event_cuont is none of"], ["no type", count.replace("type: event_count\n", ""), "3 Many: correlation.type is missing"], ["no rules", count.replace("rules: [one]\n", ""), "correlation.rules is missing"], ["empty rules", count.replace("[one]", "[]"), "4 Many: correlation.rules names no rule"], ["no timespan", count.replace("timespan: 5m\n", ""), "correlation.timespan is missing"], ["the old timeframe", count.replace("timespan", "timeframe"), "timeframe is its old name"], ["a wrong timespan", count.replace("5m", "5 minutes"), "6 Many: correlation.timespan is a number and s, m, h or d"], ["nothing of a timespan", count.replace("5m", "0s"), "correlation.timespan"], ["months", count.replace("5m", "1M"), "correlation.timespan"], ["no condition", count.replace("\ncondition: {gte: 10}", ""), "correlation.condition is missing"], ["no bound", count.replace("gte: 10", "field: a"), "7 Many: correlation.condition has none of gt"], ["an unknown bound", count.replace("gte", "gt3"), "correlation.condition.gt3 is not known; did you mean gt?"], ["a bound that is no number", count.replace("10", "many"), "correlation.condition.gte is a number"], ["a value without a field", count.replace("event_count", "value_count"), "correlation.condition.field is missing"], ["a percentile beyond", count.replace("gte: 10", "gte: 1, field: a, percentile: 101"), "from 0 to 100"], ["a condition over names that counts", `${count.replace("{gte: 10}", "one and not two")}`, "conditions over the names of rules are for temporal"], ["a name that is not listed", "type: temporal\nrules: [one, two]\ntimespan: 1m\ncondition: one and not tow", "names tow, which correlation.rules does not list; did you mean two?"], ["a listed rule without a part in it", "type: temporal\nrules: [a, b, c]\ntimespan: 1m\ncondition: a and not b", "does not name c; name it or take it off"], ["a condition that can never hold", "type: temporal\nrules: [a]\ntimespan: 1m\ncondition: a and not a", "can never hold"], ["a condition that breaks off", "type: temporal\nrules: [a, b]\ntimespan: 1m\ncondition: a and (b", "a closing"], ["an alias that is no mapping", `${count}\naliases: {x: y}`, "x is a mapping"],
  ])("%s is refused with its line", (_what, lines, expected) => { expect(rejectsOf(correlation(lines)).join("\n")).toContain(expected); });
});
