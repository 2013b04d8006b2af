// What every decoder must do: say what it is, read its own canary, and cost nobody anything but itself whatever a stranger sends.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { canaryMark, canaryToken } from "./canary.ts";
import type { DecodeContext, Decoded, Decoder } from "./decoder.ts";
import { recordLimits } from "./decoder.ts";
import { levels } from "./event.ts";
import { decodeBody, openSession, recogniseDecoder } from "./framing.ts";

/** FUZZ_CASES: of each property and decoder; `npm run fuzz:decoders` sets it high. */
const cases = Number(process.env["FUZZ_CASES"] ?? 60);
const minutes30 = 30 * 60_000;

export const receivedAt = Date.UTC(2026, 10, 22, 12, 0, 0);
export const contextOf = (settings: Readonly<Record<string, string>> = {}): DecodeContext => ({ receivedAt, host: "door", settings });
const tokenOf = (letter: string): string => `${canaryMark}${letter.repeat(32)}`;
const bytesOf = (...lines: readonly string[]): Uint8Array => Buffer.from(lines.join("\n"));

/** The tokens of the canaries that came out, in order. */
const tokensOf = ({ events }: Decoded): string[] => [...new Set(events.flatMap(({ fields }) => canaryToken(fields) ?? []))];

/** Anything JSON can hold, also what only a stranger would write. */
const anything: fc.Arbitrary<unknown> = fc.oneof(
  fc.jsonValue({ maxDepth: 4 }), fc.constantFrom<unknown>(null, "", 0, -1, 1e308, true, [], {}, [[]], "<NA>", "-", "\u0000", "\uD800", "__proto__", "constructor", "9".repeat(400), "(".repeat(300), "%".repeat(300), "&#x110000;", "sha256:"),
  fc.string({ unit: "binary", maxLength: 60 }), fc.integer(), fc.double(), fc.constant(Object.fromEntries([["__proto__", { a: 1 }], ["constructor", 7]])),
);

/** Every place of a value, as paths. */
function pathsOf(value: unknown, path: readonly string[] = []): (readonly string[])[] {
  if (typeof value !== "object" || value === null) return [path];
  return [path, ...Object.entries(value).flatMap(([name, member]) => pathsOf(member, [...path, name]))];
}

/** The value with something else in one place. */
function replaced(value: unknown, [name, ...rest]: readonly string[], by: unknown): unknown {
  if (name === undefined) return by;
  if (Array.isArray(value)) return value.map((item: unknown, index) => (String(index) === name ? replaced(item, rest, by) : item));
  return Object.fromEntries(Object.entries(value as object).map(([key, member]) => [key, key === name ? replaced(member, rest, by) : member]));
}

/** A real-looking event with strange things in one to three of its places. */
const mutated = (seed: unknown): fc.Arbitrary<unknown> => fc.array(fc.tuple(fc.nat(), anything), { minLength: 1, maxLength: 3 }).map((changes) => changes.reduce<unknown>((value, [at, by]) => {
  const paths = pathsOf(value);
  return replaced(value, paths[at % paths.length] ?? [], by);
}, seed));

/** A line with characters lost, doubled or put in. */
const scratched = (line: string): fc.Arbitrary<string> => fc.array(fc.tuple(fc.nat(), fc.nat(6), fc.string({ unit: "binary", maxLength: 12 })), { minLength: 1, maxLength: 4 }).map((changes) => changes.reduce((text, [at, cut, put]) => {
  const from = at % (text.length + 1);
  return text.slice(0, from) + put + text.slice(from + cut);
}, line).replaceAll(/[\r\n]/g, " "));

const isSound = ({ events, rejects }: Decoded): boolean => events.every((event) => Number.isFinite(event.at) && typeof event.raw === "string" && event.decoder !== "" && typeof event.fields === "object" && Object.values(event.logsource).every((part) => part === undefined || part === part.toLowerCase()) && (event.verdict === undefined || levels.includes(event.verdict.level)))
  && rejects.every(({ at, rule }) => at !== "" && rule.length > 8);

