// Chains of fallbacks that end, and what is handed over.
import { describe, expect, it } from "vitest";
import { faultOf } from "./channel.suite.ts";
import { checkFallback, fallbackFor } from "./fallback.ts";
import { defaultCommon } from "./receiver-settings.ts";

const others = new Map<string, string | undefined>([["mail", "pager"], ["pager", undefined], ["back", "slack"]]);

describe("src/notify/fallback.ts", () => {
  it.each([[undefined], ["mail"], ["pager"]])("slack may fall back to %s", (fallback) => expect(() => checkFallback("slack", fallback, others)).not.toThrow());

  it.each([
    ["itself", "slack", "leads in a circle: slack to slack"],
    ["one that falls back to it", "back", "leads in a circle: slack to back to slack"],
    ["one that is not there", "nobody", "names the receiver nobody, which does not exist"],
  ])("slack may not fall back to %s", (_claim, fallback, rule) => expect(faultOf(() => checkFallback("slack", fallback, others)).places).toEqual([{ at: "/common/fallback", rule }]));

  it("what is refused or given up is handed over with the reason; what was sent, waits or has nothing to say is not", () => {
    const common = { ...defaultCommon, fallback: "mail" };
    const handed = (state: "sent" | "waiting" | "refused" | "dead" | "suppressed") => fallbackFor({ receiverId: "slack" }, state, "HTTP 500", common);
    expect([handed("dead"), handed("refused")]).toEqual(Array.from({ length: 2 }, () => ({ receiverId: "mail", because: "slack could not be reached: HTTP 500" })));
    expect([handed("sent"), handed("waiting"), handed("suppressed"), fallbackFor({ receiverId: "slack" }, "dead", "x", defaultCommon)]).toEqual([undefined, undefined, undefined, undefined]);
  });
});
