// Signed webhooks, verified by the standard's own library.
import { createHmac } from "node:crypto";
import { Webhook, WebhookVerificationError } from "standardwebhooks";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { systemClock } from "../../kernel/clock.ts";
import { contextFor, faultOf } from "../channel.suite.ts";
import { sampleNotice } from "../notice.sample.ts";
import { openReceiver } from "../receiver.sample.ts";
import type { LoopbackReceiver } from "../receiver.sample.ts";
import { webhook } from "./webhook.ts";

const oldSecret = `whsec_${Buffer.alloc(24, 1).toString("base64")}`;
const newSecret = `whsec_${Buffer.alloc(64, 2).toString("base64")}`;
const otherSecret = `whsec_${Buffer.alloc(32, 3).toString("base64")}`;

describe("src/notify/channels/webhook.ts", () => {
  let receiver: LoopbackReceiver;
  beforeEach(async () => { receiver = await openReceiver((response) => response.end()); });
  afterEach(() => receiver.close());

  // The library compares the timestamp with the real time.
  const send = (notice = sampleNotice(), secrets = [oldSecret, newSecret]) => {
    const settings = webhook.readSettings({ url: `http://127.0.0.1:${receiver.port}/in?team=a`, secrets, allowPrivate: true });
    return webhook.send(notice, { ...contextFor(settings, undefined, "msg_01KEY"), clock: systemClock });
  };
  const headersOf = (index = 0): Record<string, string> => receiver.received[index]?.headers as Record<string, string>;
  const bodyOf = (): Record<string, unknown> => JSON.parse(receiver.received[0]?.body ?? "") as Record<string, unknown>;

  it.each([["the old", oldSecret], ["the new", newSecret]])("while secrets change, %s one verifies", async (_which, secret) => {
    expect(await send()).toEqual({ kind: "sent", detail: "HTTP 200" });
    expect(new Webhook(secret).verify(receiver.received[0]?.body ?? "", headersOf())).toMatchObject({ type: "finding.opened", timestamp: "2026-03-01T12:00:00Z", data: { severity: "critical", itemsLeftOut: 0 } });
    expect(headersOf()["webhook-signature"]?.split(" ")).toHaveLength(2);
  });

  it("another secret, another body, another id do not verify", async () => {
    await send();
    const body = receiver.received[0]?.body ?? "";
    expect(() => new Webhook(otherSecret).verify(body, headersOf())).toThrow(WebhookVerificationError);
    expect(() => new Webhook(oldSecret).verify(`${body} `, headersOf())).toThrow(WebhookVerificationError);
    expect(() => new Webhook(oldSecret).verify(body, { ...headersOf(), "webhook-id": "msg_2" })).toThrow(WebhookVerificationError);
  });

  it("signs id.timestamp.body with HMAC-SHA256, as the specification spells it", async () => {
    await send(sampleNotice(), [oldSecret]);
    const { "webhook-id": id, "webhook-timestamp": at, "webhook-signature": signature } = headersOf();
    const expected = createHmac("sha256", Buffer.alloc(24, 1)).update(`${id}.${at}.${receiver.received[0]?.body}`).digest("base64");
    expect(signature).toBe(`v1,${expected}`);
  });

  it("carries the delivery key as webhook-id on every attempt", async () => {
    await send();
    await send();
    expect([headersOf(0)["webhook-id"], headersOf(1)["webhook-id"]]).toEqual(["msg_01KEY", "msg_01KEY"]);
    expect(receiver.received[0]?.path).toBe("/in?team=a");
  });

  it("stays below 20 kB, and says how many rows it left out", async () => {
    await send(sampleNotice({ items: Array.from({ length: 2000 }, (_, n) => ({ title: `row ${n}`, detail: "d".repeat(50), url: "https://x.example" })) }));
    const { items, itemsLeftOut } = bodyOf()["data"] as { items: unknown[]; itemsLeftOut: number };
    expect(receiver.received[0]?.body.length).toBeLessThan(20_000);
    expect(items.length).toBeGreaterThan(100);
    expect(items.length + itemsLeftOut).toBe(2000);
  });

  it("refuses an inside address unless it is allowed", async () => {
    const settings = webhook.readSettings({ url: `http://127.0.0.1:${receiver.port}/`, secrets: [oldSecret] });
    expect(await webhook.send(sampleNotice(), contextFor(settings))).toMatchObject({ kind: "refused", why: expect.stringContaining("not public") });
    expect(receiver.received).toEqual([]);
  });

  it.each([
    ["/url", "no web protocol", { url: "ftp://x.example/" }],
    ["/url", "a password in the URL", { url: "https://user:pw@x.example/" }],
    ["/url", "not a URL", { url: "hooks" }],
    ["/secrets", "no secret", { secrets: [] }],
    ["/secrets", "three secrets", { secrets: [oldSecret, newSecret, otherSecret] }],
    ["/secrets", "a secret without its prefix", { secrets: [Buffer.alloc(24).toString("base64")] }],
    ["/secrets", "23 bytes", { secrets: [`whsec_${Buffer.alloc(23).toString("base64")}`] }],
    ["/secrets", "65 bytes", { secrets: [`whsec_${Buffer.alloc(65).toString("base64")}`] }],
    ["/allowPrivate", "a text for a flag", { allowPrivate: "yes" }],
  ])("names %s: %s", (at, _why, changed) => {
    expect(faultOf(() => webhook.readSettings({ url: "https://x.example/", secrets: [oldSecret], ...changed })).places.map((place) => place.at)).toEqual([at]);
  });

  it("shows the host, not the path", () => {
    const settings = webhook.readSettings({ url: "https://x.example/in/token", secrets: [oldSecret, newSecret] });
    expect(webhook.showSettings(settings)).toEqual({ url: "https://x.example/[secret]", secrets: "[secret], [secret]", allowPrivate: "false" });
    expect(webhook.hostOf(settings)).toBe("x.example");
  });
});
