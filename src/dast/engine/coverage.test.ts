// Coverage says what was not tested, and does not flatter.
import { describe, expect, it } from "vitest";
import type { Exchange } from "../exchange.ts";
import { anonymous } from "../identities/anonymous.ts";
import { routeFrom } from "../route-from.ts";
import { keepCoverage } from "./coverage.ts";

const routes = ["/a", "/b", "/c", "/d"].map((path) => routeFrom({ method: "GET", url: `http://h${path}`, headers: [], body: undefined }, { source: "link", foundOn: undefined, depth: 1 }));
const answered = (status: number, location?: string): Exchange => ({ seq: 1, at: 0, request: { method: "GET", url: "http://h/", headers: [], body: undefined }, failure: undefined, reply: { status, headers: location === undefined ? [] : [["Location", location]], body: new Uint8Array(), text: "", sizeBytes: 0, truncated: false, headMs: 1, totalMs: 1 } });
const saysOf = (statuses: readonly (readonly [number, string?])[], state: "anonymous" | "logged-out" = "anonymous"): string => {
  const coverage = keepCoverage();
  statuses.forEach(([status, location], at) => { coverage.saw(answered(status, location), routes[at]?.routeId, "eve"); });
  return coverage.give(routes, [], [], [{ ...anonymous, identity: "eve", state }]).identities[0]?.says ?? "";
};

describe("src/dast/engine/coverage.ts", () => {
  it.each([
    ["only refusals", [[401], [403], [401], [200]], "3 of 4 routes answered eve with 401, 403 or a login: most of the target was not tested as eve."],
    ["redirects to a login", [[302, "/login?next=/a"], [302, "/sso"], [302, "https://h/signin"]], "3 of 3 routes answered eve with 401, 403 or a login: most of the target was not tested as eve."],
    ["errors", [[500], [502], [500], [200]], "3 of 4 routes answered eve with an error of the server: little could be tested."],
    ["nothing", [], "eve got no answer."],
    ["all well", [[200], [200], [404], [403]], "2 of 4 routes asked (of 4 known) answered eve; 1 did not let eve in."],
  ] as const)("%s", (_name, statuses, says) => expect(saysOf(statuses)).toBe(says));
  it("a login with success in place of a page is no page that was reached", () => {
    const coverage = keepCoverage();
    const text = '<form method="post"><input name="user"><input type="password" name="pass"></form>';
    routes.slice(0, 3).forEach((route) => { const { reply, ...rest } = answered(200); if (reply !== undefined) coverage.saw({ ...rest, request: route.request, reply: { ...reply, headers: [["content-type", "text/html"]], text, body: Buffer.from(text), sizeBytes: text.length } }, route.routeId, "eve"); });
    expect(coverage.give(routes, [], [], [{ ...anonymous, identity: "eve" }]).identities[0]).toMatchObject({ reached: 0, redirectedToLogin: 3, says: "3 of 3 routes answered eve with 401, 403 or a login: most of the target was not tested as eve." });
  });

  it("what let in after a new login was reached", () => {
    const coverage = keepCoverage();
    for (const status of [401, 200, 401]) coverage.saw(answered(status), routes[0]?.routeId, "eve");
    expect(coverage.give(routes, [], [], [{ ...anonymous, identity: "eve" }]).identities[0]).toMatchObject({ reached: 1, denied: 0 });
  });

  it("a lost login is said before anything else", () => expect(saysOf([[200]], "logged-out")).toContain("lost its login"));
});
