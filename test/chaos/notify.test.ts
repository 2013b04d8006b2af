// The short form of npm run chaos:notify, and that its verdict can find what it looks for.
import { describe, expect, it } from "vitest";
import type { Arrival } from "./bad-receiver.ts";
import { runNotifyCampaign } from "./notify-campaign.ts";
import type { Handed } from "./notify-process.ts";
import { judge } from "./notify-verdict.ts";

const left = { unsettled: 0, suppressed: 0, dead: 0, refused: 0 };
const handed = (...rows: string[]): Handed[] => rows.map((title) => ({ id: title, receiver: "hook", notice: { items: [{ title, detail: "", url: "" }] } as unknown as Handed["notice"] }));
const arrival = (key: string, rows: readonly string[], accepted = true): Arrival => ({ key, accepted, body: JSON.stringify({ data: { items: rows.map((title) => ({ title })), itemsLeftOut: 0 } }) });
const verdictOn = (arrivals: readonly Arrival[]) => judge(handed("hook s 1", "hook s 2", "hook t 1"), [{ arrivals }], left);
const whole = [arrival("k1", ["hook s 1"]), arrival("k2", ["hook s 2"]), arrival("k3", ["hook t 1"])];

describe("test/chaos/notify-verdict.ts", () => {
  it("finds nothing where everything came once and in order", () => expect(verdictOn(whole)).toMatchObject({ sent: 3, lost: 0, duplicated: 0, outOfOrder: 0, wrong: [] }));
  it.each<[string, Arrival[], object]>([
    ["what never came", whole.slice(0, 2), { lost: 1 }],
    ["what came and was never said yes to", [arrival("k1", ["hook s 1"], false), ...whole.slice(1)], { lost: 1 }],
    ["what was said yes to twice, under one key", [...whole, arrival("k2", ["hook s 2"])], { duplicated: 1, outOfOrder: 0, wrong: [] }],
    ["an end before its beginning", [whole[1]!, whole[0]!, whole[2]!], { outOfOrder: 1 }],
    ["a repeat under another key", [...whole, arrival("k9", ["hook s 2"])], { wrong: ["hook s 2 came under k2 and k9"], outOfOrder: 1 }],
    ["a key with another body", [...whole, arrival("k3", ["hook t 1", "hook s 2"])], { wrong: [expect.stringContaining("two bodies"), expect.stringContaining("under k2 and k3")] }],
    ["what nobody sent", [...whole, arrival("k4", ["hook x 1"])], { wrong: ["hook x 1 arrived and was never acknowledged"] }],
  ])("finds %s", (_what, arrivals, found) => expect(verdictOn(arrivals)).toMatchObject(found));

  it("a repeat of an older message, under its own key, is no disorder", () => expect(verdictOn([...whole, arrival("k1", ["hook s 1"])])).toMatchObject({ duplicated: 1, outOfOrder: 0 }));
});

describe("test/chaos/notify-campaign.ts", () => {
  it("kill -9 while notices flow to receivers that misbehave: none lost, each repeat under its key, each story in order", { timeout: 120_000 }, async () => {
    const { sent, lost, outOfOrder, wrong, left: remains, arrivals, messages } = await runNotifyCampaign({ kills: 2, notices: 80, receivers: 3, stories: 8, seed: 7 });
    expect({ sent, lost, outOfOrder, wrong, remains }).toEqual({ sent: 80, lost: 0, outOfOrder: 0, wrong: [], remains: { unsettled: 0, suppressed: 0, dead: 0, refused: 0 } });
    // It was about something: more came than was said yes to.
    expect(arrivals).toBeGreaterThan(messages);
  });
});
