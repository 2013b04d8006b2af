// The doors of profiles over the real store: learned from events that came in, paused by an incident, approved by a person.
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { hourMs, minuteMs, toIso } from "../kernel/clock.ts";
import { realApp } from "./api.fixtures/real-app.ts";

let real: Awaited<ReturnType<typeof realApp>>;
beforeAll(async () => { real = await realApp(); });
afterAll(() => real.close());

const eventOf = (at: number, exe: string, args = "") => ({
  process_exec: { process: { exec_id: `${at}${exe}`, pid: 7, uid: 1000, binary: exe, arguments: args, start_time: toIso(at), pod: { namespace: "shop", name: "cart-7f9c4d5b8-x2x4z", workload: "cart", workload_kind: "Deployment", container: { id: "containerd://ab12", name: "cart", image: { name: "docker.io/shop/cart:2" } } } }, parent: { exec_id: "p", binary: "/usr/bin/node" } }, node_name: "n1", time: new Date(at).toISOString(),
});
const send = async (...events: object[]): Promise<void> => {
  const reply = await real.server.inject({ method: "POST", url: "/api/v1/ingest/tetragon", headers: { ...real.headers, "content-type": "application/x-ndjson" }, payload: events.map((one) => JSON.stringify(one)).join("\n") });
  expect(reply.statusCode, reply.body).toBeLessThan(300);
};
interface Row { id: string; workload: string; state: string; because: string; pending: number; items: { kind: string; value: string; origin: string; approvedBy: string | null }[]; difference: { sentences: string[] } }
const profile = async (): Promise<Row> => { const { items } = (await real.get("/profiles?workload=shop/cart")).json<{ items: Row[] }>(); return (await real.get(`/profiles/${items[0]?.id ?? ""}`)).json<Row>(); };

describe("api/resources/profiles", () => {
  it("from learning to an approved deviation", async () => {
    for (let hour = 0; hour < 26; hour += 1) {
      await send(...Array.from({ length: 30 }, (_, index) => eventOf(real.clock.now() + index * minuteMs, index % 2 === 0 ? "/usr/bin/node" : "/app/worker")));
      real.clock.advance(hourMs);
    }
    expect(await profile()).toMatchObject({ workload: "shop/cart", state: "watching", pending: 0 });
    await send(eventOf(real.clock.now(), "/bin/sh", "-c id"));
    const listed = (await real.get("/detections?kind=baseline")).json<{ items: { ruleId: string; subject: string; level: string }[] }>();
    expect(listed.items).toEqual(expect.arrayContaining([expect.objectContaining({ ruleId: "baseline:process", subject: "/bin/sh", level: "high" })]));
    const { id, difference } = await profile();
    expect(difference.sentences).toEqual(["Since its profile was learned, unknown release began to run /bin/sh."]);
    const reply = await real.send("POST", `/profiles/${id}/approve`, { facts: [{ kind: "process", value: "/bin/sh" }, { kind: "process", value: "/bin/none" }], reason: "health check" });
    expect(reply.json()).toEqual({ approved: [{ kind: "process", value: "/bin/sh" }], left: [{ kind: "process", value: "/bin/none" }] });
    expect((await profile()).items.find(({ value }) => value === "/bin/sh")).toMatchObject({ origin: "approved", approvedBy: "token:test" });
    expect((await real.get("/ledger?limit=5")).json<{ items: { kind: string; body: object }[] }>().items.find(({ kind }) => kind === "profile.approved")).toMatchObject({ body: { workload: "shop/cart", reason: "health check" } });
    expect((await real.send("POST", "/profiles/prf_none/approve", { facts: [{ kind: "process", value: "x" }], reason: "x" })).statusCode).toBe(404);
  });

  it("an open incident pauses learning and is named, and what was approved outlives a restart of the watch", async () => {
    await real.send("POST", "/incidents", { title: "Somebody is in cart", severity: "high", entities: [{ kind: "workload", value: "shop/cart" }] });
    await real.app.runtime.tick(real.app.org);
    await send(eventOf(real.clock.now(), "/tmp/miner"));
    expect(await profile()).toMatchObject({ state: "paused", because: expect.stringMatching(/^INC-\d+ is open since/) as string });
    await real.app.runtime.reloadRules(real.app.org, "test");
    expect((await profile()).items.filter(({ kind }) => kind === "process")).toMatchObject([{ value: "/app/worker", origin: "learned" }, { value: "/bin/sh", origin: "approved" }, { value: "/tmp/miner", origin: "pending" }, { value: "/usr/bin/node", origin: "learned" }]);
    // What was detected has opened one of its own by now.
    for (const { id } of (await real.get("/incidents")).json<{ items: { id: string }[] }>().items) await real.send("POST", `/incidents/${id}/close`, { reason: "over", force: true });
    await real.app.runtime.tick(real.app.org);
    await send(eventOf(real.clock.now() + 1, "/usr/bin/node"));
    expect(await profile()).toMatchObject({ state: "watching" });
  });

  it("relearning begins anew, is a fact, and pages follow each other", async () => {
    const { id } = await profile();
    expect((await real.send("POST", `/profiles/${id}/relearn?reason=rebuilt`)).statusCode).toBe(204);
    await real.app.runtime.reloadRules(real.app.org, "test");
    expect(await profile()).toMatchObject({ state: "learning", items: [] });
    expect((await real.get("/ledger?limit=5")).json<{ items: { kind: string; body: object }[] }>().items.find(({ kind }) => kind === "profile.relearned")).toMatchObject({ body: { reason: "rebuilt" } });
    await real.app.runtime.tick(real.app.org);
    const all = (await real.get("/profiles")).json<{ items: { id: string }[]; total: number }>();
    const first = (await real.get("/profiles?limit=1")).json<{ items: { id: string }[]; next: string | null }>();
    expect(first.items[0]?.id).toBe(all.items[0]?.id);
    if (all.total > 1) expect((await real.get(`/profiles?limit=1&after=${encodeURIComponent(first.next ?? "")}`)).json<{ items: { id: string }[] }>().items[0]?.id).toBe(all.items[1]?.id);
  });
});
