// Owners from files: what an import sets, what it leaves to people, and what the doors say of it.
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { makeToken } from "../../src/access/tokens.ts";
import { createServer } from "../../src/api/server.ts";
import { minuteMs } from "../../src/kernel/clock.ts";
import { createIds } from "../../src/kernel/id.ts";
import { openTestApp } from "../open-test-app.ts";
import type { TestApp } from "../open-test-app.ts";

const org = "main";
let test: TestApp;
beforeEach(async () => {
  test = await openTestApp();
  for (const service of ["pay-api", "search", "billing"]) await test.app.recordDeployment(org, { service, version: "1", endpoint: "e", ...(service === "billing" ? { owner: "finance" } : {}) }, "t");
  await test.app.oncall.putDocument(org, "teams:\n  - {name: payments, aliases: ['@acme/payments'], members: []}\n", { actor: "t", version: 0 });
});
afterEach(() => test.close());

const codeowners = (owner: string) => ({ path: "CODEOWNERS", text: `/services/pay-api/ @acme/${owner}\n/services/billing/ @acme/${owner}\n` });
const bring = async (file: { path: string; text: string }, more: { dryRun?: boolean; force?: boolean } = {}) => {
  test.clock.advance(minuteMs);
  return test.app.oncall.importOwners(org, { format: undefined, files: [file], mapping: {}, dialect: undefined, dryRun: false, force: false, ...more }, "token:ci");
};
const states = async (file: { path: string; text: string }, more = {}) => (await bring(file, more)).changes.map(({ service, state }) => `${service} ${state}`);
const owned = async () => (await test.app.oncall.owners(org, {}, { limit: 50, after: undefined })).items.map(({ service, owner, source, known }) => [service, owner, source, known]);
const setByHand = async (name: string, owner: string | undefined) => {
  test.clock.advance(minuteMs);
  await test.app.editService(org, (await test.app.inventory.findService(org, name))?.id ?? "", { owner }, "session:ana");
};

describe("owners import", () => {
  it("says first what it would change, then changes it like an edit, with the line that said so", async () => {
    expect(await states(codeowners("payments"), { dryRun: true })).toEqual(["pay-api set", "billing conflict"]);
    expect(await owned()).toEqual([["billing", "finance", "hand", undefined], ["pay-api", undefined, undefined, undefined], ["search", undefined, undefined, undefined]]);
    const answer = await bring(codeowners("payments"));
    expect([answer.unclaimed, answer.unknown]).toEqual([["search"], []]);
    expect((await owned())[1]).toEqual(["pay-api", "payments", "import:CODEOWNERS:1", "team"]);
    const [fact] = (await test.app.ledger.list(org, { kind: "service.edited", subject: undefined }, { limit: 1, after: undefined })).items;
    expect(fact).toMatchObject({ actor: "token:ci", body: { service: "pay-api", owner: "payments", before: null, source: "import:CODEOWNERS:1" } });
  });

  it("what an import set the next one may change; what somebody set since it keeps, unless forced", async () => {
    await bring(codeowners("payments"));
    expect(await states(codeowners("payments"))).toEqual(["pay-api same", "billing conflict"]);
    expect(await states(codeowners("other"))).toEqual(["pay-api set", "billing conflict"]);
    await setByHand("pay-api", "mine");
    expect(await states(codeowners("payments"))).toEqual(["pay-api conflict", "billing conflict"]);
    expect(await states(codeowners("payments"), { force: true })).toEqual(["pay-api forced", "billing forced"]);
    expect((await owned()).map(([, owner]) => owner)).toEqual(["payments", "payments", undefined]);
  });

  it("an owner that somebody confirmed by hand is theirs, however often the file says the same", async () => {
    await bring(codeowners("payments"));
    await setByHand("pay-api", "payments");
    expect((await owned())[1]?.[2]).toBe("hand");
    await bring(codeowners("payments"));
    expect(await states(codeowners("other"))).toEqual(["pay-api conflict", "billing conflict"]);
  });

  it("a file that nobody reads changes nothing", async () => {
    await expect(bring({ path: "README.md", text: "hello" })).rejects.toMatchObject({ code: "owners.unreadable" });
    await expect(bring({ path: "catalog-info.yaml", text: "kind: [" })).rejects.toMatchObject({ code: "owners.unreadable", places: [{ at: "catalog-info.yaml:1" }] });
  });
});

describe("the doors of on-call", () => {
  it("a document is replaced upon the tag of the one that was read, and only then", async () => {
    const server = createServer(test.app, { consoleDir: undefined });
    const { secret } = await makeToken({ store: test.app.access, clock: test.clock, ids: createIds(test.clock) }, { org, name: "t", scopes: ["admin"], expiresAt: undefined });
    const headers = { authorization: `Bearer ${secret}` };
    const read = await server.inject({ url: "/api/v1/oncall", headers });
    const put = (text: string, tag: string) => server.inject({ method: "PUT", url: "/api/v1/oncall", headers: { ...headers, "if-match": tag }, payload: { text } });
    const tag = String(read.headers["etag"]);
    expect([(await put("people: [{name: ana}]", tag)).statusCode, (await put("people: [{name: ben}]", tag)).statusCode]).toEqual([200, 412]);
    const wrong = await server.inject({ method: "PUT", url: "/api/v1/oncall", headers, payload: { text: "people:\n  - {name: 7}\n" } });
    expect([wrong.statusCode, wrong.json<{ errors: { at: string }[] }>().errors.map(({ at }) => at)]).toEqual([400, ["line 2, /people/0/name"]]);
    const shown = (await server.inject({ url: "/api/v1/oncall", headers })).json<{ version: number; document: { people: { name: string }[] } }>();
    expect([shown.version, shown.document.people.map(({ name }) => name)]).toEqual([2, ["ana"]]);
    expect((await server.inject({ url: "/api/v1/oncall/shifts?schedule=none", headers })).statusCode).toBe(404);
    expect((await server.inject({ url: "/api/v1/oncall/shifts?from=2026-01-01T00:00:00Z&to=2029-01-01T00:00:00Z", headers })).statusCode).toBe(400);
    await server.close();
  });
});
