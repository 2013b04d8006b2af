// Slack's payload within its limits, and what its answers mean.
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { contextFor, faultOf } from "../channel.suite.ts";
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
});
