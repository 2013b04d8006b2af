// Search: one box over everything that has a name.
import Type from "typebox";
import { door, ItemsOf } from "../route.ts";
import type { Resource } from "../route.ts";

const kinds = ["vulnerability", "service", "release", "component", "endpoint", "finding", "incident"] as const;
const Hit = Type.Object({ kind: Type.Enum([...kinds]), id: Type.String(), title: Type.String(), detail: Type.String(), path: Type.String({ description: "The console's page" }) });
const hitsEach = { limit: 6, after: undefined };

const find = door({
  id: "search", method: "GET", path: "/search", tag: "search", answer: ItemsOf(Hit), summary: "The first hits of each kind, for the palette; the lists of the same nouns have them all",
  query: { q: Type.String({ minLength: 1, maxLength: 500 }) },
  async handle({ app, org, query: { q }, now }) {
    const [vulnerabilities, services, releases, components, endpoints, findings, incidents] = await Promise.all([
      app.vulnerabilities.vulnerabilities(org, { q }, hitsEach), app.inventory.services(org, { q }, hitsEach), app.inventory.releases(org, { q }, hitsEach),
      app.inventory.components(org, { q }, hitsEach), app.inventory.endpoints(org, { q }, hitsEach), app.findings.findings(org, { q }, hitsEach, now), app.incidents.list(org, { q, state: "all" }, hitsEach),
    ]);
    return { items: [
      ...vulnerabilities.items.map((row) => ({ kind: "vulnerability", id: row.id, title: row.id, detail: row.summary, path: pathTo("advisories", row.id) })),
      ...services.items.map((row) => ({ kind: "service", id: row.id, title: row.name, detail: row.owner ?? "no owner", path: pathTo("services", row.id) })),
      ...releases.items.map((row) => ({ kind: "release", id: row.id, title: `${row.service} ${row.version}`, detail: row.digest ?? "", path: pathTo("releases", row.id) })),
      ...components.items.map((row) => ({ kind: "component", id: row.purl, title: row.purl, detail: `${row.liveDeployments} live deployments`, path: pathTo("components", row.purl) })),
      ...endpoints.items.map((row) => ({ kind: "endpoint", id: row.id, title: row.name, detail: row.environment, path: pathTo("endpoints", row.id) })),
      ...findings.items.map((row) => ({ kind: "finding", id: row.id, title: `${row.vulnerability} in ${row.service}`, detail: row.packageKey, path: pathTo("findings", row.id) })),
      ...incidents.items.map((row) => ({ kind: "incident", id: row.id, title: `INC-${row.number} ${row.title}`, detail: row.phase, path: pathTo("incidents", `INC-${row.number}`) })),
    ] };
  },
});

const pathTo = (noun: string, id: string): string => `/${noun}/${encodeURIComponent(id)}`;

export const search: Resource = { tag: "search", about: "One box over everything", doors: [find] };
