// The on-call document read from text, and who is meant by it; calendars and the fairness table.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { dayMs, hourMs, minuteMs } from "../../kernel/clock.ts";
import { calendarOf } from "./calendar.ts";
import { readDocument } from "./document-reader.ts";
import { movePage, nextText, startPage } from "./escalation.ts";
import { fairnessOf } from "./fairness.ts";
import { noDocument } from "./oncall.ts";
import type { OncallDocument, Policy } from "./oncall.ts";
import type { Shift } from "./shift.ts";
import { shiftsOf } from "./shifts.ts";
import { policyFor } from "./who.ts";
import type { Duty, Paged } from "./who.ts";

const errorsIn = (text: string): string[] => readDocument(text).errors.map(({ at, line, rule }) => `${line ?? "-"} ${at} ${rule}`);
const good = (text: string): OncallDocument => {
  const { document, errors } = readDocument(text);
  if (!document) throw new Error(JSON.stringify(errors));
  return document;
};

describe("src/incidents/oncall/document-reader", () => {
  it("reads YAML and JSON alike, fills what has a default, and takes an empty text for an empty document", () => {
    const yaml = good("people: [{name: ana}]\nschedules:\n  - name: s\n    zone: UTC\n    layers: [{rotation: [ana], handover: {days: 2}, startsOn: 2026-01-05}]\npolicies: [{name: p, steps: [{notify: ['schedule:s']}]}]\n");
    expect(yaml.schedules[0]?.layers[0]).toEqual({ name: "1", rotation: ["ana"], everyHours: 48, handoverAt: "09:00", weekday: undefined, startsOn: "2026-01-05", endsOn: undefined, restrict: [] });
    expect(yaml.policies[0]).toMatchObject({ giveUpAfterMinutes: 15, repeat: 0, steps: [{ afterMinutes: 0 }] });
    expect(good(JSON.stringify({ people: [{ name: "ana" }] })).people).toEqual(good("people: [{name: ana}]").people);
    expect([good("").people, good("# nothing yet\n").rules]).toEqual([[], noDocument.rules]);
  });

  it.each([
    ["no YAML", "people: [\n", "2  is no YAML"], ["a name given twice", "people: [{name: a}]\n\nteams:\n  - name: A\n", "4 /teams/0/name is A, which is taken at /people/0/name"],
    ["a key given twice", "people: []\npeople: []\n", "2  is no YAML: duplicated"], ["somebody who is not there", "teams:\n  - name: t\n    members:\n      - zoe\n", "4 /teams/0/members/0 names the person zoe"],
    ["a member without a value", "policies:\n  - name: p\n    steps:\n", "3 /policies/0/steps is a list of at least one step"], ["a target of no kind", "policies: [{name: p, steps: [{notify: [x]}]}]", "1 /policies/0/steps/0/notify/0 is schedule:NAME"],
    ["a later step without its wait", "people: [{name: a}]\npolicies:\n  - name: p\n    steps:\n      - notify: ['person:a']\n      - notify: ['person:a']\n", "6 /policies/0/steps/1/afterMinutes is missing"],
    ["a weekday of a daily rotation", "people: [{name: a}]\nschedules: [{name: s, zone: UTC, layers: [{rotation: [a], handover: daily, weekday: mon, startsOn: 2026-01-01}]}]", "2 /schedules/0/layers/0/weekday has a meaning"],
    ["an unknown kind of incident", "rules:\n  alwaysKinds: [fire]\n", "2 /rules/alwaysKinds/0 is one of"], ["a list where a mapping should be", "- a\n", "1  is a mapping"],
  ])("%s is named with its line", (_case, text, message) => { expect(errorsIn(text).join("\n")).toContain(message); });

  it("never throws, whatever is written", () => {
    const words = fc.constantFrom("people:", "  - name: ana", "\n", "[", "{", "- ", "schedules:", " zone: UTC", "layers: 1", "&a", "*a", "teams: [{}]", "policies: [7]", "rules: []", ": ", "\t", "'", "\u0000");
    fc.assert(fc.property(fc.array(words, { maxLength: 12 }).map((some) => some.join("")), (text) => { expect(Array.isArray(readDocument(text).errors)).toBe(true); }));
  });
});

