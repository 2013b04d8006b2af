// What tests from outside look for and may do: a page of checks and one of profiles, from their registries.
import type { Check } from "../../src/dast/check.ts";
import { checks } from "../../src/dast/checks/index.ts";
import { profileIds, profiles } from "../../src/dast/profile.ts";
import type { ProfileId } from "../../src/dast/profile.ts";
import { risks } from "../../src/dast/risk.ts";
import { code, table } from "./page.ts";
import type { Page } from "./page.ts";

const looksAt: Readonly<Record<Check["on"], string>> = { exchange: "each answer", point: "each point", route: "each route", origin: "the origin" };
const runsIn = ({ risk }: Check): ProfileId[] => profileIds.filter((id) => profiles[id].risks.includes(risk));
const profileNames = (check: Check): string => { const found = runsIn(check); return found.length === 0 ? "none: opt in" : found.length === profileIds.length ? "all" : found.join(", "); };

const rowOf = (check: Check): string[] => [code(check.id), check.title, check.about, check.severity, `CWE-${check.cwe}`, check.owasp.join(", "), code(check.risk), profileNames(check), check.attackClass === undefined ? "" : code(check.attackClass)];
const checkTable = (some: readonly Check[]): string => table(["id", "finding", "about", "severity", "CWE", "OWASP", "least class", "profiles", "attack class of drills"], some.map(rowOf));

/** What checks look at, in the order in which a reader asks: answers, points, routes, origins. */
function checkPage(): string {
  const parts = (["exchange", "point", "route", "origin"] as const).map((on) => {
    const some = checks.all.filter((check) => check.on === on);
    return `## Looking at ${looksAt[on]} (${some.length})\n\n${checkTable(some)}`;
  });
  const remedies = table(["id", "what to do"], checks.all.map(({ id, remediation }) => [code(id), remediation]));
  return `# Checks of tests from outside\n\n${checks.all.length} checks. "least class" is the least of what a check does: its techniques that do more ask for their own class first, and are left out where the profile does not allow it. Severity, CWE and confidence of a finding may be more exact than here. \`aftwatch dast checks\` prints this list.\n\n${parts.join("\n\n")}\n\n## Remediation\n\n${remedies}\n`;
}

const span = (ms: number): string => (ms % 60_000 === 0 ? `${ms / 60_000} min` : `${ms / 1000} s`);
const mebibytes = (bytes: number): string => `${Math.round(bytes / 2 ** 20)} MiB`;
const yes = (is: boolean): string => (is ? "yes" : "no");

/** One column for each profile, since people compare them. */
function profilePage(): string {
  const all = profileIds.map((id) => profiles[id]);
  const row = (name: string, cell: (profile: (typeof all)[number]) => string | number): (string | number)[] => [name, ...all.map(cell)];
  const rows = [
    row("methods", ({ methods }) => methods.join(", ").replace("*", "any other")), row("requests", ({ budget }) => budget.requests), row("requests a second", ({ budget }) => budget.requestsPerSecond), row("at once", ({ budget }) => budget.concurrency),
    row("received", ({ budget }) => mebibytes(budget.bytes)), row("time", ({ budget }) => span(budget.totalMs)), row("one reply", ({ budget }) => `${mebibytes(budget.replyBytes)}, ${span(budget.replyMs)}`),
    row("gives way to distress", ({ backsOff }) => yes(backsOff)), row("guards words", ({ guardsWords }) => yes(guardsWords)), row("checks that may run", ({ risks: allowed }) => checks.all.filter(({ risk }) => allowed.includes(risk)).length),
  ];
  const classes = risks.map((risk) => [code(risk), ...all.map(({ risks: allowed }) => yes(allowed.includes(risk)))]);
  const about = all.map(({ id, about: sentence }) => `- ${code(id)}: ${sentence}`).join("\n");
  return `# Profiles of scans\n\n${about}\n\nBudgets are for each host. Anything of a budget can be set lower or higher by name; a class beyond the profile is asked for by name and kept with the scan.\n\n${table(["", ...profileIds.map(code)], rows)}\n\n## Classes of risk\n\nWhat each means stands in \`src/dast/risk.ts\`.\n\n${table(["class", ...profileIds.map(code)], classes)}\n`;
}

export const pages: readonly Page[] = [
  { path: "docs/reference/dast-checks.md", write: checkPage },
  { path: "docs/reference/dast-profiles.md", write: profilePage },
];
