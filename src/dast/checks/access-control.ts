// Reads as one identity what belongs to another, or to those with more rights: addresses of one are asked as each of the others and as nobody. Only GET.
import { objectPointsOf, strangeValue } from "../access/object-points.ts";
import { neighbourProof } from "../access/neighbour.ts";
import type { Owned } from "../access/owned-values.ts";
import { ownedBy, shownOf } from "../access/owned-values.ts";
import type { Viewer } from "../access/views.ts";
import { askAs, isGiven, leadsTo, loggedIn, onlyIn, pageAs, shareIn } from "../access/views.ts";
import type { RouteCheck, Tools } from "../check.ts";
import { defineCheck } from "../check.ts";
import type { Exchange, TestRequest } from "../exchange.ts";
import type { Proof } from "../evidence.ts";
import { withValue } from "../points/points.ts";
import type { Point } from "../point.ts";
import type { Route } from "../route.ts";
import type { Session } from "../session.ts";
import { siblingOf } from "../soft-404/soft-404.ts";

interface Place { route: Route; tools: Tools; objects: readonly Point[]; owned: ReadonlyMap<Session, Owned>; /** As nobody is answered. */ nobody: Exchange }

const files = /\.(?:css|m?js|map|png|jpe?g|gif|svg|webp|ico|woff2?|ttf|mp[34])$/i;
const nameOf = (viewer: Viewer): string => (viewer === "nobody" ? "nobody" : viewer.identity);

/** The same address for something that is not there: what is answered to it proves nothing. */
function strangeRequest({ route, objects, tools }: Pick<Place, "route" | "objects" | "tools">): TestRequest {
  const [point] = objects;
  return point === undefined ? { ...route.request, url: siblingOf(route.request.url, tools.seed.word("strange", 9)) } : withValue(point, strangeValue(point.value, tools.seed.number));
}

/** Whether the page on which the address was found leads somebody there: then it is meant for them. */
async function isLed(viewer: Viewer, { route, tools }: Place): Promise<boolean> {
  return route.foundOn !== undefined && leadsTo(await pageAs(viewer, route.foundOn, tools), route.request.url);
}

/** The owner's own values in what another is given, and none of the other's: one object of one person. */
async function byOwnValues(place: Place, owner: Session, owners: Exchange, intruder: Viewer): Promise<Proof | undefined> {
  const { tools, owned, route, objects } = place;
  const own = owned.get(owner);
  const sure = shownOf(own?.sure ?? new Set(), owners);
  if (sure.length === 0 || (intruder !== "nobody" && objects.length === 0)) return undefined;
  const first = intruder === "nobody" ? place.nobody : await askAs(intruder, route.request, tools);
  if (!isGiven(first) || shownOf(new Set(sure), first).length === 0) return undefined;
  // What also shows the other's own, or what the other's pages lead to, belongs to both.
  if (intruder !== "nobody" && (shownOf(owned.get(intruder)?.sure ?? new Set(), first).length > 0 || await isLed(intruder, place))) return undefined;
  const control = await askAs(intruder, strangeRequest(place), tools);
  const again = await askAs(intruder, route.request, tools);
  const [value] = shownOf(new Set(shownOf(new Set(sure), first)), again);
  if (value === undefined || shownOf(new Set([value]), control).length > 0) return undefined;
  return {
    technique: intruder === "nobody" ? "unauthenticated" : "horizontal", confidence: "confirmed", cwe: intruder === "nobody" ? 306 : 639, about: intruder === "nobody" ? "nobody" : "other",
    because: `${nameOf(intruder)} is given what belongs to ${owner.identity}: ${JSON.stringify(value)} stands in the answer, which only ${owner.identity}'s own pages show.`,
    steps: [{ role: "baseline", exchange: owners, shows: `${owner.identity} is given it.` }, { role: "attack", exchange: first, shows: `${nameOf(intruder)} is given the same, with ${owner.identity}'s own values.` }, { role: "control", exchange: control, shows: "The same address for something that is not there shows none of it." }, { role: "attack", exchange: again, shows: "Given again." }],
  };
}

const mostlySame = 0.7;
const adminWords = /admin|manage|internal|staff|backoffice|back-office|console|root|superuser|moderat|audit|verwaltung/i;

