// Profiles over days on a given clock: learning, releases, roll-backs, incidents, approval, restarts.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { dayMs, hourMs, minuteMs } from "../../kernel/clock.ts";
import type { Fields, LogSource, RuntimeEvent } from "../event.ts";
import type { Hit } from "../hit.ts";
import { unplaced } from "../placement.ts";
import type { Placement } from "../placement.ts";
import type { StateRow } from "../state.ts";
import type { OpenIncident } from "./learning.ts";
import { createProfiles } from "./profiles.ts";
import type { Profiles } from "./profiles.ts";

const start = Date.UTC(2026, 0, 5);

const eventOf = (at: number, category: string, fields: Fields, decoder = "tetragon"): RuntimeEvent => ({ id: undefined, at, isTimed: true, decoder, logsource: { category } satisfies LogSource, origin: { host: "n1", pod: "api-1" }, fields, raw: "" });
const run = (at: number, Image: string, ParentImage = "/usr/bin/node"): RuntimeEvent => eventOf(at, "process_creation", { Image, ParentImage, User: "app" });
const connect = (at: number, Image: string, DestinationIp: string, DestinationPort = "443"): RuntimeEvent => eventOf(at, "network_connection", { Image, DestinationIp, DestinationPort, Initiated: "true" });
const write = (at: number, Image: string, TargetFilename: string): RuntimeEvent => eventOf(at, "file_event", { Image, TargetFilename });
const listen = (at: number, Image: string, SourcePort: string): RuntimeEvent => eventOf(at, "network_listen", { Image, SourcePort, Protocol: "tcp" });

const place = (version: string | undefined, endpointId = "eks-eu", workload = "shop/api"): Placement =>
  ({ ...unplaced(workload), serviceId: "svc-1", service: "shop-api", releaseId: version === undefined ? undefined : `rel-${version}`, version, endpointId });

/** What the workload usually does: one event a minute. */
function usual(at: number): RuntimeEvent {
  const minute = Math.floor(at / minuteMs);
  return minute % 4 === 0 ? connect(at, "/usr/bin/node", "10.0.1.7", "5432") : minute % 4 === 1 ? write(at, "/usr/bin/node", `/var/log/app/${minute}.log`) : run(at, minute % 4 === 2 ? "/usr/bin/node" : "/app/worker");
}

/** Minutes [from, until) of usual work; every hit. */
function live(profiles: Profiles, from: number, until: number, placement: Placement): Hit[] {
  const hits: Hit[] = [];
  for (let at = from; at < until; at += minuteMs) { profiles.tick(at); hits.push(...profiles.observe(usual(at), placement)); }
  return hits;
}

function learned(placement = place("1.0"), options: Parameters<typeof createProfiles>[0] = {}): Profiles {
  const profiles = createProfiles(options);
  expect(live(profiles, start, start + dayMs + hourMs, placement)).toEqual([]);
  return profiles;
}
const after = start + dayMs + hourMs;
const seenAt = (profiles: Profiles, event: RuntimeEvent, placement = place("1.0")): readonly Hit[] => { profiles.tick(event.at); return profiles.observe(event, placement); };
const viewOf = (profiles: Profiles, version: string | undefined) => profiles.profiles().find((one) => one.version === version);
const wholeOf = (profiles: Profiles, version: string | undefined) => profiles.findProfile(viewOf(profiles, version)?.profileId ?? "");
const origins = (profiles: Profiles, version: string | undefined): Record<string, string> => Object.fromEntries(wholeOf(profiles, version)?.items.map(({ kind, value, origin }) => [`${kind} ${value}`, origin]) ?? []);

