// One direction of matching: changed advisories against every component there is.
import { namesOfText } from "../../inventory/component-names.ts";
import { preparePart } from "../../matching/match.ts";
import type { Ports } from "../../store/store.ts";
import { matchesFrom, verdictsAmong } from "./match-components.ts";

/** Opens what these advisories now say of an organisation's components, and retracts what they no longer do. */
export async function matchAdvisories(ports: Ports, org: string, advisoryIds: readonly string[], at: number): Promise<void> {
  const parts = Map.groupBy((await ports.advisories.partsOfAdvisories(advisoryIds)).map(preparePart), ({ part }) => part.packageKey);
  const components = await ports.inventory.componentsOfPackages(org, [...parts.keys()]);
  const matches = components.flatMap((component) => matchesFrom(component, verdictsAmong(namesOfText(component.purl), parts)));
  await ports.matches.openMatches(org, matches, at);
  const holds = new Set(matches.map(({ advisoryId, componentId }) => `${componentId} ${advisoryId}`));
  const before = await ports.matches.holding(org, advisoryIds);
  await ports.matches.retract(org, before.filter(({ advisoryId, componentId }) => !holds.has(`${componentId} ${advisoryId}`)), at);
}

