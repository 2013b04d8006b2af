// The rules of content/rules: every one loads, says what it must say, and holds against the samples beside it.
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { contentRules, readRuleFolder } from "../../src/app/runtime/rule-files.ts";
import { testSamples } from "../../src/app/runtime/rule-samples.ts";
import type { RuleHead } from "../../src/runtime/sigma/rule.ts";
import { nameOf } from "./host-detect.ts";

const samplesFileOf = (ruleFile: string): string => ruleFile.replace(/\.ya?ml$/, ".samples.jsonl");
const read = await readRuleFolder(contentRules());
const heads: readonly RuleHead[] = [...read.rules, ...read.correlations];
const files = readdirSync(contentRules(), { recursive: true, encoding: "utf8" }).map((name) => name.replaceAll("\\", "/"));

// ATT&CK for Enterprise, as Sigma's appendix of tags spells its tactics.
const tactics = new Set(["reconnaissance", "resource-development", "initial-access", "execution", "persistence", "privilege-escalation", "defense-evasion", "credential-access", "discovery", "lateral-movement", "collection", "command-and-control", "exfiltration", "impact"]);
const isTag = (tag: string): boolean => /^(?:attack\.t\d{4}(?:\.\d{3})?|cve\.\d{4}-\d{4,})$/.test(tag) || (tag.startsWith("attack.") && tactics.has(tag.slice("attack.".length)));

// Category, product and service as decoders give them; "*" is any.
const logsources = ["process_creation/linux/", "file_event/linux/", "network_connection/linux/", "network_listen/linux/", "dns//", "application/kubernetes/audit", "webserver/*/*", "/nginx/*", "/apache/*", "authentication/*/*", "/linux/*", "/aws/cloudtrail", "/gcp/gcp.audit", "/azure/activitylogs", "/azure/signinlogs", "/azure/auditlogs", "/okta/okta", "/github/audit", "/gitlab/audit"].map((text) => text.split("/"));
const isKnown = ({ category = "", product = "", service = "" }: { category?: string; product?: string; service?: string }): boolean => logsources.some((parts) => [category, product, service].every((part, at) => parts[at] === "*" || parts[at] === part));

// What a correlation counts is no detection of its own: the correlation says for both what it means.
const parts = new Set(read.correlations.filter(({ generate }) => !generate).flatMap(({ rules }) => rules));
const isShown = ({ name, id }: RuleHead): boolean => !parts.has(name ?? id) && !parts.has(id);

const namesOfThose = (wrong: (head: RuleHead) => boolean): string[] => heads.filter(wrong).map((head) => `${nameOf(head)}: ${head.title}`);

describe("content/rules", () => {
  it("loads whole: every id is there once", () => {
    expect(read.rejects.map(({ file, line, rule }) => `${file}:${line} ${rule}`)).toEqual([]);
    expect(new Set(heads.map(({ id }) => id)).size).toBe(heads.length);
  });

  it("holds at least 120 rules", () => { expect(read.rules.length).toBeGreaterThanOrEqual(120); });

  it("says of each rule who wrote it, how ready it is and what it is about", () => {
    expect(namesOfThose(({ id }) => !/^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/.test(id))).toEqual([]);
    expect(namesOfThose(({ author }) => author !== "Aftwatch")).toEqual([]);
    expect(namesOfThose(({ status }) => status !== "stable" && status !== "test")).toEqual([]);
    expect(namesOfThose(({ description }) => description.length < 20)).toEqual([]);
  });

  it("names only tactics, techniques and CVEs in its tags, and at least one technique", () => {
    expect(heads.flatMap((head) => head.tags.filter((tag) => !isTag(tag)).map((tag) => `${nameOf(head)}: ${tag}`))).toEqual([]);
    expect(namesOfThose((head) => isShown(head) && !head.tags.some((tag) => /^attack\.t\d/.test(tag)))).toEqual([]);
  });

  it("asks only of log sources that decoders give", () => {
    expect(read.rules.filter(({ logsource }) => !isKnown(logsource)).map((rule) => `${nameOf(rule)}: ${JSON.stringify(rule.logsource)}`)).toEqual([]);
  });

  it("states what else may look like it, of everything people see", () => {
    expect(namesOfThose((head) => isShown(head) && head.falsePositives.length === 0 && head.level !== "informational")).toEqual([]);
  });

  it("has beside each file samples that must match and samples that must not", () => {
    const lacking = files.filter((name) => /\.ya?ml$/.test(name)).filter((name) => {
      const path = samplesFileOf(join(contentRules(), name));
      const samples = existsSync(path) ? readFileSync(path, "utf8") : "";
      return !/"match": ?true/.test(samples) || !/"match": ?false/.test(samples);
    });
    expect(lacking).toEqual([]);
    expect(files.filter((name) => name.endsWith(".samples.jsonl") && !files.includes(name.replace(/\.samples\.jsonl$/, ".yml")))).toEqual([]);
  });

  it("holds against every sample", { timeout: 120_000 }, async () => {
    const { failures, samples } = await testSamples(read);
    expect(failures.map(({ file, line, why, problem }) => `${file}:${line} (${why}) ${problem}`)).toEqual([]);
    expect(samples).toBeGreaterThan(heads.length * 2);
  });
});
