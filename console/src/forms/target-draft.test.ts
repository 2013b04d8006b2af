// A target goes through its form unchanged, and what cannot be read is said by its field.
import { describe, expect, it } from "vitest";
import type { Target } from "../api/dast-shapes.ts";
import { draftOf, emptyTarget, problemsOf, requestOf } from "./target-draft.ts";

const defaults = { profile: "staging", optIn: ["upload"], budget: { requests: 900, requestsPerSecond: 2.5, totalMs: 90_000, concurrency: 3 }, scope: { include: ["/app"], addresses: ["10.0.0.0/8"] }, identities: [{ name: "ana", login: { kind: "bearer", token: "secret:ana" } }], browser: "off", seed: "s", checks: { except: ["jsonp"] } };
const target = {
  id: "tgt_1", name: "shop", url: "https://shop.test/", endpointId: "end_1", serviceId: "svc_1", testable: true, testableBy: "ana", testableAt: null, defaults, everyHours: 24, afterDeployment: true, createdAt: "", createdBy: "", notRetested: 0, regressed: 0, lastScan: null, nextAt: null, open: { critical: 0, high: 0, medium: 0, low: 0, info: 0 },
  served: { endpointId: "end_1", endpoint: "prod/shop", environment: null, exposure: null, serviceId: "svc_1", service: "shop", owner: null, releaseId: null, version: null, deployedAt: null },
} satisfies Target;

describe("console/src/forms/target-draft", () => {
  it("what is read is what is sent, also what the form does not show", () => expect(requestOf(draftOf(target))).toEqual({ name: "shop", url: "https://shop.test/", endpoint: "prod/shop", service: "shop", testable: true, defaults, everyHours: 24, afterDeployment: true }));
  it("an empty form asks for the production profile and nothing more", () => expect(requestOf({ ...emptyTarget, name: " a ", url: " http://a.test/ " })).toEqual({ name: "a", url: "http://a.test/", testable: false, defaults: { profile: "production" }, everyHours: null, afterDeployment: false }));
  it.each([
    [{ url: "ftp://a" }, ["url"]], [{ requests: "1.5" }, ["requests"]], [{ perSecond: "0" }, ["perSecond"]], [{ minutes: "x", everyHours: "-1" }, ["minutes", "everyHours"]], [{ identities: "[{}]" }, ["identities"]], [{ identities: "[" }, ["identities"]], [{ identities: '[{"name":"a"}]', perSecond: "0.5" }, []],
  ])("%j", (patch, fields) => expect(problemsOf({ ...emptyTarget, ...patch }).map(({ field }) => field)).toEqual(fields));
});
