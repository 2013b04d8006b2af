// Documents that mean harm: YAML that grows, loops, nests and lies, templates that never end, addresses that lead inside.
import { describe, expect, it } from "vitest";
import { readDocument } from "../../src/incidents/oncall/document-reader.ts";
import { ownerReaders } from "../../src/incidents/owners/readers/index.ts";
import { parseExpression } from "../../src/incidents/playbooks/expression.ts";
import { checkText } from "../../src/incidents/playbooks/playbook-reader.ts";
import { isFault } from "../../src/kernel/fault.ts";
import { importAlertmanager } from "../../src/notify/alertmanager-yaml.ts";
import { createGuardedHttp } from "../../src/notify/guarded-http.ts";
import { sampleNotice } from "../../src/notify/notice.sample.ts";
import { readRoutingText } from "../../src/notify/routing-reader.ts";
import { readTemplate, wordAnew } from "../../src/notify/template.ts";

const bomb = (levels: number): string => ["a0: &a0 [x, x, x, x, x, x, x, x, x]", ...Array.from({ length: levels }, (_, at) => `a${at + 1}: &a${at + 1} [${Array.from({ length: 9 }, () => `*a${at}`).join(", ")}]`)].join("\n");
const many = (count: number, line: (at: number) => string): string => Array.from({ length: count }, (_, at) => line(at)).join("\n");

const texts: Readonly<Record<string, string>> = {
  "a billion laughs": bomb(9), "more laughs": bomb(30), "a list within itself": "a: &a [*a, *a]\n", "a mapping within itself": "route: &a {b: *a}\npeople: *a\nservices: *a\n", "merge keys": "a: &a {x: 1}\nroute:\n  <<: [*a, *a]\n", "a merge within itself": "a: &a\n  <<: *a\n",
  "a function": "route: !!js/function 'function () { return 1 }'\n", "an unknown tag": "route: !own {a: 1}\n", "a megabyte of brackets": "[".repeat(1_000_000), "nested mappings": "{a: ".repeat(200_000), "a key twice": "route: {receiver: a}\nroute: {receiver: b}\n",
  "keys that are no texts": "? [a, b]\n: c\n1: 2\nnull: 3\n", "tabs": "route:\n\treceiver: a\n", "CRLF": "route:\r\n  receiver: a\r\n  bad: x\r\n", "a byte order mark": "\ufeffroute:\n  bad: a\n", "NUL": "route: \"a\u0000b\"\n", "prototypes": "__proto__: {polluted: yes}\nconstructor: x\n",
  "150,000 documents": many(150_000, () => "--- a"), "60,000 unknown members": many(60_000, (at) => `key${at}: 1`), "200,000 items": `people:\n${many(200_000, () => "- 1")}`, "25,000 services": `services:\n${many(25_000, (at) => `  service-${at}: team-${at}`)}`, "400,000 signs in a row": `[${"a,".repeat(400_000)}]`,
  "backslashes": `"${"\\".repeat(900_000)}`, "blanks": " ".repeat(900_000), "60,000 sections": many(60_000, (at) => `[s${at}]`),
  "10,000 components of systems": many(10_000, (at) => `---\nkind: Component\nmetadata: {name: c${at}}\nspec: {system: s${at}}\n---\nkind: System\nmetadata: {name: s${at}}\nspec: {owner: o}`),
  "5,000 groups and their users": many(5000, (at) => `---\nkind: Group\nmetadata: {name: g${at}}\n---\nkind: User\nmetadata: {name: u${at}}\nspec: {memberOf: [g${at}]}`),
};
const context = { services: ["a", "b"], mapping: new Map([["/a", "a"]]), dialect: undefined };
const doors: Readonly<Record<string, (text: string) => unknown>> = {
  routes: (text) => readRoutingText(text, ["a"]), alertmanager: (text) => importAlertmanager(text), oncall: (text) => readDocument(text), playbook: (text) => checkText(text),
  ...Object.fromEntries(ownerReaders.all.map((reader) => [reader.id, (text: string) => reader.read({ path: reader.id, text }, context)])),
};
// Each takes well under a second on a machine that has nothing else to do; what was quadratic took minutes.
const longestMs = 10_000;

