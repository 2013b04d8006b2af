// The safe-exception builder: it covers what was chosen, is narrower than the rule on the workload, and hides no attack without a word.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Fields, LogSource } from "./event.ts";
import { draftException } from "./exception-draft.ts";
import { compileException, readException } from "./exception-filter.ts";
import { exceptedOf } from "./exception-group.ts";
import type { DraftCase } from "./exception-group.ts";

const linux: LogSource = { category: "process_creation", product: "linux" };
const caseOf = (id: string, events: readonly Fields[], more: Partial<DraftCase> & { logsource?: LogSource } = {}): DraftCase => ({
  id, ruleId: "rule-1", title: "Curl to 'somewhere'", actor: undefined, subject: "", where: { workload: "prod/shop", service: "shop" }, ...more,
  events: events.map((fields) => ({ id: undefined, at: 0, isTimed: true, decoder: "x", logsource: more.logsource ?? linux, origin: {}, fields, raw: "" })),
});
const out = (text: string, one: DraftCase): boolean => { const hit = exceptedOf(one); return hit !== undefined && compileException(text, "x.yml").leavesOut(hit, one.where); };
const mayHide = (text: string, one: DraftCase): boolean => { const hit = exceptedOf(one); return hit !== undefined && compileException(text, "x.yml").mayLeaveOut(hit); };
const draft = (chosen: readonly DraftCase[], others: readonly DraftCase[] = [], attacks: readonly DraftCase[] = []) => draftException({ chosen, others, attacks });
const backup = (day: string, more: Fields = {}): Fields => ({ Image: "/usr/bin/curl", CommandLine: `curl -s http://backup.example/put?d=2026-11-${day} -o /srv/b${day}.tgz`, ParentImage: "/usr/sbin/cron", User: "root", ProcessId: Number(day) * 7, ProcessGuid: `{${day}}`, ...more });

