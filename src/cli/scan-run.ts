// One scan from the command line: read, judge, report, and the exit code that the policy asks for.
import { writeFile } from "node:fs/promises";
import { resolve } from "node:path";
import type { RuleResult } from "../feedback/gate.ts";
import { failWords, policyOf } from "../feedback/gate-words.ts";
import type { Policy } from "../feedback/policy.ts";
import { durationMs } from "../feedback/policy-duration.ts";
import { closingLines, headLine } from "../feedback/report-lines.ts";
import type { Report, ScanReport } from "../feedback/report.ts";
import { Fault, messageOf } from "../kernel/fault.ts";
import type { CommandCall, ExitCode } from "./command.ts";
import { hasColor } from "./io.ts";
import { scanTarget, stagesOf } from "./scan-job.ts";
import { decidingOf, destinationsOf } from "./scan-options.ts";
import type { Destination } from "./scan-options.ts";

export async function runScan(call: CommandCall): Promise<ExitCode> {
  const destinations = destinationsOf(call);
  const deciding = decidingOf(call, failWords, durationMs);
  const report = await scanTarget(call);
  call.io.signal.throwIfAborted();
  for (const destination of destinations) await deliver(call, report, destination);
  stagesOf(call)("reported");
  tell(call, report, destinations);
  return decided(call, policyOf(deciding.words, deciding.maxAgeMs, deciding.unscored), report);
}

/** Without a rule there is nothing to decide, and the gate is not even loaded. */
async function decided(call: CommandCall, policy: Policy, report: ScanReport): Promise<ExitCode> {
  if (policy.rules.length === 0) return 0;
  const { evaluateGate } = await import("../feedback/gate.ts");
  const { verdict, rules } = evaluateGate(policy, report);
  for (const rule of rules) if (rule.state !== "quiet") call.say(ruleText(rule));
  return verdict === "fail" ? 1 : verdict === "undecided" ? 4 : 0;
}

// Comments of pull requests hold 65,536 characters; some room is left for what a bot puts around it.
const commentChars = 64_000;
const unbounded = 1_000_000;

async function deliver(call: CommandCall, report: ScanReport, { format, to }: Destination): Promise<void> {
  const { io } = call;
  const renderer = await reportOf(format);
  const isForTerminal = to === undefined && io.out.isTty;
  const text = renderer.render(report, { width: isForTerminal ? io.out.columns : unbounded, color: to === undefined && hasColor(io.env, io.out), maxChars: commentChars });
  if (to === undefined) { io.out.write(text); return; }
  try { await writeFile(resolve(io.cwd, to), text); } catch (cause) { throw new Fault("cli.usage", { detail: `${to} cannot be written: ${messageOf(cause)}.` }, cause); }
  call.say(`${format} written to ${to}`);
}

/** One format is loaded, not all: most of them are not needed. */
async function reportOf(format: string): Promise<Report> {
  switch (format) {
    case "table": return (await import("../feedback/reports/table.ts")).table;
    case "tsv": return (await import("../feedback/reports/tsv.ts")).tsv;
    case "json": return (await import("../feedback/reports/json.ts")).json;
    default: {
      const found = (await import("../feedback/reports/index.ts")).reports.find(format);
      if (!found) throw new TypeError(`no report ${format}`);
      return found;
    }
  }
}

/** Tables say at their end what they rest on; for every other format people are told beside it. */
function tell(call: CommandCall, report: ScanReport, destinations: readonly Destination[]): void {
  const isTold = destinations.some(({ format, to }) => to === undefined && (format === "table" || format === "markdown"));
  if (isTold) return;
  for (const line of [headLine(report), ...closingLines(report)]) call.say(line);
}

function ruleText({ id, state, hits, undecided }: RuleResult): string {
  const all = state === "fired" ? hits : undecided;
  const shown = all.slice(0, 5).map(({ subject, package: named, why, clearedBy }) => (named === undefined ? `${subject}: ${why}` : `${subject} in ${named}${clearedBy === undefined ? "" : ` (${clearedBy} clears it)`}`));
  return `${state === "fired" ? "failed on" : "cannot decide"} ${id}: ${shown.join("; ")}${all.length > shown.length ? `; and ${all.length - shown.length} more in the report` : ""}`;
}
