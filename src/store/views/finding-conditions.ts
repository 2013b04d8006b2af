// What a filter of findings says in SQL, over `finding f`.
import { sql } from "kysely";
import type { FindingFilter } from "../../findings/finding-views.ts";
import { outcomes } from "../../findings/finding.ts";
import type { FindingLabel } from "../../findings/finding.ts";
import { dayMs } from "../../kernel/clock.ts";
import type { Instant } from "../../kernel/clock.ts";
import type { Tx } from "../bulk.ts";
import { world } from "../world.ts";
import { allOf, given } from "./keyset.ts";
import type { Sql } from "./keyset.ts";
import { holds, namesEnvironment, ownedBy } from "./words.ts";

/** A finding is new for a day. */
export const newMs = dayMs;

/** Everything but state and label, which depend on the instant that is asked about. */
export async function findingConditions(tx: Tx, org: string, filter: Omit<FindingFilter, "state" | "label" | "sort" | "asof">): Promise<Sql[]> {
  const vulnerabilityIds = filter.vulnerability === undefined ? undefined : await vulnerabilitiesNamed(tx, filter.vulnerability);
  return [
    sql`f.org_id = ${org} and f.merged_into is null`,
    ...given(vulnerabilityIds, (ids) => sql`f.vulnerability_id in (${sql.join(ids)})`),
    ...given(filter.packageKey, (key) => sql`f.package_key = ${key}`),
    ...given(filter.service, (service) => sql`f.service_id in (${servicesWhere(org, sql`s.service_id = ${service} or s.name = ${service}`)})`),
    ...given(filter.owner, (owner) => sql`f.service_id in (${servicesWhere(org, ownedBy(sql`s.owner`, owner))})`),
    ...given(filter.environment, (environment) => namesEnvironment(sql`f.environments`, environment)),
    ...given(filter.severity, (severity) => sql`f.severity = ${severity}`),
    ...given(filter.outcome, (outcome) => sql`f.outcome_rank = ${outcomes.indexOf(outcome)}`),
    ...given(filter.kev, (kev) => sql`f.kev = ${Number(kev)}`),
    ...given(filter.q, (words) => matching(org, words)),
  ];
}

const servicesWhere = (org: string, condition: Sql): Sql => sql`select s.service_id from service s where s.org_id = ${org} and (${condition})`;

/** The words may name the vulnerability by any of its ids, the package, the service, or be the finding's id. */
const matching = (org: string, words: string): Sql => sql`(
  f.vulnerability_id in (select m.vulnerability_id from vulnerability_member m where m.org_id = ${world} and ${holds(sql`m.member_id`, words)})
  or ${holds(sql`f.vulnerability_id`, words)} or ${holds(sql`f.package_key`, words)} or f.service_id in (${servicesWhere(org, holds(sql`s.name`, words))}) or f.finding_id = ${words})`;

/** The label as of now; the same rules as labelsAt, which shows them. */
export function labelCondition(label: FindingLabel, now: Instant): Sql {
  switch (label) {
    case "new": return sql`f.detected_at > ${now - newMs}`;
    case "overdue": return sql`f.due_at < ${now} and f.state = 'open'`;
    case "regressed": return sql`f.regressed = 1`;
    case "partly-fixed": return sql`f.live_fixed > 0 and f.state <> 'closed'`;
    case "unconfirmed": return sql`f.live_unconfirmed > 0`;
    case "kev": return sql`f.kev = 1`;
    case "malicious": return sql`f.malicious = 1`;
    default: return label satisfies never;
  }
}

/**
 * The vulnerabilities an id speaks of: itself, the cluster it is a member of, or, for a bundle such as a distribution's
 * erratum, everything it is about. CVE ids are also found in lower case.
 */
export async function vulnerabilitiesNamed(tx: Tx, id: string): Promise<string[]> {
  const names = [...new Set([id, id.toUpperCase()])];
  const { rows } = await sql<{ id: string }>`
    select m.vulnerability_id as id from vulnerability_member m where ${allOf([sql`m.org_id = ${world}`, sql`m.member_id in (${sql.join(names)})`])}
    union select s.vulnerability_id as id from subject s where s.org_id = ${world} and s.advisory_id in (${sql.join(names)})`.execute(tx.db);
  return [...new Set([...rows.map((row) => row.id), id])];
}
