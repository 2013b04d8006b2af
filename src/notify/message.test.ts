// A notice in plain lines, cut aloud.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { cut, messageLines, oneLine } from "./message.ts";
import { anyNotice, sampleNotice } from "./notice.sample.ts";

const row = (n: number) => ({ title: `row ${n}`, detail: "d", url: "https://x.example" });

describe("src/notify/message.ts", () => {
  it("says subject, five lines, changes and rows in this order", () => {
    expect(messageLines(sampleNotice({ changes: ["severity: high -> critical"] }))).toEqual([
      "[critical] Upgrade libalder to 2.4.1",
      "What: libalder 2.3.0 parses a length field without a bound",
      "Where: checkout on prod-eu, internet-facing",
      "Why: exploited in the wild, loaded in the process",
      "Due: 2026-03-04 by the team's policy, clause 2",
      "Do: Plan the fix: https://aftwatch.example/findings/fnd_1",
      "Changed: severity: high -> critical",
      "- checkout 4.2: prod-eu https://aftwatch.example/deployments/dpl_1",
    ]);
  });

  it.each([[undefined, "[critical] "], ["open", "[critical] "], ["acknowledged", "[acknowledged, critical] "], ["resolved", "[resolved, critical] "]] as const)("a story that is %s begins with %s", (state, start) => {
    expect(messageLines(sampleNotice(state === undefined ? {} : { state }))[0]).toBe(`${start}Upgrade libalder to 2.4.1`);
  });

  it("says what else a reader may do after the five lines", () => {
    expect(messageLines(sampleNotice({ links: [{ label: "Acknowledge", url: "https://aftwatch.example/ack" }] }))[6]).toBe("Acknowledge: https://aftwatch.example/ack");
  });

  it("counts the rows beyond the limit", () => {
    expect(messageLines(sampleNotice({ items: Array.from({ length: 40 }, (_, n) => row(n)) }), { itemLimit: 3 }).slice(-2)).toEqual(["- row 2: d https://x.example", "… and 37 more"]);
  });

  it.each([
    ["a line break cannot forge a line", "lib\nDue: never", "lib Due: never"],
    ["an escape code cannot drive a terminal", "lib\u001b[2Jx", "lib [2Jx"],
    ["a direction override cannot turn a name round", "lib\u202egpj.exe", "libgpj.exe"],
    ["half a surrogate pair is no character", "a\ud83d", "a\ufffd"],
    ["a paragraph separator is a break too", "a\u2029b", "a b"],
  ])("%s", (_claim, text, line) => expect(oneLine(text)).toBe(line));

  it("every line of any notice is one line", () => {
    fc.assert(fc.property(anyNotice, (notice) => {
      for (const line of messageLines(notice)) expect(line).not.toMatch(/[\p{Cc}\p{Zl}\p{Zp}]/u);
    }));
  });

  it("cut text keeps the limit, the head, and says how much is missing", () => {
    fc.assert(fc.property(fc.string({ unit: "grapheme", maxLength: 300 }), fc.integer({ min: 60, max: 200 }), (text, limit) => {
      const kept = cut(text, limit);
      expect(kept.length).toBeLessThanOrEqual(limit);
      const [, head = "", missing] = /^(.*)… and (\d+) more characters$/su.exec(kept) ?? [];
      if (missing === undefined) expect(kept).toBe(text);
      else expect([...head].length + Number(missing)).toBe([...text].length);
    }));
  });

  it("cuts after escaping, never within an entity", () => expect(cut("&".repeat(100), 100, (text) => text.replaceAll("&", "&amp;"))).toBe(`${"&amp;".repeat(12)}… and 88 more characters`));
});