describe("runtime/baselines/profiles: learning", () => {
  it("learns in silence for a day, says how far it is, and then tells what is new", () => {
    const profiles = createProfiles();
    live(profiles, start, start + 6 * hourMs, place("1.0"));
    expect(viewOf(profiles, "1.0")).toMatchObject({ state: "learning", because: "6.0 of 24 h were seen.", learningSince: start, learnsUntil: start + dayMs, workload: "shop/api" });
    live(profiles, start + 6 * hourMs, after, place("1.0"));
    expect(viewOf(profiles, "1.0")).toMatchObject({ state: "watching", because: "Every kind it was seen to do is known.", learnsUntil: start + dayMs, pending: 0 });
    const hits = profiles.observe(connect(after, "/usr/bin/node", "198.51.100.4"), place("1.0"));
    expect(hits).toMatchObject([{ kind: "baseline", ruleId: "baseline:destination", subject: "198.51.100.0/24:443", level: "low" }]);
    expect(origins(profiles, "1.0")["destination 198.51.100.0/24:443"]).toBe("pending");
  });
  it("a day with few events is not enough, and a kind of which much is new is learned for a week", () => {
    const few = createProfiles();
    for (let hour = 0; hour < 30; hour += 1) few.observe(run(start + hour * hourMs, "/usr/bin/node"), place("1.0"));
    expect(viewOf(few, "1.0")).toMatchObject({ state: "learning", because: "30 of 500 events were seen." });
    const varied = createProfiles();
    const told: Hit[] = [];
    for (let at = start; at < start + 7 * dayMs + hourMs; at += 10 * minuteMs) told.push(...varied.observe(connect(at, "/usr/bin/node", `198.51.${(at / (10 * minuteMs)) % 250}.1`), place("1.0")), ...varied.observe(eventOf(at, "network_connection", { DestinationHostname: `n${at / minuteMs}x.example.org`, DestinationPort: "80" }), place("1.0")));
    expect(told.every(({ ruleId }) => ruleId === "baseline:limit" || ruleId === "baseline:destination")).toBe(true);
    expect(told.filter(({ at }) => at < start + 7 * dayMs).map(({ ruleId }) => ruleId)).toEqual(["baseline:limit"]);
    expect(viewOf(varied, "1.0")?.coverage).toMatchObject([{ kind: "process" }, { kind: "destination", unseenShare: 1 }]);
  });
  it("the order of arrival within the window does not change what is learned", () => {
    const events = Array.from({ length: 120 }, (_, index) => { const at = start + index * 10 * minuteMs; return index % 10 === 0 ? write(at, "/usr/bin/node", "/tmp/tool") : index % 10 === 3 ? run(at, "/tmp/tool") : index % 7 === 0 ? listen(at, "/usr/bin/node", String(8000 + (index % 3))) : usual(at); });
    const inOrder = createProfiles();
    for (const event of events) inOrder.observe(event, place("1.0"));
    expect(origins(inOrder, "1.0")["written-executable tool in /tmp"]).toBe("learned");
    fc.assert(fc.property(fc.shuffledSubarray(events, { minLength: events.length }), (shuffled) => {
      const profiles = createProfiles();
      for (const event of shuffled) profiles.observe(event, place("1.0"));
      expect(origins(profiles, "1.0")).toEqual(origins(inOrder, "1.0"));
    }), { numRuns: 30 });
  });
  it("a sensor that is new has a window of its own; one that is known tells news from its first fact of a kind on", () => {
    const profiles = learned();
    expect(profiles.observe(eventOf(after, "process_creation", { Image: "node" }, "falco"), place("1.0"))).toEqual([]);
    expect(origins(profiles, "1.0")["process node"]).toBe("learned");
    expect(profiles.observe(listen(after + 1, "/usr/bin/node", "8080"), place("1.0"))).toMatchObject([{ ruleId: "baseline:listen", subject: "8080/tcp", level: "low" }]);
    expect(profiles.observe(listen(after + 2, "/usr/bin/node", "8081"), place("1.0"))).toMatchObject([{ subject: "8081/tcp" }]);
  });
});

