// What an HTTP answer means for a delivery.
import { afterEach, describe, expect, it } from "vitest";
import { fakeClock } from "../kernel/clock.ts";
import { Secret } from "../kernel/secret.ts";
import { createGuardedHttp } from "./guarded-http.ts";
import { callReceiver, jsonObject, postNotice, retryAfterMs } from "./post.ts";
import type { Call } from "./post.ts";
import { openReceiver } from "./receiver.sample.ts";
import type { LoopbackReceiver } from "./receiver.sample.ts";

const now = Date.UTC(2026, 2, 1, 12);
let receiver: LoopbackReceiver | undefined;

async function posted(status: number, headers: Record<string, string> = {}, body = "", path = "/in") {
  receiver = await openReceiver((response) => response.writeHead(status, headers).end(body));
  const url = new Secret(`http://127.0.0.1:${receiver.port}${path}`);
  return postNotice({ http: createGuardedHttp({ allows: () => true }), url, headers: { "x-key": "k" }, body: "{}", secrets: [new Secret("hunter2")], clock: fakeClock(now), signal: new AbortController().signal });
}

describe("src/notify/post.ts", () => {
  afterEach(() => receiver?.close());

  it.each([200, 201, 202, 204])("%i is sent", async (status) => expect(await posted(status)).toEqual({ kind: "sent", detail: `HTTP ${status}` }));

  it.each([400, 401, 403, 404, 413, 422])("%i is refused, with what was said", async (status) =>
    expect(await posted(status, {}, "no such\nhook")).toEqual({ kind: "refused", why: `HTTP ${status}: no such hook` }));

  it("410 is refused for good", async () => expect(await posted(410)).toMatchObject({ kind: "refused", gone: true, why: expect.stringContaining("gone for good") }));

  it.each([301, 302, 307, 308])("%i is refused and not followed", async (status) => {
    expect(await posted(status, { location: "http://127.0.0.1:1/" })).toMatchObject({ kind: "refused", why: expect.stringContaining("redirects are not followed") });
    expect(receiver?.received).toHaveLength(1);
  });

  it.each([408, 425, 429, 500, 502, 503, 504])("%i is tried again", async (status) => expect(await posted(status)).toEqual({ kind: "retry", why: `HTTP ${status}` }));

  it.each([429, 503])("%i is tried again after the time it names", async (status) => expect(await posted(status, { "retry-after": "120" })).toEqual({ kind: "retry", why: `HTTP ${status}`, afterMs: 120_000 }));

  it("blanks our own secrets and our URL in what the far side says, and cuts it", async () => {
    const delivery = await posted(400, {}, `bad token hunter2 ${"x".repeat(5000)}`);
    expect(delivery).toMatchObject({ kind: "refused", why: expect.stringMatching(/^HTTP 400: bad token \[secret\] x+…$/) });
    expect(JSON.stringify(delivery).length).toBeLessThan(300);
  });

  it("posts JSON under the given headers", async () => {
    await posted(200);
    expect(receiver?.received).toMatchObject([{ method: "POST", path: "/in", body: "{}", headers: { "content-type": "application/json", "x-key": "k", "content-length": "2" } }]);
  });

  it("an inside address is refused by the public door, with the mend", async () => {
    const url = new Secret("http://169.254.169.254/latest/meta-data");
    const delivery = await postNotice({ http: createGuardedHttp(), url, headers: {}, body: "{}", secrets: [], clock: fakeClock(now), signal: new AbortController().signal });
    expect(delivery).toEqual({ kind: "refused", why: "A receiver points at an address that is not public. 169.254.169.254 is, or leads to, an internal or reserved address." });
  });

  it("a network error that quotes the URL does not carry it on", async () => {
    const http = { send: () => Promise.reject(new Error("connect to https://hooks.example/xyzzy failed", { cause: Object.assign(new Error("x"), { code: "ECONNRESET" }) })) };
    const delivery = await postNotice({ http, url: new Secret("https://hooks.example/xyzzy"), headers: {}, body: "{}", secrets: [], clock: fakeClock(now), signal: new AbortController().signal });
    expect(delivery).toEqual({ kind: "retry", why: "not reachable (ECONNRESET)" });
  });

  // RFC 9110 10.2.3, dates as in 5.6.7.
  it.each([
    ["absent", undefined, undefined],
    ["seconds", "30", 30_000],
    ["zero", "0", 0],
    ["a date ahead", "Sun, 01 Mar 2026 12:01:00 GMT", 60_000],
    ["a date gone by is now", "Sun, 01 Mar 2026 11:00:00 GMT", 0],
    ["the old RFC 850 form", "Sunday, 01-Mar-26 12:00:30 GMT", 30_000],
    ["neither", "soon", undefined],
    ["negative is neither", "-x", undefined],
  ])("Retry-After %s", (_kind, value, ms) => expect(retryAfterMs(value, now)).toBe(ms));

  describe("a far side that says more than its status does", () => {
    async function called(changed: Partial<Call>, status = 200, body = "", headers: Record<string, string> = {}) {
      await receiver?.close();
      receiver = await openReceiver((response) => response.writeHead(status, headers).end(body));
      const url = new Secret(`http://127.0.0.1:${receiver.port}/hooks/0123456789abcdef?sig=t0ken`);
      return callReceiver({ http: createGuardedHttp({ allows: () => true }), url, headers: {}, body: "{}", secrets: [new Secret("hunter2")], clock: fakeClock(now), signal: new AbortController().signal, ...changed });
    }

    it.each(["PUT", "PATCH", "DELETE"] as const)("is asked with %s", async (method) => {
      expect(await called({ method })).toEqual({ kind: "sent", detail: "HTTP 200" });
      expect(receiver?.received[0]?.method).toBe(method);
    });
    it("what it means is what read makes of it", async () => expect(await called({ read: ({ status, text }) => ({ kind: "sent", ref: `${status}:${text}` }) }, 201, "id-7")).toEqual({ kind: "sent", ref: "201:id-7" }));
    it("undefined leaves it to the status", async () => expect(await called({ read: () => undefined }, 404, "gone fishing")).toEqual({ kind: "refused", why: "HTTP 404: gone fishing" }));
    it("a Retry-After counts for its retry, a time it names counts more", async () => {
      expect(await called({ read: () => ({ kind: "retry", why: "w" }) }, 200, "", { "retry-after": "3" })).toEqual({ kind: "retry", why: "w", afterMs: 3000 });
      expect(await called({ read: () => ({ kind: "retry", why: "w", afterMs: 1 }) }, 200, "", { "retry-after": "3" })).toEqual({ kind: "retry", why: "w", afterMs: 1 });
    });
    it.each(["hunter2", "/hooks/0123456789abcdef?sig=t0ken", "/hooks/0123456789abcdef", "0123456789abcdef", "t0ken"])("its words lose %s", async (secret) => {
      for (const delivery of [await called({ read: ({ text }) => ({ kind: "refused", why: text }) }, 400, `no ${secret} here`), await called({ read: ({ text }) => ({ kind: "sent", detail: text }) }, 200, `no ${secret} here`)]) {
        expect(Object.values(delivery)).toContain("no [secret] here");
      }
    });
    it("reads 64 kB and no more", async () => expect(await called({ read: ({ text }) => ({ kind: "sent", detail: String(text.length <= 2 * 64_000) }) }, 200, "x".repeat(1_000_000))).toEqual({ kind: "sent", detail: "true" }));
  });

  it.each([['{"a":1}', { a: 1 }], ["[1]", {}], ["null", {}], ["<html>", {}], ["", {}]])("the object in %s", (text, object) => expect(jsonObject(text)).toEqual(object));
});
