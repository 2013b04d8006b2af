// Units: what a profile allows, in an order that begins with what changed, each once.
import { describe, expect, it } from "vitest";
import type { Check, OriginCheck, PointCheck, RouteCheck } from "../check.ts";
import { profiles } from "../profile.ts";
import { routeFrom } from "../route-from.ts";
import { allowedRisks, chooseChecks, unitsOf } from "./units.ts";

const words = { about: "a", title: "t", cwe: 1, owasp: [], severity: "low", remediation: "One. Two." } as const;
const probe = async function* () { /* nothing is sent here */ };
const onPoint: PointCheck = { ...words, id: "point", risk: "payload", on: "point", fits: ({ kind }) => kind === "query", probe };
const cheap: PointCheck = { ...words, id: "cheap", risk: "marker", on: "point", everywhere: ["header:referer"], fits: ({ pointId }) => pointId === "header:referer", probe };
const onRoute: RouteCheck = { ...words, id: "route", risk: "marker", on: "route", fits: () => true, probe };
const onOrigin: OriginCheck = { ...words, id: "origin", risk: "load", on: "origin", probe };
const all: readonly Check[] = [onPoint, cheap, onRoute, onOrigin];
const route = (path: string, depth = 1) => routeFrom({ method: "GET", url: `http://h${path}`, headers: [], body: undefined }, { source: "link", foundOn: undefined, depth });
const none = { only: [], except: [] };

describe("src/dast/engine/units.ts", () => {
  it("a profile leaves out what it does not allow, and says why; an opt-in brings it back", () => {
    const production = chooseChecks(all, none, allowedRisks(profiles.production, []));
    expect(production.chosen.map(({ id }) => id)).toEqual(["cheap", "route"]);
    expect(production.left.map(({ check, because }) => `${check.id}: ${because}`)).toEqual(["point: needs the class payload, which the profile does not allow", "origin: needs the class load, which the profile does not allow"]);
    expect(chooseChecks(all, none, allowedRisks(profiles.production, ["payload"])).chosen.map(({ id }) => id)).toContain("point");
  });
  it("what needs something that is not there is left out too, and not counted as done", () => {
    const { left } = chooseChecks([{ ...onRoute, risk: "browser" }], none, allowedRisks(profiles.staging, []), { browser: "needs a browser" });
    expect(left.map(({ because }) => because)).toEqual(["needs a browser"]);
  });
  it("only and except are the person's", () => {
    const risks = allowedRisks(profiles.full, []);
    expect(chooseChecks(all, { only: ["route"], except: [] }, risks).chosen.map(({ id }) => id)).toEqual(["route"]);
    expect(chooseChecks(all, { only: [], except: ["route"] }, risks).chosen.map(({ id }) => id)).not.toContain("route");
  });
  it("each unit once, the same ids in any order of routes", () => {
    const routes = [route("/b?x=1", 2), route("/a?y=1"), route("/c")];
    const ids = unitsOf(all, routes, []).map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(unitsOf(all, routes.toReversed(), []).map(({ id }) => id)).toEqual(ids);
  });
  it("what changed comes before everything else, even before origins", () => {
    const ids = unitsOf([onOrigin, onRoute], [route("/a"), route("/deep/changed", 9)], ["/deep"]).map(({ id }) => id.split(" ")[0]);
    expect(ids).toEqual(["route", "origin", "route"]);
  });
  it("a cheap check probes its points on every route, where others share a few", () => {
    const routes = Array.from({ length: 9 }, (_, at) => route(`/p${String.fromCodePoint(97 + at)}x?q=1`));
    expect(unitsOf([cheap], routes, []).length).toBe(9);
    expect(unitsOf([{ ...cheap, everywhere: [] }], routes, []).length).toBeLessThan(9);
  });
  it("a route at which there is nothing has no units", () => expect(unitsOf([onRoute], [route("/a")], [], () => false)).toEqual([]));
});
