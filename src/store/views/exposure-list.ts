// The list of exposures: one row a deployment at risk, the most urgent and then the longest first.
import { sql } from "kysely";
import type { ExposureFilter, ExposureRow } from "../../findings/finding-views.ts";
import type { Instant } from "../../kernel/clock.ts";
import type { Page, PageRequest } from "../../kernel/page.ts";
import type { Tx } from "../bulk.ts";
import { exposureRows } from "./exposure-rows.ts";
import type { ExposedKey } from "./exposure-rows.ts";
import { endedAt, runsAt } from "./deployment-views.ts";
import { vulnerabilitiesNamed } from "./finding-conditions.ts";
import { allOf, byNumber, byText, countRows, cursorOf, cut, given, keyedRows } from "./keyset.ts";
import type { Order, Sql } from "./keyset.ts";
import { packageScope } from "./package-scope.ts";
import type { PackageScope } from "./package-scope.ts";
import { world } from "../world.ts";

const order: Order = { name: "exposures", keys: [byNumber(sql`x.outcome_rank`), byNumber(sql`x.started_at`), byText(sql`x.finding_id`), byText(sql`x.deployment_id`)] };

/** live: true only what runs (at asof), false only what has ended, undefined both. What was retracted by then is in none of them. */
export async function listExposures(tx: Tx, org: string, filter: ExposureFilter, page: PageRequest): Promise<Page<ExposureRow>> {
  const vulnerabilityIds = filter.vulnerability === undefined ? undefined : await vulnerabilitiesNamed(tx, filter.vulnerability);
  const packages = filter.purl === undefined ? undefined : await packageScope(tx, org, filter.purl);
  if (packages?.packageKeys.length === 0) return { items: [], total: 0, next: undefined };
  const where = [...links(org), ...given(vulnerabilityIds, (ids) => sql`f.vulnerability_id in (${sql.join(ids)})`), ...given(packages, (scope) => inPackages(org, scope, filter.asof)), ...conditions(org, filter)];
  // Counted in the pass that finds them: the joins are what costs, and the rest is read for the page alone.
  const from = sql`(select f.outcome_rank, d.started_at, e.finding_id, e.deployment_id, e.component_id, e.known_at, count(*) over () as total from ${tables(filter)} where ${allOf(where)}) x`;
  const found = await keyedRows<ExposedKey & { total: number }>(tx, { columns: sql`x.*`, from, where: [sql`1 = 1`], order }, cursorOf(order, page), page.limit + 1);
  const { rows, next } = cut(found, order, page);
  const items = await exposureRows(tx, org, rows, { asof: filter.asof, component: packages?.componentIds?.length === 1 ? packages.componentIds[0] : undefined });
  return { items, total: rows[0] ? Number(rows[0].total) : await countRows(tx, tables(filter), where), next };
}

// In the order in which they must be joined: PostgreSQL knows it from its statistics, SQLite takes "cross join" as an order.
function tables({ vulnerability, purl, findingId, service, endpoint, release }: ExposureFilter): Sql {
  const isPlaceNarrower = vulnerability === undefined && purl === undefined && findingId === undefined && service === undefined && (endpoint !== undefined || release !== undefined);
  return isPlaceNarrower ? sql`deployment d cross join exposure e cross join finding f` : sql`finding f cross join exposure e cross join deployment d`;
}

const links = (org: string): Sql[] => [
  sql`f.org_id = ${org} and f.merged_into is null`, sql`e.org_id = ${org} and e.finding_id = f.finding_id`, sql`d.org_id = ${org} and d.deployment_id = e.deployment_id`,
];

function conditions(org: string, { findingId, service, endpoint, release, environment, live, asof }: ExposureFilter): Sql[] {
  return [
    asof === undefined ? sql`e.retracted_at is null` : sql`e.known_at <= ${asof} and (e.retracted_at is null or e.retracted_at > ${asof}) and d.started_at <= ${asof}`,
    ...given(live, (runs) => (runs ? runsAt(asof) : endedAt(asof))),
    ...given(findingId, (id) => sql`f.finding_id = ${id}`),
    ...given(service, (name) => sql`f.service_id in (select s.service_id from service s where s.org_id = ${org} and (s.service_id = ${name} or s.name = ${name}))`),
    ...given(endpoint, (name) => sql`d.endpoint_id in (select n.endpoint_id from endpoint n where n.org_id = ${org} and (n.endpoint_id = ${name} or n.name = ${name}))`),
    ...given(release, (name) => sql`d.release_id in (select r.release_id from release r where r.org_id = ${org} and (r.release_id = ${name} or r.digest = ${name} or r.version = ${name}))`),
    ...given(environment, (name) => sql`d.endpoint_id in (select n.endpoint_id from endpoint n where n.org_id = ${org} and n.environment = ${name})`),
  ];
}

/** An exposure keeps one of its components; a release may hold several of the package, so each is looked for where it is known. */
function inPackages(org: string, { packageKeys, componentIds }: PackageScope, asof: Instant | undefined): Sql {
  const ofPackage = sql`f.package_key in (${sql.join(packageKeys)})`;
  if (!componentIds) return ofPackage;
  const ids = sql.join(componentIds);
  const stands = asof === undefined ? sql`m.retracted_at is null` : sql`m.detected_at <= ${asof} and (m.retracted_at is null or m.retracted_at > ${asof})`;
  return sql`${ofPackage}
    and exists (select 1 from release_component rc where rc.org_id = ${org} and rc.release_id = d.release_id and rc.component_id in (${ids}))
    and exists (select 1 from "match" m cross join subject s where m.org_id = ${org} and m.component_id in (${ids}) and ${stands} and s.org_id = ${world} and s.advisory_id = m.advisory_id and s.vulnerability_id = f.vulnerability_id)`;
}
