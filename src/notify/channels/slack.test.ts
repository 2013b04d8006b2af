// Slack's payload within its limits, what its answers mean, and the thread a bot keeps for a story.
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { contextFor, faultOf } from "../channel.suite.ts";
import { anyHugeNotice, openFarSide } from "../far-side.sample.ts";
import type { FarSide } from "../far-side.sample.ts";
import { anyNotice, sampleNotice } from "../notice.sample.ts";
import type { Notice } from "../notice.ts";
import { openReceiver } from "../receiver.sample.ts";
import type { LoopbackReceiver } from "../receiver.sample.ts";
import { slack } from "./slack.ts";

interface Block { type: string; block_id?: string; text?: { type: string; text: string }; elements?: { url: string; text: { text: string } }[] }

describe("src/notify/channels/slack.ts", () => {
  let receiver: LoopbackReceiver;
  beforeEach(async () => { receiver = await openReceiver((response) => response.end("ok")); });
  afterEach(() => receiver.close());

  async function sent(notice: Notice): Promise<{ text: string; blocks: Block[] }> {
    const settings = slack.readSettings({ url: `http://127.0.0.1:${receiver.port}/services/T/B/x`, allowPrivate: true });
    expect(await slack.send(notice, contextFor(settings, undefined, "msg_01KEY"))).toEqual({ kind: "sent", detail: "HTTP 200" });
    return JSON.parse(receiver.received.at(-1)?.body ?? "") as { text: string; blocks: Block[] };
  }
  const textsOf = ({ blocks }: { blocks: Block[] }): string[] => blocks.flatMap((block) => block.text?.text ?? []);

  it("shows a headline, five lines, the change, the rows and one button", async () => {
    const message = await sent(sampleNotice({ changes: ["due: Friday -> Monday"] }));
    expect(message.blocks.map(({ type }) => type)).toEqual(["header", "section", "section", "section", "section", "section", "section", "section", "actions"]);
    expect(textsOf(message)[1]).toBe("*What:* libalder 2.3.0 parses a length field without a bound");
    expect(textsOf(message)[6]).toBe("_Changed:_ due: Friday -&gt; Monday");
    expect(message.blocks.at(-1)?.elements?.[0]).toMatchObject({ url: "https://aftwatch.example/findings/fnd_1", text: { text: "Plan the fix" } });
    expect(message.text).toContain("Where: checkout on prod-eu");
  });

  it("carries the delivery key on the first block", async () => expect((await sent(sampleNotice())).blocks[0]?.block_id).toBe("msg_01KEY"));

  it("says how many rows it does not show", async () => {
    const message = await sent(sampleNotice({ items: Array.from({ length: 67 }, (_, n) => ({ title: `row ${n}`, detail: "d", url: "u" })) }));
    expect(textsOf(message).at(-1)).toBe("… and 37 more");
  });

  it("a name cannot become a mention or a link", async () => {
    expect(textsOf(await sent(sampleNotice({ what: "<!channel> & <https://evil.example|fix>" })))[1]).toBe("*What:* &lt;!channel&gt; &amp; &lt;https://evil.example|fix&gt;");
  });

  it.each([["javascript:alert(1)"], [`https://x.example/${"a".repeat(3000)}`], ["not a url"]])("leaves out the button for %.30s and keeps the line", async (url) => {
    const message = await sent(sampleNotice({ action: { label: "Go", url } }));
    expect(message.blocks.map(({ type }) => type)).not.toContain("actions");
    expect(textsOf(message)[5]).toContain(`*Do:* Go: ${url.slice(0, 20)}`);
  });

  it("a text of 10,000 signs that all need escaping is cut within 3000 and says so", async () => {
    const [, what = ""] = textsOf(await sent(sampleNotice({ what: "<".repeat(10_000) })));
    expect(what.length).toBeLessThanOrEqual(3000);
    expect(what).toMatch(/&lt;… and \d+ more characters$/);
  });

  it("any notice keeps Slack's limits: 50 blocks, header 150, sections 1 to 3000", async () => {
    const many = fc.record({ items: fc.constantFrom(0, 1, 29, 30, 31, 500), changes: fc.constantFrom(0, 1, 10, 11, 40) });
    await fc.assert(fc.asyncProperty(anyNotice, many, async (notice, { items, changes }) => {
      const message = await sent({ ...notice, changes: Array.from({ length: changes }, () => "c"), items: Array.from({ length: items }, () => ({ title: "t", detail: "d", url: "u" })) });
      expect(message.blocks.length).toBeLessThanOrEqual(50);
      expect(message.text.length).toBeLessThanOrEqual(3000);
      for (const { type, text } of message.blocks) {
        if (text === undefined) continue;
        expect(text.text.length).toBeGreaterThan(0);
        expect(text.text.length).toBeLessThanOrEqual(type === "header" ? 150 : 3000);
      }
    }), { numRuns: 60 });
  });

  it("asks for https, because the URL is the credential", () => {
    expect(faultOf(() => slack.readSettings({ url: "http://hooks.example/services/x" })).places).toEqual([{ at: "/url", rule: "must be an https URL (http only together with allowPrivate)" }]);
  });

  it("a second thing to do is a second button; many are counted", async () => {
    const links = Array.from({ length: 7 }, (_, n) => ({ label: `Link ${n}`, url: `https://aftwatch.example/${n}` }));
    expect((await sent(sampleNotice({ links: links.slice(0, 1) }))).blocks.at(-1)?.elements?.map(({ text }) => text.text)).toEqual(["Plan the fix", "Link 0"]);
    expect((await sent(sampleNotice({ links }))).blocks.at(-1)?.elements?.map(({ text }) => text.text)).toEqual(["Plan the fix", "Link 0", "Link 1", "Link 2", "… and 4 more"]);
  });

  it("the texts of a huge notice stay below 12,000 characters in sum, and the rows left out are counted", async () => {
    await fc.assert(fc.asyncProperty(anyHugeNotice, async (notice) => {
      const message = await sent(notice);
      expect(message.blocks.length).toBeLessThanOrEqual(50);
      expect(textsOf(message).join("").length).toBeLessThanOrEqual(12_500);
      const rows = textsOf(message).filter((text) => text.startsWith("• ")).length;
      const left = textsOf(message).map((text) => /^… and (\d+) more$/.exec(text)?.[1]).find((count) => count !== undefined) ?? "0";
      expect(rows + Number(left)).toBe(notice.items.length);
    }), { numRuns: 30 });
  });

  it("full lines, full notes and full rows together leave rows out, not the limit", async () => {
    const full = "x".repeat(1000);
    const message = await sent(sampleNotice({ what: full, where: full, why: full, due: full, changes: Array.from({ length: 10 }, () => full), items: Array.from({ length: 30 }, () => ({ title: full, detail: "", url: "" })) }));
    expect(textsOf(message).join("").length).toBeLessThanOrEqual(12_500);
    expect(textsOf(message).at(-1)).toMatch(/^… and \d+ more$/);
  });

  it.each([["no_service", 404], ["no_active_hooks", 404], ["channel_is_archived", 410]])("%s means that the webhook is gone", async (text, status) => {
    const far = await openFarSide(slack, (url) => ({ url: `${url}/services/T/B/x` }), { status, body: text });
    expect(await far.send()).toEqual({ kind: "refused", gone: true, why: `HTTP ${status}: ${text} (the webhook is gone; make a new one)` });
    await far.close();
  });
});