describe("runtime/baselines/profiles: what is dangerous by itself", () => {
  it.each<[string, readonly RuntimeEvent[], string, string, string]>([
    ["a first shell, started by a server", [run(after, "/bin/sh", "/usr/bin/node")], "baseline:process", "/bin/sh", "high"],
    ["a first network tool, started by something else", [run(after, "/usr/bin/curl", "/app/worker")], "baseline:process", "/usr/bin/curl", "medium"],
    ["a file written and run", [write(after, "/app/worker", "/tmp/.x"), run(after + minuteMs, "/tmp/.x")], "baseline:written-executable", ".x in /tmp", "high"],
    ["a file run, and its writing told later", [run(after + minuteMs, "/tmp/.y"), write(after, "/app/worker", "/tmp/.y")], "baseline:written-executable", ".y in /tmp", "high"],
    ["a script written and given to an interpreter", [write(after, "/app/worker", "/tmp/x.sh"), eventOf(after + minuteMs, "process_creation", { Image: "/usr/bin/python3.11", CommandLine: "python3 -u ./x.sh now", CurrentDirectory: "/tmp" })], "baseline:written-executable", "x.sh in /tmp", "high"],
    ["a new program that connects to a new place", [run(after, "/tmp/agent"), connect(after + 1, "/tmp/agent", "198.51.100.4")], "baseline:destination", "198.51.100.0/24:443", "medium"],
    ["a new program that listens", [run(after, "/tmp/agent"), listen(after + 1, "/tmp/agent", "4444")], "baseline:listen", "4444/tcp", "high"],
    ["a file left where it will be run", [write(after, "/app/worker", "/etc/cron.d/x")], "baseline:file-write", "scheduled jobs (cron)", "medium"],
  ])("%s", (_claim, events, ruleId, subject, level) => {
    for (const version of ["1.0", "1.1"]) {
      const profiles = learned();
      const hits = events.flatMap((event) => profiles.observe(event, place(version)));
      expect(hits.find((hit) => hit.ruleId === ruleId && hit.subject === subject)?.level, version).toBe(level);
    }
  });
  it("goes on being told, and time never makes it part of the profile", () => {
    const profiles = learned();
    let told = 0;
    for (let at = after; at < after + 10 * dayMs; at += hourMs) told += seenAt(profiles, run(at, "/bin/sh")).filter(({ subject }) => subject === "/bin/sh").length;
    expect(told).toBe(240);
    expect(origins(profiles, "1.0")["process /bin/sh"]).toBe("pending");
  });
});

