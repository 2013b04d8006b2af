// Every list the views have, in every order, under one shape: for claims that must hold for all of them.
import type { Page, PageRequest } from "../../src/kernel/page.ts";
import type { Views } from "../../src/store/store.ts";

export interface List { name: string; page(org: string, page: PageRequest): Promise<Page<unknown>> }

export function everyList(views: Views, now: number, about: { releaseId: string }): List[] {
  const { inventory, findings, vulnerabilities, fleet } = views;
  return [
    ...(["name", "risk", "-created"] as const).map((sort): List => ({ name: `services by ${sort}`, page: (org, page) => inventory.services(org, { sort }, page) })),
    { name: "releases", page: (org, page) => inventory.releases(org, {}, page) },
    { name: "a release's components", page: (org, page) => inventory.releaseComponents(org, about.releaseId, {}, page) },
    { name: "a release's rejects", page: (org, page) => inventory.releaseRejects(org, about.releaseId, page) },
    { name: "components", page: (org, page) => inventory.components(org, {}, page) },
    { name: "endpoints", page: (org, page) => inventory.endpoints(org, {}, page) },
    { name: "deployments", page: (org, page) => inventory.deployments(org, {}, page) },
    ...(["due", "priority", "detected", "-detected"] as const).flatMap((sort): List[] => [
      { name: `findings by ${sort}`, page: (org, page) => findings.findings(org, { sort }, page, now) },
      { name: `findings by ${sort}, as of now`, page: (org, page) => findings.findings(org, { sort, asof: now, state: "open" }, page, now) },
    ]),
    { name: "exposures", page: (org, page) => findings.exposures(org, { live: true }, page, now) },
    { name: "fixes", page: (org, page) => findings.fixes(org, {}, page, now) },
    { name: "decisions", page: (org, page) => findings.decisions(org, page, now) },
    { name: "vulnerabilities", page: (org, page) => vulnerabilities.vulnerabilities(org, {}, page) },
    { name: "affecting vulnerabilities", page: (org, page) => vulnerabilities.vulnerabilities(org, { affected: true }, page) },
    { name: "deliveries", page: (org, page) => fleet.deliveries(org, {}, page) },
  ];
}

/** All rows of a list, page by page; `between` is called after each page. */
export async function walkList(list: List, org: string, limit: number, between: () => Promise<void> = async () => {}): Promise<unknown[]> {
  const rows: unknown[] = [];
  for (let after: string | undefined; ;) {
    const page = await list.page(org, { limit, after });
    rows.push(...page.items);
    after = page.next;
    if (after === undefined) return rows;
    await between();
  }
}