describe("src/notify/channels/slack.ts as a bot", () => {
  const yes = { ok: true, channel: "C0123456789", ts: "1700000000.000200" };
  const first = "C0123456789:1600000000.000100";
  let far: FarSide;
  beforeEach(async () => { far = await openFarSide(slack, (url) => ({ token: "xoxb-1-2-abc", channel: "C0123456789", apiUrl: `${url}/api/` }), { status: 200, body: yes }); });
  afterEach(() => far.close());
  const methods = (): string[] => far.received.map(({ path }) => path.replace("/api/", ""));
  const no = (error: string) => ({ ok: false, error });

  it("posts the first message and keeps where it is", async () => {
    expect(await far.send()).toEqual({ kind: "sent", ref: "C0123456789:1700000000.000200" });
    expect(methods()).toEqual(["chat.postMessage"]);
    expect(far.received[0]?.headers).toMatchObject({ authorization: "Bearer xoxb-1-2-abc", "content-type": "application/json; charset=utf-8" });
    expect(far.body()).toMatchObject({
      channel: "C0123456789", unfurl_links: false, unfurl_media: false, link_names: false, parse: "none", text: expect.stringContaining("Upgrade libalder"), blocks: expect.any(Array),
      metadata: { event_type: "aftwatch_notice", event_payload: { delivery: "msg_01KEY", story: "sty_0123456789ABCDEFGHJKMNPQRS" } },
    });
    expect(far.body()).not.toHaveProperty("thread_ts");
  });

  it("a later one brings the first up to date in place and replies in its thread", async () => {
    expect(await far.send(sampleNotice({ state: "resolved", changes: ["rows: <1> gone"] }), first)).toEqual({ kind: "sent", ref: first });
    expect(methods()).toEqual(["chat.update", "chat.postMessage"]);
    expect(far.body<{ ts: string; blocks: Block[] }>(0)).toMatchObject({ ts: "1600000000.000100", parse: "none" });
    expect(far.body<{ blocks: Block[] }>(0).blocks[0]?.text?.text).toBe("[resolved, critical] Upgrade libalder to 2.4.1");
    expect(far.body(1)).toMatchObject({ thread_ts: "1600000000.000100", text: "[resolved, critical] Upgrade libalder to 2.4.1\nChanged: rows: &lt;1&gt; gone" });
  });

  it("when the first message was deleted, the story starts anew", async () => {
    far.answers((response, { path }) => response.end(JSON.stringify(path.endsWith("update") ? no("message_not_found") : yes)));
    expect(await far.send(sampleNotice(), first)).toEqual({ kind: "sent", ref: "C0123456789:1700000000.000200" });
    expect(far.body(1)).not.toHaveProperty("thread_ts");
  });

  it("when it may not be changed, the whole message goes into the thread", async () => {
    far.answers((response, { path }) => response.end(JSON.stringify(path.endsWith("update") ? no("cant_update_message") : yes)));
    expect(await far.send(sampleNotice(), first)).toEqual({ kind: "sent", ref: first });
    expect(far.body(1)).toMatchObject({ thread_ts: "1600000000.000100", blocks: expect.any(Array) });
  });

  it("when the update is told to wait, nothing is posted: the next attempt does both", async () => {
    far.says(429, no("ratelimited"), { "retry-after": "30" });
    expect(await far.send(sampleNotice(), first)).toEqual({ kind: "retry", why: "Slack says ratelimited", afterMs: 30_000 });
    expect(methods()).toEqual(["chat.update"]);
  });

  it("another channel in the settings starts the story anew", async () => {
    await far.send(sampleNotice(), "C9999999999:1600000000.000100");
    expect(methods()).toEqual(["chat.postMessage"]);
  });

  it.each([
    ["not_in_channel", { kind: "refused", why: "Slack says not_in_channel" }], ["invalid_auth", { kind: "refused", why: "Slack says invalid_auth" }],
    ["is_archived", { kind: "refused", why: "Slack says is_archived", gone: true }], ["token_revoked", { kind: "refused", why: "Slack says token_revoked", gone: true }],
    ["internal_error", { kind: "retry", why: "Slack says internal_error" }], ["token xoxb-1-2-abc is unknown", { kind: "refused", why: "Slack says token [secret] is unknown" }],
  ])("a 200 that says %s is no success", async (error, delivery) => {
    far.says(200, no(error));
    expect(await far.send()).toEqual(delivery);
  });

  it("a 200 of somebody else is tried again", async () => {
    far.says(200, "<html>sign in</html>");
    expect(await far.send()).toEqual({ kind: "retry", why: "HTTP 200 without Slack's ok: is something between Aftwatch and Slack?" });
  });

  it.each([
    ["neither webhook nor bot", {}, ["/url"]], ["both", { url: "https://hooks.example/x", token: "xoxb-1", channel: "C0123456789" }, ["/url"]],
    ["a token without a channel", { token: "xoxb-1" }, ["/channel"]], ["a channel without a token", { channel: "C0123456789" }, ["/token"]],
    ["a channel's name", { token: "xoxb-1", channel: "#ops" }, ["/channel"]], ["something else for a token", { token: "hunter2", channel: "C0123456789" }, ["/token"]],
  ])("names what is wrong: %s", (_case, raw, places) => expect(faultOf(() => slack.readSettings(raw)).places.map(({ at }) => at)).toEqual(places));
});
