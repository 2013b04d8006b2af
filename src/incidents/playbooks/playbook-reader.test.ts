// Playbooks as people write them, with every slip named by its line.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { evaluateText, isTrue } from "./expression.ts";
import { checkText } from "./playbook-reader.ts";
import { stepKinds } from "./steps/index.ts";
import { renderText } from "./template.ts";

const head = "id: x\nname: X\nabout: a test\n";
const steps = (text: string): string => `${head}steps:\n${text}`;
const errorsOf = (text: string): string[] => checkText(text).errors.map(({ at, rule }) => `${at} ${rule}`);

describe("incidents/playbooks/playbook-reader", () => {
  it.each([
    ["an unknown kind of step", steps("  - {id: a, kind: teleport}\n"), /^line 5 \/steps\/0\/kind is no kind of step/],
    ["a value that the kind does not take", steps("  - id: a\n    kind: note\n    with:\n      text: x\n      colour: red\n"), /^line 9 \/steps\/0\/with\/colour is not a value/],
    ["a value that is missing", steps("  - {id: a, kind: note}\n"), /\/with\/text is missing/],
    ["a member that is not known", `${head}stepz: []\n`, /^line 4 \/stepz is not known/],
    ["a step that no way leads to", steps("  - {id: a, kind: note, with: {text: x}, next: end}\n  - {id: b, kind: note, with: {text: x}}\n"), /^line 6 \/steps\/1 no way leads to the step b/],
    ["a loop without a bound", steps("  - {id: a, kind: note, with: {text: x}}\n  - {id: b, kind: note, with: {text: x}, next: a}\n"), /the loop a -> b -> a has no bound/],
    ["a way to nowhere", steps("  - {id: a, kind: note, with: {text: x}, onFailure: goto z}\n"), /there is no step z/],
    ["an id used twice", steps("  - {id: a, kind: note, with: {text: x}}\n  - {id: a, kind: note, with: {text: x}}\n"), /^line 6 \/steps\/1\/id is taken/],
    ["a wrong condition", steps("  - {id: a, kind: note, when: 'incident.severity = high', with: {text: x}}\n"), /is no condition.*character/],
    ["an input that is not there", steps("  - {id: a, kind: note, with: {text: '{{ inputs.nobody }}'}}\n"), /there is no input nobody/],
    ["a credential in the text", steps("  - {id: a, kind: http, with: {url: 'https://a.example', headers: {Authorization: Bearer x}}}\n"), /holds a credential/],
    ["one person for what destroys", steps("  - {id: q, kind: approval, with: {question: ok, people: 1, for: [d]}}\n  - {id: d, kind: kubernetes, with: {action: cordon, node: n}}\n"), /two different people/],
    ["destruction called harmless", steps("  - {id: d, kind: kubernetes, destructive: false, with: {action: cordon, node: n}}\n"), /cannot be said otherwise/],
    ["a wait for a condition without an end", steps("  - {id: w, kind: wait, with: {condition: incident.quiet}}\n"), /\/timeout is missing/],
    ["an alias", `${head}steps: &a\n  - {id: b, kind: note, with: {text: x}}\nlabels: *a\n`, /alias/i],
    ["no YAML", "a: [", /^line \d+/],
  ])("%s is refused with its line", (_case, text, expected) => {
    expect(errorsOf(text).join("\n")).toMatch(expected);
  });

  it("every slip is named at once", () => {
    expect(errorsOf(`id: X!\nabout: a\nsteps:\n  - {id: a, kind: nothing}\n  - {id: b, kind: note}\n`).length).toBe(3);
  });

  it("a destructive step without a way back is warned of", () => {
    expect(checkText(steps("  - {id: a, kind: http, with: {url: 'https://a.example', method: POST}}\n")).warnings.map(({ rule }) => rule)).toEqual([expect.stringContaining("no way back")]);
  });

  it("noise never throws", () => {
    fc.assert(fc.property(fc.string({ maxLength: 300 }), (text) => { checkText(text); checkText(`${head}steps:\n  - ${text}`); }));
  });
});

describe("incidents/playbooks/expression", () => {
  const scope = { values: { incident: { severity: "critical", services: ["web", "pay"], number: 31, entities: { ip: ["10.0.0.1"] } }, inputs: { n: 3, on: false } } };
  it.each([
    ['incident.severity == "critical"', true], ['incident.severity in ["high", "critical"]', true], ['incident.services contains "pay" and not inputs.on', true], ["inputs.n >= 4 or size(incident.services) == 2", true],
    ["incident.entities.user", false], ["incident.entities.user[0].name.more", false], ['incident.severity > 3', false], ["not (inputs.n < 4)", false], ['first(incident.entities.ip) == "10.0.0.1"', true], ['startsWith(incident.severity, "crit")', true],
  ])("%s is %s", (text, expected) => { expect(isTrue(evaluateText(text, scope))).toBe(expected); });

  it.each(["process.env.HOME", "incident.constructor.constructor('return 1')()", "incident['__proto__'] == 1 == 2", "inputs.n = 3", "require('fs')"])("%s cannot be said", (text) => { expect(() => evaluateText(text, scope)).toThrow(Error); });
  it("what every object inherits is not there", () => { expect([evaluateText("incident.constructor", scope), evaluateText("incident['__proto__']", scope), evaluateText("incident.toString", scope)]).toEqual([null, null, null]); });
  it("templates keep a value's type when alone, and join lists in a text", () => {
    expect([renderText("{{ inputs.n }}", scope), renderText("INC-{{ incident.number }}: {{ incident.services }}", scope)]).toEqual([3, "INC-31: web, pay"]);
  });
  it("depth and length are bounded", () => {
    expect(() => evaluateText("(".repeat(100) + "1" + ")".repeat(100), scope)).toThrow(/nested/);
    expect(() => evaluateText("1 or ".repeat(1000) + "1", scope)).toThrow(/longer/);
  });
});

describe("incidents/playbooks/steps", () => {
  it("no id is used twice, and every field says what it is", () => {
    expect(new Set(stepKinds.all.map(({ id }) => id)).size).toBe(stepKinds.all.length);
    expect(stepKinds.all.flatMap(({ fields }) => fields).filter(({ about }) => about.trim() === "")).toEqual([]);
  });
});