const document = good(`
people: [{name: ana, aliases: [ana-github]}, {name: ben}]
teams:
  - {name: payments, policy: p}
  - {name: search, schedule: s, members: [ana]}
  - {name: empty}
schedules: [{name: s, zone: UTC, layers: [{rotation: [ana], handover: daily, startsOn: 2026-01-01}]}]
policies: [{name: p, steps: [{notify: ["person:ana"]}]}, {name: d, steps: [{notify: ["person:ben"]}]}]
rules:
  defaultPolicy: d
  alwaysKinds: [web-shell]
  exceptions:
    - {when: {environments: [dev]}, page: nobody}
    - {when: {services: [core], minimumSeverity: medium}, page: p}
    - {when: {kinds: [blind-source]}, page: owner}
`);
const incident: Paged = { kind: "attack", severity: "high", owner: undefined, services: ["x"], environments: ["prod"] };

describe("src/incidents/oncall/who: whom an incident pages", () => {
  it.each<[string, Partial<Paged>, string | undefined, string]>([
    ["its owner's policy", { owner: "payments" }, "p", "policy of its owner payments"], ["a team with a schedule and no policy", { owner: "Search" }, "schedule:s", "owner Search"], ["a person, by an alias", { owner: "ANA-github" }, "person:ana", "owner ANA-github"],
    ["a team that nobody can be told of", { owner: "empty" }, "d", "has no policy, schedule, receivers or members"], ["an owner nobody knows", { owner: "zoe" }, "d", "zoe is not in the on-call document"], ["no owner", {}, "d", "it has no owner"],
    ["too low a severity", { severity: "medium" }, undefined, "below high"], ["an unknown severity is not low", { severity: "unknown" }, "d", "no owner"], ["a kind that always pages", { kind: "web-shell", severity: "low" }, "d", "no owner"],
    ["an exception that pages nobody", { environments: ["dev"], severity: "critical" }, undefined, "exception 1"], ["an exception with a policy", { services: ["core"], severity: "medium" }, "p", "exception 2"],
    ["an exception whose severity is not reached", { services: ["core"], severity: "low" }, undefined, "below high"], ["an exception for the owner", { kind: "blind-source", severity: "low", owner: "payments" }, "p", "owner payments"],
  ])("%s", (_case, more, policy, because) => {
    const chosen = policyFor({ ...incident, ...more }, document);
    expect([chosen.policy?.name, chosen.because.includes(because), chosen.isAsked]).toEqual([policy, true, true]);
  });

  it("nobody, and not because the rules ask for it", () => {
    expect(policyFor(incident, { ...document, rules: { ...document.rules, defaultPolicy: undefined } })).toMatchObject({ policy: undefined, isAsked: false, because: "it has no owner, and there is no default policy" });
  });
});

describe("src/incidents/oncall/escalation", () => {
  const receiver = (name: string) => ({ kind: "receiver" as const, name });
  const policies = fc.record({ steps: fc.array(fc.record({ notify: fc.array(fc.constantFrom("a", "b", "gone").map(receiver), { minLength: 1, maxLength: 3 }), afterMinutes: fc.integer({ min: 0, max: 30 }) }), { minLength: 1, maxLength: 4 }), repeat: fc.integer({ min: 0, max: 3 }), giveUpAfterMinutes: fc.integer({ min: 1, max: 30 }) })
    .map((some): Policy => ({ name: "p", thenReceivers: [], ...some }));
  const page = (policy: Policy) => startPage({ pageId: "pag_1", incidentId: "inc_1", title: "t", severity: "high", policy, because: "b" }, 0);
  const duty = (at: number): Duty => ({ document: noDocument, overrides: [], receivers: new Set(["a", "b"]), at });

  it("every policy ends, whenever it is looked at; steps come in order, and none is taken twice in a round", () => {
    fc.assert(fc.property(policies, fc.array(fc.integer({ min: 1, max: 90 }), { minLength: 60, maxLength: 60 }), (policy, waits) => {
      let [moved, at] = [page(policy), 0];
      const taken: string[] = [];
      for (const minutes of [0, ...waits, ...Array.from({ length: 40 }, () => 60)]) {
        at += minutes * minuteMs;
        const step = movePage(moved, duty(at));
        taken.push(...step.taken.map((one) => `${one.round} ${one.step}`));
        moved = { ...step.page, told: [...moved.told, ...step.taken.flatMap((one) => one.recipients.map((to) => ({ ...to, at, round: one.round, step: one.step, noticeId: undefined })))] };
      }
      expect(moved.state).toBe("exhausted");
      expect(taken).toEqual([...new Set(taken)].toSorted());
      const isReachable = policy.steps.some(({ notify }) => notify.some(({ name }) => name !== "gone"));
      expect(taken).toHaveLength(policy.steps.length * (isReachable ? policy.repeat + 1 : 1));
    }), { numRuns: 200 });
  });

  it("a receiver that two targets lead to is told once, and the wait before a step counts from the step before", () => {
    const policy: Policy = { name: "p", steps: [{ notify: [receiver("a"), receiver("a")], afterMinutes: 0 }, { notify: [receiver("b")], afterMinutes: 7 }], giveUpAfterMinutes: 3, repeat: 0, thenReceivers: ["boss"] };
    const first = movePage(page(policy), duty(0));
    expect([first.taken[0]?.recipients.length, first.page.nextAt, nextText(first.page, 0)]).toEqual([1, 7 * minuteMs, "in 7 minutes: receiver:b"]);
    const second = movePage(first.page, duty(8 * minuteMs));
    expect([second.page.nextAt, nextText(second.page, 8 * minuteMs)]).toEqual([11 * minuteMs, "in 3 minutes: receiver:boss hear that nobody answered"]);
  });
});

