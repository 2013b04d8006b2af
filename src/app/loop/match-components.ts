// The other direction of matching: new components against every advisory there is, by the same evaluation.
import { preparePart, verdictsOn } from "../../matching/match.ts";
import type { Verdict } from "../../matching/match.ts";
import type { Match } from "../../matching/match-store.ts";
import type { StoredComponent } from "../../inventory/inventory-store.ts";
import type { Ports } from "../../store/store.ts";

export async function matchComponents(ports: Ports, org: string, components: readonly StoredComponent[], at: number): Promise<void> {
  const keys = [...new Set(components.flatMap(({ packageKey }) => packageKey ?? []))];
  const parts = Map.groupBy((await ports.advisories.partsOfPackages(keys)).map(preparePart), ({ part }) => part.packageKey);
  const matches = components.flatMap((component) => matchesFrom(component, verdictsOn(component, parts.get(component.packageKey ?? "") ?? [])));
  await ports.matches.openMatches(org, matches, at);
}

/** What holds of a component's verdicts; unknown is no match, and is counted with what is not covered. */
export const matchesFrom = (component: StoredComponent, verdicts: readonly Verdict[]): Omit<Match, "detectedAt" | "retractedAt">[] =>
  verdicts.filter(({ verdict }) => verdict === "affected").map(({ advisoryId, because, clearedBy }) =>
    ({ componentId: component.componentId, advisoryId, packageKey: component.packageKey ?? "", clearedBy, reason: JSON.stringify(because) }));
