// One gate from the command line: the policy is read first, then the target is scanned and held against it.
import { evaluateGate } from "../feedback/gate.ts";
import type { GateHit, GateResult, LicenceFits, RuleResult } from "../feedback/gate.ts";
import { readPolicy } from "../feedback/policy.ts";
import type { Policy } from "../feedback/policy.ts";
import { closingLines } from "../feedback/report-lines.ts";
import { toIso } from "../kernel/clock.ts";
import type { CommandCall, ExitCode } from "./command.ts";
import type { Column } from "./output.ts";
import { readRulesFile } from "./scan-inputs.ts";
import { scanTarget } from "./scan-job.ts";
import { count } from "./sentences.ts";

interface GateRow extends GateHit { rule: string; action: "fail" | "warn"; state: "fired" | "undecided" | "exempt"; note: string | null }

export async function runGate(call: CommandCall): Promise<ExitCode> {
  const path = call.text("policy") ?? "";
  const policy = readPolicy(await readRulesFile(call, path), path);
  const report = await scanTarget(call);
  const result = evaluateGate(policy, report, await licencesFor(policy));
  const { status, asOf } = report.result.data;
  call.output.rows("gate", columns, result.rules.flatMap(rowsOf), {
    verdict: result.verdict, policy: path, at: toIso(report.at), target: report.target.path, data: { asOf: asOf === undefined ? null : toIso(asOf), generation: status.generation },
    rules: result.rules.map(({ id, action, state, hits, undecided, exempted, ended }) => ({ id, action, state, hits: hits.length, undecided: undecided.length, exempted: exempted.length, ended: ended.map(({ until, ...rest }) => ({ ...rest, until: toIso(until) })) })),
  });
  const told = [verdictText(result), ...result.rules.flatMap(endedText), ...closingLines(report)];
  for (const line of told) if (call.output.format === "table" || call.output.format === "md") call.output.note(line); else call.say(line);
  return { pass: 0, fail: 1, undecided: 4 }[result.verdict] as ExitCode;
}

/** Licence expressions are read only where a rule asks for them. */
async function licencesFor({ rules }: Policy): Promise<LicenceFits | undefined> {
  return rules.some(({ when }) => when.kind === "licences") ? (await import("../feedback/gate-licences.ts")).licencesFit : undefined;
}

const columns: readonly Column<GateRow>[] = [
  { head: "RULE", of: (row) => row.rule },
  { head: "STATE", of: (row) => `${row.state}${row.action === "warn" ? " (warns)" : ""}` },
  { head: "ON", of: (row) => row.subject },
  { head: "PACKAGE", of: (row) => row.package },
  { head: "WHY", of: (row) => row.note ?? row.why },
  { head: "CLEARED BY", of: (row) => row.clearedBy },
];

function rowsOf({ id, action, hits, undecided, exempted }: RuleResult): GateRow[] {
  const row = (hit: GateHit, state: GateRow["state"], note: string | null): GateRow => ({ rule: id, action, state, note, subject: hit.subject, package: hit.package, purls: hit.purls, why: hit.why, clearedBy: hit.clearedBy });
  return [...hits.map((hit) => row(hit, "fired", null)), ...undecided.map((hit) => row(hit, "undecided", null)), ...exempted.map((hit) => row(hit, "exempt", `until ${toIso(hit.until).slice(0, 10)}: ${hit.reason}`))];
}

function verdictText({ verdict, rules }: GateResult): string {
  const named = (state: RuleResult["state"], action: RuleResult["action"]): string[] => rules.filter((rule) => rule.state === state && rule.action === action).map(({ id }) => id);
  const parts: readonly (readonly [string, readonly string[]])[] = [["fired", named("fired", "fail")], ["cannot be decided", named("undecided", "fail")], ["warn", [...named("fired", "warn"), ...named("undecided", "warn")]]];
  const told = parts.filter(([, ids]) => ids.length > 0).map(([word, ids]) => `${word}: ${ids.join(", ")}`);
  return `Gate ${{ pass: "passed", fail: "failed", undecided: "undecided" }[verdict]}; ${count(rules.length, "rule")}${told.length > 0 ? `; ${told.join("; ")}` : ", none fired"}.`;
}

const endedText = ({ id, ended }: RuleResult): string[] =>
  (ended.length > 0 ? [`${count(ended.length, "exemption")} of ${id} ended and let nothing through: ${ended.map((one) => one.vulnerability ?? one.package ?? "").join(", ")}.`] : []);