describe("test/acceptance/hostile-texts: YAML", () => {
  it.each(Object.keys(doors))("%s: every text is read or refused, with its place, in bounded time", (door) => {
    const wrong: string[] = [];
    for (const [name, text] of Object.entries(texts)) {
      const startedAt = performance.now();
      try { doors[door]?.(text); } catch (thrown) { if (!isFault(thrown)) wrong.push(`${name}: ${String(thrown)}`); }
      if (performance.now() - startedAt > longestMs) wrong.push(`${name}: ${Math.round(performance.now() - startedAt)} ms`);
    }
    expect(wrong).toEqual([]);
    expect(({} as Record<string, unknown>)["polluted"]).toBeUndefined();
  }, 120_000);

  it("what is wrong is named with its line, line ends and marks of any kind or none", () => {
    const refused = (text: string): string => { try { readRoutingText(text, ["a"]); return "taken"; } catch (thrown) { return isFault(thrown) ? thrown.places.map(({ at }) => at).join() : String(thrown); } };
    expect([refused(texts["CRLF"] ?? ""), refused("\ufeffroute:\n  receiver: a\n  bad: x\n"), refused(texts["a key twice"] ?? ""), refused(texts["tabs"] ?? "")].map((at) => /line \d+/.exec(at)?.[0])).toEqual(["line 3", "line 3", "line 2", "line 2"]);
  });
});

describe("test/acceptance/hostile-texts: texts no store keeps", () => {
  it.each(['"a\\0b"', '"a\\x00b"', '"a\\uD800b"'])("an escape that makes one is refused: %s", (value) => {
    expect(() => readRoutingText(`route:\n  receiver: a\n  matchers: [{name: a, op: "=", value: ${value}}]\n`, ["a"])).toThrow(expect.objectContaining({ code: "routing.invalid" }));
    expect(checkText(`id: a\nname: a\nabout: a\nsteps:\n  - {id: one, kind: note, with: {text: ${value}}}\n`).errors.map(({ rule }) => rule).join()).toMatch(/NUL|surrogate|escape|unicode/i);
  });
});

describe("test/acceptance/hostile-texts: templates and conditions", () => {
  it.each([
    ["an expression for each member of a list", "{{ (1..50000) | group_by_exp: 'x', 'x' | size }}"], ["an expression that looks for the last one", "{{ (1..50000) | find_index_exp: 'x', 'x == 49999' }}"],
    ["a pattern over a text that doubles", `{% assign s = '<script' %}${"{% assign s = s | append: s %}".repeat(15)}{{ s | strip_html }}`],
  ])("%s is refused when it is saved", (_what, source) => {
    const startedAt = performance.now();
    expect(() => readTemplate("title", source)).toThrow(Error);
    wordAnew({ title: source }, sampleNotice());
    expect(performance.now() - startedAt).toBeLessThan(2000);
  });

  it.each(["incident.constructor.constructor('x')()", "process.env", "inputs.__proto__.polluted = 1", "this", "`x`", "incident[incident]", "(".repeat(500), "not ".repeat(400) + "true", "[".repeat(1000), `"${"a".repeat(3000)}"`, "size(size)", "import('fs')", "a => a", "1 + 1"])("the condition %j is refused, or sees nothing", (text) => {
    try { expect(["path", "call", "not"]).toContain(parseExpression(text).kind); } catch (thrown) { expect(isFault(thrown, "playbook.expression")).toBe(true); }
  });
});

describe("test/acceptance/hostile-texts: addresses", () => {
  it.each([
    "http://127.0.0.1/", "http://localhost/", "http://0/", "http://0x7f000001/", "http://2130706433/", "http://017700000001/", "http://127.1/", "http://127.0.0.1./", "http://[::1]/", "http://[::ffff:127.0.0.1]/", "http://[::ffff:7f00:1]/", "http://[64:ff9b::7f00:1]/", "http://[2002:7f00:1::]/",
    "http://169.254.169.254/latest/meta-data/", "http://[fe80::1]/", "http://[fd00:ec2::254]/", "http://10.0.0.1/", "http://192.168.1.1/", "http://100.64.0.1/", "http://168.63.129.16/", "http://0.0.0.0/", "http://224.0.0.1/", "http://user:pass@127.0.0.1/", "http://\uff11\uff12\uff17.0.0.1/", "file:///etc/passwd", "ftp://example.com/", "gopher://127.0.0.1/",
  ])("%s is not connected to", async (url) => {
    await expect(createGuardedHttp({ resolve: async () => [{ address: "127.0.0.1", family: 4 }] }).send(url, { timeoutMs: 2000 })).rejects.toMatchObject({ code: "notify.address-refused" });
  });

  it("a name of which one address leads inside is refused whole", async () => {
    await expect(createGuardedHttp({ resolve: async () => [{ address: "93.184.215.14", family: 4 }, { address: "10.0.0.1", family: 4 }] }).send("http://example.com/")).rejects.toMatchObject({ code: "notify.address-refused" });
  });
});
