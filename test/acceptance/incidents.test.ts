// Incidents end to end on a fake clock: signals come, stories form, people answer, messages tell one story each.
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { OpenApp } from "../../src/app/open.ts";
import { raiseSignals } from "../../src/app/incidents/incidents.ts";
import type { LoopContext } from "../../src/app/loop/context.ts";
import type { IncidentChange } from "../../src/incidents/incident.ts";
import type { Signal } from "../../src/incidents/signal.ts";
import { countingIds } from "../../src/kernel/id.ts";
import { dayMs, hourMs, minuteMs } from "../../src/kernel/clock.ts";
import { silentLog } from "../../src/kernel/log.ts";
import { openTestApp, testStartAt } from "../open-test-app.ts";
import type { TestApp } from "../open-test-app.ts";

let test: TestApp;
let app: OpenApp;
let raise: (...signals: Signal[]) => Promise<readonly IncidentChange[]>;

beforeEach(async () => {
  const ids = countingIds();
  test = await openTestApp({ world: { ids } });
  ({ app } = test);
  const context: LoopContext = { store: app.store, clock: test.clock, log: silentLog, ids, publicUrl: "https://aftwatch.example", committed: () => {} };
  raise = (...signals) => app.store.write((ports) => raiseSignals(context, ports, app.org, signals, "test"));
  await app.notices.putReceiver(app.org, { id: "ops", channel: "webhook", settings: { url: "https://ops.example/hook", secrets: [`whsec_${Buffer.alloc(32, 7).toString("base64")}`] } }, "test");
});
afterEach(async () => { await test.close(); });

const signal = (ref: string, change: Partial<Signal> = {}): Signal => ({
  kind: "detection", ref, title: `rule ${ref}`, severity: "medium", at: test.clock.now(), entities: [], services: ["pay"], owner: "payments", environments: ["production"], tactics: [], opens: undefined, because: undefined, ended: false, ...change,
});
const ip = (value: string) => ({ kind: "ip" as const, value });
const open = async () => (await app.incidents.list(app.org, {}, { limit: 50, after: undefined })).items;
const told = async () => (await app.notices.deliveries(app.org, {}, { limit: 100, after: undefined })).items.map(({ kind }) => kind).toReversed();