describe("src/runtime/exception-draft.ts", () => {
  it("is what people would write: each condition with its reason, a shape where a word differs, nothing that differs each time", () => {
    expect(draft([caseOf("det_1", [backup("01"), backup("02")])]).text).toBe(`title: 'Curl to ''somewhere'': left out'
description: 'Drafted from 1 detection with 2 samples: det_1'
logsource:
    category: process_creation
    product: linux
filter:
    rules:
        - rule-1 # Curl to 'somewhere'
    selection:
        # where it happens: the same in all 2 samples
        aftwatch.workload: prod/shop
        # the service: the same in all 2 samples
        aftwatch.service: shop
        # the program: the same in all 2 samples
        Image: '/usr/bin/curl'
        # the command: the shape they share, with * where they differ
        CommandLine: 'curl -s http://backup.example/put\\?d=2026-11-* -o /srv/b*.tgz'
        # what started it: the same in all 2 samples
        ParentImage: '/usr/sbin/cron'
        # the account: the same in all 2 samples
        User: root
    condition: selection
`);
  });

  it("what else is known of who did it goes in only where it tells others apart, and says so", () => {
    const shell = (command: string, user = "root"): Fields => backup("01", { ParentCommandLine: command, User: user });
    const stranger = caseOf("det_9", [shell("sh -c $(id)")]);
    expect(draft([caseOf("det_1", [shell("/usr/sbin/cron -f")])]).text).not.toContain("ParentCommandLine");
    const { text, problems } = draft([caseOf("det_1", [shell("/usr/sbin/cron -f"), shell("/usr/sbin/cron -f", "backup")])], [stranger]);
    expect([text.includes("# the command that started it: the same in all 2 samples; it keeps 1 that should be seen\n        ParentCommandLine: '/usr/sbin/cron -f'"), text.includes("User"), out(text, stranger), problems]).toEqual([true, false, false, []]);
  });

  it("a shape that would hide an attack gives way to the list of what was seen", () => {
    const attack = caseOf("sample", [{ Image: "/usr/bin/curl", CommandLine: "curl -s http://backup.example/put?d=2026-11-$(id) -o /srv/b.tgz", ParentImage: "/usr/sbin/cron" }]);
    const { text, problems } = draft([caseOf("det_1", [backup("01"), backup("02")])], [], [attack]);
    expect([mayHide(text, attack), problems, text.includes("d=2026-11-01 -o"), text.includes("d=2026-11-*")]).toEqual([false, [], true, false]);
  });

  it("what cannot be told apart is said, for detections and for samples", () => {
    const same = caseOf("det_2", [backup("01")]);
    const { problems } = draft([caseOf("det_1", [backup("01")])], [same], [same]);
    expect(problems).toEqual([expect.stringContaining("1 other detection"), expect.stringContaining("1 sample of attacks")]);
  });

  it("detections that have nothing in common are left out each by itself where that keeps more", () => {
    const chosen = [caseOf("det_1", [{ Image: "/usr/bin/curl", CommandLine: "curl http://a.example/one" }]), caseOf("det_2", [{ Image: "/usr/bin/wget", CommandLine: "wget -q http://b.example/two" }])];
    const between = caseOf("det_3", [{ Image: "/usr/bin/wget", CommandLine: "curl http://a.example/one" }]);
    const { text } = draft(chosen, [between]);
    expect([chosen.map((one) => out(text, one)), out(text, between), text.includes("condition: 1 of selection_*")]).toEqual([[true, true], false, true]);
  });

  it("rules of every kind, and events of several log sources, get a filter each", () => {
    const sensor = caseOf("det_1", [backup("01")], { ruleId: "sensor:falco:Terminal shell in container" });
    const web = caseOf("det_2", [{ "cs-method": "GET", "cs-uri-stem": "/search", "cs-uri-query": "q=select", "c-ip": "192.0.2.7" }], { ruleId: "baseline:process", subject: "curl: new", logsource: { category: "webserver" } });
    const { text } = draft([sensor, web]);
    expect([readException(text, "x.yml").problems, out(text, sensor), out(text, web), out(text, { ...web, subject: "wget: new" })]).toEqual([[], true, true, false]);
  });

  it("a value that was cut, an event that says nothing, a detection without samples", () => {
    const long = `curl ${"x".repeat(50)}… (4000 more characters)`;
    const { text } = draft([caseOf("det_1", [{ Image: "/usr/bin/curl", CommandLine: long }])]);
    expect([text.includes("CommandLine|startswith"), out(text, caseOf("d", [{ Image: "/usr/bin/curl", CommandLine: `curl ${"x".repeat(4050)}` }]))]).toEqual([true, true]);
    expect(draft([caseOf("det_1", [{ pid: 12, at: "2026-11-22T10:00:00Z" }])]).problems).toEqual([expect.stringContaining("nothing in common but where they happened")]);
    expect(draft([caseOf("det_1", [])]).problems).toEqual([expect.stringContaining("has no samples any more")]);
    expect(draft([caseOf("det_1", [{ a: "b" }], { logsource: {} })]).problems).toEqual([expect.stringContaining("say nothing of their log source")]);
  });
});