describe("runtime/baselines/profiles: releases", () => {
  it("a new release goes on from the one before, and its differences are told in sentences", () => {
    const profiles = learned();
    const next = place("1.1");
    expect(live(profiles, after, after + 3 * hourMs, next)).toEqual([]);
    expect(viewOf(profiles, "1.1")).toMatchObject({ state: "watching", inheritedFrom: "1.0" });
    const hits = [run(after + 3 * hourMs, "/usr/bin/curl", "/app/worker"), connect(after + 3 * hourMs + 1, "/app/worker", "198.51.100.4"), connect(after + 3 * hourMs + 2, "/app/worker", "203.0.113.9", "8443")].flatMap((event) => profiles.observe(event, next));
    expect(hits.map(({ ruleId, level }) => [ruleId, level])).toEqual([["baseline:process", "medium"], ["baseline:parent", "low"], ["baseline:destination", "low"], ["baseline:destination", "low"]]);
    expect(wholeOf(profiles, "1.1")?.difference).toMatchObject({ from: "1.0", sentences: ["1.1 began to run /usr/bin/curl and opened 2 new destinations (198.51.100.0/24:443 and 203.0.113.0/24:8443)."] });
    expect(hits[2]?.why.sentences.join(" ")).toContain("goes on from 1.0");
    expect(hits[2]?.why.sentences.join(" ")).toMatch(/learned over 24 h .* out of \d+ observations of connections; something new came \d+ times/);
    expect(Object.values(origins(profiles, "1.0"))).not.toContain("pending");
  });
  it("what it ceased to do is said when chance cannot have done it", () => {
    const profiles = learned();
    for (let at = after; at < after + dayMs + hourMs; at += minuteMs) seenAt(profiles, run(at, "/usr/bin/node"), place("1.1"));
    expect(wholeOf(profiles, "1.1")?.difference.sentences).toEqual([expect.stringMatching(/^It no longer runs \/app\/worker \(not once in 1500 observations; before: 3\d(?:\.\d)? % of them\)\.$/), expect.stringContaining("It no longer starts /usr/bin/node>/app/worker") as string]);
  });
  it("a roll-back takes the release's own profile again", () => {
    const profiles = learned();
    profiles.observe(connect(after, "/usr/bin/node", "198.51.100.4"), place("1.1"));
    expect(live(profiles, after + hourMs, after + 2 * hourMs, place("1.0"))).toEqual([]);
    expect(profiles.profiles()).toHaveLength(2);
    expect(profiles.observe(connect(after + 2 * hourMs, "/usr/bin/node", "198.51.100.4"), place("1.0"))).toMatchObject([{ subject: "198.51.100.0/24:443" }]);
    expect(viewOf(profiles, "1.0")).toMatchObject({ inheritedFrom: undefined });
  });
  it("the release before is the one of the same endpoint", () => {
    const profiles = learned();
    live(profiles, after, after + hourMs, place("2.0", "eks-us"));
    live(profiles, after + hourMs, after + 2 * hourMs, place("1.1", "eks-eu"));
    live(profiles, after + 2 * hourMs, after + 3 * hourMs, place("2.1", "eks-us"));
    expect([viewOf(profiles, "1.1")?.inheritedFrom, viewOf(profiles, "2.1")?.inheritedFrom]).toEqual(["1.0", "2.0"]);
    live(profiles, after + 3 * hourMs, after + 4 * hourMs, place("2.1", "eks-ap", "shop-ap/api"));
    expect(profiles.profiles().find(({ workload }) => workload === "shop-ap/api")?.inheritedFrom).toBe("2.1");
  });
  it("releases that follow each other within the window go on learning in it", () => {
    const profiles = createProfiles();
    for (let hour = 0; hour < 26; hour += 2) expect(live(profiles, start + hour * hourMs, start + (hour + 2) * hourMs, place(`1.${hour}`))).toEqual([]);
    expect(viewOf(profiles, "1.22")?.state).toBe("learning");
    expect(viewOf(profiles, "1.24")?.state).toBe("watching");
  });
  it("what is pending stays pending in the next release and is told no second time", () => {
    const profiles = learned();
    expect(profiles.observe(connect(after, "/usr/bin/node", "198.51.100.4"), place("1.1"))).toHaveLength(1);
    expect(profiles.observe(connect(after + hourMs, "/usr/bin/node", "198.51.100.4"), place("1.2"))).toEqual([]);
    expect(origins(profiles, "1.2")["destination 198.51.100.0/24:443"]).toBe("pending");
    expect(wholeOf(profiles, "1.2")?.difference.began).toEqual([]);
  });
});