describe("grouping", () => {
  it("a signal that opens and a loose one that shares its address are one incident, and each member says why", async () => {
    await raise(signal("a", { opens: "attack", because: "a known exploit was sent", entities: [ip("10.0.0.1")], tactics: ["initial-access"] }));
    test.clock.advance(hourMs);
    await raise(signal("b", { entities: [ip("10.0.0.1")], tactics: ["execution"] }));
    const [incident, ...others] = await open();
    expect(others).toEqual([]);
    expect(incident).toMatchObject({ number: 1, kind: "attack", why: "a known exploit was sent", members: 2, live: 2, tactics: ["initial-access", "execution"], attention: ["unacknowledged", "no-next-action"] });
    const { items } = await app.incidents.members(app.org, "INC-1", {}, { limit: 10, after: undefined });
    expect(items.map(({ signal: { ref }, why }) => [ref, why])).toEqual([["b", "shares ip 10.0.0.1 within 6 h"], ["a", "a known exploit was sent"]]);
    expect(await told()).toEqual(["incident.opened", "incident.joined"]);
  });

  it("loose signals of two stages on one account open one together; the scan before does not count", async () => {
    const user = { kind: "user" as const, value: "Eve" };
    await raise(signal("scan", { entities: [user], tactics: ["reconnaissance"] }), signal("in", { entities: [user], tactics: ["Initial Access"] }));
    expect(await open()).toEqual([]);
    expect((await app.incidents.held(app.org, { limit: 10, after: undefined })).total).toBe(2);
    await raise(signal("run", { entities: [{ kind: "user", value: "eve" }], tactics: ["attack.execution"] }));
    expect(await open()).toMatchObject([{ members: 3, why: "initial-access, execution on user eve", entities: [{ kind: "user", value: "eve" }] }]);
    expect((await app.incidents.held(app.org, { limit: 10, after: undefined })).total).toBe(0);
  });

  it("progress on the kill chain escalates", async () => {
    await raise(signal("a", { opens: "attack", entities: [ip("10.0.0.1")], tactics: ["initial-access"] }));
    const [change] = await raise(signal("b", { entities: [ip("10.0.0.1")], tactics: ["exfiltration"] }));
    expect(change).toMatchObject({ kind: "escalated", incident: { severity: "critical" }, before: { severity: "medium" } });
    expect(await told()).toEqual(["incident.opened", "incident.escalated"]);
  });

  it("a signal that repeats is counted, not told", async () => {
    await raise(signal("a", { opens: "attack", entities: [ip("10.0.0.1")] }));
    test.clock.advance(minuteMs);
    expect(await raise(signal("a", { opens: "attack", entities: [ip("10.0.0.1")] }))).toEqual([]);
    expect((await app.incidents.members(app.org, "1", {}, { limit: 10, after: undefined })).items).toMatchObject([{ count: 2, lastAt: testStartAt + minuteMs }]);
    expect(await told()).toEqual(["incident.opened"]);
  });

  it("a late signal moves the start back", async () => {
    await raise(signal("a", { opens: "attack", entities: [ip("10.0.0.1")] }));
    await raise(signal("b", { entities: [ip("10.0.0.1")], at: testStartAt - 5 * hourMs }));
    expect(await open()).toMatchObject([{ startedAt: testStartAt - 5 * hourMs, openedAt: testStartAt, members: 2 }]);
  });

  it("a signal that shows two untouched incidents to be one story merges them; one that a person has in hand is linked instead", async () => {
    await raise(signal("a", { opens: "attack", entities: [ip("10.0.0.1")] }));
    await raise(signal("b", { opens: "attack", entities: [ip("10.0.0.2")] }));
    await raise(signal("c", { opens: "attack", entities: [ip("10.0.0.3")] }));
    await app.incidents.acknowledge(app.org, "INC-3", "mine", { actor: "ana" });
    await raise(signal("d", { entities: [ip("10.0.0.1"), ip("10.0.0.2"), ip("10.0.0.3")] }));
    const [first, third] = (await open()).toSorted((a, b) => a.number - b.number);
    expect([first?.number, first?.members, third?.number, third?.members]).toEqual([1, 3, 3, 1]);
    expect(first?.linked).toEqual([third?.id]);
    expect(await app.incidents.find(app.org, "INC-2")).toMatchObject({ number: 1 });
  });

  it("an address that many services share ties nothing by itself, and says so", async () => {
    const nat = ip("192.0.2.1");
    await raise(...["a", "b", "c", "d", "e", "f", "g", "h"].map((name) => signal(name, { services: [name], entities: [nat] })));
    await raise(signal("x", { opens: "attack", entities: [nat], services: ["x"] }));
    await raise(signal("y", { entities: [nat], services: ["y"] }));
    expect(await open()).toMatchObject([{ members: 1 }]);
    const { items } = await app.incidents.held(app.org, { limit: 20, after: undefined });
    expect(items.find(({ signal: { ref } }) => ref === "y")?.why).toMatch(/ip 192\.0\.2\.1 ties nothing, because 10 services share it/);
  });
});

