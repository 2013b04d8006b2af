// Signed webhooks, verified by the standard's own library.
import { createHmac, generateKeyPairSync, verify } from "node:crypto";
import fc from "fast-check";
import { Webhook, WebhookVerificationError } from "standardwebhooks";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { systemClock } from "../../kernel/clock.ts";
import { Secret } from "../../kernel/secret.ts";
import { contextFor, faultOf } from "../channel.suite.ts";
import { anyHugeNotice } from "../far-side.sample.ts";
import { sampleNotice } from "../notice.sample.ts";
import { openReceiver } from "../receiver.sample.ts";
import type { LoopbackReceiver } from "../receiver.sample.ts";
import { signedHeaders, webhook } from "./webhook.ts";

const oldSecret = `whsec_${Buffer.alloc(24, 1).toString("base64")}`;
const newSecret = `whsec_${Buffer.alloc(64, 2).toString("base64")}`;
const otherSecret = `whsec_${Buffer.alloc(32, 3).toString("base64")}`;
const { privateKey, publicKey } = generateKeyPairSync("ed25519");
const seed = privateKey.export({ format: "der", type: "pkcs8" }).subarray(-32);
const publicBytes = publicKey.export({ format: "der", type: "spki" }).subarray(-32);
const asymmetric = `whsk_${seed.toString("base64")}`;
const asymmetricPair = `whsk_${Buffer.concat([seed, publicBytes]).toString("base64")}`;

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

  // The known answer of the specification's own libraries.
  it("signs the known message with the known signature", () => {
    const headers = signedHeaders({ id: "msg_p5jXN8AQM9LWM0D4loKWxJek", at: 1_614_265_330_000, body: '{"test": 2432232314}' }, [new Secret("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")]);
    expect(headers).toEqual({ "webhook-id": "msg_p5jXN8AQM9LWM0D4loKWxJek", "webhook-timestamp": "1614265330", "webhook-signature": "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=" });
  });

  it.each([["the seed", asymmetric], ["the seed and the public key", asymmetricPair]])("signs with an Ed25519 key given as %s", async (_how, key) => {
    await send(sampleNotice(), [key]);
    const { "webhook-id": id, "webhook-timestamp": at, "webhook-signature": signature = "" } = headersOf();
    const [version, base64 = ""] = signature.split(",");
    expect(version).toBe("v1a");
    expect(verify(null, Buffer.from(`${id}.${at}.${receiver.received[0]?.body}`), publicKey, Buffer.from(base64, "base64"))).toBe(true);
    expect(verify(null, Buffer.from(`${id}.${at}.${receiver.received[0]?.body} `), publicKey, Buffer.from(base64, "base64"))).toBe(false);
  });

  it("while a receiver goes over from HMAC to Ed25519, both sign", async () => {
    await send(sampleNotice(), [oldSecret, asymmetric]);
    expect(headersOf()["webhook-signature"]?.split(" ").map((part) => part.split(",")[0])).toEqual(["v1", "v1a"]);
    expect(() => new Webhook(oldSecret).verify(receiver.received[0]?.body ?? "", headersOf())).not.toThrow();
  });

  it("shows the public key, never the private one", () => {
    const shown = webhook.showSettings(webhook.readSettings({ url: "https://x.example/", secrets: [asymmetric] }))["secrets"] ?? "";
    expect(shown).toBe(`[secret] (verified with whpk_${publicBytes.toString("base64")})`);
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

  it("any notice, with any alerts, stays below 20 kB and counts what it leaves out", async () => {
    await fc.assert(fc.asyncProperty(anyHugeNotice, fc.constantFrom(0, 1, 500), fc.constantFrom(10, 30_000), async (notice, count, size) => {
      const one = { status: "firing" as const, fingerprint: "f", labels: { a: "漢".repeat(size) }, annotations: {}, startsAt: 0, endsAt: undefined, generatorUrl: "" };
      const alerts = { groupKey: "g".repeat(size), status: "firing" as const, reason: "repeat", groupLabels: {}, commonLabels: one.labels, commonAnnotations: one.labels, alerts: Array.from({ length: count }, () => one), truncatedAlerts: 2 };
      receiver.received.splice(0);
      await send({ ...notice, alerts }, [oldSecret]);
      const data = bodyOf()["data"] as { title: string; items: unknown[]; itemsLeftOut: number; labels: { services: string[] }; alerts: { alerts: unknown[]; truncatedAlerts: number } };
      expect(Buffer.byteLength(receiver.received[0]?.body ?? "")).toBeLessThan(20_000);
      expect([data.items.length + data.itemsLeftOut, data.alerts.alerts.length + data.alerts.truncatedAlerts]).toEqual([notice.items.length, count + 2]);
      if (data.title !== notice.title.toWellFormed()) expect(data.title).toMatch(/… and \d+ more characters$|\ud83d/u);
      if (data.labels.services.length < notice.labels.services.length) expect(data.labels.services.at(-1)).toMatch(/^… and \d+ more$/);
    }), { numRuns: 40 });
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
    ["/secrets", "an Ed25519 key of 31 bytes", { secrets: [`whsk_${Buffer.alloc(31).toString("base64")}`] }],
    ["/secrets", "an Ed25519 key with another's public key", { secrets: [`whsk_${Buffer.concat([Buffer.alloc(32, 1), Buffer.alloc(32, 2)]).toString("base64")}`] }],
    ["/secrets", "a public key", { secrets: [`whpk_${Buffer.alloc(32).toString("base64")}`] }],
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
