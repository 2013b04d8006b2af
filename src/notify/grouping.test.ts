// Notices of one story become one message; nothing is lost, whatever the order.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { changesSince, mergeNotices, messageFor } from "./grouping.ts";
import { messageLines, oneLine } from "./message.ts";
import { anyNotice, sampleNotice } from "./notice.sample.ts";
import type { Notice, NoticeState } from "./notice.ts";

// Few instants: ties have to be settled too.
const members = fc.array(anyNotice.map((notice) => ({ ...notice, at: notice.at % 2 })), { minLength: 1, maxLength: 12 });
const textOf = (notice: Notice): string => messageLines(notice, { itemLimit: 10_000 }).join("\n");
const allValues = (notice: Notice): string[] => [notice.what, notice.where, notice.why, notice.due, notice.title, notice.action.label, notice.action.url, ...notice.items.flatMap((item) => [item.title, item.detail, item.url])];

describe("src/notify/grouping.ts", () => {
  it("one notice is its own message", () => expect(mergeNotices([sampleNotice()])).toEqual(sampleNotice()));

  it("the worst leads, then the newest; the others become rows", () => {
    const merged = mergeNotices([
      sampleNotice({ severity: "high", what: "b", at: 3, items: [] }),
      sampleNotice({ what: "old", at: 1, items: [] }),
      sampleNotice({ what: "new", at: 2, items: [] }),
    ]);
    expect(merged).toMatchObject({ severity: "critical", what: "new", at: 3, title: "Upgrade libalder to 2.4.1 (and 2 more)" });
    expect(merged.items.map(({ title, detail }) => [title, detail.split(" · ")[0]])).toEqual([["[critical] Upgrade libalder to 2.4.1", "old"], ["[high] Upgrade libalder to 2.4.1", "b"]]);
  });

  it("unknown is not below low", () => expect(mergeNotices([sampleNotice({ severity: "low" }), sampleNotice({ severity: "unknown" })]).severity).toBe("unknown"));

  it("the same notice twice is told once", () => expect(mergeNotices([sampleNotice(), sampleNotice()])).toEqual(sampleNotice()));

  it.each<[string, NoticeState[], NoticeState]>([
    ["the newest says where a story stands", ["open", "acknowledged", "resolved"], "resolved"], ["a story that begins again is open", ["resolved", "open"], "open"],
    ["an acknowledgement is not an end", ["open", "acknowledged"], "acknowledged"],
  ])("%s", (_claim, states, expected) => expect(mergeNotices(states.map((state, at) => sampleNotice({ state, at, title: `t${at}` }))).state).toBe(expected));

  it("at one instant an end comes after its beginning, whatever the order of arrival", () => {
    const [open, end] = [sampleNotice({ state: "open" }), sampleNotice({ state: "resolved", title: "over" })];
    expect([mergeNotices([open, end]), mergeNotices([end, open])].map(({ state, title }) => [state, title])).toEqual([["resolved", "over (and 1 more)"], ["resolved", "over (and 1 more)"]]);
  });

  it("the alerts are the newest's, the links those of all", () => {
    const alerts = (reason: string) => ({ groupKey: "g", status: "firing" as const, reason, groupLabels: {}, commonLabels: {}, commonAnnotations: {}, alerts: [], truncatedAlerts: 0 });
    const merged = mergeNotices([
      sampleNotice({ at: 2, severity: "low", alerts: alerts("new alerts"), links: [{ label: "runbook", url: "r" }] }),
      sampleNotice({ at: 1, alerts: alerts("first notification"), links: [{ label: "acknowledge", url: "a" }, { label: "runbook", url: "r" }] }),
    ]);
    expect([merged.alerts?.reason, merged.links?.map(({ label }) => label).toSorted()]).toEqual(["new alerts", ["acknowledge", "runbook"]]);
  });

  it("labels are those of all", () => {
    const other = sampleNotice({ labels: { services: ["basket"], owner: "search", environments: ["staging"], vulnerability: undefined } });
    expect(mergeNotices([sampleNotice(), other]).labels).toEqual({ services: ["basket", "checkout"], owner: "payments, search", environments: ["production", "staging"], vulnerability: "CVE-2026-10001" });
  });

  it("nothing is lost: every value of every member is in the text of the message", () => {
    fc.assert(fc.property(members, (notices) => {
      const text = textOf(mergeNotices(notices));
      for (const value of notices.flatMap(allValues)) expect(text).toContain(oneLine(value));
    }));
  });

  it("the order of arrival does not matter", () => {
    const shuffled = members.chain((notices) => fc.tuple(fc.constant(notices), fc.shuffledSubarray(notices, { minLength: notices.length })));
    fc.assert(fc.property(shuffled, ([notices, others]) => { expect(mergeNotices(others)).toEqual(mergeNotices(notices)); }));
  });

  it("a message equal to the last one has no changes, and says so", () => {
    fc.assert(fc.property(members, (notices) => {
      expect(changesSince(mergeNotices(notices), mergeNotices(notices))).toEqual([]);
      expect(messageFor(notices, notices).changes).toEqual(["nothing since the last message of this group"]);
      expect(messageFor(notices, [])).not.toHaveProperty("changes");
    }));
  });

  it.each<[name: string, changed: Partial<Notice>, line: string]>([
    ["severity", { severity: "low" }, "severity: critical -> low"],
    ["event", { kind: "finding.fixed" }, "event: finding.opened -> finding.fixed"],
    ["place", { where: "nowhere" }, "where: checkout on prod-eu, internet-facing -> nowhere"],
    ["due", { due: "" }, "due: 2026-03-04 by the team's policy, clause 2 -> nothing"],
    ["rows", { items: [] }, "rows: 0 new, 1 not in this message"],
  ])("a change of %s is one line", (_name, changed, line) => expect(changesSince(sampleNotice(), sampleNotice(changed))).toEqual([line]));

  it("an empty group is a fault of the program", () => expect(() => mergeNotices([])).toThrow(TypeError));
});
