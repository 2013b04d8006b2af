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
  it("a lost login is said before anything else", () => expect(saysOf([[200]], "logged-out")).toContain("lost its login"));
});