describe("src/incidents/oncall/fairness", () => {
  it("nights, weekends and holidays are those where each person lives; a day of 25 hours counts 25", () => {
    const { people } = good("people: [{name: ana, zone: Europe/Berlin}, {name: ben, zone: Asia/Tokyo}]");
    const shift = (person: string | undefined, from: string, hours: number): Shift => ({ person, from: Date.parse(from), to: Date.parse(from) + hours * hourMs, layer: "1", overrideId: undefined });
    const rows = fairnessOf([shift("ana", "2026-10-24T22:00:00Z", 25), shift("ben", "2026-10-26T12:00:00Z", 12), shift(undefined, "2026-10-27T00:00:00Z", 1)], "UTC", { people, holidays: ["2026-10-25"] }, ["ana", "ben", "cem"]);
    expect(rows).toEqual([
      { person: "ana", shifts: 1, hours: 25, nightHours: 10, weekendHours: 25, holidayHours: 25 }, { person: "ben", shifts: 1, hours: 12, nightHours: 9, weekendHours: 0, holidayHours: 0 },
      { person: "cem", shifts: 0, hours: 0, nightHours: 0, weekendHours: 0, holidayHours: 0 }, { person: undefined, shifts: 1, hours: 1, nightHours: 1, weekendHours: 0, holidayHours: 0 },
    ]);
  });

  it("the hours of all and of the gaps are the hours there are", () => {
    const [schedule] = document.schedules;
    if (!schedule) throw new Error("no schedule");
    const from = Date.UTC(2025, 11, 20);
    const total = fairnessOf(shiftsOf(schedule, [], from, from + 90 * dayMs), "UTC", document, []).reduce((sum, { hours }) => sum + hours, 0);
    expect(total).toBe(90 * 24);
  });
});

describe("src/incidents/oncall/calendar (RFC 5545)", () => {
  const schedule = { name: "primary; night, \\ and day", zone: "Europe/Berlin", layers: [] };
  const shift: Shift = { person: `ana ${"ä".repeat(60)}`, from: Date.UTC(2026, 0, 5, 8), to: Date.UTC(2026, 0, 12, 8), layer: "1", overrideId: undefined };
  const text = calendarOf(schedule, [shift, { ...shift, person: undefined, layer: undefined }], Date.UTC(2026, 0, 1));

  it("lines end in CRLF and hold 75 octets at most; unfolded they say what was meant", () => {
    const lines = text.split("\r\n");
    expect([lines.at(-1), lines.every((line) => Buffer.byteLength(line) <= 75), text.includes("\n\n")]).toEqual(["", true, false]);
    const unfolded = text.replaceAll("\r\n ", "");
    expect(unfolded).toContain(`SUMMARY:ana ${"ä".repeat(60)} (primary\\; night\\, \\\\ and day)\r\n`);
    expect(unfolded).toContain("DTSTART:20260105T080000Z\r\nDTEND:20260112T080000Z\r\n");
    expect(unfolded).toContain("SUMMARY:Nobody is on call");
  });

  it("the same shift keeps its id, however often it is asked for", () => {
    const ids = (at: number) => [...calendarOf(schedule, [shift], at).matchAll(/UID:(\S+)/g)].map(([, id]) => id);
    expect(ids(1)).toEqual(ids(2));
  });
});
