// Units: what there is to do after the crawl, one check on one origin, route or point; in an order that finds most soonest.
import type { Check, OriginCheck, PointCheck, RouteCheck } from "../check.ts";
import type { Point } from "../point.ts";
import { pointsOf } from "../points/points.ts";
import { pointsToTest } from "../points/points-to-test.ts";
import type { Profile } from "../profile.ts";
import type { Risk } from "../risk.ts";
import type { Route } from "../route.ts";

export type Unit =
  | { id: string; check: OriginCheck; origin: string; routes: readonly Route[] }
  | { id: string; check: RouteCheck; route: Route }
  | { id: string; check: PointCheck; route: Route; point: Point };

/** What of the profile and the opt-ins this scan may do. */
export const allowedRisks = (profile: Profile, optIn: readonly Risk[]): ReadonlySet<Risk> => new Set([...profile.risks, ...optIn]);

/** What a class needs and this scan does not have: a check of that class would look at nothing, and must not count as done. */
export type Lacks = Readonly<Partial<Record<Risk, string>>>;

/** The checks of a scan; those that are left out are named with the reason, for the coverage. */
export function chooseChecks(all: readonly Check[], { only, except }: { only: readonly string[]; except: readonly string[] }, risks: ReadonlySet<Risk>, lacks: Lacks = {}): { chosen: readonly Check[]; left: readonly { check: Check; because: string }[] } {
  const reason = (check: Check): string | undefined => {
    if (only.length > 0 && !only.includes(check.id)) return "not asked for";
    if (except.includes(check.id)) return "left out on request";
    const lack = lacks[check.risk];
    if (lack !== undefined && risks.has(check.risk)) return lack;
    return risks.has(check.risk) ? undefined : `needs the class ${check.risk}, which the profile does not allow`;
  };
  return { chosen: all.filter((check) => reason(check) === undefined), left: all.flatMap((check) => { const because = reason(check); return because === undefined ? [] : [{ check, because }]; }) };
}

/** What changed comes first, then origins, then routes from the surface down, each with all its checks while its session and its baseline are fresh. */
export function unitsOf(checks: readonly Check[], routes: readonly Route[], first: readonly string[], isThere: (route: Route) => boolean = () => true): Unit[] {
  const origins = [...new Set(routes.map(({ origin }) => origin))].toSorted();
  const ordered = routes.filter(isThere).toSorted((a, b) => rankOf(a, first) - rankOf(b, first) || a.depth - b.depth || (a.routeId < b.routeId ? -1 : 1));
  const points = Map.groupBy(pointsToTest(ordered), ({ route }) => route.routeId);
  const ofOrigins = origins.flatMap((origin) => checks.flatMap((check) => (check.on === "origin" ? [{ id: `${check.id} ${origin}`, check, origin, routes: routes.filter((route) => route.origin === origin) }] : [])));
  const ofRoutes = ordered.map((route) => checks.flatMap((check): Unit[] => unitsOfRoute(check, route, points.get(route.routeId) ?? [])));
  const changed = ordered.filter((route) => rankOf(route, first) === 0).length;
  return [...ofRoutes.slice(0, changed).flat(), ...ofOrigins, ...ofRoutes.slice(changed).flat()];
}

function unitsOfRoute(check: Check, route: Route, points: readonly Point[]): Unit[] {
  if (check.on === "route") return check.fits(route) ? [{ id: `${check.id} ${route.routeId}`, check, route }] : [];
  if (check.on === "point") return [...points, ...cheapOnes(check, route, points)].filter((point) => check.fits(point)).map((point) => ({ id: `${check.id} ${route.routeId} ${point.pointId}`, check, route, point }));
  return [];
}

function cheapOnes({ everywhere = [] }: PointCheck, route: Route, points: readonly Point[]): readonly Point[] {
  if (everywhere.length === 0) return [];
  const chosen = new Set(points.map(({ pointId }) => pointId));
  return pointsOf(route).filter(({ pointId }) => everywhere.includes(pointId) && !chosen.has(pointId));
}

const rankOf = ({ template }: Route, first: readonly string[]): number => (first.some((prefix) => template.startsWith(prefix)) ? 0 : 1);
