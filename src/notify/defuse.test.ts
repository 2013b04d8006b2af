// Names stay names: no mention, no markup, no link that a browser should not open.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { chatText, linksOf, markdownLink, noteLines, unmentioned, webUrl } from "./defuse.ts";
import { sampleNotice } from "./notice.sample.ts";

describe("src/notify/defuse.ts", () => {
  it.each([["@here", "@\u200bhere"], ["@angular/core", "@\u200bangular/core"], ["a @ b", "a @ b"], ["@@x", "@@\u200bx"]])("%s calls nobody", (text, shown) => expect(unmentioned(text)).toBe(shown));

  it.each([
    ["https://x.example/a?b=c", "https://x.example/a?b=c"],
    ["https://x.example/a (b)", "https://x.example/a%20%28b%29"],
    ["https://x.example/<script>", "https://x.example/%3Cscript%3E"],
    ["javascript:alert(1)", undefined], ["file:///etc/passwd", undefined], ["data:text/html,x", undefined], ["//x.example", undefined], ["", undefined],
    [`https://x.example/${"a".repeat(2000)}`, undefined],
  ])("%.40s as a link", (url, href) => expect(webUrl(url)).toBe(href));

  it("a link that cannot be one is text", () => expect(markdownLink("click_me", "javascript:alert(1)", 100)).toBe("click\\_me javascript:alert\\(1\\)"));
  it("a link without a label shows where it leads", () => expect(markdownLink("", "https://x.example/", 100)).toBe("[https://x.example/](https://x.example/)"));

  it("a link is one link whatever its label and URL", () => {
    fc.assert(fc.property(fc.string({ unit: "grapheme" }), fc.webUrl({ withQueryParameters: true, withFragments: true }), (label, url) => {
      const text = markdownLink(label, url, 4000);
      expect(text.replace(/\\./gsu, "")).toMatch(/^\[[^[\]()]*\]\([^\s()<>[\]]*\)$|^[^[\]()]*$/u);
    }));
  });

  it("text calls nobody and is no markup", () => expect(chatText("@here *b*\nx", 100)).toBe("@\u200bhere \\*b\\* x"));

  it("text keeps its limit once escaped, and says what is cut", () => {
    expect(chatText("*".repeat(500), 100)).toMatch(/^(?:\\\*)+… and \d+ more characters$/);
    expect(chatText("*".repeat(500), 100).length).toBeLessThanOrEqual(100);
  });

  it("what a reader may open: the action first, five at most with a word on the rest, web addresses only; others become lines", () => {
    const links = Array.from({ length: 9 }, (_, n) => ({ label: n === 1 ? " " : `l${n}`, url: n === 0 ? "javascript:0" : `https://x.example/${n}` }));
    const notice = sampleNotice({ links, changes: ["due: Friday"] });
    expect(linksOf(notice).map(({ label }) => label)).toEqual(["Plan the fix", "l2", "l3", "l4", "… and 4 more"]);
    expect(linksOf(notice).at(-1)?.url).toBe("https://aftwatch.example/findings/fnd_1");
    expect(noteLines(notice)).toEqual(["l0: javascript:0", ": https://x.example/1", "Changed: due: Friday"]);
  });

  it("a text that is cut calls nobody either: the cut escapes character by character", () => {
    expect(chatText(`@here ${"x".repeat(500)}`, 100)).toMatch(/^@\u200bhere x+… and \d+ more characters$/);
  });
});
