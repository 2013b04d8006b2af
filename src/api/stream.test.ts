// The stream over a real connection.
import { describe, expect, it } from "vitest";
import { opened } from "./api.fixtures/small-app.ts";

describe("api/resources/stream", () => {
  it("resumes after the last event seen, and ends when the server closes", async () => {
    const { server, app, read } = await opened();
    for (const subject of ["one", "two", "three"]) await app.ledger.append(app.org, "sbom.received", subject, "host", { n: 1 });
    const url = await server.listen({ port: 0, host: "127.0.0.1" });
    const reply = await fetch(`${url}/api/v1/stream`, { headers: { ...read, "last-event-id": "1" } });
    expect(reply.headers.get("content-type")).toBe("text/event-stream");
    expect(reply.headers.get("x-content-type-options")).toBe("nosniff");
    const text = reply.text();
    await server.close();
    const events = (await text).split("\n\n").filter((block) => block.startsWith("id:"));
    expect(events.map((block) => block.split("\n")[0])).toEqual(["id: 2", "id: 3"]);
    expect(events[0]).toContain('event: sbom.received\ndata: {"seq":2,"at":"2026-11-01T12:00:00Z","kind":"sbom.received","subject":"two","body":{"n":1}}');
  });

  it("refuses an id that is not one of its own", async () => {
    const { server, read } = await opened();
    expect((await server.inject({ url: "/api/v1/stream", headers: { ...read, "last-event-id": "x" } })).statusCode).toBe(400);
  });
});