describe("runtime/baselines/profiles: who may teach it", () => {
  it("an attack under an incident is not learned, nor what came just before the incident", () => {
    let incident: OpenIncident | undefined;
    const profiles = createProfiles({ incidentOf: (workload) => (workload === "shop/api" ? incident : undefined) });
    live(profiles, start, start + 5 * hourMs, place("1.0"));
    profiles.observe(run(start + 5 * hourMs - 20 * minuteMs, "/tmp/miner"), place("1.0"));
    incident = { name: "INC-12", startedAt: start + 5 * hourMs };
    live(profiles, start + 5 * hourMs, start + 6 * hourMs, place("1.0"));
    profiles.observe(connect(start + 6 * hourMs, "/tmp/miner", "198.51.100.4", "3333"), place("1.0"));
    expect(viewOf(profiles, "1.0")?.coverage.find(({ kind }) => kind === "process")?.events).toBe(225);
    expect(viewOf(profiles, "1.0")).toMatchObject({ state: "paused", because: expect.stringContaining("INC-12 is open") as string, pending: 3 });
    incident = undefined;
    live(profiles, start + 7 * hourMs, start + 30 * hourMs, place("1.0"));
    expect(viewOf(profiles, "1.0")?.state).toBe("watching");
    expect(origins(profiles, "1.0")).toMatchObject({ "process /tmp/miner": "pending", "destination 198.51.100.0/24:3333": "pending", "process /usr/bin/node": "learned" });
  });
  it("time under an incident does not count as learning", () => {
    let incident: OpenIncident | undefined;
    const profiles = createProfiles({ incidentOf: () => incident });
    live(profiles, start, start + 20 * hourMs, place("1.0"));
    incident = { name: "INC-1", startedAt: start + 20 * hourMs };
    live(profiles, start + 20 * hourMs, start + 30 * hourMs, place("1.0"));
    incident = undefined;
    live(profiles, start + 30 * hourMs, start + 33 * hourMs, place("1.0"));
    expect(viewOf(profiles, "1.0")).toMatchObject({ state: "learning" });
    live(profiles, start + 33 * hourMs, start + 36 * hourMs, place("1.0"));
    expect(viewOf(profiles, "1.0")).toMatchObject({ state: "watching" });
  });
  it("what is harmless and quiet for a week becomes learned; an incident begins the week anew", () => {
    let incident: OpenIncident | undefined;
    const profiles = learned(place("1.0"), { incidentOf: () => incident });
    const key = "destination 198.51.100.0/24:443";
    const seen = (from: number, days: number): void => { for (let at = from; at <= from + days * dayMs; at += 4 * hourMs) seenAt(profiles, connect(at, "/usr/bin/node", "198.51.100.4")); };
    seen(after, 5);
    incident = { name: "INC-1", startedAt: after + 5 * dayMs };
    seenAt(profiles, usual(after + 5 * dayMs + hourMs));
    incident = undefined;
    seen(after + 5 * dayMs + 2 * hourMs, 6);
    expect(origins(profiles, "1.0")[key]).toBe("pending");
    seen(after + 11 * dayMs + 6 * hourMs, 2);
    expect(origins(profiles, "1.0")[key]).toBe("learned");
  });
  it("a person approves at once; what is not pending is left", () => {
    const profiles = learned();
    profiles.observe(run(after, "/bin/sh"), place("1.0"));
    const id = viewOf(profiles, "1.0")?.profileId ?? "";
    const sh = { kind: "process", value: "/bin/sh" } as const;
    expect(profiles.approve(id, [sh, { kind: "process", value: "/usr/bin/node" }, { kind: "user", value: "x" }], "ana")).toEqual([sh]);
    expect(wholeOf(profiles, "1.0")?.items.find(({ value }) => value === "/bin/sh")).toMatchObject({ origin: "approved", approvedBy: "ana" });
    expect(profiles.observe(run(after + hourMs, "/bin/sh"), place("1.0"))).toEqual([]);
    expect(profiles.observe(run(after + hourMs, "/bin/bash"), place("1.0")).find(({ subject }) => subject === "/bin/bash")?.level).not.toBe("high");
  });
  it("relearning begins anew", () => {
    const profiles = learned();
    expect(profiles.relearn(viewOf(profiles, "1.0")?.profileId ?? "")).toBe(true);
    expect(viewOf(profiles, "1.0")).toMatchObject({ state: "learning", facts: 0 });
    expect(profiles.observe(run(after, "/bin/sh"), place("1.0"))).toEqual([]);
  });
});

