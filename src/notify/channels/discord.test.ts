// Discord's embed within its limits, and what its answers mean.
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { anyHugeNotice, openFarSide } from "../far-side.sample.ts";
import type { FarSide } from "../far-side.sample.ts";
import { sampleNotice } from "../notice.sample.ts";
import { discord } from "./discord.ts";

interface Embed { title: string; description: string; url?: string; color: number; timestamp: string; fields: { name: string; value: string; inline: boolean }[]; footer: { text: string } }
interface Body { embeds: [Embed]; allowed_mentions: unknown }

describe("src/notify/channels/discord.ts", () => {
  let far: FarSide;
  beforeEach(async () => { far = await openFarSide(discord, (url) => ({ url: `${url}/api/webhooks/1/tok` }), { status: 200, body: { id: "1" } }); });
  afterEach(() => far.close());

  it("shows one embed with five fields, the rows and where to go", async () => {
    expect(await far.send(sampleNotice({ links: [{ label: "Acknowledge", url: "https://aftwatch.example/ack/1" }], changes: ["due: Friday -> Monday"] }))).toEqual({ kind: "sent", detail: "HTTP 200" });
    expect(far.received[0]).toMatchObject({ method: "POST", path: "/api/webhooks/1/tok?wait=true" });
    const { embeds: [embed], allowed_mentions: mentions } = far.body<Body>();
    expect(mentions).toEqual({ parse: [] });
    expect(embed).toMatchObject({ title: "\\[critical\\] Upgrade libalder to 2.4.1", url: "https://aftwatch.example/findings/fnd_1", color: 0xb3261e, timestamp: "2026-03-01T12:00:00Z", footer: { text: "open · msg_01KEY" } });
    expect(embed.description).toBe("Changed: due: Friday -\\> Monday\n• [checkout 4.2](https://aftwatch.example/deployments/dpl_1) prod-eu");
    expect(embed.fields.map(({ name }) => name)).toEqual(["What", "Where", "Why", "Due", "Do", "Open"]);
    expect(embed.fields.at(-1)?.value).toBe("[Plan the fix](https://aftwatch.example/findings/fnd_1) · [Acknowledge](https://aftwatch.example/ack/1)");
  });

  it("is green and says so once resolved", async () => {
    await far.send(sampleNotice({ state: "resolved" }));
    expect(far.body<Body>().embeds[0]).toMatchObject({ title: "\\[resolved, critical\\] Upgrade libalder to 2.4.1", color: 0x2e7d32, footer: { text: "resolved · msg_01KEY" } });
  });

  it("a name is no mention, no markup and no link", async () => {
    await far.send(sampleNotice({ what: "@everyone <@1> **b** [fix](https://evil.example)" }));
    expect(far.body<Body>().embeds[0].fields[0]?.value).toBe("@\u200beveryone \\<@\u200b1\\> \\*\\*b\\*\\* \\[fix\\]\\(https://evil.example\\)");
  });

  it("an empty line is a dash, because Discord refuses an empty field", async () => {
    await far.send(sampleNotice({ where: "" }));
    expect(far.body<Body>().embeds[0].fields[1]).toEqual({ name: "Where", value: "–", inline: false });
  });

  it.each([
    ["a rate limit names fractions of a second", 429, { message: "You are being rate limited.", retry_after: 0.65, global: false }, { kind: "retry", afterMs: 650, why: "HTTP 429: You are being rate limited." }],
    ["a deleted webhook is gone", 404, { message: "Unknown Webhook", code: 10015 }, { kind: "refused", gone: true, why: "HTTP 404: Unknown Webhook (deleted in Discord; make a new webhook)" }],
    ["a wrong token is refused", 401, { message: "Invalid Webhook Token", code: 50027 }, { kind: "refused", why: 'HTTP 401: {"message":"Invalid Webhook Token","code":50027}' }],
    ["a wrong body is refused, and not gone", 400, { embeds: ["0"] }, { kind: "refused", why: 'HTTP 400: {"embeds":["0"]}' }],
  ])("%s", async (_claim, status, body, delivery) => {
    far.says(status, body);
    expect(await far.send()).toEqual(delivery);
  });

  it("any notice keeps Discord's limits: title 256, description 4096, 25 fields of 1024, 6000 in sum", async () => {
    await fc.assert(fc.asyncProperty(anyHugeNotice, async (notice) => {
      await far.send(notice);
      const { embeds: [{ title, description, fields, footer }] } = far.body<Body>();
      expect([title.length <= 256, description.length <= 4096, fields.length <= 25]).toEqual([true, true, true]);
      for (const { name, value } of fields) expect([name.length > 0, value.length > 0, value.length <= 1024]).toEqual([true, true, true]);
      expect([title, description, footer.text, ...fields.flatMap(({ name, value }) => [name, value])].join("").length).toBeLessThanOrEqual(6000);
      if (notice.items.length === 10_000) expect(description).toMatch(/… and \d+ more$/);
    }), { numRuns: 40 });
  });
});
