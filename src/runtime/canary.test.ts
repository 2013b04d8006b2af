// The canary: each decoder's own reaches the rule that must see it, with its token, and is nobody else's match.
import { describe, expect, it } from "vitest";
import { canaryFile, canaryMark, canaryRuleId, canaryToken } from "./canary.ts";
import { decoders } from "./decoders/index.ts";
import { decodeBody } from "./framing.ts";
import { createRuleSet } from "./sigma/rule-set.ts";

const token = "0123456789abcdef0123456789abcdef";
const at = Date.UTC(2026, 10, 22);

describe("runtime/canary", () => {
  it.each(decoders.all.map((one) => [one.id, one] as const))("of %s: through its decoder to the rule, with its token", (_id, decoder) => {
    const { events, rejects } = decodeBody(decoder, Buffer.from(decoder.canary(`${canaryMark}${token}`, at)), { receivedAt: at, host: undefined, settings: {} });
    expect(rejects).toEqual([]);
    const rules = createRuleSet(canaryFile().rules, { filters: [], mappings: [] });
    const seen = events.filter(({ fields, logsource }) => rules.evaluate(fields, logsource).some(({ id }) => id === canaryRuleId));
    expect(seen.map(({ fields }) => canaryToken(fields))).toEqual([token]);
  });

  it.each<[string, Record<string, string>, string | undefined]>([["no mark", { message: "hello" }, undefined], ["a mark without a token", { message: `${canaryMark}short` }, undefined], ["a mark in the middle", { message: `x ${canaryMark}${token} y` }, token]])("%s", (_what, fields, found) => { expect(canaryToken(fields)).toBe(found); });
});
