// What the rest of the house knows of a target when its scan is queued: routes of real traffic, CVEs of the running release, our own listener.
import type { DastTarget } from "../../dast/scan.ts";
import type { Ports } from "../../store/store.ts";
import type { LoopContext } from "../loop/context.ts";
import { routesSeen } from "../runtime/seen-routes.ts";
import type { Settings } from "../settings.ts";
import type { SpecPart } from "./scan-spec.ts";
import { servedBy } from "./served-by.ts";

const mostRoutes = 1_000;
const perPage = 500;
const mostPages = 10;

/** Stands behind what was asked for and what the target says: people's own word counts first. */
export async function joinsOf({ store, clock }: LoopContext, { dast: { templates, outOfBand } }: Pick<Settings, "dast">, org: string, target: DastTarget): Promise<SpecPart> {
  const known = await routesSeen(store.read, org, target, mostRoutes);
  const cves = templates === undefined ? [] : await cvesOf({ ...store.read, views: store.views } as Ports, org, target, clock.now());
  return {
    known,
    // Without a CVE none is chosen: the folder is named for replays of what a template found.
    ...(templates === undefined ? {} : { templates: { from: templates, tags: [], cves, onlyCves: true } }), ...(outOfBand === undefined ? {} : { outOfBand }),
  };
}

/** CVEs that stand open for the service that runs there, the most urgent first. */
async function cvesOf(ports: Ports, org: string, target: DastTarget, now: number): Promise<string[]> {
  const { service } = await servedBy(ports, org, target);
  if (service === undefined) return [];
  const cves: string[] = [];
  let after: string | undefined;
  for (let page = 0; page < mostPages; page += 1) {
    const { items, next } = await ports.views.findings.findings(org, { service, state: "open", sort: "priority" }, { limit: perPage, after }, now);
    cves.push(...items.map(({ vulnerability }) => vulnerability).filter((id) => id.startsWith("CVE-")));
    if (next === undefined) break;
    after = next;
  }
  return [...new Set(cves)];
}
