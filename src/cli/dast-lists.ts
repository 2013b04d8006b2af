// What scans can look for: checks, profiles, and the test templates of a folder.
import { resolve } from "node:path";
import { checks } from "../dast/checks/index.ts";
import type { Check } from "../dast/check.ts";
import { profileIds, profiles } from "../dast/profile.ts";
import type { Profile } from "../dast/profile.ts";
import { loadTemplates } from "../dast/templates/load-templates.ts";
import { Fault } from "../kernel/fault.ts";
import type { CommandCall, ExitCode } from "./command.ts";
import type { Column } from "./output.ts";

interface CheckLine { id: string; title: string; risk: string; severity: string; cwe: number; owasp: readonly string[]; looksAt: string; about: string; profiles: string[]; attackClass: string | undefined }

const checkColumns: readonly Column<CheckLine>[] = [
  { head: "CHECK", of: (row) => row.id }, { head: "LOOKS FOR", of: (row) => row.title }, { head: "RISK", of: (row) => row.risk }, { head: "SEVERITY", of: (row) => row.severity }, { head: "CWE", of: (row) => row.cwe }, { head: "PROFILES", of: (row) => row.profiles.join(" ") },
  { head: "LOOKS AT", isWide: true, of: (row) => row.looksAt }, { head: "OWASP", isWide: true, of: (row) => row.owasp.join(" ") }, { head: "CLASS", isWide: true, of: (row) => row.attackClass }, { head: "ABOUT", isWide: true, of: (row) => row.about },
];

const lineOf = (check: Check): CheckLine => ({ id: check.id, title: check.title, risk: check.risk, severity: check.severity, cwe: check.cwe, owasp: check.owasp, looksAt: check.on, about: check.about, attackClass: check.attackClass, profiles: profileIds.filter((id) => profiles[id].risks.includes(check.risk)) });

export function listChecks(call: CommandCall): Promise<ExitCode> {
  const profile = call.text("profile");
  call.output.rows("checks", checkColumns, checks.all.map(lineOf).filter((row) => profile === undefined || row.profiles.includes(profile)));
  return Promise.resolve(0);
}

const profileColumns: readonly Column<Profile>[] = [
  { head: "PROFILE", of: (row) => row.id }, { head: "ABOUT", of: (row) => row.about }, { head: "CLASSES", of: (row) => row.risks.join(" ") }, { head: "METHODS", of: (row) => row.methods.join(" ") }, { head: "REQUESTS", of: (row) => row.budget.requests }, { head: "RATE", of: (row) => `${row.budget.requestsPerSecond}/s` }, { head: "TIME", of: (row) => `${row.budget.totalMs / 60_000} min` },
  { head: "CONCURRENCY", isWide: true, of: (row) => row.budget.concurrency }, { head: "BYTES", isWide: true, of: (row) => row.budget.bytes }, { head: "GUARDS WORDS", isWide: true, of: (row) => row.guardsWords },
];

export function listProfiles(call: CommandCall): Promise<ExitCode> {
  call.output.rows("profiles", profileColumns, profileIds.map((id) => profiles[id]));
  return Promise.resolve(0);
}

export function listTemplates(call: CommandCall): Promise<ExitCode> {
  const least = percentOf(call.text("atLeast"));
  const { support, unsupported, rejected } = loadTemplates(resolve(call.io.cwd, call.arguments[0] ?? ""));
  const { byReason, share, files, ...counts } = support;
  const of = (templates: number): string => `${(templates / Math.max(1, files) * 100).toFixed(1)} %`;
  const rows = [{ what: "supported", templates: counts.supported }, { what: "rejected", templates: counts.rejected }, { what: "unsupported", templates: counts.unsupported }, ...byReason.map(({ reason, templates }) => ({ what: `unsupported: ${reason}`, templates }))];
  call.output.rows("templates", [{ head: "WHAT", of: (row) => row.what }, { head: "TEMPLATES", of: (row) => row.templates }, { head: "SHARE", of: (row) => of(row.templates) }], rows, { files, share, ...counts, rejects: rejected, without: unsupported.map(({ file, id, why }) => ({ file, id, reasons: why.map(({ reason }) => reason) })) });
  for (const { file, at, rule } of rejected.slice(0, 5)) call.say(`rejected: ${file}${at === "" ? "" : ` ${at}`}: ${rule}`);
  call.say(`${counts.supported} of ${files} templates can be run (${(share * 100).toFixed(1)} %).`);
  return Promise.resolve(least !== undefined && share * 100 < least ? 1 : 0);
}

/** 0 to 100. Throws cli.usage. */
export function percentOf(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const number = Number(text.replace(/%$/, ""));
  if (!/^-?\d{1,3}(?:\.\d+)?%?$/.test(text) || number > 100) throw new Fault("cli.usage", { detail: `--at-least must be a share in percent, not "${text}".` });
  return number;
}
