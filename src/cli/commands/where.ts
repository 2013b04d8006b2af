// aftwatch where: every live deployment that holds a package, affected or not.
import type { Coverage } from "../../contract/advisories.ts";
import type { Component, Deployment } from "../../contract/inventory.ts";
import type { Client } from "../client.ts";
import { defineCommand } from "../command.ts";
import type { CommandCall } from "../command.ts";
import type { Column } from "../output.ts";
import { count } from "../sentences.ts";

interface Place { deployment: Deployment; component: Component }

const where = defineCommand({
  path: "where",
  about: "where does a package run, affected or not?",
  examples: ["aftwatch where lodash", "aftwatch where lodash@4.17.20", "aftwatch where pkg:npm/lodash@4.17.20 -o csv"],
  arguments: [{ name: "<package>", about: "purl or name, with or without @version" }],
  options: [{ flags: "--env <environment>", about: "only this environment" }],
  exits: { 4: "some live deployments have no SBOM, so it may run there too" },
  async run(call) {
    const client = await call.client();
    const [asked = ""] = call.arguments;
    const inEnvironment = ({ environment }: Deployment): boolean => call.text("env") === undefined || environment === call.text("env");
    const places = (await placesOf(call, client, asked)).filter(({ deployment }) => inEnvironment(deployment));
    const { withoutSbom: blind } = await client.get<Coverage>("/coverage");
    call.output.rows("places", columns, places, { package: asked, deploymentsWithoutSbom: blind });
    call.output.note(`${count(new Set(places.map(({ deployment }) => deployment.id)).size, "live deployment")}${blind > 0 ? `; ${count(blind, "live deployment")} without SBOM cannot be told` : ""}.`);
    return blind > 0 ? 4 : 0;
  },
});

/** One look-up for each version that is known, however many places it runs in. */
async function placesOf({ progress }: CommandCall, client: Client, asked: string): Promise<Place[]> {
  const { items } = await client.list<Component>("/components", { q: nameIn(asked) });
  const components = items.filter((component) => component.liveDeployments > 0 && isAsked(component, asked));
  const bar = progress.start("looking where it runs", components.length, "records");
  const places: Place[] = [];
  let done = 0;
  for (const component of components) {
    const { items: deployments } = await client.list<Deployment>("/deployments", { live: true, component: component.purl });
    places.push(...deployments.map((deployment) => ({ deployment, component })));
    bar.at(++done);
  }
  bar.end();
  return places;
}

/** What the server searches for: the package's own name, without namespace and version. */
export const nameIn = (asked: string): string => (withoutVersion(asked).split("/").at(-1) ?? asked);

/** "lodash", "@angular/core@17.0.0", "pkg:npm/lodash": a version counts only when it was given. */
export function isAsked({ purl, name, version }: Pick<Component, "purl" | "name" | "version">, asked: string): boolean {
  if (asked.startsWith("pkg:")) return purl === asked || (withoutVersion(asked) === asked && withoutVersion(purl) === asked);
  const askedName = withoutVersion(asked);
  const isNamed = name === askedName || name.endsWith(`/${askedName}`) || name.endsWith(`:${askedName}`);
  return isNamed && (askedName === asked || version === asked.slice(askedName.length + 1));
}

/** An "@" at the beginning or after a slash opens an npm scope, not a version. */
function withoutVersion(text: string): string {
  const bare = text.split(/[?#]/, 1)[0] ?? text;
  const at = bare.lastIndexOf("@");
  return at > 0 && bare[at - 1] !== "/" && !bare.slice(at).includes("/") ? bare.slice(0, at) : bare;
}

const columns: readonly Column<Place>[] = [
  { head: "DEPLOYMENT", of: ({ deployment }) => `${deployment.service}@${deployment.version}` },
  { head: "ENDPOINT", of: ({ deployment }) => deployment.endpoint },
  { head: "ENV", of: ({ deployment }) => deployment.environment },
  { head: "COMPONENT", of: ({ component }) => component.purl },
  { head: "SINCE", of: ({ deployment }) => deployment.startedAt.slice(0, 10) },
  { head: "EXPOSED", of: ({ deployment }) => ({ internet: "yes", internal: "no", unknown: "unknown" })[deployment.exposure] },
  { head: "OWNER", of: ({ deployment }) => deployment.owner ?? "(none)" },
  { head: "OPEN FINDINGS", of: ({ component }) => component.openFindings },
];

export const commands = [where];
