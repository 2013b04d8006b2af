// Rules and events by chance: every kind of test, nested conditions, values of every shape, letters whose case is not simple.
import fc from "fast-check";
import type { FieldValue, Fields, LogSource } from "../event.ts";
import type { Node, Pattern, SigmaRule, Test } from "./rule.ts";

const fields = ["Image", "CommandLine", "EventID", "user.name", "user.extra.id", "labels.app.kubernetes.io/name", "Ref"] as const;

const piece = fc.oneof(
  { weight: 4, arbitrary: fc.string({ unit: fc.constantFrom("a", "b", "k", "K", "İ", "i̇", "ß", "ſ", "s", "σ", "\\", " ", "é", "😀", "1"), minLength: 0, maxLength: 3 }) },
  { weight: 3, arbitrary: fc.constantFrom("\\cmd.exe", "powershell", "whoami", "4688", "admin", "STRASSE", "straße", "System32", "true", "") },
);

const values: fc.Arbitrary<FieldValue> = fc.letrec<{ value: FieldValue }>((tie) => ({
  value: fc.oneof({ maxDepth: 2, depthSize: "small" },
    { weight: 8, arbitrary: fc.array(piece, { maxLength: 3 }).map((pieces) => pieces.join("")) },
    { weight: 2, arbitrary: fc.constantFrom<FieldValue>(4688, 1, 10.5, true, false, null, "", "10.0.0.7", "::1", "2026-11-22T10:00:00Z") },
    { weight: 1, arbitrary: fc.array(tie("value"), { maxLength: 3 }) },
    { weight: 1, arbitrary: fc.dictionary(fc.constantFrom("name", "extra", "extra.id", "id", "app", "a"), tie("value"), { maxKeys: 2 }) }),
})).value;

const named = fc.constantFrom(...fields, "user", "labels", "user.extra", "labels.app");

export const events: fc.Arbitrary<Fields> = fc.dictionary(named, values, { maxKeys: 6, noNullPrototype: true });

const lowered = (pattern: Pattern, cased: boolean): Pattern => (cased ? pattern : pattern.map((part) => (typeof part === "string" ? part.toLowerCase() : part)));

const patterns: fc.Arbitrary<Test> = fc.record({ cased: fc.boolean(), parts: fc.array(fc.oneof({ weight: 3, arbitrary: piece }, { weight: 2, arbitrary: fc.constant({ wildcard: "any" as const }) }, { weight: 1, arbitrary: fc.constant({ wildcard: "one" as const }) }), { maxLength: 4 }) })
  .map(({ cased, parts }) => ({ kind: "pattern", cased, pattern: lowered(joined(parts), cased) }));

// Adjacent texts are one (rule.ts).
function joined(parts: Pattern): Pattern {
  return parts.reduce<Pattern>((all, part) => {
    const last = all.at(-1);
    if (part === "") return all;
    return typeof last === "string" && typeof part === "string" ? [...all.slice(0, -1), last + part] : [...all, part];
  }, []);
}

const tests: fc.Arbitrary<Test> = fc.oneof(
  { weight: 10, arbitrary: patterns },
  fc.record({ kind: fc.constant("regex" as const), source: fc.constantFrom("who(ami|is)", "^a.*k$", "(?i)admin", "[bs]{2,}", "\\\\cmd\\.exe$", "a?", "straße|strasse", ".", "(?i)ki|ss", "x|"), flags: fc.record({ i: fc.boolean(), m: fc.boolean(), s: fc.boolean() }) }),
  fc.record({ kind: fc.constant("cidr" as const), network: fc.constantFrom("10.0.0.0/8", "::/0", "192.168.0.0/16") }),
  fc.record({ kind: fc.constant("compare" as const), by: fc.constantFrom("lt" as const, "lte" as const, "gt" as const, "gte" as const), number: fc.integer({ min: 0, max: 5000 }) }),
  fc.record({ kind: fc.constant("time" as const), part: fc.constantFrom("hour" as const, "year" as const), number: fc.constantFrom(10, 2026) }),
  fc.record({ kind: fc.constant("exists" as const), wanted: fc.boolean() }),
  fc.constant<Test>({ kind: "null" }),
  fc.record({ kind: fc.constant("fieldref" as const), field: fc.constantFrom(...fields), how: fc.constantFrom("equals" as const, "contains" as const, "startswith" as const, "endswith" as const), cased: fc.boolean() }),
);

const leaves: fc.Arbitrary<Node> = fc.oneof(
  { weight: 9, arbitrary: fc.record({ field: fc.constantFrom(...fields), test: tests }).map(({ field, test }): Node => ({ kind: "test", field, test, text: "", line: 1 })) },
  { weight: 1, arbitrary: fc.oneof(patterns, fc.constant<Test>({ kind: "regex", source: "whoami|admin", flags: { i: true, m: false, s: false } })).map((test): Node => ({ kind: "test", field: undefined, test: test.kind === "pattern" ? { ...test, pattern: [{ wildcard: "any" }, ...test.pattern, { wildcard: "any" }] } : test, text: "", line: 1 })) },
);

const conditions: fc.Arbitrary<Node> = fc.letrec<{ node: Node }>((tie) => ({
  node: fc.oneof({ maxDepth: 3, depthSize: "small" },
    { weight: 3, arbitrary: leaves },
    { weight: 2, arbitrary: fc.record({ kind: fc.constantFrom("and" as const, "or" as const), nodes: fc.array(tie("node"), { minLength: 1, maxLength: 3 }) }).map(({ kind, nodes }): Node => ({ kind, nodes, name: kind })) },
    { weight: 1, arbitrary: tie("node").map((node): Node => ({ kind: "not", node, name: "not" })) }),
})).node;

export const logsources: fc.Arbitrary<LogSource> = fc.record({ category: fc.constantFrom("process_creation", "webserver"), product: fc.constantFrom("linux", "windows"), service: fc.constantFrom("auditd", "sshd") }, { requiredKeys: [] });

export const ruleOf = (condition: Node, logsource: LogSource, number: number): SigmaRule => ({
  kind: "rule", id: `rule-${number}`, title: `Rule ${number}`, name: undefined, status: undefined, description: "", author: undefined, references: [], falsePositives: [], tags: [], level: "low", place: { file: "chance.yml", line: 1 }, logsource, condition, fields: [], text: "",
});

export const ruleLists: fc.Arbitrary<readonly SigmaRule[]> = fc.array(fc.tuple(conditions, logsources), { minLength: 1, maxLength: 8 }).map((all) => all.map(([condition, logsource], number) => ruleOf(condition, logsource, number)));