describe("a closed incident swallows nothing", () => {
  const cause = "vulnerability:CVE-2099-1";
  beforeEach(async () => {
    await raise(signal("a", { opens: "attack", cause, entities: [ip("10.0.0.1")] }));
    await raise(signal("a", { opens: "attack", cause, entities: [ip("10.0.0.1")], ended: true }));
    await app.incidents.close(app.org, "INC-1", "patched", false, { actor: "ana" });
    test.clock.advance(dayMs);
  });

  it("the same cause reopens it, as a new episode that nobody has acknowledged", async () => {
    const changes = await raise(signal("b", { opens: "attack", cause }));
    expect(changes).toMatchObject([{ kind: "reopened", incident: { number: 1, reopened: 1, phase: "detected", phaseAt: { detected: testStartAt + dayMs } } }]);
    expect(await told()).toEqual(["incident.opened", "incident.quiet", "incident.closed", "incident.reopened"]);
  });
  it("after its window, the same cause opens a new one", async () => {
    test.clock.advance(7 * dayMs);
    expect(await raise(signal("b", { opens: "attack", cause }))).toMatchObject([{ kind: "opened", incident: { number: 2 } }]);
  });
  it("another cause that ties to it opens one that is linked to it, both ways", async () => {
    test.clock.set(testStartAt + hourMs);
    const [change] = (await raise(signal("b", { opens: "attack", cause: "x:y", entities: [ip("10.0.0.1")] }))).filter(({ kind }) => kind === "opened");
    expect(change).toMatchObject({ incident: { number: 2 } });
    expect((await app.incidents.detail(app.org, "INC-1", undefined))?.links).toMatchObject([{ number: 2 }]);
    expect((await app.incidents.detail(app.org, "INC-2", undefined))?.links).toMatchObject([{ number: 1 }]);
  });
  it("a grave loose signal starts a linked one; a slight one waits", async () => {
    test.clock.set(testStartAt + hourMs);
    expect(await raise(signal("b", { entities: [ip("10.0.0.1")], severity: "low" }))).toEqual([]);
    expect((await raise(signal("c", { entities: [ip("10.0.0.1")], severity: "critical" }))).map(({ kind, incident }) => [kind, incident.number])).toEqual([["edited", 1], ["opened", 2]]);
  });
});

