// Hostile templates: each costs itself and nothing else, in bounded time.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import fc from "fast-check";
import { loadTemplates } from "./load-templates.ts";
import { readTemplate } from "./read-template.ts";
import { TemplateError } from "./reading.ts";
import { runOurs, testServer } from "./templates.suite.ts";

const whole = "id: sound\ninfo:\n  name: Sound\n  severity: low\nhttp:\n  - method: GET\n    path: ['{{BaseURL}}/']\n    matchers:\n      - type: word\n        words: [a]\n";
const laughs = `a: &a [x, x, x, x, x, x, x, x, x]\n${Array.from("bcdefghi", (name, at) => `${name}: &${name} [${Array.from({ length: 9 }, () => `*${"abcdefghi"[at] ?? ""}`).join(", ")}]`).join("\n")}\n`;
const withPattern = (pattern: string): string => `${whole}      - type: regex\n        regex: [${JSON.stringify(pattern)}]\n`;

const bad: readonly (readonly [name: string, text: string, at: RegExp])[] = [
  ["billion laughs", laughs + whole, /values when its aliases|aliases/i],
  ["a cycle", `loop: &l [*l]\n${whole}`, /./],
  ["deep nesting", `deep: ${"[".repeat(5000)}${"]".repeat(5000)}\n${whole}`, /./],
  ["two megabytes of spaces", `${whole}${" ".repeat(1_500_000)}`, /longer than/],
  ["a list where a table is due", "- 1\n- 2\n", /no table/],
  ["no requests", "id: none\ninfo:\n  name: None\n", /has no requests/],
  ["an id that is a path", whole.replace("id: sound", "id: ../../etc"), /needs a name/],
  ["numbers where words are due", whole.replace("words: [a]", "words: {a: b}"), /list of texts/],
  ["no YAML", "id: [", /no YAML/],
];

describe("templates: hostile files", () => {
  let folder = "";
  beforeAll(() => { folder = mkdtempSync(join(tmpdir(), "aftwatch-templates-")); });
  afterAll(() => { rmSync(folder, { recursive: true }); });

  it("each costs itself only", () => {
    const place = join(folder, "each");
    mkdirSync(place);
    for (const [at, [, text]] of bad.entries()) writeFileSync(join(place, `bad-${at}.yaml`), text);
    writeFileSync(join(place, "good.yaml"), whole);
    const loaded = loadTemplates(place);
    expect(loaded.templates.map(({ id }) => id)).toEqual(["sound"]);
    expect(loaded.support).toMatchObject({ files: bad.length + 1, supported: 1, rejected: bad.length });
    for (const [at, [name, , rule]] of bad.entries()) expect(loaded.rejected.find(({ file }) => file === `bad-${at}.yaml`)?.rule, name).toMatch(rule);
  });

  it("a helper outside of the folder is not read", () => {
    const place = join(folder, "helpers");
    mkdirSync(place);
    writeFileSync(join(folder, "secret.txt"), "secret\n");
    writeFileSync(join(place, "list.txt"), "one\ntwo\n");
    const asking = (path: string): string => `${whole}    payloads:\n      p: ${path}\n`;
    writeFileSync(join(place, "a.yaml"), asking("../secret.txt"));
    writeFileSync(join(place, "b.yaml"), asking(join(folder, "secret.txt")));
    writeFileSync(join(place, "c.yaml"), asking("list.txt"));
    const { templates, support } = loadTemplates(place);
    expect(support.byReason).toEqual([{ reason: "helper file missing", templates: 2 }]);
    expect(templates[0]?.blocks[0]?.payloads).toEqual([{ name: "p", values: ["one", "two"] }]);
  });

  it("a place that is not there is a fault", () => {
    expect(() => loadTemplates(join(folder, "absent"))).toThrow(/neither a folder nor a .zip/);
  });

  it.each([
    ["a pattern of ten megabytes", "a".repeat(10_000_000), undefined],
    ["a pattern too large", "(a{1000}){1000}", "pattern not read"],
    ["a pattern that looks back", "(a)\\1", "pattern not read"],
  ] as const)("%s", (_name, pattern, reason) => {
    const read = (): readonly string[] => readTemplate(withPattern(pattern), "x.yaml").unsupported.map((one) => one.reason);
    if (reason === undefined) expect(read).toThrow(TemplateError);
    else expect(read()).toEqual([reason]);
  });

  it.each([
    ["dsl", "      - type: dsl\n        dsl: ['no_such_function(body)']\n", "function not known"],
    ["dsl", "      - type: dsl\n        dsl: ['contains(body, ']\n", "expression not read"],
    ["dsl", `      - type: dsl\n        dsl: ['${"(".repeat(50_000)}']\n`, "expression not read"],
    ["type", "      - type: wishful\n", "matcher or extractor not known"],
    ["flow", "flow: new Function('x')()\n", "flow not read"],
    ["protocol", "headless:\n  - steps: []\n", "protocol headless"],
    ["option", "    race: true\n", "option race"],
    ["option", "    wish: true\n", "option not known"],
    ["function", "    body: '{{generate_java_gadget(\"dns\", \"http://{{interactsh-url}}\", \"base64\")}}'\n", "function generate_java_gadget"],
  ])("%s that is not supported is named: %#", (kind, text, reason) => {
    const source = kind === "flow" || kind === "protocol" ? text + whole : whole + text;
    expect(readTemplate(source, "x.yaml").unsupported.map((one) => one.reason)).toEqual([reason]);
  });

  it("whatever the text is, reading it gives a template or says why not", () => {
    const words = fc.constantFrom("id: a\n", "info:\n", "  name: b\n", "http:\n", "  - raw:\n", "      - |\n", "        GET / HTTP/1.1\n", "    matchers:\n", "      - type: dsl\n", "        dsl: ['a']\n", "{{", "}}", "*a", "&a", "[", "]", ":", "'", "\u0000", "flow: http(1)\n", "- ", "\n");
    fc.assert(fc.property(fc.array(words, { maxLength: 40 }), (parts) => {
      try { readTemplate(parts.join(""), "x.yaml"); } catch (thrown) { expect(thrown).toBeInstanceOf(TemplateError); }
    }), { numRuns: 500 });
  });
});

describe("templates: hostile answers", () => {
  const server = testServer();
  it("a pattern that would take for ever elsewhere is done in time", async () => {
    server.answer(() => ({ body: "a".repeat(200_000) }));
    const startedAt = performance.now();
    const run = await runOurs("http:\n  - method: GET\n    path: ['{{BaseURL}}/']\n    matchers:\n      - type: regex\n        regex: ['^(a+)+$b', '(a|aa)+c']\n    extractors:\n      - type: regex\n        group: 1\n        regex: ['(a*)*b']", server.origin());
    expect(run.hits).toEqual([]);
    expect(performance.now() - startedAt).toBeLessThan(5000);
  });

  it("documents nested without end and JSON of all shapes give nothing, quietly", async () => {
    server.answer(() => ({ body: "<div>".repeat(50_000) }));
    const rest = "http:\n  - method: GET\n    path: ['{{BaseURL}}/']\n    extractors:\n      - type: xpath\n        xpath: ['//a/@href']\n      - type: json\n        json: ['.a.b[0]']\n";
    expect((await runOurs(rest, server.origin())).hits).toEqual([]);
    server.answer(() => ({ body: "[".repeat(50_000) }));
    expect((await runOurs(rest, server.origin())).hits).toEqual([]);
  });
});
