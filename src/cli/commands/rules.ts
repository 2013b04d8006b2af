// aftwatch rules: check, test and explain Sigma rules, and hold them against files of events.
import { resolve } from "node:path";
import { Fault } from "../../kernel/fault.ts";
import type { RuleReject, SigmaRule } from "../../runtime/sigma/rule.ts";
import { defineCommand } from "../command.ts";
import type { CommandCall } from "../command.ts";
import type { Column } from "../output.ts";
import { loadRules, placeholderOption, placeText } from "../rules-load.ts";
import type { RuleCoverage } from "../rules-coverage.ts";
import { serverRules } from "../rules-server.ts";
import { count } from "../sentences.ts";
import { readText } from "../text-file.ts";

const folders = { name: "[folder...]", about: "folders or files of rules; the rules that come with Aftwatch when none is named" } as const;

const check = defineCommand({
  path: "rules check", about: "reads rules and names what cannot be taken, with file and line",
  examples: ["aftwatch rules check ./rules", "aftwatch rules check sigma/rules sigma/rules-emerging-threats --json", "aftwatch rules check ./rules --placeholders placeholders.yml"],
  arguments: [folders], options: [placeholderOption], exits: { 0: "every rule is taken", 1: "a rule is rejected", 2: "a folder cannot be read" },
  async run(call) {
    const read = await loadRules(call, call.arguments);
    const counts = { rules: read.rules.length, correlations: read.correlations.length, filters: read.filters.length, rejected: read.rejects.length };
    const columns: readonly Column<RuleReject>[] = [{ head: "AT", of: (row) => placeText(call, row) }, { head: "TITLE", of: (row) => row.title }, { head: "WHY", of: (row) => row.rule }];
    call.output.rows("rejects", columns, read.rejects, counts);
    call.say(`${count(counts.rules, "rule")}, ${count(counts.correlations, "correlation")}, ${count(counts.filters, "filter")}; ${counts.rejected} rejected.`);
    return counts.rejected > 0 ? 1 : 0;
  },
});

interface FailureRow { at: string; title: string; why: string; problem: string; misses: string[] }
const failureColumns: readonly Column<FailureRow>[] = [
  { head: "AT", of: (row) => row.at }, { head: "RULE", of: (row) => row.title }, { head: "SAMPLE", of: (row) => row.why }, { head: "PROBLEM", of: (row) => [row.problem, ...row.misses].join("; ") },
];

const test = defineCommand({
  path: "rules test", about: "runs rules against the samples beside them (NAME.yml and NAME.samples.jsonl)",
  examples: ["aftwatch rules test", "aftwatch rules test ./rules", "aftwatch rules test ./rules/web/sql-injection.yml --json"],
  arguments: [folders], options: [placeholderOption], exits: { 0: "every sample is as it says", 1: "a sample is not, or a rule is rejected", 2: "a folder cannot be read" },
  async run(call) {
    const [{ testSamples }, { missLines }] = await Promise.all([import("../../app/runtime/rule-samples.ts"), import("../rules-tree.ts")]);
    const read = await loadRules(call, call.arguments);
    const bar = call.progress.start("files", undefined, "records");
    const report = await testSamples(read, (done, total) => { bar.at(done, total); });
    bar.end();
    const rejected = read.rejects.map((row): FailureRow => ({ at: placeText(call, row), title: row.title ?? "", why: "", problem: row.rule, misses: [] }));
    const failed = report.failures.map((row): FailureRow => ({ at: placeText(call, row), title: row.title, why: row.why, problem: row.problem, misses: row.explanation ? missLines(row.explanation) : [] }));
    const rows = [...rejected, ...failed];
    call.output.rows("failures", failureColumns, rows, { rules: report.rulesTested, samples: report.samples, failed: failed.length, rejected: rejected.length, withoutSamples: report.rulesWithout.map(({ id }) => id) });
    call.say(`${count(report.samples, "sample")} of ${count(report.rulesTested, "rule")}: ${failed.length} wrong; ${count(rejected.length, "rule")} rejected${report.rulesWithout.length > 0 ? `; ${count(report.rulesWithout.length, "rule")} without samples` : ""}.`);
    return rows.length > 0 ? 1 : 0;
  },
});