describe("what people do", () => {
  beforeEach(async () => { await raise(signal("a", { opens: "attack", entities: [ip("10.0.0.1")] }), signal("b", { opens: "attack", entities: [ip("10.0.0.1")] })); });

  it("phases in order keep their instants, and passing over says so", async () => {
    test.clock.advance(hourMs);
    expect(await app.incidents.setPhase(app.org, "INC-1", "contained", "isolated", { actor: "ana" })).toMatchObject({ phase: "contained", phaseAt: { detected: testStartAt, contained: testStartAt + hourMs } });
    const { items: [fact] } = await app.incidents.activity(app.org, "INC-1", {}, { limit: 1, after: undefined });
    expect(fact).toMatchObject({ kind: "incident.phase", actor: "ana", body: { before: "detected", phase: "contained", passedOver: ["triaged"], comment: "isolated" } });
  });
  it("it does not close while a member goes on, unless forced with a reason", async () => {
    await expect(app.incidents.close(app.org, "INC-1", "done", false, { actor: "ana" })).rejects.toMatchObject({ code: "incident.live" });
    expect(await app.incidents.close(app.org, "INC-1", "a test of ours", true, { actor: "ana" })).toMatchObject({ open: false, closedBecause: "a test of ours" });
    expect(await raise(signal("a", { opens: "attack", at: testStartAt }))).toEqual([]);
  });
  it("an edit upon an older version is refused", async () => {
    const { version } = await app.incidents.assign(app.org, "INC-1", { owner: "team-a" }, { actor: "ana" });
    await expect(app.incidents.assign(app.org, "INC-1", { owner: "team-b" }, { actor: "ben", version: version - 1 })).rejects.toMatchObject({ code: "request.stale" });
  });
  it("a hand-set severity stands until the evidence gets worse", async () => {
    await app.incidents.setSeverity(app.org, "INC-1", "low", "known scanner", { actor: "ana" });
    await raise(signal("c", { entities: [ip("10.0.0.1")] }));
    expect(await open()).toMatchObject([{ severity: "low" }]);
    await raise(signal("d", { entities: [ip("10.0.0.1")], severity: "high" }));
    expect(await open()).toMatchObject([{ severity: "high" }]);
  });
  it("split, and the next signal of the old entity does not undo it; moving back and merging keep the history", async () => {
    const two = await app.incidents.split(app.org, "INC-1", [{ kind: "detection", ref: "b" }], undefined, "another actor", { actor: "ana" });
    expect(two).toMatchObject({ number: 2, members: 1, title: "rule b" });
    await raise(signal("c", { entities: [ip("10.0.0.1")] }));
    expect((await open()).map(({ number, members }) => [number, members]).toSorted()).toEqual([[1, 2], [2, 1]]);
    await app.incidents.move(app.org, "INC-1", { kind: "detection", ref: "c" }, "INC-2", "his too", { actor: "ana" });
    expect((await app.incidents.members(app.org, "INC-1", { left: true }, { limit: 10, after: undefined })).items.filter(({ leftAt }) => leftAt !== undefined).map(({ signal: { ref }, leftWhy }) => [ref, leftWhy]).toSorted()).toEqual([["b", "split off by ana: another actor"], ["c", "moved by ana: his too"]]);
    const one = await app.incidents.merge(app.org, "INC-2", "INC-1", "the same after all", { actor: "ana" });
    expect(one).toMatchObject({ number: 1, members: 3, live: 3 });
    expect(await app.incidents.find(app.org, two.id)).toMatchObject({ number: 1 });
  });
  it("the story is told in the order of what happened; a pinned fact gives its time; what a note said stays in the ledger", async () => {
    const { items: [opened] } = await app.incidents.activity(app.org, "INC-1", { order: "oldest" }, { limit: 1, after: undefined });
    test.clock.advance(hourMs);
    const late = await app.incidents.addNote(app.org, "INC-1", { text: "we cut the network", at: undefined, factSeq: undefined }, "ana");
    await app.incidents.addNote(app.org, "INC-1", { text: "it began here", at: undefined, factSeq: opened?.seq }, "ana");
    expect((await app.incidents.detail(app.org, "INC-1", undefined))?.story.map(({ text, at }) => [text, at])).toEqual([["it began here", testStartAt], ["we cut the network", testStartAt + hourMs]]);
    await app.incidents.editNote(app.org, "INC-1", late.id, { at: testStartAt - hourMs }, "ben");
    await app.incidents.removeNote(app.org, "INC-1", late.id, "ben");
    expect((await app.incidents.detail(app.org, "INC-1", undefined))?.story).toHaveLength(1);
    expect((await app.incidents.activity(app.org, "INC-1", {}, { limit: 2, after: undefined })).items.map(({ kind }) => kind)).toEqual(["incident.note-removed", "incident.note-edited"]);
  });
  it("the past is as it was known then", async () => {
    test.clock.advance(hourMs);
    await app.incidents.assign(app.org, "INC-1", { owner: "team-a", roles: [{ role: "commander", person: "ana" }] }, { actor: "ana" });
    expect((await app.incidents.detail(app.org, "INC-1", testStartAt))?.incident).toMatchObject({ owner: "payments", roles: [], members: 2 });
    expect(await app.incidents.detail(app.org, "INC-1", testStartAt - 1)).toBeUndefined();
  });
  it("what nobody did is told, and a loose signal expires", async () => {
    await raise(signal("loose", { entities: [ip("10.9.9.9")] }));
    test.clock.advance(31 * minuteMs);
    await app.steps.lookAtIncidents();
    expect((await told()).at(-1)).toBe("incident.reminder");
    test.clock.advance(6 * hourMs);
    await app.steps.lookAtIncidents();
    expect((await app.incidents.counts(app.org)).held).toBe(0);
  });
  it("a quiet one closes by itself only when a setting says so", async () => {
    const settings = await app.incidents.settings(app.org);
    await raise(signal("a", { ended: true }), signal("b", { ended: true }));
    test.clock.advance(3 * hourMs);
    await app.steps.lookAtIncidents();
    expect(await open()).toMatchObject([{ attention: expect.arrayContaining(["quiet"]) as unknown }]);
    await app.incidents.putSettings(app.org, { ...settings, closeWhenQuietHours: 4 }, "ana");
    await app.incidents.setNext(app.org, "INC-1", { text: "look again", dueAt: undefined }, { actor: "ana" });
    test.clock.advance(2 * hourMs);
    await app.steps.lookAtIncidents();
    expect(await open()).toEqual([]);
  });
});
