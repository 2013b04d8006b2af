// Sites that answer over http, and those that lead to https or do not answer.
import { describe, expect, it } from "vitest";
import { checkTools } from "../../../test/dast/check-tools.ts";
import { exchangeSeen } from "../../../test/dast/passive.suite.ts";
import type { Seen } from "../../../test/dast/passive.suite.ts";
import { plainHttp } from "./plain-http.ts";

async function found(origin: string, ...answers: readonly (Seen | undefined)[]): Promise<number> {
  let asked = 0;
  const tools = { ...checkTools(), send: ({ url }: { url: string }) => {
    const seen = answers[Math.min(asked, answers.length - 1)];
    asked += 1;
    const exchange = exchangeSeen({ ...seen, url });
    return Promise.resolve(seen === undefined ? { ...exchange, reply: undefined, failure: { kind: "unreachable" as const, why: "refused" } } : exchange);
  } };
  let proofs = 0;
  for await (const _proof of plainHttp.probe(origin, [], tools)) proofs += 1;
  return proofs;
}

describe("plain-http", () => {
  it.each([["a page beside https", "https://shop.example", {}], ["a redirect within http", "https://shop.example", { status: 302, headers: [["location", "/home"]] }], ["a site that has only http", "http://shop.example", {}], ["another port of http", "http://shop.example:8080", {}]] as const)("finds %s", async (_claim, origin, seen) => expect(await found(origin, seen)).toBe(1));
  it.each([["a redirect to https", "https://shop.example", { status: 301, headers: [["location", "https://shop.example/"]] }], ["a refusal", "https://shop.example", { status: 403 }], ["no answer", "https://shop.example", undefined], ["one's own machine", "http://127.0.0.1:8080", {}], ["a port whose http side is not known", "https://shop.example:8443", {}]] as const)("passes %s", async (_claim, origin, seen) => expect(await found(origin, seen)).toBe(0));
  it("passes an answer that came once", async () => expect(await found("https://shop.example", {}, { status: 503 })).toBe(0));
});