/** An address that the owner's page leads to and the other's does not, and that opens for the other all the same. */
async function byMissingLink(place: Place, owner: Session, owners: Exchange, intruder: Session, intruders: Exchange): Promise<Proof | undefined> {
  const { route, tools, objects, nobody } = place;
  if (route.foundOn === undefined || route.foundOn === route.request.url || !await isLed(owner, place) || await isLed(intruder, place)) return undefined;
  const [control, list, intrudersList] = [await askAs(intruder, strangeRequest(place), tools), await pageAs(owner, route.foundOn, tools), await pageAs(intruder, route.foundOn, tools)];
  const own = onlyIn(owners, [nobody, control, list, intrudersList]);
  if (own.length === 0 || shareIn(own, intruders) < mostlySame || shareIn(own, control) > 0) return undefined;
  const again = await askAs(intruder, route.request, tools);
  const still = await askAs(intruder, { ...route.request, url: route.foundOn }, tools);
  if (shareIn(own, again) < mostlySame || leadsTo(still, route.request.url)) return undefined;
  const isShut = !isGiven(intrudersList);
  const isFunction = objects.length === 0;
  return {
    technique: isFunction ? "vertical" : "unlinked-object", confidence: isFunction && (isShut || adminWords.test(route.template)) ? "firm" : "tentative", cwe: isFunction ? 862 : 639, about: "other", severity: isFunction ? "high" : "medium",
    because: `${intruder.identity} is given ${new URL(route.request.url).pathname}, to which ${new URL(route.foundOn).pathname} leads ${owner.identity} and not ${intruder.identity}${isShut ? ", who is not let in there" : ""}.`,
    steps: [{ role: "baseline", exchange: list, shows: `${owner.identity} is led there.` }, { role: "control", exchange: still, shows: `${intruder.identity} is not.` }, { role: "baseline", exchange: owners, shows: `What ${owner.identity} is given.` }, { role: "attack", exchange: intruders, shows: `${intruder.identity} is given the same.` }, { role: "control", exchange: control, shows: "Something that is not there is answered otherwise." }, { role: "attack", exchange: again, shows: "Given again." }],
  };
}

async function otherProof(place: Place, own: Exchange): Promise<Proof | undefined> {
  const { tools, route } = place;
  const { session } = tools;
  for (const other of loggedIn(tools).filter((one) => one !== session).slice(0, mostOthers)) {
    const theirs = await askAs(other, route.request, tools);
    if (!isGiven(theirs)) continue;
    const proof = await byOwnValues(place, session, own, other) ?? await byOwnValues(place, other, theirs, session) ?? await byMissingLink(place, session, own, other, theirs) ?? await byMissingLink(place, other, theirs, session, own);
    if (proof !== undefined) return proof;
  }
  return undefined;
}

const mostOthers = 3;

/** Identity: the route, and whether nobody or somebody else gets in. Never writes: that others may change things is not tried. */
export const accessControl = defineCheck<RouteCheck>({
  id: "access-control", about: "What belongs to one person, or to those with more rights, is given to others who ask for it.", title: "Broken access control",
  cwe: 639, owasp: ["A01", "API1", "API5"], severity: "high", risk: "marker", attackClass: "access-control", on: "route",
  remediation: "Decide on the server for each request whether this user may have this object or function, by the object's owner and the user's role. Refuse what no rule allows, however the address became known.",
  fits: ({ method, template }) => method === "GET" && !files.test(template),
  async *probe(route, tools) {
    const { session } = tools;
    if (session.state !== "logged-in") { tools.note("Access control needs a login: without an identity nothing was compared. With two identities, what one may read of the other is tested too."); return; }
    if (loggedIn(tools).length < 2) tools.note("Access control between people was not tested: it needs a second identity that is logged in.");
    tools.note("Access control was tested by reading only: nothing was written as somebody else.");
    const own = (await tools.baseline(route))?.exchanges[0];
    if (own === undefined || !isGiven(own)) return;
    const nobody = await askAs("nobody", route.request, tools);
    const objects = objectPointsOf(route);
    const place: Place = { route, tools, objects, nobody, owned: await ownedBy(route.foundOn, route.origin, tools) };
    const proof = await byOwnValues(place, session, own, "nobody") ?? (isPublic(own, nobody) ? undefined : await otherProof(place, own) ?? await neighbourProof(place, own));
    if (proof !== undefined) yield proof;
  },
});

/** Nobody is told all of it: there is nothing to keep from others. */
const isPublic = (own: Exchange, nobody: Exchange): boolean => isGiven(nobody) && onlyIn(own, [nobody]).length === 0;
