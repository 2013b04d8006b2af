// The door for loaded components, over the real store.
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { realApp } from "./api.fixtures/real-app.ts";

let real: Awaited<ReturnType<typeof realApp>>;
beforeAll(async () => { real = await realApp(); });
afterAll(() => real.close());

const lodash = { purl: "pkg:npm/lodash@4.17.20", how: "imported", path: "/app/node_modules/lodash/lodash.js" };
const send = (body: object) => real.send("POST", "/loaded", body);

describe("api/resources/loaded", () => {
  it("a report is kept with its release, its endpoint and its host, and read again", async () => {
    const reply = await send({ service: "pay-api", version: "1.4.0", endpoint: "eks-eu", host: "node-1", complete: false, components: [lodash] });
    expect([reply.statusCode, reply.json()]).toEqual([200, expect.objectContaining({ service: "pay-api", version: "1.4.0", endpoint: "eks-eu", components: 1, fresh: 1, rejects: [] })]);
    const { releaseId } = reply.json<{ releaseId: string }>();
    expect((await real.get(`/releases/${releaseId}/loaded`)).json()).toMatchObject({ reports: [{ host: "node-1", complete: false, components: 1 }], components: [{ ...lodash, host: "node-1" }], paths: [] });
    expect((await send({ service: "pay-api", version: "1.4.0", endpoint: "eks-eu", host: "node-1", complete: false, components: [lodash] })).json()).toMatchObject({ fresh: 0 });
  });

  it("the same report again is one fact", async () => {
    const facts = (await real.get("/ledger?kind=components.loaded")).json<{ items: unknown[] }>().items;
    expect(facts).toHaveLength(1);
  });

  it("a purl that is none costs itself, and the list is no longer complete", async () => {
    const reply = await send({ service: "pay-api", version: "1.4.0", host: "node-2", complete: true, components: [lodash, { purl: "lodash", how: "open" }, { purl: "pkg:npm/ms", how: "open" }] });
    expect([reply.statusCode, reply.json()]).toEqual([207, expect.objectContaining({ components: 1, rejects: [expect.objectContaining({ at: "/components/1/purl" }), expect.objectContaining({ at: "/components/2/purl" })] })]);
    const { releaseId } = reply.json<{ releaseId: string }>();
    expect((await real.get(`/releases/${releaseId}/loaded`)).json<{ reports: { host: string }[] }>().reports.find(({ host }) => host === "node-2")).toMatchObject({ complete: false });
  });

  it.each<[string, object, number]>([
    ["a release nobody knows", { service: "stranger", version: "1", complete: true, components: [] }, 404], ["nothing that names a release", { complete: true, components: [] }, 404],
    ["from the future", { service: "pay-api", version: "1.4.0", complete: true, components: [], at: "2036-01-01T00:00:00Z" }, 400], ["a member it does not know", { service: "pay-api", version: "1.4.0", complete: true, components: [{ ...lodash, how: "guessed" }] }, 400],
  ])("%s is refused", async (_title, body, status) => { expect((await send(body)).statusCode).toBe(status); });
});
