// The storm engine: what opens, what joins, what stays quiet, and that a restart forgets nothing.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { dayMs, hourMs, minuteMs, secondMs } from "../../kernel/clock.ts";
import { stormDefaults } from "./settings.ts";
import { createStorm } from "./storm.ts";
import type { Storm } from "./storm.ts";
import type { ProfileRow } from "./profile.ts";

const start = Date.UTC(2031, 4, 5);
let ref = 0;
const say = (storm: Storm, name: string, host: string, at: number, more: { severity?: string; opens?: string; links?: string[] } = {}) => {
  const { links = [], ...rest } = more;
  ref += 1;
  return storm.observe({ name, entities: [`host:${host}`, ...links], at, ref: `a${ref}`, ...rest });
};

/** Days of hourly jobs on six hosts, with something rare now and then. */
function ordinaryDays(storm: Storm, days: number): number {
  for (let at = start; at < start + days * dayMs; at += 10 * minuteMs) {
    for (const host of ["ash", "elm", "fir"]) { say(storm, "disk check", host, at); if (at % hourMs === 0) say(storm, "backup", host, at); }
  }
  return start + days * dayMs;
}

const burst = (storm: Storm, at: number, names = 8) => Array.from({ length: names }, (_, index) => say(storm, `odd thing ${"abcdefghijkl"[index]}`, index % 2 === 0 ? "ash" : "elm", at + index * secondMs));

