// How rarely a magnitude is surpassed: within what was seen, beyond it, after long forgetting.
import { describe, expect, it } from "vitest";
import { addTo, emptyTail, surpriseOf } from "./tail.ts";
import type { Tail } from "./tail.ts";

function tailOf(magnitudes: Iterable<number>): Tail {
  const tail = emptyTail();
  for (const magnitude of magnitudes) addTo(tail, magnitude);
  return tail;
}
const upTo = (count: number): number[] => Array.from({ length: count }, (_, index) => index + 1);

describe("runtime/rates/tail", () => {
  it("the first magnitude surprises nobody", () => { expect(surpriseOf(emptyTail(), 5)).toBe(0); });
  it("within the range it is the power of ten of the share at or above", () => {
    const tail = tailOf(upTo(1000));
    expect(surpriseOf(tail, 500)).toBeCloseTo(Math.log10(2), 1);
    expect(surpriseOf(tail, 900)).toBeCloseTo(1, 0);
  });
  it("it never falls when the magnitude grows", () => {
    const tail = tailOf(upTo(300).map((nth) => (nth * 7919) % 97));
    const surprises = Array.from({ length: 400 }, (_, index) => surpriseOf(tail, index * 0.7));
    expect(surprises).toEqual(surprises.toSorted((a, b) => a - b));
  });
  it("beyond what was seen a short tail surprises more than a long one", () => {
    const short = tailOf(upTo(1000).map((nth) => 10 + (nth % 10) / 10));
    const long = tailOf(upTo(1000).map((nth) => 10 * (nth / 1000) ** -0.5));
    const past = (tail: Tail, times: number): number => surpriseOf(tail, times * 2 ** ((tail.from + tail.weights.length) / 4)) - surpriseOf(tail, 2 ** ((tail.from + tail.weights.length) / 4));
    expect(past(short, 4)).toBeGreaterThan(1.5 * past(long, 4));
  });
  it("one point of many thousand that is far out is remembered, then forgotten", () => {
    const tail = tailOf([...upTo(100), 1e6]);
    const soon = surpriseOf(tail, 1e6);
    for (let nth = 0; nth < 30_000; nth += 1) addTo(tail, 1 + (nth % 100));
    expect(surpriseOf(tail, 1e6)).toBeGreaterThan(soon + 3);
  });
  it("half of a history of zeros is below zero", () => { expect(surpriseOf(tailOf(Array.from({ length: 500 }, () => 0)), 0)).toBeCloseTo(Math.log10(2), 1); });
  it("a rebased tail is the same tail", () => {
    const tail = emptyTail();
    for (let nth = 0; nth < 130_000; nth += 1) addTo(tail, 1 + (nth % 50));
    expect(tail.gain).toBeLessThan(2 ** 20);
    expect(surpriseOf(tail, 26)).toBeCloseTo(Math.log10(2), 1);
  });
  it("magnitudes past all bounds keep the histogram small", () => {
    const tail = tailOf([0, 1e-300, 1e300, 1, Number.MAX_VALUE]);
    expect(tail.weights.length).toBeLessThanOrEqual(400);
    expect(surpriseOf(tail, 1e300)).toBeGreaterThanOrEqual(0);
  });
});