const explain = defineCommand({
  path: "rules explain", about: "draws a rule's condition for an event: what holds, what does not, and the nearest miss",
  examples: ["aftwatch rules explain ./rules --rule 5f0e2a1c-... --event event.json", "aftwatch rules explain --rule crypto-miner --event - < event.json", "aftwatch rules explain ./rules --rule NAME --event access.log --decoder access-log"],
  arguments: [folders],
  options: [{ flags: "--rule <id>", about: "its id, name, title or file name", required: true }, { flags: "--event <file>", about: "JSON of fields, a sample line, or what a sender sent; - is standard input", required: true }, { flags: "--decoder <id>", about: "how to read it; found by itself otherwise" }, placeholderOption],
  exits: { 0: "the rule holds", 1: "it does not", 2: "there is no such rule or event" },
  async run(call) {
    const [{ explainText }, { drawTree, missLines }] = await Promise.all([import("../rules-explain.ts"), import("../rules-tree.ts")]);
    const read = await loadRules(call, call.arguments);
    const rule = findRule(call, read.rules, read.rejects);
    const { explanation, decoder, logsource, applies } = explainText(rule, await readText(call.io, call.text("event") ?? "-"), call.text("decoder"), call.io.clock.now(), read.filters);
    const holds = explanation.holds && applies;
    const lines = [`${rule.title} (${placeText(call, rule.place)})`, `event: read by ${decoder}; log source ${logsource}${applies ? "" : ", which is not the rule's: on its way the rule would not be asked"}`, ...drawTree(explanation.tree), ...missLines(explanation)];
    call.output.text("explanation", `${lines.join("\n")}\n`, { rule: rule.id, title: rule.title, holds, applies, decoder, logsource, tree: explanation.tree, misses: explanation.misses });
    return holds ? 0 : 1;
  },
});

const fileName = (file: string): string => (file.split(/[/\\]/).at(-1) ?? "").replace(/\.ya?ml$/i, "").toLowerCase();

/** What a rule says of itself comes before the name of its file, which may hold several. */
function findRule(call: CommandCall, rules: readonly SigmaRule[], rejects: readonly RuleReject[]): SigmaRule {
  const asked = (call.text("rule") ?? "").toLowerCase();
  const called = rules.filter(({ id, name, title }) => [id, name, title].some((one) => one?.toLowerCase() === asked));
  const rejected = rejects.find(({ title }) => title?.toLowerCase() === asked) ?? rejects.find(({ file }) => fileName(file) === asked);
  const found = called.length > 0 || rejected?.title?.toLowerCase() === asked ? called : rules.filter(({ place }) => fileName(place.file) === asked);
  const [only] = found;
  if (only && found.length === 1) return only;
  throw new Fault("cli.usage", { detail: only ? `${found.length} rules are called ${asked}: ${found.map(({ id }) => id).join(", ")}.` : rejected ? `The rule ${asked} is rejected: ${placeText(call, rejected)}: ${rejected.rule}.` : `No rule is called ${asked}.` });
}

const coverageColumns: readonly Column<RuleCoverage>[] = [
  { head: "RULE", of: (row) => row.title }, { head: "ID", of: (row) => row.ruleId, isWide: true }, { head: "EXPECTED", of: (row) => row.expected }, { head: "HIT", of: (row) => row.hit }, { head: "MISSED", of: (row) => row.missed }, { head: "OTHERS", of: (row) => row.others }, { head: "WHY", of: (row) => row.why },
];

const coverage = defineCommand({
  path: "rules coverage", about: "runs a folder of rules against a folder of events and says which expected rules held",
  examples: ["aftwatch rules coverage --rules sigma/rules --events sigma/regression_data", "aftwatch rules coverage --rules ./rules --events ./logs --json", "aftwatch rules coverage --rules ./rules --events access.log --decoder access-log"],
  options: [{ flags: "--rules <dir>", about: "a folder or file of rules; may be given again", required: true, repeats: true }, { flags: "--events <dir>", about: "a folder or file of .json, .jsonl, .ndjson, .log, .txt, also .gz", required: true }, { flags: "--decoder <id>", about: "reads every file with it; found by itself otherwise" }, placeholderOption],
  exits: { 0: "every expected rule held", 1: "one did not", 2: "a folder cannot be read" },
  async run(call) {
    const [{ coverageOf }, { namedDecoder }] = await Promise.all([import("../rules-coverage.ts"), import("../rules-events.ts")]);
    const decoder = namedDecoder(call.text("decoder"));
    const read = await loadRules(call, call.texts("rules"));
    const bar = call.progress.start("event files", undefined, "records");
    const result = await coverageOf({ read, dir: resolve(call.io.cwd, call.text("events") ?? ""), decoder, now: call.io.clock.now(), onProgress: (done, total) => { bar.at(done, total); } });
    bar.end();
    const missed = result.rules.reduce((sum, row) => sum + row.missed, 0);
    const [expected, hit] = [result.rules.reduce((sum, row) => sum + row.expected, 0), result.rules.reduce((sum, row) => sum + row.hit, 0)];
    call.output.rows("coverage", coverageColumns, result.rules, { files: result.files, events: result.events, rules: read.rules.length, rejected: read.rejects.length, expected, hit, missed, unread: result.unread, unknown: result.unknown });
    for (const { file, why } of result.unread.slice(0, 10)) call.say(`${file}: not read: ${why}`);
    for (const { file, ruleId } of result.unknown.slice(0, 10)) call.say(`${file}: expects the rule ${ruleId}, which is not loaded`);
    call.say(`${count(read.rules.length, "rule")} (${read.rejects.length} rejected) on ${count(result.events, "event")} of ${count(result.files, "file")}: ${hit} of ${expected} expected held, ${missed} missed.`);
    return missed + result.unknown.length > 0 ? 1 : 0;
  },
});

export const commands = [check, test, explain, coverage, ...serverRules];
