// The other direction of matching: new components against every advisory there is, by the same evaluation.
import { preparePart, verdictsOn } from "../../matching/match.ts";
import type { PreparedPart, Verdict } from "../../matching/match.ts";
import type { Match } from "../../matching/match-store.ts";
import { namesOfText } from "../../inventory/component-names.ts";
import type { NamedComponent } from "../../inventory/component-names.ts";
import type { StoredComponent } from "../../inventory/inventory-store.ts";
import type { Ports } from "../../store/store.ts";

export async function matchComponents(ports: Ports, org: string, components: readonly StoredComponent[], at: number): Promise<void> {
  const named = components.map((component) => ({ component, ...namesOfText(component.purl) }));
  const keys = [...new Set(named.flatMap(({ names }) => names.map(({ packageKey }) => packageKey)))];
  const parts = Map.groupBy((await ports.advisories.partsOfPackages(keys)).map(preparePart), ({ part }) => part.packageKey);
  const matches = named.flatMap(({ component, ...names }) => matchesFrom(component, verdictsAmong(names, parts)));
  await ports.matches.openMatches(org, matches, at);
}

/** The verdicts of what stands under any of a component's names. */
export const verdictsAmong = (component: NamedComponent, parts: ReadonlyMap<string, readonly PreparedPart[]>): Verdict[] =>
  verdictsOn(component, component.names.flatMap(({ packageKey }) => parts.get(packageKey) ?? []));

/** What holds of a component's verdicts; unknown is no match, and is counted with what is not covered. */
export const matchesFrom = (component: StoredComponent, verdicts: readonly Verdict[]): Omit<Match, "detectedAt" | "retractedAt">[] =>
  verdicts.filter(({ verdict }) => verdict === "affected").map(({ advisoryId, because, clearedBy }) =>
    ({ componentId: component.componentId, advisoryId, packageKey: component.packageKey ?? "", clearedBy, reason: JSON.stringify(because) }));