describe("runtime/baselines/profiles: limits and restarts", () => {
  it("too many facts of a kind are said once; what is dangerous is told all the same", () => {
    const profiles = learned();
    const told = Array.from({ length: 1200 }, (_, index) => connect(after + index, "/usr/bin/node", `198.${18 + (index >> 8)}.${index & 255}.1`)).flatMap((event) => profiles.observe(event, place("1.0")));
    expect(told.filter(({ ruleId }) => ruleId === "baseline:limit")).toMatchObject([{ level: "medium", subject: "destination" }]);
    expect(viewOf(profiles, "1.0")?.because).toContain("Too varied to learn: destination.");
    profiles.observe(run(after + 2000, "/tmp/agent"), place("1.0"));
    expect(profiles.observe(connect(after + 2001, "/tmp/agent", "203.0.113.9"), place("1.0"))).toMatchObject([{ level: "medium", subject: "203.0.113.0/24:443" }]);
  });
  it("the longest silent profile makes room", () => {
    const profiles = createProfiles({ mostProfiles: 2 });
    for (const [index, workload] of ["a", "b", "c"].entries()) profiles.observe(run(start + index, "/usr/bin/node"), place("1.0", "e", workload));
    expect(profiles.profiles().map(({ workload }) => workload)).toEqual(["c", "b"]);
    expect(profiles.evicted()).toBe(1);
  });
  it("counters are written once a minute, facts at once", () => {
    const profiles = createProfiles();
    profiles.tick(start);
    profiles.observe(run(start, "/usr/bin/node"), place("1.0"));
    expect(profiles.take().put.map(({ kind }) => kind).toSorted()).toEqual(["profile", "profile-fact", "profile-fact", "profile-fact"]);
    for (let second = 1; second < 60; second += 1) { profiles.tick(start + second * 1000); profiles.observe(run(start + second * 1000, "/usr/bin/node"), place("1.0")); expect(profiles.take().put).toEqual([]); }
    profiles.tick(start + minuteMs);
    expect(profiles.take().put.map(({ kind }) => kind)).toEqual(["profile"]);
  });
  it("cut anywhere and restored, it goes on as if it had never been cut", () => {
    const days = Array.from({ length: 700 }, (_, index) => usual(start + index * 3 * minuteMs));
    const news = [run(after + 11 * hourMs, "/bin/sh"), connect(after + 11 * hourMs + 1, "/usr/bin/node", "198.51.100.4"), write(after + 11 * hourMs + 2, "/usr/bin/node", "/tmp/x"), run(after + 11 * hourMs + 3, "/tmp/x"), listen(after + 11 * hourMs + 4, "/tmp/x", "4444")];
    const events = [...days, ...news].map((event, index) => ({ event, placement: place(index < 650 ? "1.0" : "1.1") }));
    const whole = createProfiles();
    const expected = events.flatMap(({ event, placement }) => { whole.tick(event.at); return whole.observe(event, placement); }).map(({ ruleId, subject, level }) => [ruleId, subject, level]);
    expect(expected.length).toBeGreaterThan(5);
    fc.assert(fc.property(fc.uniqueArray(fc.nat(events.length - 1), { maxLength: 4 }), (cuts) => {
      const rows = new Map<string, StateRow>();
      let profiles = createProfiles();
      const told: Hit[] = [];
      for (const [index, { event, placement }] of events.entries()) {
        if (cuts.includes(index)) { profiles = createProfiles(); profiles.restore(rows.values()); }
        profiles.tick(event.at);
        told.push(...profiles.observe(event, placement));
        const { put, remove } = profiles.take();
        for (const { kind, key } of remove) rows.delete(`${kind} ${key}`);
        for (const row of put) rows.set(`${row.kind} ${row.key}`, row);
      }
      expect(told.map(({ ruleId, subject, level }) => [ruleId, subject, level])).toEqual(expected);
      expect(origins(profiles, "1.1")).toEqual(origins(whole, "1.1"));
      expect(origins(profiles, "1.0")).toEqual(origins(whole, "1.0"));
    }), { numRuns: 25 });
  });
});