/** seeds: events or lines as its senders write them, the canary apart. */
export function describeDecoder(decoder: Decoder, seeds: readonly string[]): void {
  const canary = (letter: string): string => decoder.canary(tokenOf(letter), receivedAt - 5000);
  const all = [canary("c"), ...seeds];
  const valueOf = (text: string): unknown => JSON.parse(text);

  describe(`runtime/decoders/${decoder.id}`, () => {
    it("says what it is", () => {
      expect(decoder.about).toMatch(/^[A-Z].{20,}\.$/);
      expect(decoder.logsources.length).toBeGreaterThan(0);
      expect(decoder.logsources.flatMap((logsource) => Object.values(logsource)).filter((part) => part !== part.toLowerCase())).toEqual([]);
      expect(Object.keys(decoder.mapping)).not.toEqual([]);
    });

    it("its canary carries the token where rules see it, and says when it was", () => {
      const { events, rejects } = decodeBody(decoder, bytesOf(canary("a")), contextOf());
      expect(rejects).toEqual([]);
      expect(events.map(({ fields }) => canaryToken(fields))).toEqual(["a".repeat(32)]);
      expect(events.map(({ decoder: id, at, isTimed }) => [id, Math.abs(at - (receivedAt - 5000)) < 1000, isTimed])).toEqual([[decoder.id, true, true]]);
    });

    it("is recognised among all decoders by each of its events", () => {
      // What is only JSON is read by ndjson when nobody else knows it.
      expect(all.map((text) => recogniseDecoder([decoder.reads === "json" ? valueOf(text) : text])?.id)).toEqual(all.map(() => decoder.id));
    });

    it("gives an event for each of its seeds, with the same result twice", () => {
      for (const seed of all) {
        const [one, other] = [decodeBody(decoder, bytesOf(seed), contextOf()), decodeBody(decoder, bytesOf(seed), contextOf())];
        expect(one.events.length, seed).toBeGreaterThan(0);
        expect(one.rejects).toEqual([]);
        expect(one).toEqual(other);
      }
    });

    it("what is no record of its kind is a reject with a place, not an exception", () => {
      const session = openSession(decoder, contextOf());
      for (const strange of [null, 7, true, [], "", {}, [[]]]) expect(isSound(session.push(strange, "line 1")), JSON.stringify(strange)).toBe(true);
      expect(isSound(session.end())).toBe(true);
    });

    it("anything at all: no exception, and every event and reject is sound", () => {
      fc.assert(fc.property(anything, (value) => { const session = openSession(decoder, contextOf()); expect(isSound(session.push(decoder.reads === "json" ? value : JSON.stringify(value) ?? "", "line 1")) && isSound(session.end())).toBe(true); }), { numRuns: cases });
    }, minutes30);

    it("real-looking events with strange places: no exception, and the neighbours come through", () => {
      const strange = decoder.reads === "json" ? fc.constantFrom(...all).chain((seed) => mutated(valueOf(seed))).map((value) => JSON.stringify(value)) : fc.constantFrom(...all).chain(scratched);
      fc.assert(fc.property(strange, (line) => {
        const decoded = decodeBody(decoder, bytesOf(canary("a"), line, canary("b")), contextOf());
        expect(isSound(decoded)).toBe(true);
        expect(tokensOf(decoded)).toEqual(expect.arrayContaining(["a".repeat(32), "b".repeat(32)]));
      }), { numRuns: cases });
    }, minutes30);

    it("noise between its events: no exception, and the neighbours come through", () => {
      fc.assert(fc.property(fc.array(fc.uint8Array({ maxLength: 80 }), { maxLength: 3 }), (noise) => {
        const parts = noise.map((bytes) => bytes.filter((byte) => byte !== 10 && byte !== 13));
        const body = Buffer.concat([Buffer.from(`${canary("a")}\n`), ...parts.flatMap((part) => [Buffer.from(part), Buffer.from("\n")]), Buffer.from(canary("b"))]);
        const decoded = decodeBody(decoder, body, contextOf());
        expect(isSound(decoded)).toBe(true);
        expect(tokensOf(decoded)).toEqual(expect.arrayContaining(["a".repeat(32), "b".repeat(32)]));
      }), { numRuns: cases });
    }, minutes30);

    it("a record nested without end is refused in words, and costs its neighbours nothing", () => {
      const deep = `{"a":${"[".repeat(100_000)}${"]".repeat(100_000)}}`;
      const decoded = decodeBody(decoder, bytesOf(canary("a"), deep, canary("b")), contextOf());
      expect(tokensOf(decoded)).toEqual(["a".repeat(32), "b".repeat(32)]);
      if (decoder.reads === "json") expect(decoded.rejects).toEqual([{ at: "line 2", rule: `is nested deeper than ${recordLimits.depth} levels: send it flatter.` }]);
    });

    it("a record of a megabyte is read or refused, and costs its neighbours nothing", () => {
      const long = decoder.reads === "json" ? JSON.stringify({ ...(valueOf(canary("c")) as object), padding: "x".repeat(1_000_000) }) : `${canary("c")} ${"x".repeat(1_000_000)}`;
      expect(tokensOf(decodeBody(decoder, bytesOf(canary("a"), long, canary("b")), contextOf()))).toEqual(expect.arrayContaining(["a".repeat(32), "b".repeat(32)]));
    });
  });
}
