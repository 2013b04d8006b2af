// Templates that word, templates that fail, and templates that mean harm.
import { describe, expect, it } from "vitest";
import fc from "fast-check";
import { isFault } from "../kernel/fault.ts";
import { sampleNotice } from "./notice.sample.ts";
import { readTemplate, wordAnew } from "./template.ts";

const titleOf = (title: string, notice = sampleNotice()): string => wordAnew({ title }, notice).title;
const failureOf = (title: string): string => wordAnew({ title }, sampleNotice()).changes?.at(-1) ?? "nothing failed";

describe("src/notify/template.ts", () => {
  it("words a line anew from the notice, and leaves the others", () => {
    const notice = sampleNotice();
    const worded = wordAnew({ title: "{{ severity | upcase }}: {{ labels.services | join: '+' }}", due: "by {{ due }}" }, notice);
    expect(worded).toEqual({ ...notice, title: `${notice.severity.toUpperCase()}: ${notice.labels.services.join("+")}`, due: `by ${notice.due}` });
  });
  it("shows rows, conditions and times", () => expect(titleOf("{% for item in items %}{{ item.title }};{% endfor %}{% if severity == 'critical' %}!{% endif %} {{ at }}")).toMatch(/;.*\d{4}-\d\d-\d\dT/));
  it("gives one line, whatever the template breaks", () => expect(titleOf("a\n\u001b[31mb\u202e c")).toBe("a [31mb c"));

  it.each([
    ["globals", "{{ process }}{{ global }}{{ globalThis }}{{ env }}x", "x"],
    ["the prototype", "{{ constructor }}{{ items.constructor.constructor }}{{ title.__proto__ }}{{ labels.hasOwnProperty }}x", "x"],
    ["settings and secrets", "{{ settings }}{{ settings.url }}{{ AFTWATCH_TOKEN }}x", "x"],
  ])("cannot reach %s", (_what, source, expected) => expect(titleOf(source)).toBe(expected));

  it.each([["include", "{% include 'package.json' %}"], ["render", "{% render '/etc/passwd' %}"], ["layout", "{% layout 'a' %}"]])("cannot read files by %s: our line stays, and the message says so", (_tag, source) => {
    expect(titleOf(source)).toBe(sampleNotice().title);
    expect(failureOf(source)).toMatch(/^the template of "title" failed/);
  });

  it.each([
    ["a loop over a billion", "{% for i in (1..1000000000) %}x{% endfor %}"],
    ["loops in loops", "{% for a in (1..9999) %}{% for b in (1..9999) %}{% for c in (1..9999) %}{{ c }}{% endfor %}{% endfor %}{% endfor %}"],
    ["text that doubles", `{% assign s = 'xxxxxxxxxx' %}${"{% assign s = s | append: s %}".repeat(60)}{{ s }}`],
  ])("%s ends soon, and our line stays", (_what, source) => {
    const worded = wordAnew({ title: source }, sampleNotice());
    expect(worded.title).toBe(sampleNotice().title);
    expect(worded.changes?.at(-1)).toMatch(/failed \(.*limit/);
  });
  it("a template that gives nothing is a failure, not an empty title", () => expect(failureOf("{{ nothing }}")).toContain("it gives nothing"));
  it("a line too long is cut, and says how much was left out", () => expect(titleOf("{% for i in (1..5000) %}x{% endfor %}")).toMatch(/^x{4000} … \(1000 characters left out\)$/));

  it.each([["{{ title | nofilter }}", "undefined filter: nofilter"], ["{% for %}", "line:1"], ["\n\n{% if x %}", "line:3"], ["x".repeat(4001), "at most 4000 characters"]])("refuses %j when it is saved, naming the place", (source, why) => {
    try { readTemplate("title", source); } catch (thrown) {
      if (!isFault(thrown, "settings.invalid")) throw thrown;
      expect(thrown.places).toMatchObject([{ at: "/title", rule: expect.stringContaining(why) }]);
      expect(JSON.stringify(thrown.places)).not.toContain("node_modules");
      return;
    }
    throw new Error("it was not refused");
  });
  it("noise is refused or rendered, and never throws anything else", () => {
    const noise = fc.array(fc.constantFrom("{{", "}}", "{%", "%}", "for", "in", "if", "(", ")", "..", "1", "title", "|", "'", " ", "end", "raw", "\n")).map((parts) => parts.join(""));
    fc.assert(fc.property(noise, (source) => {
      try { readTemplate("title", source); } catch (thrown) { expect(isFault(thrown, "settings.invalid")).toBe(true); return; }
      expect(titleOf(source).length).toBeGreaterThan(0);
    }), { numRuns: 500 });
  });
});
