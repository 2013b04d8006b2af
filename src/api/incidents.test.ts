// The doors of incidents over the real store: what a responder does, step by step, and what is refused.
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { realApp } from "./api.fixtures/real-app.ts";

let real: Awaited<ReturnType<typeof realApp>>;
beforeAll(async () => { real = await realApp(); });
afterAll(() => real.close());

interface Answer { id: string; number: number; version: number; phase: string; title: string }
const openOne = async (title: string): Promise<Answer> => (await real.send("POST", "/incidents", { title, severity: "high", services: ["pay-api"], entities: [{ kind: "ip", value: "203.0.113.9" }] })).json<Answer>();
const act = async (id: string, door: string, payload: object, headers: Record<string, string> = {}) => real.server.inject({ method: "POST", url: `/api/v1/incidents/${id}/${door}`, headers: { ...real.headers, ...headers }, payload });

describe("api/resources/incidents", () => {
  it("from opening to review, with its story and both lanes", async () => {
    const { id, number } = await openOne("Data on a public bucket");
    expect((await real.get(`/incidents/INC-${number}`)).json()).toMatchObject({ incident: { id, kind: "manual", open: true, phaseAt: { triaged: null }, attention: ["unacknowledged", "no-owner", "no-next-action"] }, verdict: expect.stringContaining("Nobody has acknowledged it; nobody owns it.") as string });
    expect((await act(id, "acknowledge", { comment: "mine" })).json()).toMatchObject({ acknowledgedBy: expect.any(String) as string });
    expect((await act(id, "assign", { owner: "payments", roles: [{ role: "commander", person: "ana" }] })).json()).toMatchObject({ owner: "payments", roles: [{ role: "commander", person: "ana" }] });
    expect((await act(id, "assign", { owner: null })).json()).toMatchObject({ owner: null, roles: [{ person: "ana" }] });
    expect((await act(id, "next", { text: "close the bucket", dueAt: "2026-12-10T13:00:00Z" })).json()).toMatchObject({ next: { text: "close the bucket", dueAt: "2026-12-10T13:00:00Z" } });
    expect((await act(id, "phase", { phase: "recovered" })).json()).toMatchObject({ phase: "recovered", phaseAt: { contained: null } });
    const note = (await act(id, "story", { text: "the bucket was open since May" })).json<{ id: string }>();
    expect((await real.send("PUT", `/incidents/${id}/story/${note.id}`, { text: "since April" })).json()).toMatchObject({ text: "since April" });
    expect((await act(id, "close", { reason: "closed to the public" })).json()).toMatchObject({ open: false, closedBecause: "closed to the public", next: null });
    expect((await act(id, "phase", { phase: "reviewed" })).json()).toMatchObject({ phase: "reviewed" });
    expect((await real.get(`/incidents/${id}/activity?order=oldest`)).json<{ items: { kind: string }[] }>().items.map(({ kind }) => kind).filter((kind) => kind.startsWith("incident."))).toEqual(expect.arrayContaining(["incident.opened", "incident.acknowledged", "incident.assigned", "incident.edited", "incident.phase", "incident.noted", "incident.note-edited", "incident.closed"]));
    expect((await real.get(`/incidents?state=closed&entity=${encodeURIComponent("ip:203.0.113.9")}`)).json()).toMatchObject({ total: 1 });
    expect((await real.send("DELETE", `/incidents/${id}/story/${note.id}`, undefined)).statusCode).toBe(204);
  });

  it("an edit upon what somebody else has changed is refused; the tag stands for what people change", async () => {
    const { id } = await openOne("Two of us");
    const tag = String((await real.get(`/incidents/${id}`)).headers["etag"]);
    expect((await act(id, "severity", { severity: "low", reason: "known" }, { "if-match": tag })).statusCode).toBe(200);
    expect((await act(id, "severity", { severity: "high", reason: "unknown" }, { "if-match": tag })).json()).toMatchObject({ code: "request.stale" });
  });

  it("merging answers the one that goes on, and the old id leads there", async () => {
    const [one, two] = [await openOne("First"), await openOne("Second")];
    expect((await act(two.id, "merge", { into: one.id, reason: "the same" })).json()).toMatchObject({ id: one.id });
    expect((await real.get(`/incidents/${two.id}`)).json()).toMatchObject({ incident: { id: one.id } });
    expect((await act(one.id, "merge", { into: one.id, reason: "the same" })).json()).toMatchObject({ code: "incident.same" });
  });

  it.each([
    ["no reason to close", "close", {}, "request.invalid"], ["closing by phase", "phase", { phase: "closed" }, "request.invalid"], ["review before closing", "phase", { phase: "reviewed" }, "incident.still-open"],
    ["reopening an open one", "reopen", { reason: "again" }, "incident.still-open"], ["a member it has not", "split", { members: [{ kind: "alert", ref: "none" }], reason: "not here" }, "request.not-found"],
    ["a link to nothing", "link", { to: "INC-999", reason: "why not" }, "request.not-found"], ["a fact that is not there", "story", { text: "x", factSeq: 999_999 }, "request.not-found"], ["a note from the future", "story", { text: "x", at: "2999-01-01T00:00:00Z" }, "request.invalid"],
  ])("refuses %s", async (_, door, body, code) => {
    const { id } = await openOne("Refusals");
    expect((await act(id, door, body)).json()).toMatchObject({ code });
  });
});
