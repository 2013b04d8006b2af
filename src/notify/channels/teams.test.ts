// The adaptive card within 28 KB, and what a workflow's answers mean.
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { anyHugeNotice, openFarSide } from "../far-side.sample.ts";
import type { FarSide } from "../far-side.sample.ts";
import { sampleNotice } from "../notice.sample.ts";
import { teams } from "./teams.ts";

interface Run { type: string; text: string; selectAction?: { type: string; url: string } }
interface Element { type: string; id?: string; style?: string; inlines?: Run[]; items?: Element[] }
interface Card { type: string; version: string; fallbackText: string; body: Element[]; actions: { type: string; title: string; url: string }[] }
interface Body { type: string; attachments: [{ contentType: string; contentUrl: null; content: Card }] }

const textsOf = ({ inlines = [], items = [] }: Element): string => [...inlines.map(({ text }) => text), ...items.map(textsOf)].join("");

describe("src/notify/channels/teams.ts", () => {
  let far: FarSide;
  beforeEach(async () => { far = await openFarSide(teams, (url) => ({ url: `${url}/workflows/1/triggers/manual/paths/invoke?sig=s` }), { status: 202, body: "" }); });
  afterEach(() => far.close());
  const card = (): Card => far.body<Body>().attachments[0].content;

  it("posts a card with a headline, five lines, the change, the rows and buttons", async () => {
    expect(await far.send(sampleNotice({ changes: ["due: Friday -> Monday"], links: [{ label: "Acknowledge", url: "https://aftwatch.example/ack/1" }] }))).toEqual({ kind: "sent", detail: "HTTP 202" });
    expect(far.body<Body>()).toMatchObject({ type: "message", attachments: [{ contentType: "application/vnd.microsoft.card.adaptive", contentUrl: null }] });
    expect(card()).toMatchObject({ type: "AdaptiveCard", version: "1.4", fallbackText: "[critical] Upgrade libalder to 2.4.1" });
    expect(card().body.map(textsOf)).toEqual([
      "[critical] Upgrade libalder to 2.4.1",
      "What: libalder 2.3.0 parses a length field without a bound", "Where: checkout on prod-eu, internet-facing", "Why: exploited in the wild, loaded in the process",
      "Due: 2026-03-04 by the team's policy, clause 2", "Do: Plan the fix: https://aftwatch.example/findings/fnd_1",
      "Changed: due: Friday -> Monday", "• checkout 4.2 prod-eu",
    ]);
    expect(card().body[0]).toMatchObject({ id: "sty_0123456789ABCDEFGHJKMNPQRS", style: "attention", items: [{ id: "msg_01KEY" }] });
    expect(card().body.at(-1)?.inlines?.[1]?.selectAction).toEqual({ type: "Action.OpenUrl", url: "https://aftwatch.example/deployments/dpl_1" });
    expect(card().actions).toEqual([
      { type: "Action.OpenUrl", title: "Plan the fix", url: "https://aftwatch.example/findings/fnd_1" },
      { type: "Action.OpenUrl", title: "Acknowledge", url: "https://aftwatch.example/ack/1" },
    ]);
  });

  it.each([["critical", "open", "attention"], ["unknown", "open", "warning"], ["low", "open", "emphasis"], ["critical", "resolved", "good"]] as const)("%s and %s is %s", async (severity, state, style) => {
    await far.send(sampleNotice({ severity, state }));
    expect(card().body[0]?.style).toBe(style);
  });

  it("text is only ever shown in runs, which know no Markdown, and no mention is defined", async () => {
    await far.send(sampleNotice({ what: "<at>General</at> [fix](https://evil.example)" }));
    expect(textsOf(card().body[1] ?? { type: "" })).toBe("What: <at>General</at> [fix](https://evil.example)");
    expect(far.received[0]?.body).not.toMatch(/"TextBlock"|"entities"/);
  });

  it.each([
    ["throttled, with a time", 429, "", { "retry-after": "12" }, { kind: "retry", why: "HTTP 429", afterMs: 12_000 }],
    ["a workflow that is turned off says how to mend it", 400, '{"error":{"code":"WorkflowTriggerIsNotEnabled"}}', {}, { kind: "refused", why: "HTTP 400: the workflow is turned off; turn it on in Power Automate, then send this again" }],
    ["a deleted workflow is gone", 404, '{"error":{"code":"WorkflowNotFound"}}', {}, { kind: "refused", gone: true, why: 'HTTP 404: {"error":{"code":"WorkflowNotFound"}} (the workflow is gone; make a new one)' }],
    ["a failure behind an old connector comes with a 200", 200, "Webhook message delivery failed with error: Microsoft Teams endpoint returned HTTP error 429", {}, { kind: "retry", why: "Webhook message delivery failed with error: Microsoft Teams endpoint returned HTTP error 429" }],
    ["an old connector's yes", 200, "1", {}, { kind: "sent", detail: "HTTP 200" }],
    ["a wrong signature", 401, '{"error":{"code":"DirectApiAuthorizationRequired"}}', {}, { kind: "refused", why: 'HTTP 401: {"error":{"code":"DirectApiAuthorizationRequired"}}' }],
    ["too large", 413, "", {}, { kind: "refused", why: "HTTP 413" }],
  ])("%s", async (_claim, status, body, headers, delivery) => {
    far.says(status, body, headers);
    expect(await far.send()).toEqual(delivery);
  });

  it("any notice is below 28 KB in UTF-8 and UTF-16, and rows that are left out are counted", async () => {
    await fc.assert(fc.asyncProperty(anyHugeNotice, async (notice) => {
      await far.send(notice);
      const body = far.received.at(-1)?.body ?? "";
      expect(Math.max(Buffer.byteLength(body), body.length * 2)).toBeLessThanOrEqual(28_000);
      const rows = card().body.map(textsOf).filter((text) => text.startsWith("• ")).length;
      const [, left = "0"] = /^… and (\d+) more$/.exec(textsOf(card().body.at(-1) ?? { type: "" })) ?? [];
      expect(rows + Number(left)).toBe(notice.items.length);
    }), { numRuns: 40 });
  });
});
