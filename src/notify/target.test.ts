// A URL that somebody has chosen: in the clear only inside, without a password, inside only when allowed.
import { describe, expect, it } from "vitest";
import { faultOf } from "./channel.suite.ts";
import { readFields } from "./settings-reader.ts";
import { hostOfTarget, httpFor, readBase, readTarget } from "./target.ts";

const target = (raw: Record<string, unknown>) => readFields("x", raw, (fields) => readTarget(fields));
const base = (raw: Record<string, unknown>) => readFields("x", raw, (fields) => readBase(fields, "https://api.example/"));

describe("src/notify/target.ts", () => {
  it.each([
    ["http://hooks.example/a", false], ["https://user:pw@hooks.example/a", true], ["https://user@hooks.example/a", false], ["https://:pw@hooks.example/a", false], ["ftp://hooks.example/a", true], ["hooks.example/a", true], ["", true],
  ])("refuses %s (allowPrivate %s)", (url, allowPrivate) => {
    expect(faultOf(() => target({ url, allowPrivate })).places).toEqual([{ at: "/url", rule: "must be an https URL (http only together with allowPrivate)" }]);
    if (url !== "") expect(faultOf(() => base({ url, allowPrivate })).places.map(({ at }) => at)).toEqual(["/url"]);
  });

  it.each([["https://hooks.example/a?b=c", false], ["http://10.0.0.1:8080/a", true]])("takes %s (allowPrivate %s)", (url, allowPrivate) => {
    const read = target({ url, allowPrivate });
    expect([read.url.reveal(), read.allowPrivate, hostOfTarget(read)]).toEqual([url, allowPrivate, new URL(url).host]);
  });

  it("an API has a URL of its own when none is set, and no slash or query at the end", () => {
    expect([base({}).url.reveal(), base({ url: "https://eu.example/api//" }).url.reveal()]).toEqual(["https://api.example", "https://eu.example/api"]);
    expect(faultOf(() => base({ url: "https://eu.example/?a=b" })).places[0]?.at).toBe("/url");
  });

  it("only an allowed target may use the network inside", () => {
    const networks = { http: { send: () => Promise.reject(new Error("inside")) }, publicHttp: { send: () => Promise.reject(new Error("public")) } };
    expect([httpFor({ allowPrivate: true }, networks), httpFor({ allowPrivate: false }, networks)]).toEqual([networks.http, networks.publicHttp]);
  });
});
