// Verdicts: one sentence in plain words, from the rows that prove it.
import type { ExposureRow, FindingRow } from "../findings/finding-views.ts";
import { toIso } from "../kernel/clock.ts";
import type { Instant } from "../kernel/clock.ts";

const plural = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? "" : "s"}`;
const dayOf = (at: Instant): string => toIso(at).slice(0, 10);

/** @example "npm:lodash in pay-api is affected by CVE-2026-1 on 4 live deployments, 2 of them internet-exposed; known exploited; due 2026-11-26 by KEV. Version 4.17.21 clears it." */
export function findingVerdict(finding: FindingRow, exposures: readonly ExposureRow[]): string {
  const subject = `${finding.packageKey} in ${finding.service}`;
  if (finding.state === "closed") return `${subject} was affected by ${finding.vulnerability}; ${closedWords(finding)}.`;
  const exposed = exposures.filter((row) => row.until === undefined && row.exposure === "internet").length;
  const where = `${plural(finding.live.affected, "live deployment")}${exposed > 0 ? `, ${exposed} of them internet-exposed` : ""}`;
  if (finding.labels.includes("malicious")) return `${maliciousVerdict(finding, subject, where)}${decidedWords(finding)}`;
  const due = finding.clock.dueAt === undefined ? "to be fixed with the next upgrade" : `due ${dayOf(finding.clock.dueAt)} by ${finding.clock.clause}`;
  const parts = [`${subject} is affected by ${finding.vulnerability} on ${where}`, ...(finding.kev ? ["known exploited"] : []), due];
  return `${parts.join("; ")}.${decidedWords(finding)}${fixWords(finding)}`;
}

/** An attacker's code has run wherever it was installed: an upgrade is not the answer (docs/adr/0011-malicious-packages.md). */
function maliciousVerdict({ vulnerability, clock }: FindingRow, subject: string, where: string): string {
  const due = clock.dueAt === undefined ? "" : `; due ${dayOf(clock.dueAt)} by ${clock.clause}`;
  return `${subject} is a malicious package (${vulnerability}) on ${where}${due}. Remove it, replace the secrets it could read, and look for what it did; an upgrade alone undoes nothing.`;
}

function closedWords({ closeReason, closedAt }: FindingRow): string {
  const reason = { fixed: "a fixed version was seen running", "component-removed": "the component no longer runs", retired: "nothing of the service runs there any more", withdrawn: "the advisory was withdrawn" };
  return `closed${closedAt === undefined ? "" : ` on ${dayOf(closedAt)}`}${closeReason ? `: ${reason[closeReason]}` : ""}`;
}

function decidedWords({ state }: FindingRow): string {
  if (state === "not-affected") return " A decision says that it is not affected.";
  if (state === "accepted") return " The risk is accepted until the decision expires.";
  return state === "snoozed" ? " It is snoozed." : "";
}

const fixWords = ({ fixVersion }: FindingRow): string => (fixVersion === undefined ? " No fixed version is known." : ` Version ${fixVersion} clears it.`);

export interface Blast { live: { deployments: number; services: number; endpoints: number; internet: number }; past: { deployments: number; lastUntil: Instant | undefined } }

/** Where a vulnerability is and was; a deployment counts once, however many components of it are affected. */
export function blastOf(rows: Iterable<ExposureRow>, at: Instant): Blast {
  const [deployments, services, endpoints, internet, past] = [new Set<string>(), new Set<string>(), new Set<string>(), new Set<string>(), new Set<string>()];
  let lastUntil: Instant | undefined;
  for (const row of rows) {
    if (row.until === undefined || row.until > at) {
      deployments.add(row.deploymentId);
      services.add(row.serviceId);
      endpoints.add(row.endpointId);
      if (row.exposure === "internet") internet.add(row.deploymentId);
    } else {
      past.add(row.deploymentId);
      lastUntil = Math.max(lastUntil ?? row.until, row.until);
    }
  }
  return {
    live: { deployments: deployments.size, services: services.size, endpoints: endpoints.size, internet: internet.size },
    past: { deployments: [...past].filter((id) => !deployments.has(id)).length, lastUntil },
  };
}

/** History beats silence: what was, is said too. withoutSbom: live deployments about which nothing can be said. */
export function vulnerabilityVerdict(id: string, { live, past }: Blast, withoutSbom: number): string {
  const blind = withoutSbom > 0 ? ` ${plural(withoutSbom, "live deployment")} without SBOM cannot be told.` : "";
  const was = past.deployments > 0 && past.lastUntil !== undefined ? ` It was on ${plural(past.deployments, "deployment")} until ${dayOf(past.lastUntil)}.` : "";
  if (live.deployments === 0) return `No live deployment is known to be affected by ${id}.${was}${blind}`;
  const exposed = live.internet > 0 ? `, ${live.internet} of them internet-exposed` : "";
  return `${id} affects ${plural(live.deployments, "live deployment")} of ${plural(live.services, "service")} on ${plural(live.endpoints, "endpoint")}${exposed}.${was}${blind}`;
}