describe("src/incidents/storm/storm.ts", () => {
  it("ordinary days open nothing", () => {
    const storm = createStorm();
    ordinaryDays(storm, 4);
    expect(storm.stories()).toEqual([]);
  });

  it("kinds never seen before, several within seconds, open one incident within the same minute, and say why", () => {
    const storm = createStorm();
    const verdicts = burst(storm, ordinaryDays(storm, 3));
    const opened = verdicts.filter(({ incident }) => incident?.kind === "opens");
    expect(opened).toHaveLength(1);
    expect(verdicts.at(-1)?.incident).toMatchObject({ kind: "joins", as: "evidence", key: opened[0]?.incident?.key });
    expect(opened[0]?.why.join(" ")).toMatch(/"odd thing \w" was never seen in 3\.0 days; names never seen come 0\.\d times a day/);
    // What led up to it is told with it: the evidence, and the hour before.
    expect(opened[0]?.incident?.earlier.length).toBeGreaterThan(0);
    expect(opened[0]?.incident?.before.map(({ name }) => name)).toContain("disk check");
  });

  it("nothing opens in the first day, except what its sender calls an incident", () => {
    const storm = createStorm();
    say(storm, "disk check", "ash", start);
    expect(burst(storm, start + hourMs, 12).some(({ incident }) => incident)).toBe(false);
    expect(say(storm, "break-in", "fir", start + 2 * hourMs, { opens: "its sender says so" })).toMatchObject({ why: expect.arrayContaining(["its sender says so"]), incident: { kind: "opens" } });
  });

  it("a flood of an everyday alert opens one, at its second doubling", () => {
    const storm = createStorm();
    const at = ordinaryDays(storm, 3);
    const verdicts = Array.from({ length: 300 }, (_, n) => say(storm, "disk check", "elm", at + n * 500));
    expect(verdicts.filter(({ incident }) => incident?.kind === "opens")).toHaveLength(1);
    expect(verdicts.flatMap(({ why }) => why)).toEqual(expect.arrayContaining([expect.stringMatching(/^\d+ times "disk check" on host:elm within ten minutes; the most before was 1$/)]));
  });

  it("a stream that never paused and falls silent opens one; one that pauses every night does not", () => {
    const storm = createStorm();
    const end = start + 3 * dayMs;
    for (let at = start; at < end; at += minuteMs) { say(storm, "heartbeat", "ash", at); if (at % dayMs > 8 * hourMs) say(storm, "traffic", "elm", at); }
    expect(storm.silences(end + 5 * minuteMs)).toEqual([]);
    const silent = storm.silences(end + 11 * minuteMs);
    expect(silent).toMatchObject([{ name: "heartbeat", place: "host:ash", incident: { kind: "opens" } }]);
    expect(silent[0]?.why[0]).toBe('"heartbeat" on host:ash fell silent 12 minutes ago, after 3.0 days without a pause above 60 seconds');
    expect(storm.silences(end + 12 * minuteMs)).toEqual([]);
  });

  it("while an incident is open, what happens on its places joins as context, elsewhere it does not", () => {
    const storm = createStorm();
    const at = ordinaryDays(storm, 3);
    burst(storm, at);
    expect(say(storm, "disk check", "ash", at + 10 * minuteMs)).toMatchObject({ incident: { kind: "joins", as: "context" }, why: [expect.stringContaining("ordinary by itself")] });
    expect(say(storm, "disk check", "fir", at + 10 * minuteMs).incident).toBeUndefined();
  });

  it("it closes when its heat is gone, and the same again opens another", () => {
    const storm = createStorm();
    const at = ordinaryDays(storm, 3);
    burst(storm, at);
    say(storm, "disk check", "ash", at + 25 * hourMs);
    expect(storm.stories()).toEqual([]);
  });

  it("an attack is not filed under the trifle of some hours before", () => {
    const storm = createStorm();
    const at = ordinaryDays(storm, 3);
    const trifle = say(storm, "marked", "ash", at, { opens: "marked" }).incident?.key;
    const attack = burst(storm, at + 1.5 * hourMs, 12).find(({ incident }) => incident?.kind === "opens");
    expect(attack?.incident?.key).toBeDefined();
    expect(attack?.incident?.key).not.toBe(trifle);
  });

  it("beyond the budget of a day an incident costs more evidence, and enough evidence still opens one", () => {
    const storm = createStorm({ ...stormDefaults, perDay: 0 });
    const at = ordinaryDays(storm, 3);
    say(storm, "marked", "yew", at - 3 * hourMs, { opens: "marked" });
    say(storm, "marked too", "oak", at - 2.5 * hourMs, { opens: "marked" });
    const opened = (names: number, from: number): boolean => burst(storm, from, names).some(({ incident }) => incident?.kind === "opens");
    expect(opened(4, at)).toBe(false);
    expect(Array.from({ length: 600 }, (_, n) => say(storm, "disk check", "fir", at + n * 500)).some(({ incident }) => incident?.kind === "opens")).toBe(true);
  });

  it("stopped anywhere and begun again from its rows, it says the same", () => {
    const alert = fc.record({ name: fc.constantFrom("a", "b", "c", "d"), host: fc.constantFrom("x", "y"), afterMs: fc.integer({ min: 0, max: 3 * hourMs }), severity: fc.constantFrom("critical", "info") });
    fc.assert(fc.property(fc.array(alert, { maxLength: 120 }), fc.nat(120), (alerts, stop) => {
      const whole = createStorm({ ...stormDefaults, warmupMs: 0, openScore: 1 });
      let parts = createStorm({ ...stormDefaults, warmupMs: 0, openScore: 1 });
      let at = start;
      for (const [index, { name, host, afterMs, severity }] of alerts.entries()) {
        if (index === stop) parts = createStorm({ ...stormDefaults, warmupMs: 0, openScore: 1 }, JSON.parse(JSON.stringify(parts.snapshot())) as ProfileRow[]);
        at += afterMs;
        const one = { name, entities: [`host:${host}`], at, severity, ref: String(index) };
        expect(parts.observe(one)).toEqual(whole.observe(one));
      }
    }), { numRuns: 60 });
  });

  it("the changes alone carry everything: rows written after each batch are the memory", () => {
    const kept = new Map<string, ProfileRow>();
    const storm = createStorm();
    burst(storm, ordinaryDays(storm, 2));
    const { rows, removed } = storm.takeChanges();
    for (const row of rows) kept.set(row.key, row);
    for (const key of removed) kept.delete(key);
    expect([...kept.values()].toSorted((a, b) => (a.key < b.key ? -1 : 1))).toEqual(storm.snapshot().toSorted((a, b) => (a.key < b.key ? -1 : 1)));
    expect(storm.takeChanges()).toEqual({ rows: [], removed: [] });
  });

  it("its memory is bounded: what was seen longest ago goes first", () => {
    const storm = createStorm(stormDefaults, [], { rows: 200 });
    for (let n = 0; n < 3_000; n += 1) say(storm, `kind ${n}`, `host${n % 500}`, start + n * minuteMs);
    expect(storm.snapshot().length).toBeLessThanOrEqual(200);
    expect(storm.snapshot().some(({ key }) => key === "name kind 2999")).toBe(true);
    expect(storm.snapshot().some(({ kind }) => kind === "stream")).toBe(true);
  });
});
