// A POST with a key happens once; and the door whose body is a stream.
import Value from "typebox/value";
import { describe, expect, it } from "vitest";
import { TokenMade } from "../contract/operations.ts";
import type { Problem } from "../contract/shapes.ts";
import { bearer, opened } from "./api.fixtures/small-app.ts";

describe("api/idempotency", () => {
  const report = { service: "pay-api", version: "1", endpoint: "vm-1" };
  const events = { context: { id: "e", type: "dev.cdevents.service.deployed.0.2.0", timestamp: "2026-10-02T08:00:00Z" }, subject: { id: "pay-api", content: { environment: { id: "vm-1" }, artifactId: "pkg:oci/pay@1" } } };

  it("a repeat gets the first answer and does nothing; another body is refused", async () => {
    const { server, write, recorded } = await opened();
    const post = (payload: object) => server.inject({ method: "POST", url: "/api/v1/cdevents", headers: { ...write, "idempotency-key": "k1" }, payload });
    const first = await post(events);
    const second = await post({ subject: events.subject, context: events.context });
    expect([second.statusCode, second.body, second.headers["idempotency-replayed"]]).toEqual([first.statusCode, first.body, "true"]);
    expect(recorded).toHaveLength(1);
    expect((await post({ ...events, more: 1 })).json()).toMatchObject({ code: "request.key-reused", status: 422 });
  });

  it("two at once: one runs, the other is told to wait", async () => {
    const { server, write, gate } = await opened();
    const post = () => server.inject({ method: "POST", url: "/api/v1/cdevents", headers: { ...write, "idempotency-key": "k2" }, payload: events });
    const held = Promise.withResolvers<void>();
    gate.open = held.promise;
    const both = [post(), post()];
    expect((await Promise.race(both)).json()).toMatchObject({ code: "request.conflict" });
    held.resolve();
    expect((await Promise.all(both)).map((reply) => reply.statusCode).toSorted()).toEqual([200, 409]);
    expect((await post()).statusCode).toBe(200);
  });

  it("a failure of ours is not kept", async () => {
    const { server, write, kept } = await opened();
    const reply = await server.inject({ method: "POST", url: "/api/v1/decisions", headers: { ...write, "idempotency-key": "k3" }, payload: { vulnerability: "CVE-2026-1", kind: "affected", reason: "because" } });
    expect(reply.statusCode).toBe(500);
    expect(kept.size).toBe(0);
  });

  it("the secret of a token is in the first answer only", async () => {
    const { server, admin, kept, facts } = await opened();
    const make = () => server.inject({ method: "POST", url: "/api/v1/tokens", headers: { ...admin, "idempotency-key": "k4" }, payload: { name: "ci", scopes: ["write"] } });
    const first = (await make()).json<{ token: { id: string }; secret: string }>();
    expect(Value.Errors(TokenMade, first)).toEqual([]);
    expect((await make()).json()).toEqual({ ...first, secret: "" });
    expect(JSON.stringify([...kept.values()])).not.toContain(first.secret);
    expect(JSON.stringify(facts)).not.toContain(first.secret);
    expect((await server.inject({ url: "/api/v1/me", headers: bearer(first.secret) })).statusCode).toBe(200);
    expect((await server.inject({ method: "DELETE", url: `/api/v1/tokens/${first.token.id}`, headers: admin })).statusCode).toBe(204);
    expect((await server.inject({ url: "/api/v1/me", headers: bearer(first.secret) })).statusCode).toBe(401);
    expect(facts.map(({ kind }) => kind)).toEqual(["token.made", "token.revoked"]);
  });

  it("a key must be visible ASCII", async () => {
    const { server, write } = await opened();
    const reply = await server.inject({ method: "POST", url: "/api/v1/deployments", headers: { ...write, "idempotency-key": "a b" }, payload: report });
    expect(reply.json<Problem>().errors[0]?.at).toBe("header Idempotency-Key");
  });
});

describe("api/resources/sboms", () => {
  const url = "/api/v1/sboms?service=pay-api&version=1";
  it.each(["application/json", "application/gzip", "application/vnd.cyclonedx+xml", undefined])("takes the bytes as they are: %s", async (type) => {
    const { server, write, documents } = await opened();
    const reply = await server.inject({ method: "POST", url, headers: { ...write, ...(type ? { "content-type": type } : {}) }, payload: Buffer.from("{not json") });
    expect([reply.statusCode, documents]).toEqual([201, ["{not json"]]);
  });

  it("the same document again is 200, and a repeat under one key is not read twice", async () => {
    const { server, write, documents } = await opened();
    const push = (body: string, key?: string) => server.inject({ method: "POST", url, headers: { ...write, ...(key ? { "idempotency-key": key } : {}) }, payload: Buffer.from(body) });
    expect((await push("a", "k")).statusCode).toBe(201);
    expect((await push("a", "k")).statusCode).toBe(201);
    expect(documents).toEqual(["a"]);
    expect((await push("b", "k")).statusCode).toBe(422);
    expect((await push("a")).statusCode).toBe(200);
  });

  it("needs service and version", async () => {
    const { server, write } = await opened();
    const reply = await server.inject({ method: "POST", url: "/api/v1/sboms?service=a", headers: write, payload: Buffer.from("x") });
    expect(reply.json<Problem>().errors).toEqual([{ at: "/version", rule: "is missing" }]);
  });
});
