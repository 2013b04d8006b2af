// What each passive check owes: it finds what it is for, passes the near misses, says where, and never throws on noise.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { PassiveCheck } from "../../src/dast/check.ts";
import type { Exchange, Header } from "../../src/dast/exchange.ts";
import type { Proof } from "../../src/dast/evidence.ts";
import { anonymous } from "./check-tools.ts";

export interface Seen { url?: string; method?: string; asked?: readonly Header[]; sent?: string; status?: number; headers?: readonly Header[]; body?: string; /** Content type; default HTML, "" for none. */ type?: string }

export const seenAt = Date.UTC(2026, 10, 1);

/** The exchange in which this was seen; default: a GET of a page over https. */
export function exchangeSeen({ url = "https://shop.example/page", method = "GET", asked = [], sent, status = 200, headers = [], body = "<!doctype html><title>Page</title><p>Hello", type = "text/html; charset=utf-8" }: Seen): Exchange {
  const bytes = new TextEncoder().encode(body);
  return {
    seq: 1, at: seenAt, request: { method, url, headers: asked, body: sent }, failure: undefined,
    reply: { status, headers: type === "" ? headers : [["content-type", type], ...headers], body: bytes, text: body, sizeBytes: bytes.length, truncated: false, headMs: 1, totalMs: 2 },
  };
}

export const signsOf = (check: PassiveCheck, seen: Seen): Proof[] => {
  const exchange = exchangeSeen(seen);
  return [...check.inspect(exchange, { route: undefined, session: anonymous, origin: new URL(exchange.request.url).origin })];
};

export interface PassiveTable {
  /** Claim, what was seen, and what one of the proofs must say. */
  finds: readonly (readonly [string, Seen, Partial<Proof>?])[];
  passes: readonly (readonly [string, Seen])[];
}

export function passiveSuite(check: PassiveCheck, { finds, passes }: PassiveTable): void {
  describe(check.id, () => {
    it("has four of each", () => {
      expect(finds.length).toBeGreaterThanOrEqual(4);
      expect(passes.length).toBeGreaterThanOrEqual(4);
    });
    it.each(finds.map(([claim, seen, says]) => ({ claim, seen, says })))("finds $claim", ({ seen, says = {} }) => {
      const proofs = signsOf(check, seen);
      expect(proofs).toEqual(expect.arrayContaining([expect.objectContaining(says)]));
      for (const proof of proofs) expect(proof.steps.length).toBeGreaterThan(0);
    });
    it.each(passes.map(([claim, seen]) => ({ claim, seen })))("passes $claim", ({ seen }) => {
      expect(signsOf(check, seen).map(({ because }) => because)).toEqual([]);
    });
    it("never throws on noise", () => {
      fc.assert(fc.property(fc.string({ unit: "binary", maxLength: 400 }), fc.constantFrom("text/html", "application/json", "application/javascript", "text/css", ""), fc.constantFrom(200, 302, 404, 500), (body, type, status) => {
        signsOf(check, { body, type, status, headers: [["set-cookie", body.slice(0, 40)], ["content-security-policy", body.slice(0, 80)], ["server", body]] });
      }), { numRuns: 60 });
    });
  });
}
