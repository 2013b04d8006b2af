// Answers compared: what changes by itself and what repeats our words is left out, everything else counts.
import { describe, expect, it } from "vitest";
import type { Exchange, Reply } from "../exchange.ts";
import { comparatorOf, differs, sameAnswer } from "./answer.ts";
import { baselineOf, median } from "./baseline-of.ts";
import { delayed, provesDelay } from "./delay.ts";
import { disturbanceOf } from "./disturbance.ts";
import { partsOf, similarity } from "./parts.ts";
import { withoutReflected } from "./reflected.ts";

function answer(text: string, { status = 200, headMs = 20, headers = [["content-type", "text/html"]] }: { status?: number; headMs?: number; headers?: [string, string][] } = {}): Exchange {
  const body = Buffer.from(text);
  return { seq: 1, at: 0, request: { method: "GET", url: "http://a.example/x", headers: [], body: undefined }, failure: undefined, reply: { status, headers, body, text, sizeBytes: body.length, truncated: false, headMs, totalMs: headMs } };
}
const dropped: Exchange = { ...answer(""), reply: undefined, failure: { kind: "reset", why: "closed" } };
const nothing: Reply = { status: 200, headers: [], body: new Uint8Array(), text: "", sizeBytes: 0, truncated: false, headMs: 0, totalMs: 0 };
const baselineFrom = (...texts: string[]) => { const made = baselineOf(texts.map((text) => answer(text))); if (made === undefined) throw new Error("no baseline"); return made; };

describe("dast/compare", () => {
  it.each([
    ["counters", "<p>Visits: 17</p><li>a</li>", "<p>Visits: 18</p><li>a</li>", "<p>Visits: 431</p><li>a</li>"],
    ["times", "<i>2026-11-22T10:00:00Z</i>", "<i>2026-11-22T10:00:01Z</i>", "<i>2026-11-23T11:00:00Z</i>"],
    ["tokens", '<input name=t value="a1b2c3d4e5f60718293a4b5c">', '<input name=t value="b1b2c3d4e5f60718293a4b5d">', '<input name=t value="c1b2c3d4e5f60718293a4b5e">'],
    ["advertisements", "<div id=ad>buy tea</div><li>a</li>", "<div id=ad>try our coffee now</div><li>a</li>", "<div id=ad>sale</div><li>a</li>"],
    ["members of JSON", '{"id":1,"nonce":"x"}', '{"id":1,"nonce":"y"}', '{"id":1,"nonce":"q q"}'],
  ])("%s that change by themselves do not count, the rest does", (_what, one, other, later) => {
    const baseline = baselineFrom(one, other);
    expect(sameAnswer(baseline, answer(later))).toBe(true);
    expect(differs(baseline, answer(later.replace(/<li>a<\/li>|"id":1/, "").concat("<b>new</b>")))).toBe(true);
  });

  it("order counts where it is steady, and not where it changes by itself", () => {
    expect(differs(baselineFrom("<li>a</li><li>b</li>", "<li>a</li><li>b</li>"), answer("<li>b</li><li>a</li>"))).toBe(true);
    expect(sameAnswer(baselineFrom("<li>a</li><li>b</li>", "<li>b</li><li>a</li>"), answer("<li>b</li><li>a</li>"))).toBe(true);
  });

  it.each([["raw", "x' OR 1"], ["HTML", "x&#39; OR 1"], ["percent", "x%27%20OR%201"], ["JSON", "x' OR 1"], ["escaped", "x\\' OR 1"], ["doubled", "x'' OR 1"], ["upper", "X' OR 1"]])("a value is taken out as %s", (_how, shown) => {
    expect(withoutReflected(`<p>${shown}</p>`, ["x' OR 1"])).toBe("<p>\u0001</p>");
  });

  it("a short value is taken out only where it stands alone", () => { expect(withoutReflected("5 of 15, 5.5", ["5"])).toBe("\u0001 of 15, 5.5"); });

  it("redirects and status are part of an answer", () => {
    const to = (location: string): Exchange => answer("", { status: 302, headers: [["location", location]] });
    const baseline = baselineOf([to("/in?s=1"), to("/in?s=1")]);
    if (baseline === undefined) throw new Error("no baseline");
    expect([sameAnswer(baseline, to("/in?s=1")), differs(baseline, to("/out")), differs(baseline, answer("")), differs(baseline, dropped)]).toEqual([true, true, true, false]);
  });

  it("no baseline without two answers of one status", () => {
    expect([baselineOf([answer("a")]), baselineOf([answer("a"), dropped]), baselineOf([answer("a"), answer("a", { status: 500 })])]).toEqual([undefined, undefined, undefined]);
  });

  it.each([[answer("", { status: 429 }), "rate-limit"], [answer("", { status: 500 }), "server-error"], [dropped, "no-reply"], [answer("Attack detected", { status: 403 }), "blocked"], [answer("", { status: 404 }), undefined]])("disturbances %#", (exchange, expected) => {
    expect(disturbanceOf(exchange, baselineFrom("a", "a"))).toBe(expected);
  });

  it("a proof of delay needs waits in proportion, and none in between", async () => {
    const baseline = baselineFrom("a", "a");
    const of = (took: (waitMs: number, nth: number) => number) => { let nth = 0; return provesDelay((waitMs) => { nth += 1; return Promise.resolve(answer("a", { headMs: took(waitMs, nth) })); }, baseline); };
    expect((await of((waitMs) => 20 + waitMs))?.asked.length).toBe(5);
    expect((await of((waitMs) => 20 + 3 * waitMs))?.asked.length).toBe(5);
    expect(await of(() => 2500)).toBeUndefined();
    expect(await of((_waitMs, nth) => (nth % 2 === 1 ? 2500 : 20))).toBeUndefined();
    expect([delayed(baseline, 1020, 1000), delayed(baseline, 900, 1000)]).toEqual([true, false]);
  });

  it("similarity and parts take linear time", () => {
    const text = Array.from({ length: 60_000 }, (_, at) => `<p class="c${at}">line ${at}</p>`).join("\n");
    const parts = partsOf(answer(text).reply ?? nothing);
    expect(similarity(parts, parts)).toBe(1);
    expect(similarity(["a", "b"], ["a", "c"])).toBe(0.5);
    expect(partsOf(answer(`${"[".repeat(3000)}1${"]".repeat(3000)}`).reply ?? nothing).length).toBe(1);
    expect([median([3, 1, 2]), median([1, 2]), median([])]).toEqual([2, 1.5, 0]);
    expect(comparatorOf(baselineFrom("a", "a")).isLively()).toBe(false);
  });
});
