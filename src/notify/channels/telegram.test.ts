// Telegram's message within 4096 characters, its thread of replies, and what its answers mean.
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { faultOf } from "../channel.suite.ts";
import { anyHugeNotice, openFarSide } from "../far-side.sample.ts";
import type { FarSide } from "../far-side.sample.ts";
import { sampleNotice } from "../notice.sample.ts";
import { telegram } from "./telegram.ts";

interface Body { chat_id: string; text: string; parse_mode: string; message_id?: number; message_thread_id?: number; reply_parameters?: unknown }

const token = "123456:ABCdefGHIjklMNOpqrSTUvwxYZ012345678";
const taken = { ok: true, result: { message_id: 8, chat: { id: -1001 } } };

describe("src/notify/channels/telegram.ts", () => {
  let far: FarSide;
  beforeEach(async () => { far = await openFarSide(telegram, (url) => ({ token, chat: "-1001", url }), { status: 200, body: taken }); });
  afterEach(() => far.close());
  const paths = (): string[] => far.received.map(({ path }) => path.replace(`/bot${token}/`, ""));

  it("sends HTML with five lines, links and rows, and keeps the message's id", async () => {
    expect(await far.send(sampleNotice({ links: [{ label: "Acknowledge", url: "https://aftwatch.example/ack?a=1&b=2" }] }))).toEqual({ kind: "sent", ref: "-1001:8" });
    expect(paths()).toEqual(["sendMessage"]);
    expect(far.body()).toEqual({
      chat_id: "-1001", parse_mode: "HTML", link_preview_options: { is_disabled: true },
      text: [
        "<b>[critical] Upgrade libalder to 2.4.1</b>",
        "<b>What:</b> libalder 2.3.0 parses a length field without a bound", "<b>Where:</b> checkout on prod-eu, internet-facing", "<b>Why:</b> exploited in the wild, loaded in the process",
        "<b>Due:</b> 2026-03-04 by the team's policy, clause 2", "<b>Do:</b> Plan the fix: https://aftwatch.example/findings/fnd_1",
        '<a href="https://aftwatch.example/findings/fnd_1">Plan the fix</a>', '<a href="https://aftwatch.example/ack?a=1&amp;b=2">Acknowledge</a>',
        '• <a href="https://aftwatch.example/deployments/dpl_1">checkout 4.2</a> prod-eu',
      ].join("\n"),
    });
  });

  it("a later message brings the first up to date and replies to it; the story keeps its ref", async () => {
    expect(await far.send(sampleNotice({ state: "resolved", changes: ["rows: 1 new"] }), "-1001:3")).toEqual({ kind: "sent", ref: "-1001:3" });
    expect(paths()).toEqual(["editMessageText", "sendMessage"]);
    expect(far.body<Body>(0)).toMatchObject({ message_id: 3, text: expect.stringContaining("[resolved, critical]") });
    expect(far.body<Body>(1)).toMatchObject({ text: "<b>[resolved, critical] Upgrade libalder to 2.4.1</b>\nChanged: rows: 1 new", reply_parameters: { message_id: 3, allow_sending_without_reply: true } });
  });

  it.each(["Bad Request: message is not modified", "Bad Request: message to edit not found", "Bad Request: message can't be edited"])("%s does not keep the reply back", async (description) => {
    far.answers((response, { path }) => (path.endsWith("editMessageText") ? response.writeHead(400).end(JSON.stringify({ ok: false, error_code: 400, description })) : response.end(JSON.stringify(taken))));
    expect(await far.send(sampleNotice(), "-1001:3")).toEqual({ kind: "sent", ref: "-1001:3" });
  });

  it("when the edit is told to wait, the reply is not sent", async () => {
    far.says(429, { ok: false, error_code: 429, description: "Too Many Requests: retry after 5", parameters: { retry_after: 5 } });
    expect(await far.send(sampleNotice(), "-1001:3")).toEqual({ kind: "retry", why: "HTTP 429: Too Many Requests: retry after 5", afterMs: 5000 });
    expect(paths()).toEqual(["editMessageText"]);
  });

  it("another chat in the settings starts the story anew", async () => {
    await far.send(sampleNotice(), "-2002:3");
    expect(paths()).toEqual(["sendMessage"]);
  });

  it("a topic is sent along", async () => {
    const forum = await openFarSide(telegram, (url) => ({ token, chat: "@aftwatch", topic: "9", url }), { status: 200, body: taken });
    expect(await forum.send()).toEqual({ kind: "sent", ref: "@aftwatch:8" });
    expect(forum.body<Body>()).toMatchObject({ chat_id: "@aftwatch", message_thread_id: 9 });
    await forum.close();
  });

  it.each([
    ["a bot that was removed", 403, { description: "Forbidden: bot was kicked from the supergroup chat" }, { kind: "refused", gone: true, why: "HTTP 403: Forbidden: bot was kicked from the supergroup chat" }],
    ["a wrong token", 401, { description: "Unauthorized" }, { kind: "refused", why: "HTTP 401: Unauthorized" }],
    ["a group that moved says where", 400, { description: "Bad Request: group chat was upgraded to a supergroup chat", parameters: { migrate_to_chat_id: -1009 } }, { kind: "refused", why: "HTTP 400: Bad Request: group chat was upgraded to a supergroup chat (the group is -1009 now; set chat to it)" }],
    ["a failure of Telegram", 502, { description: "Bad Gateway" }, { kind: "retry", why: "HTTP 502: Bad Gateway" }],
    ["a page of somebody else", 200, "<html>", { kind: "retry", why: "HTTP 200 without Telegram's ok: is something between Aftwatch and Telegram?" }],
  ])("%s", async (_claim, status, body, delivery) => {
    far.says(status, typeof body === "string" ? body : { ok: false, error_code: status, ...body });
    expect(await far.send()).toEqual(delivery);
  });

  it("a name is no mention and no markup", async () => {
    await far.send(sampleNotice({ what: "@admin <a href=\"https://evil.example\">x</a>" }));
    expect(far.body<Body>().text).toContain("@\u200badmin &lt;a href=&quot;https://evil.example&quot;&gt;x&lt;/a&gt;");
  });

  it.each([["/token", { token: "abc" }], ["/chat", { chat: "my chat" }], ["/topic", { topic: -1 }], ["/url", { url: "http://bots.example" }]])("names %s", (at, changed) => {
    expect(faultOf(() => telegram.readSettings({ token, chat: "-1001", ...changed })).places.map((place) => place.at)).toEqual([at]);
  });

  it("any notice, first or reply, keeps 4096 characters with its markup whole", async () => {
    await fc.assert(fc.asyncProperty(anyHugeNotice, fc.constantFrom(undefined, "-1001:3"), async (notice, ref) => {
      await far.send(notice, ref);
      for (const { body } of far.received.splice(0)) {
        const { text } = JSON.parse(body) as Body;
        expect(text.length).toBeLessThanOrEqual(4096);
        expect(text.replace(/<\/?b>|<a href="[^"<>]*">|<\/a>/g, "")).not.toMatch(/[<>]/);
        expect([...text.matchAll(/<a /g)].length).toBe([...text.matchAll(/<\/a>/g)].length);
      }
    }), { numRuns: 40 });
  });
});
