// Every route is in the tree once, sums are those of the routes, and only what is open is on screen.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { RouteCoverage } from "../api/dast-shapes.ts";
import { everyFolder, openAtFirst, routesMatching, siteTree, visibleRows } from "./site-tree.ts";

const route = (method: string, template: string, more: Partial<RouteCoverage> = {}): RouteCoverage => ({ routeId: `${method} ${template}`, method, origin: "http://h", template, source: "link", depth: 1, foundOn: null, status: 200, mediaType: "text/html", parameters: 0, points: 0, done: 2, planned: 4, findings: 0, ...more });
const some = [route("GET", "/"), route("GET", "/orders/{n}", { findings: 1 }), route("POST", "/orders/{n}"), route("GET", "/orders/{n}/items?sort"), route("GET", "/about", { origin: "http://other" })];

describe("console/src/lists/site-tree", () => {
  it("folders stand before routes, and carry the sums of what is below", () => {
    const tree = siteTree(some);
    expect(tree.map(({ name, routes, findings, planned, done }) => [name, routes, findings, planned, done])).toEqual([["http://h", 4, 1, 16, 8], ["http://other", 1, 0, 4, 2]]);
    expect(visibleRows(tree, everyFolder(tree)).map(({ node, level }) => `${level} ${node.route?.method ?? "-"} ${node.name}`)).toEqual(["1 - http://h", "2 - orders/", "3 - {n}/", "4 GET /items?sort", "3 GET /{n}", "3 POST /{n}", "2 GET /", "1 - http://other", "2 GET /about"]);
  });

  it("a closed folder hides what is below; what has findings is open at first, however little fits", () => {
    const tree = siteTree(some);
    expect(visibleRows(tree, new Set())).toHaveLength(2);
    expect(visibleRows(tree, openAtFirst(tree, 0)).map(({ node }) => node.name)).toEqual(["http://h", "orders/", "{n}/", "/{n}", "/{n}", "/", "http://other"]);
  });

  it("whatever the routes are: each is there once, with its level, and the sums agree", () => {
    const templates = fc.array(fc.constantFrom("a", "b", "{n}", "", "x y"), { maxLength: 4 }).map((parts) => `/${parts.join("/")}`);
    fc.assert(fc.property(fc.uniqueArray(fc.tuple(fc.constantFrom("GET", "POST"), templates), { maxLength: 30, selector: ([method, template]) => `${method} ${template}` }), (given) => {
      const tree = siteTree(given.map(([method, template]) => route(method, template)));
      const rows = visibleRows(tree, everyFolder(tree));
      expect(rows.flatMap(({ node }) => (node.route ? [node.route.routeId] : [])).toSorted()).toEqual(given.map(([method, template]) => `${method} ${template}`).toSorted());
      expect(tree.reduce((sum, { routes }) => sum + routes, 0)).toBe(given.length);
      expect(new Set(rows.map(({ node }) => node.id)).size).toBe(rows.length);
    }));
  });

  it("words narrow the routes by method, path, source and answer", () => {
    expect([routesMatching(some, "post orders"), routesMatching(some, "is:finding"), routesMatching(some, "nothing")].map((found) => found.map(({ routeId }) => routeId))).toEqual([["POST /orders/{n}"], ["GET /orders/{n}"], []]);
  });
});
