// Silences: what is accepted, what an edit means, and the search against a walk over all of them.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { dayMs, hourMs } from "../kernel/clock.ts";
import { isFault } from "../kernel/fault.ts";
import { compileMatchers, readMatchers } from "./matcher.ts";
import { createSilencer, editSilence, expireSilence, readSilence, silenceState, startedBy } from "./silence.ts";
import type { Silence } from "./silence.ts";

const now = Date.parse("2026-03-01T12:00:00Z");
const raw = { matchers: ['service="shop"'], endsAt: "2026-03-01T14:00:00Z", createdBy: "ada", comment: "deploying" };
const kept = (changed: Partial<Silence> = {}): Silence => ({ silenceId: "sil_1", matchers: readMatchers('service="shop", severity=~"low|medium"'), startsAt: now - hourMs, endsAt: now + hourMs, createdBy: "ada", comment: "deploying", updatedAt: now - hourMs, ...changed });
const faultOf = (given: unknown, limits = {}): string[] => {
  try {
    readSilence(given, now, limits);
    return [];
  } catch (thrown) {
    if (isFault(thrown, "silence.invalid")) return thrown.places.map(({ at, rule }) => `${at} ${rule}`);
    throw thrown;
  }
};

describe("notify/silence: reading", () => {
  it("reads a draft; it begins now when nothing else is said", () => {
    expect(readSilence(raw, now)).toEqual({ matchers: [{ name: "service", op: "=", value: "shop" }], startsAt: now, endsAt: now + 2 * hourMs, createdBy: "ada", comment: "deploying" });
    expect(readSilence({ ...raw, endsAt: undefined, duration: "2h", reminder: "30m" }, now)).toMatchObject({ endsAt: now + 2 * hourMs, reminderMs: hourMs / 2 });
    expect(readSilence({ ...raw, startsAt: now + hourMs }, now).startsAt).toBe(now + hourMs);
  });

  it("reads matchers as one text and as Alertmanager's objects", () => {
    const objects = [{ name: "a", value: "b", isRegex: false }, { name: "c", value: "d|e", isRegex: true, isEqual: true }, { name: "f", value: "g", isRegex: false, isEqual: false }, { name: "h", value: "i.*", isRegex: true, isEqual: false }];
    const text = '{a="b",c=~"d|e",f!="g",h!~"i.*"}';
    expect(readSilence({ ...raw, matchers: objects }, now).matchers).toEqual(readMatchers(text));
    expect(readSilence({ ...raw, matchers: text }, now).matchers).toEqual(readMatchers(text));
  });

  it.each([
    [{ ...raw, matchers: [] }, "/matchers must hold at least one matcher"],
    [{ ...raw, matchers: ['a=""', 'b=~".*"'] }, "/matchers would silence everything"],
    [{ ...raw, matchers: ['a=~"("'] }, "/matchers/0 cannot be read as a matcher: character 1"],
    [{ ...raw, matchers: [{ name: "a", value: "(", isRegex: true }] }, "/matchers/0 begins a matcher that is not readable"],
    [{ ...raw, matchers: [{ name: "", value: "b" }] }, "/matchers/0 begins a matcher with an empty label name"],
    [{ ...raw, endsAt: "2026-03-01T11:00:00Z" }, "/endsAt must lie after the start"],
    [{ ...raw, startsAt: "2026-03-01T10:00:00Z", endsAt: "2026-03-01T11:00:00Z" }, "/endsAt lies in the past"],
    [{ ...raw, endsAt: "tomorrow" }, "/endsAt must be an instant"],
    [{ ...raw, endsAt: undefined }, " must have endsAt or duration"],
    [{ ...raw, duration: "2h" }, "/duration stands beside endsAt"],
    [{ ...raw, comment: "  " }, "/comment must say why"],
    [{ ...raw, createdBy: undefined }, "/createdBy must say who"],
    [{ ...raw, until: "x" }, "/until is not known"],
    ["nonsense", " must be an object"],
  ])("refuses %j: %s", (given, why) => {
    expect(faultOf(given).join("\n")).toContain(why);
  });

  it("keeps to the longest length, counted from now on for one that has begun", () => {
    const longest = { longestMs: dayMs };
    expect(faultOf({ ...raw, endsAt: now + dayMs + 1 }, longest)).toEqual(["/endsAt is more than 1d ahead, the longest that a silence may last here"]);
    expect(faultOf({ ...raw, endsAt: now + dayMs }, longest)).toEqual([]);
    expect(faultOf({ ...raw, startsAt: now - 7 * dayMs, endsAt: now + dayMs }, longest)).toEqual([]);
    expect(faultOf({ ...raw, startsAt: now + 7 * dayMs, endsAt: now + 8 * dayMs }, longest)).toEqual([]);
  });

  it("all but one may be silenced, for that is said on purpose", () => {
    expect(faultOf({ ...raw, matchers: 'alertname!="Watchdog"' })).toEqual([]);
  });
});

