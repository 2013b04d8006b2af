// What every channel that speaks HTTP must do, run against a real server on the loopback interface.
import type { ServerResponse } from "node:http";
import { afterEach, describe, expect, it } from "vitest";
import { contextFor } from "./channel-case.sample.ts";
import type { ChannelCase } from "./channel-case.sample.ts";
import type { Delivery } from "./delivery.ts";
import type { Notice } from "./notice.ts";
import { sampleNotice } from "./notice.sample.ts";
import { openReceiver } from "./receiver.sample.ts";
import type { LoopbackReceiver, Received } from "./receiver.sample.ts";

type Answer = (response: ServerResponse, received: Received) => void;

export function describeHttpChannel({ channel, name = channel.id, rawSettings, secrets, taken = { status: 200, body: "ok" }, carries = [] }: ChannelCase): void {
  describe(`src/notify/channels/${channel.id}.ts over HTTP (${name})`, () => {
    let receiver: LoopbackReceiver | undefined;
    afterEach(async () => { await receiver?.close(); receiver = undefined; });
    const takes: Answer = (response, request) => {
      const { status, body } = typeof taken === "function" ? taken(request) : taken;
      response.writeHead(status, { "content-type": "application/json" }).end(body);
    };

    async function send(notice: Notice, answer: Answer = takes, previousRef?: string): Promise<Delivery> {
      receiver ??= await openReceiver((response, received) => answer(response, received));
      const context = { ...contextFor(channel.readSettings(rawSettings(receiver.port)), undefined, "msg_01DELIVERY"), previousRef };
      return channel.send(notice, context);
    }
    const wire = (): string => (receiver?.received ?? []).map(({ path, headers, body }) => `${path} ${JSON.stringify(headers)} ${body}`).join("\n");
    const says = (status: number, headers: Record<string, string> = {}): Answer => (response) => response.writeHead(status, headers).end();

    it("what is taken is sent", async () => {
      expect(await send(sampleNotice())).toMatchObject({ kind: "sent" });
      expect(wire()).toContain("libalder");
    });

    it("truncates aloud: huge texts, 10,000 rows, an emoji at every cut", async () => {
      const items = Array.from({ length: 10_000 }, (_, n) => ({ title: `row ${n} ${"🔥".repeat(50)}`, detail: "d".repeat(100), url: `https://aftwatch.example/${n}` }));
      expect(await send(sampleNotice({ title: "🔥".repeat(50_000), what: "x🔥\u202e".repeat(20_000), items, changes: items.map(({ title }) => title) }))).toMatchObject({ kind: "sent" });
      expect(wire()).toMatch(/and \d+ more|LeftOut":[1-9]|truncatedAlerts":[1-9]/);
      const bodies = (receiver?.received ?? []).map(({ body }) => body).filter((body) => body !== "");
      for (const body of bodies) expect(Buffer.byteLength(body)).toBeLessThan(512_000);
      for (const text of bodies.flatMap((body) => textsIn(JSON.parse(body)))) expect(text.isWellFormed()).toBe(true);
    });

    it("says that a story is resolved, and takes the ref of its last message back", async () => {
      const first = await send(sampleNotice());
      expect(await send(sampleNotice({ state: "resolved" }), takes, first.kind === "sent" ? first.ref : undefined)).toMatchObject({ kind: "sent" });
      expect((receiver?.received ?? []).slice(1).map(({ path, body }) => `${path} ${body}`).join("\n")).toMatch(/resolve|close/i);
    });

    it.each(["", "not:a:ref", "C0:1", "🔥"])("a ref of another time, %j, does no harm", async (ref) => {
      expect(await send(sampleNotice(), takes, ref)).toMatchObject({ kind: "sent" });
    });

    const keys = { deliveryKey: "msg_01DELIVERY", storyKey: "sty_0123456789ABCDEFGHJKMNPQRS" };
    it.each(carries)("carries its %s", async (key) => {
      await send(sampleNotice());
      expect(wire()).toContain(keys[key]);
    });

    it.each([429, 500, 502, 503])("%i is tried again, after the time it names", async (status) => {
      expect(await send(sampleNotice(), says(status, { "retry-after": "7" }))).toMatchObject({ kind: "retry", afterMs: 7000 });
    });
    it.each([400, 401, 403, 404, 422])("%i is refused, and nothing is tried twice", async (status) => {
      expect(await send(sampleNotice(), says(status))).toMatchObject({ kind: "refused", why: expect.stringContaining(String(status)) });
      expect(receiver?.received).toHaveLength(1);
    });
    it("410 is refused, and gone", async () => expect(await send(sampleNotice(), says(410))).toMatchObject({ kind: "refused", gone: true }));
    it("a redirect is refused, not followed", async () => {
      expect(await send(sampleNotice(), says(302, { location: "/elsewhere" }))).toMatchObject({ kind: "refused" });
      expect(receiver?.received).toHaveLength(1);
    });
    it.each(["<html>Welcome to the proxy</html>", "null", "[]", '{"ok":"yes"}', ""])("an answer it cannot read, %j, is no failure of the program", async (body) => {
      expect(["sent", "retry"]).toContain((await send(sampleNotice(), (response) => response.writeHead(200).end(body))).kind);
    });

    it.each([200, 202, 400, 401, 403, 404, 410, 422, 429, 500])("a far side that repeats our secrets with %i learns us nothing to keep", async (status) => {
      const delivery = await send(sampleNotice(), (response, { path, headers }) => {
        const echo = [path, `http://${headers.host}${path}`, headers.authorization, ...secrets].join(" ");
        response.writeHead(status).end(JSON.stringify({ ok: false, error: echo, description: echo, message: echo, errors: [echo], id: echo }));
      });
      for (const secret of secrets) expect(JSON.stringify(delivery)).not.toContain(secret);
    });

    it("an inside address is refused unless the settings allow it", async () => {
      receiver = await openReceiver(takes);
      const raw = JSON.parse(JSON.stringify({ ...rawSettings(receiver.port), allowPrivate: false }).replaceAll("http://", "https://")) as unknown;
      expect(await channel.send(sampleNotice(), contextFor(channel.readSettings(raw)))).toMatchObject({ kind: "refused", why: expect.stringContaining("not public") });
      expect(receiver.received).toEqual([]);
    });
  });
}

function textsIn(value: unknown): string[] {
  if (typeof value === "string") return [value];
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(textsIn) : [];
}
