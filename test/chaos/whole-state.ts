// The state of a store as sets of lines without ids and times of its own, so that two stores can be compared.
import { openSqliteFile } from "../../src/store/sqlite.ts";
import { databaseFile } from "../../src/store/store.ts";

const named = "join service s on s.org_id = x.org_id and s.service_id = x.service_id";

// What was told to the server decides all of these; when and in what order it was told must not.
const queries = {
  advisories: "select advisory_id, digest, source from advisory x",
  ranges: "select package_key, advisory_id, part, body from affected x",
  vulnerabilities: "select vulnerability_id, severity, cvss, epss, kev, withdrawn, summary from vulnerability x",
  aliases: "select member_id, vulnerability_id from vulnerability_member x",
  "feed rejects": "select feed_id, record, reason from feed_reject x",
  components: `select s.name, r.version, c.purl from release_component x join release r on r.org_id = x.org_id and r.release_id = x.release_id join service s on s.org_id = r.org_id and s.service_id = r.service_id
    join component c on c.org_id = x.org_id and c.component_id = x.component_id`,
  deployments: `select s.name, r.version, e.name as endpoint, x.started_at, x.ended_at from deployment x ${named} join release r on r.org_id = x.org_id and r.release_id = x.release_id join endpoint e on e.org_id = x.org_id and e.endpoint_id = x.endpoint_id`,
  matches: 'select c.purl, x.advisory_id, x.cleared_by from "match" x join component c on c.org_id = x.org_id and c.component_id = x.component_id where x.retracted_at is null',
  findings: `select x.vulnerability_id, x.package_key, s.name, x.state, x.close_reason, x.severity, x.outcome, x.fix_version, x.live_affected, x.live_fixed, x.live_unconfirmed, x.live_total, x.exposed_since, x.closed_at, x.environments from finding x ${named} where x.merged_into is null`,
  exposures: `select f.vulnerability_id, f.package_key, s.name, e.name as endpoint, d.started_at from exposure x join finding f on f.org_id = x.org_id and f.finding_id = x.finding_id join deployment d on d.org_id = x.org_id and d.deployment_id = x.deployment_id
    join service s on s.org_id = d.org_id and s.service_id = d.service_id join endpoint e on e.org_id = d.org_id and e.endpoint_id = d.endpoint_id where x.retracted_at is null`,
} as const;

export type WholeState = ReadonlyMap<string, ReadonlySet<string>>;

/** Nobody may be writing. */
export function wholeState(directory: string): WholeState {
  const database = openSqliteFile(databaseFile(directory), { readOnly: true });
  try {
    return new Map(Object.entries(queries).map(([name, text]) => [name, new Set(database.prepare(text).all().map((row) => JSON.stringify(Object.values(row))))]));
  } finally { database.close(); }
}

/** A sentence for each kind of row in which they differ, with an example of each side. */
export function differences(disturbed: WholeState, undisturbed: WholeState): string[] {
  return [...undisturbed].flatMap(([name, expected]) => {
    const found = disturbed.get(name) ?? new Set();
    const [missing, extra] = [[...expected].filter((line) => !found.has(line)), [...found].filter((line) => !expected.has(line))];
    return missing.length + extra.length === 0 ? [] : [`${name}: ${missing.length} missing, ${extra.length} too many, e.g. ${[...missing.slice(0, 1), ...extra.slice(0, 1)].join(" and ")}`];
  });
}