describe("notify/silence: states and edits", () => {
  it.each([["pending", now - hourMs - 1], ["active", now - hourMs], ["active", now], ["expired", now + hourMs]] as const)("is %s at %i", (state, at) => {
    expect(silenceState(kept(), at)).toBe(state);
  });

  it.each<[string, Partial<Silence>, Partial<Silence>, string | undefined]>([
    ["another end", {}, { endsAt: now + 5 * hourMs }, undefined],
    ["another comment", {}, { comment: "still deploying" }, undefined],
    ["matchers in another order", {}, { matchers: kept().matchers.toReversed() }, undefined],
    ["the same second of the start", {}, { startsAt: now - hourMs + 400 }, undefined],
    ["a pending one that begins later", { startsAt: now + 1000 }, { startsAt: now + 2000 }, undefined],
    ["other matchers", {}, { matchers: readMatchers("a=b") }, "its matchers are others"],
    ["another start of an active one", {}, { startsAt: now - 2 * hourMs }, "it has begun, so its start cannot change"],
    ["a pending one moved into the past", { startsAt: now + 1000 }, { startsAt: now - 1000 }, "it would begin before now"],
    ["an expired one", { endsAt: now - 1 }, { endsAt: now + hourMs }, "the silence has expired"],
  ])("%s", (_case, of, to, why) => {
    const { silenceId: _id, updatedAt: _at, ...draft } = { ...kept(of), ...to };
    const edit = editSilence(kept(of), draft, now);
    if (why === undefined) expect(edit).toEqual({ kind: "same-id", silence: { ...draft, silenceId: "sil_1" } });
    else expect(edit).toEqual({ kind: "new-id", draft: startedBy(draft, now), expire: why !== "the silence has expired", why });
    if (edit.kind === "new-id") expect(edit.draft.startsAt).toBeGreaterThanOrEqual(now);
  });

  it("ends now; a pending one never begins; an expired one stays", () => {
    expect(expireSilence(kept(), now)).toEqual({ ...kept(), endsAt: now, updatedAt: now });
    const pending = expireSilence(kept({ startsAt: now + 1000 }), now);
    expect(pending && silenceState(pending, now)).toBe("expired");
    expect(pending?.startsAt).toBe(now);
    expect(expireSilence(kept(), now + dayMs)).toBeUndefined();
  });
});

describe("notify/silence: searching", () => {
  it("the search finds what a walk over all silences finds", () => {
    const name = fc.constantFrom("a", "b", "c");
    const value = fc.constantFrom("", "1", "2");
    const matcher = fc.oneof(fc.tuple(name, fc.constantFrom("=", "!="), value), fc.tuple(name, fc.constantFrom("=~", "!~"), fc.constantFrom("1|2", ".*", "[12]", "1?"))).map(([label, op, text]) => `${label}${op}"${text}"`);
    const silence = fc.record({ matchers: fc.array(matcher, { minLength: 1, maxLength: 3 }), startsAt: fc.nat(10), lasts: fc.nat(10) });
    fc.assert(fc.property(fc.array(silence, { maxLength: 12 }), fc.dictionary(name, value, { noNullPrototype: true }), fc.nat(20), (given, labels, at) => {
      const silences = given.map(({ matchers, startsAt, lasts }, index) => kept({ silenceId: `sil_${index}`, matchers: readMatchers(matchers.join(",")), startsAt, endsAt: startsAt + lasts }));
      const found = silences.filter((each) => each.startsAt <= at && at < each.endsAt && compileMatchers(each.matchers)(labels)).map(({ silenceId }) => silenceId);
      expect(createSilencer(silences).silencedBy(labels, at)).toEqual(found);
    }), { numRuns: 1000 });
  });

  it("1,000 silences are held against 100,000 label sets", () => {
    const silencer = createSilencer(Array.from({ length: 1000 }, (_none, index) => kept({ silenceId: `sil_${index}`, matchers: readMatchers(index % 10 === 0 ? `pod=~"web-${index}-.*"` : `service="s${index}",severity="low"`) })));
    const wrong: string[] = [];
    for (let number = 0; number < 100_000; number++) {
      const found = silencer.silencedBy({ service: `s${number % 1000}`, severity: "low", pod: `web-${number % 500}-x` }, now);
      const expected = [...(number % 1000 % 10 === 0 ? [] : [`sil_${number % 1000}`]), ...(number % 500 % 10 === 0 ? [`sil_${number % 500}`] : [])];
      if (found.toSorted().join() !== expected.toSorted().join()) wrong.push(`${number}: ${found.join()} instead of ${expected.join()}`);
    }
    expect(wrong).toEqual([]);
  });
});
