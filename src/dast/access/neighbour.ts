// Enumeration: the object next to one's own, asked as oneself, which turns out to be somebody else's.
import type { Tools } from "../check.ts";
import { partsOf, shapeOf } from "../compare/parts.ts";
import type { Exchange } from "../exchange.ts";
import type { Proof } from "../evidence.ts";
import type { Point } from "../point.ts";
import { withValue } from "../points/points.ts";
import type { Route } from "../route.ts";
import type { Session } from "../session.ts";
import { neighboursOf, strangeValue } from "./object-points.ts";
import type { Owned } from "./owned-values.ts";
import { shownOf, valuesIn } from "./owned-values.ts";
import { askAs, isGiven, leadsTo, pageAs } from "./views.ts";

interface Around { route: Route; tools: Tools; objects: readonly Point[]; owned: ReadonlyMap<Session, Owned> }

/** Tentative: the other's values stand where one's own stood, and nobody is shown them without a login. */
export async function neighbourProof({ route, tools, objects, owned }: Around, own: Exchange): Promise<Proof | undefined> {
  const sure = new Set(shownOf(owned.get(tools.session)?.sure ?? new Set(), own));
  if (sure.size === 0) return undefined;
  for (const point of objects) {
    for (const value of neighboursOf(point.value)) {
      const request = withValue(point, value);
      const next = await askAs(tools.session, request, tools);
      const other = isGiven(next) ? anothersIn(own, next, sure) : undefined;
      if (other === undefined || (route.foundOn !== undefined && leadsTo(await pageAs(tools.session, route.foundOn, tools), request.url))) continue;
      const nobody = await askAs("nobody", request, tools);
      const control = await askAs(tools.session, withValue(point, strangeValue(point.value, tools.seed.number)), tools);
      const again = await askAs(tools.session, request, tools);
      if (anothersIn(own, nobody, sure) === other || anothersIn(own, control, sure) !== undefined || anothersIn(own, again, sure) !== other) continue;
      return {
        technique: "neighbour", confidence: "tentative", severity: "medium", cwe: 639, about: "other",
        because: `Where ${tools.session.identity}'s own values stand in the object ${point.value}, the object ${value} shows ${JSON.stringify(other)}, which seems to be somebody else's.`,
        steps: [{ role: "baseline", exchange: own, shows: "One's own object." }, { role: "attack", exchange: next, shows: "The object next to it, with values of somebody else." }, { role: "control", exchange: nobody, shows: "Nobody is shown them without a login." }, { role: "control", exchange: control, shows: "An object that is not there shows none." }, { role: "attack", exchange: again, shows: "Shown again." }],
      };
    }
  }
  return undefined;
}

/** A value of the same kind at the place of one's own, in an answer that has none of one's own. */
function anothersIn(own: Exchange, next: Exchange, sure: ReadonlySet<string>): string | undefined {
  if (next.reply === undefined || own.reply === undefined || shownOf(sure, next).length > 0) return undefined;
  const places = new Set(partsOf(own.reply).filter((part) => holdsAny(part, sure)).map((part) => placeOf(part)));
  for (const part of partsOf(next.reply)) {
    if (part.startsWith("<") || !places.has(placeOf(part))) continue;
    const [found] = valuesIn(part.replace(/^\/[^=]*=/, "")).sure;
    if (found !== undefined) return found;
  }
  return undefined;
}

const holdsAny = (part: string, values: ReadonlySet<string>): boolean => { const lower = part.toLowerCase(); return [...values].some((value) => lower.includes(value.toLowerCase())); };
/** JSON by its path; text by how it is made, words before a colon kept. */
const placeOf = (part: string): string => /^\/[^=]*=/.exec(part)?.[0] ?? `${/^[^:]{1,40}:/.exec(part)?.[0] ?? ""}${shapeOf(part)}`;
