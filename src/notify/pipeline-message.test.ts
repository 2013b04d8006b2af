// What a claim says: one story, a summary, the reason it came here, or nothing any more.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { minuteMs } from "../kernel/clock.ts";
import { messageLines, oneLine } from "./message.ts";
import { anyNotice, sampleNotice } from "./notice.sample.ts";
import type { Claim } from "./notice-store.ts";
import type { Notice, NoticeState } from "./notice.ts";
import { messageOf, whyNothingToSay } from "./pipeline-message.ts";

const membersOf = (notices: readonly Notice[], because?: string): Claim["members"] => notices.map((notice, n) => ({ deliveryId: `d${n}`, noticeId: `n${n}`, notice, because }));
const claimOf = (notices: readonly Notice[], changed: Partial<Claim> = {}): Claim => ({
  org: "o", receiverId: "slack", groupKey: "g", isSummary: false, key: "msg_1", attempt: 1, number: 1, queuedAt: 0, leaseOwner: "w", leaseUntil: 1, members: membersOf(notices), previous: [], previousRef: undefined, told: undefined, ...changed,
});
const open = sampleNotice({ state: "open", at: 1 });
const end = sampleNotice({ state: "resolved", at: 2, title: "over" });

describe("src/notify/pipeline-message.ts", () => {
  it.each<[string, Notice[], NoticeState | undefined, boolean, RegExp | undefined]>([
    ["a beginning is told", [open], undefined, true, undefined],
    ["a notice without a state is a beginning", [sampleNotice()], undefined, true, undefined],
    ["the end of what was told is told", [end], "open", true, undefined],
    ["and of what somebody has in hand", [end], "acknowledged", true, undefined],
    ["the end of what was never told is not", [end], undefined, true, /before this receiver was told/],
    ["nor an end that was told", [end], "resolved", true, /told before/],
    ["a beginning and an end that waited together are told", [open, end], undefined, true, undefined],
    ["an end is not told where it is not wanted", [end], "open", false, /not told when a story ends/],
    ["nor with its beginning: it is over", [open, end], undefined, false, /not told when a story ends/],
    ["a story that ended and began again within one instant is open", [end, { ...open, at: end.at }], "resolved", true, undefined],
    ["a story that began again is told there too", [end, { ...open, at: 3 }], undefined, false, undefined],
  ])("%s", (_claim, notices, told, sendResolved, why) => {
    const said = whyNothingToSay(claimOf(notices, { told }), { sendResolved });
    if (why === undefined) expect(said).toBeUndefined();
    else expect(said).toMatch(why);
  });

  it("a beginning and an end in one message: the end leads, the state is its, the beginning is a row", () => {
    const message = messageOf(claimOf([open, end]));
    expect(message).toMatchObject({ state: "resolved", title: "over (and 1 more)" });
    expect(message.items.map(({ title }) => title)).toContain("[critical] Upgrade libalder to 2.4.1");
  });

  it("a story that ended and began again within one instant stands open, whatever its instants say", () => {
    expect(messageOf(claimOf([end, { ...open, at: end.at, title: "again" }])).state).toBe("open");
    expect(messageOf(claimOf([open, { ...end, at: open.at }])).state).toBe("resolved");
  });

  it("says why it came here, once", () => {
    expect(messageOf(claimOf([open], { members: membersOf([open, end], "slack could not be reached: HTTP 500") })).changes).toEqual(["sent here because slack could not be reached: HTTP 500"]);
  });

  it("a summary says how many, how bad, since when, and has a row for each story", () => {
    const notices = Array.from({ length: 37 }, (_, n) => sampleNotice({ groupKey: `g${n}`, severity: n < 2 ? "critical" : "high", title: `story ${n}`, at: n * 15_000, items: [], state: n === 5 ? "resolved" : "open" }));
    const message = messageOf(claimOf(notices, { isSummary: true, groupKey: "summary|slack", told: "resolved", previousRef: undefined }));
    expect(message).toMatchObject({ kind: "summary", groupKey: "summary|slack", title: "37 more within 9 min: 2 critical, 35 high, 1 of them resolved", severity: "critical", state: "open" });
    expect(message.items).toHaveLength(37);
    expect(message.items[5]).toMatchObject({ title: "[resolved] story 5", url: notices[5]?.action.url });
  });

  it("a summary loses nothing: every value of every member is in its text; it is resolved when all of it is", () => {
    fc.assert(fc.property(fc.array(anyNotice, { minLength: 2, maxLength: 12 }), (notices) => {
      const text = messageLines(messageOf(claimOf(notices, { isSummary: true })), { itemLimit: 100_000 }).join("\n");
      for (const notice of notices) for (const value of [notice.what, notice.where, notice.title, notice.action.url, ...notice.items.flatMap((item) => [item.title, item.url])]) expect(text).toContain(oneLine(value));
    }));
    const over = [1, 2].map((n) => ({ ...end, groupKey: `g${n}`, at: n * minuteMs }));
    expect(messageOf(claimOf(over, { isSummary: true })).state).toBe("resolved");
  });
});
