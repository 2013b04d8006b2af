// Routes that are found in more than one way keep the best of each.
import { describe, expect, it } from "vitest";
import type { Header } from "../exchange.ts";
import { routeFrom } from "../route-from.ts";
import type { Route, RouteParameter } from "../route.ts";
import { knownRoutes } from "./known-routes.ts";

const post = (headers: readonly Header[], more: { parameters?: readonly RouteParameter[]; source?: "form" | "browser" } = {}): Route =>
  routeFrom({ method: "POST", url: "http://h/save", headers: [["content-type", "application/x-www-form-urlencoded"], ...headers], body: "name=x" }, { source: more.source ?? "browser", foundOn: "http://h/", depth: 1, parameters: more.parameters });
const form = post([], { source: "form", parameters: [{ in: "body", name: "name", type: "text", allowed: ["a", "b"] }] });

describe("dast/engine/known-routes", () => {
  it.each([["the form first", [form, post([["x-tenant", "a"]])]], ["the script first", [post([["x-tenant", "a"]]), form]]] as const)("a form and the script that sends it with a header are one route with both: %s", (_name, found) => {
    const routes = knownRoutes(10, () => {});
    for (const route of found) routes.add(route);
    const [only, ...others] = routes.all();
    expect(others).toEqual([]);
    expect(only?.request.headers).toContainEqual(["x-tenant", "a"]);
    expect(only?.parameters.find(({ name }) => name === "name")?.allowed).toEqual(["a", "b"]);
    expect(only?.parameters.filter(({ name }) => name === "x-tenant")).toHaveLength(1);
  });
  it("says what is new: a route, then its header, then nothing", () => {
    const routes = knownRoutes(10, () => {});
    expect([form, post([["x-tenant", "a"]]), post([["x-tenant", "b"]]), form].map((route) => routes.add(route))).toEqual([true, true, false, false]);
  });
});
