// "Where is it running?", asked by vulnerability and by package, of the App and over HTTP.
import type { ExposureFilter } from "../../src/findings/finding-views.ts";
import type { Package } from "./catalogue.ts";
import { componentOf } from "./catalogue.ts";
import { spread } from "./fleet.ts";
import type { Fleet } from "./fleet.ts";
import type { Advisory } from "./mirror.ts";
import { call } from "./server-under-test.ts";
import type { ServerUnderTest } from "./server-under-test.ts";

export interface ExposedTimes { byVulnerability: readonly number[]; byPurl: readonly number[]; byVersion: readonly number[]; http: readonly number[]; deploymentsFound: number }

// A page as the console asks for it.
const limit = 50;

export async function measureExposed(server: ServerUnderTest, { fleet, catalogue, records, calls }: { fleet: Fleet; catalogue: readonly Package[]; records: readonly Advisory[]; calls: number }): Promise<ExposedTimes> {
  const asked = commonest(fleet, catalogue, records, calls);
  const filters = (of: (one: (typeof asked)[number]) => ExposureFilter): ExposureFilter[] => Array.from({ length: calls }, (_, index) => of(asked[index % asked.length] ?? { vulnerability: "", purl: "", version: "" }));
  const vulnerability = await server.ask({ kind: "exposures", limit, filters: filters((one) => ({ vulnerability: one.vulnerability, live: true })) });
  const purl = await server.ask({ kind: "exposures", limit, filters: filters((one) => ({ purl: one.purl, live: true })) });
  const version = await server.ask({ kind: "exposures", limit, filters: filters((one) => ({ purl: one.version, live: true })) });
  const http: number[] = [];
  for (const filter of filters((one) => ({ vulnerability: one.vulnerability }))) {
    const startedAt = performance.now();
    await call(server, "GET", `/exposures?live=true&limit=${limit}&vulnerability=${filter.vulnerability}`);
    http.push(performance.now() - startedAt);
  }
  return { byVulnerability: vulnerability.ms, byPurl: purl.ms, byVersion: version.ms, http, deploymentsFound: Math.max(...vulnerability.totals) };
}

/** What hits most: that is what is asked about, and what is slowest to answer. */
function commonest(fleet: Fleet, catalogue: readonly Package[], records: readonly Advisory[], wanted: number): { vulnerability: string; purl: string; version: string }[] {
  const ranks = new Map(catalogue.map((one, rank) => [`${one.ecosystem} ${one.name}`, rank]));
  const held = spread(fleet);
  const hits = records.flatMap((record) => {
    const rank = ranks.get(`${record.package.ecosystem} ${record.package.name}`) ?? -1;
    const one = catalogue[rank];
    // In the first load only the packages with affectedBelow are hit; of what came later, all versions are.
    if (!one || (record.id.startsWith("BENCH-2026") && record.fixed !== one.versions[one.affectedBelow ?? -1])) return [];
    const { purl } = componentOf(one, 0);
    return [{ vulnerability: record.alias, purl: purl.replace(/@[^@]*$/, ""), version: purl, deployments: held.get(rank)?.deployments ?? 0 }];
  });
  return hits.toSorted((a, b) => b.deployments - a.deployments).slice(0, wanted);
}
