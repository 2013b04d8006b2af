// Mattermost's attachment, its limit, and what its answers mean.
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { faultOf } from "../channel.suite.ts";
import { anyHugeNotice, openFarSide } from "../far-side.sample.ts";
import type { FarSide } from "../far-side.sample.ts";
import { sampleNotice } from "../notice.sample.ts";
import { mattermost } from "./mattermost.ts";

interface Attachment { fallback: string; color: string; title: string; title_link?: string; text: string; fields: { short: boolean; title: string; value: string }[] }
interface Body { channel?: string; props: unknown; attachments: [Attachment] }

describe("src/notify/channels/mattermost.ts", () => {
  let far: FarSide;
  beforeEach(async () => { far = await openFarSide(mattermost, (url) => ({ url: `${url}/hooks/tok`, channel: "ops" }), { status: 200, body: "ok" }); });
  afterEach(() => far.close());

  it("posts one attachment with five fields, links, the change and the rows", async () => {
    expect(await far.send(sampleNotice({ changes: ["due: Friday"], links: [{ label: "Runbook", url: "https://aftwatch.example/run" }] }))).toEqual({ kind: "sent", detail: "HTTP 200" });
    const { channel, props, attachments: [attachment] } = far.body<Body>();
    expect([channel, props]).toEqual(["ops", { aftwatch_delivery: "msg_01KEY", aftwatch_story: "sty_0123456789ABCDEFGHJKMNPQRS" }]);
    expect(attachment).toMatchObject({ color: "#b3261e", title: "\\[critical\\] Upgrade libalder to 2.4.1", title_link: "https://aftwatch.example/findings/fnd_1" });
    expect(attachment.fallback).toBe("[critical] Upgrade libalder to 2.4.1 libalder 2.3.0 parses a length field without a bound");
    expect(attachment.text.split("\n")).toEqual([
      "[Plan the fix](https://aftwatch.example/findings/fnd_1) · [Runbook](https://aftwatch.example/run)",
      "Changed: due: Friday", "- [checkout 4.2](https://aftwatch.example/deployments/dpl_1) prod-eu",
    ]);
    expect(attachment.fields.map(({ title }) => title)).toEqual(["What", "Where", "Why", "Due", "Do"]);
  });

  it.each(["@here", "@channel", "@all", "~town-square", "[fix](https://evil.example)"])("%s stays a name", async (name) => {
    await far.send(sampleNotice({ title: name, what: name, items: [{ title: name, detail: name, url: "no url" }] }));
    const { title, text, fields, fallback } = far.body<Body>().attachments[0];
    expect([title, text, ...fields.map(({ value }) => value)].join("\n")).not.toMatch(/@here|@channel|@all|[^\\]~town|[^\\]\(https:\/\/evil/);
    expect(fallback).not.toMatch(/@here|@channel|@all/);
  });

  it("is green once resolved", async () => {
    await far.send(sampleNotice({ state: "resolved" }));
    expect(far.body<Body>().attachments[0]).toMatchObject({ color: "#2e7d32", title: "\\[resolved, critical\\] Upgrade libalder to 2.4.1" });
  });

  it.each([
    ["a deleted webhook is gone", 400, { id: "web.incoming_webhook.invalid.app_error", message: "Invalid webhook." }, { kind: "refused", gone: true, why: "HTTP 400: Invalid webhook. (deleted in Mattermost; make a new webhook)" }],
    ["an unknown channel is refused", 404, { id: "web.incoming_webhook.channel.app_error", message: "Couldn't find the channel." }, { kind: "refused", why: "HTTP 404: Couldn't find the channel." }],
    ["a rate limit is tried again", 429, "limit exceeded", { kind: "retry", why: "HTTP 429: limit exceeded" }],
    ["a failure of the server is tried again", 500, { id: "x", message: "m" }, { kind: "retry", why: 'HTTP 500: {"id":"x","message":"m"}' }],
  ])("%s", async (_claim, status, body, delivery) => {
    far.says(status, body);
    expect(await far.send()).toEqual(delivery);
  });

  it("names a channel that is none", () => expect(faultOf(() => mattermost.readSettings({ url: "https://chat.example/hooks/a", channel: "Town Square" })).places[0]?.at).toBe("/channel"));

  it("any notice stays below what one post holds, 16,383 characters, and counts what it leaves out", async () => {
    await fc.assert(fc.asyncProperty(anyHugeNotice, async (notice) => {
      await far.send(notice);
      const { title, text, fields } = far.body<Body>().attachments[0];
      expect([title, text, ...fields.map(({ value }) => value)].join("").length).toBeLessThanOrEqual(16_383);
      if (notice.items.length === 10_000) expect(text).toMatch(/… and \d+ more$/);
    }), { numRuns: 40 });
  });
});
