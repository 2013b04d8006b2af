// Who gets a notice, and what no route takes.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { faultOf } from "./channel.suite.ts";
import { anyNotice, sampleNotice } from "./notice.sample.ts";
import { checkRoutes, routesFor } from "./route.ts";
import type { Route, RouteMatch, Routes } from "./route.ts";

const route = (id: string, match: RouteMatch, receivers: string[], more = false): Route => ({ id, match, receivers, continue: more });
const takes = (match: RouteMatch): boolean => routesFor(sampleNotice(), { list: [route("r", match, ["x"])], defaultReceivers: [] }).kind === "routed";

describe("src/notify/route.ts", () => {
  it.each<[claim: string, match: RouteMatch, taken: boolean]>([
    ["an empty match takes everything", {}, true],
    ["one of the severities is enough", { severities: ["high", "critical"] }, true],
    ["another severity is not", { severities: ["high"] }, false],
    ["one of the services is enough", { services: ["basket", "checkout"] }, true],
    ["another service is not", { services: ["basket"] }, false],
    ["the owner", { owners: ["payments"] }, true],
    ["another owner", { owners: ["search"] }, false],
    ["the environment", { environments: ["production"] }, true],
    ["another environment", { environments: ["staging"] }, false],
    ["the kind", { kinds: ["finding.opened"] }, true],
    ["a beginning of the kind is another kind", { kinds: ["finding"] }, false],
    ["every field must hold", { severities: ["critical"], owners: ["search"] }, false],
  ])("%s", (_claim, match, taken) => expect(takes(match)).toBe(taken));

  it("an owner filter does not take a notice without an owner", () => {
    const notice = sampleNotice({ labels: { ...sampleNotice().labels, owner: undefined } });
    expect(routesFor(notice, { list: [route("r", { owners: ["payments"] }, ["x"])], defaultReceivers: ["last"] })).toEqual({ kind: "routed", receivers: ["last"], routeIds: ["default"] });
  });

  it("the first that matches takes it; continue asks the next; a receiver is named once", () => {
    const list = [route("audit", {}, ["log", "mail"], true), route("none", { kinds: ["x"] }, ["y"]), route("team", {}, ["slack", "log"]), route("never", {}, ["z"])];
    expect(routesFor(sampleNotice(), { list, defaultReceivers: ["last"] })).toEqual({ kind: "routed", receivers: ["log", "mail", "slack"], routeIds: ["audit", "team"] });
  });

  it("what nobody takes and no default catches says why", () => {
    expect(routesFor(sampleNotice(), { list: [], defaultReceivers: [] })).toEqual({ kind: "no-receiver", why: "no route takes it and there is no default receiver" });
    expect(routesFor(sampleNotice(), { list: [route("mute", {}, [])], defaultReceivers: [] })).toEqual({ kind: "no-receiver", why: "route mute names no receiver and there is no default one" });
  });

  it("with a default receiver, every notice has one", () => {
    const anyRoutes = fc.array(fc.record({ id: fc.string(), match: fc.record({ severities: fc.subarray(["critical", "high", "unknown"] as const), kinds: fc.subarray(["finding.opened", "finding.fixed"]) }, { requiredKeys: [] }), receivers: fc.subarray(["a", "b"]), continue: fc.boolean() }));
    fc.assert(fc.property(anyNotice, anyRoutes, (notice, list) => {
      const routed = routesFor(notice, { list, defaultReceivers: ["last"] });
      expect(routed.kind === "routed" && routed.receivers.length > 0 && new Set(routed.receivers).size === routed.receivers.length).toBe(true);
    }));
  });

  it("refuses routes that could lose a notice, each place named", () => {
    const routes: Routes = { list: [route("a", { severities: [] }, []), route("a", {}, ["gone"]), route("default", {}, ["mail"])], defaultReceivers: ["gone-too"] };
    expect(faultOf(() => checkRoutes(routes, ["mail"])).places.map(({ at }) => at)).toEqual(["/list/0/receivers", "/list/0/match/severities", "/list/1/receivers/0", "/defaultReceivers/0", "/list/1/id", "/list/2/id"]);
    expect(() => checkRoutes({ list: [route("a", {}, ["mail"])], defaultReceivers: ["mail"] }, ["mail"])).not.toThrow();
  });
});