// Texts that people and attackers write: wildcards, escapes, quotes, YAML's own signs, control characters.
const anyText = fc.oneof(
  fc.constantFrom("*", "?", "\\", "a\\", "\\*", "'", '"', "a: b", "# no", "- x", "null", "true", "~", "0", "1e3", "{}", "[]", "%expand%", "|contains", "---", "a\n---\nb", "\u0000", "\u2028", "…", "C:\\Windows\\*\\", "é\u0301", "𝒳", "\u0130", "ﬃ", " ", "", "@x", "&a", "!!str", "x… (3 more characters)"),
  fc.string({ unit: "grapheme", maxLength: 30 }), fc.string({ unit: "binary", maxLength: 20 }),
);
const anyFields = fc.record({ Image: anyText, CommandLine: fc.array(anyText, { maxLength: 4 }).map((words) => words.join(" ")), ParentImage: anyText, User: anyText, TargetFilename: anyText, "cs-uri-query": anyText, DestinationPort: fc.oneof(anyText, fc.nat()), odd: anyText, "aftwatch.workload": anyText, "c-ip": anyText }, { requiredKeys: [] }) as fc.Arbitrary<Fields>;
const anyCase = (id: string) => fc.record({ events: fc.array(anyFields, { minLength: 1, maxLength: 4 }), ruleId: fc.constantFrom("rule-1", "sensor:x:A 'b': *", "baseline:process"), subject: fc.oneof(fc.constant(""), anyText), workload: anyText, service: fc.option(anyText, { nil: undefined }), logsource: fc.constantFrom(linux, { category: "webserver" }, { service: "a'b: c" }) })
  .map(({ events, workload, service, ...more }) => caseOf(id, events, { ...more, where: { workload, service } }));
const anyCases = (prefix: string, least: number) => fc.integer({ min: least, max: 5 }).chain((count) => fc.tuple(...Array.from({ length: count }, (_, index) => anyCase(`${prefix}${index}`))));
const isPlain = (one: DraftCase): boolean => !JSON.stringify(one).includes("more characters)");

describe("src/runtime/exception-draft.ts: whatever events hold", () => {
  it("the draft is a filter that can be read and covers every chosen detection", () => {
    fc.assert(fc.property(anyCases("c", 1), anyCases("o", 0), (chosen, others) => {
      const { text } = draft(chosen.filter(isPlain), others);
      if (text === "") return;
      expect(readException(text, "x.yml").problems).toEqual([]);
      for (const one of chosen.filter(isPlain)) expect(out(text, one), `${text}\n${JSON.stringify(one)}`).toBe(true);
    }), { numRuns: 400 });
  });

  it("it leaves out nothing of other rules or other places, and never an attack or another detection without saying so", () => {
    fc.assert(fc.property(anyCases("c", 1), anyCases("o", 0), anyCases("a", 0), (chosen, others, attacks) => {
      const { text, problems } = draft(chosen, others, attacks);
      for (const one of chosen) {
        expect(out(text, { ...one, ruleId: "another" })).toBe(false);
        expect(out(text, { ...one, where: { workload: "somewhere else entirely", service: undefined } })).toBe(false);
      }
      // Each event by itself may be left out by another of its filters; the text is asked as a whole.
      for (const one of attacks) if (mayHide(text, one) && new Set(one.events.map(({ logsource }) => logsource)).size === 1) expect(problems.join(" ")).toContain("of attacks");
      for (const one of others) if (out(text, one)) expect(problems.join(" ")).toContain("cannot be told from the chosen ones");
    }), { numRuns: 300 });
  });

  it("it is narrower than the rule on the workload: whatever it leaves out, that would; and it asks for more, or says that it cannot", () => {
    fc.assert(fc.property(anyCases("c", 1), anyCases("o", 1), (chosen, others) => {
      const { text, problems } = draft(chosen, []);
      const naive = new Set(chosen.map(({ ruleId, where }) => `${ruleId} ${where.workload.toLowerCase()}`));
      for (const one of others) if (out(text, one)) expect(naive.has(`${one.ruleId} ${one.where.workload.toLowerCase()}`)).toBe(true);
      const asksForMore = readException(text, "x.yml").filters.every(({ keeps }) => fieldsIn(keeps).some((name) => name !== "aftwatch.workload" && name !== "aftwatch.service"));
      if (!asksForMore) expect(problems.join(" ")).toContain("nothing in common");
    }), { numRuns: 200 });
  });
});

const fieldsIn = (node: unknown): string[] => [...JSON.stringify(node).matchAll(/"kind":"test","field":"([^"]*)"/g)].map(([, name = ""]) => name);
