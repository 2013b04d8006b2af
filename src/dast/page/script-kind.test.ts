// Pages that run nothing are told from those that do, and pages that run the same have one kind.
import { describe, expect, it } from "vitest";
import type { Reply } from "../exchange.ts";
import { scriptKindOf } from "./script-kind.ts";

const page = (html: string, type = "text/html"): Reply => ({ status: 200, headers: [["content-type", type]], body: Buffer.from(html), text: html, sizeBytes: html.length, truncated: false, headMs: 0, totalMs: 0 });

describe("dast/page/script-kind", () => {
  it.each(["<a href=/x>x</a><form><input><button>b</button></form>", "<script type=application/json>{\"a\":1}</script>", "<iframe srcdoc='<a href=/x>x</a>'></iframe>", "<p>javascript: is a word</p>"])("nothing runs in %s", (html) => { expect(scriptKindOf(page(html))).toBeUndefined(); });
  it.each(["<script>a()</script>", "<script src=/a.js></script>", "<script type=module src=a.mjs></script>", "<p onclick=x()>", "<a href=' javascript:x()'>", "<iframe srcdoc='<p onclick=x()>'></iframe>", "<object data=/a></object>", "<svg><script href=/a.js /></svg>"])("something runs in %s", (html) => { expect(scriptKindOf(page(html))).toBeDefined(); });
  it("data does not run, whatever is in it", () => { expect(scriptKindOf(page("<script>a()</script>", "application/json"))).toBeUndefined(); });
  it("numbers and tokens make no other kind, code does", () => {
    const kind = (code: string): string | undefined => scriptKindOf(page(`<script>${code}</script>`));
    expect(kind("load(17, 'a9f8e7d6c5b4a3f2e1d0')")).toBe(kind("load(4711, 'b1c2d3e4f5a6b7c8d9e0')"));
    expect(kind("load(17)")).not.toBe(kind("save(17)"));
  });
  it("what a script reads from a control makes another kind, its value and text do not", () => {
    const kind = (control: string): string | undefined => scriptKindOf(page(`<script src=/a.js></script>${control}`));
    expect(kind("<button data-do=send id=b1 value=x>Send</button>")).toBe(kind("<button data-do=send id=b2 value=y>Go</button>"));
    expect(kind("<button data-do=send>Send</button>")).not.toBe(kind("<button data-do=sign>Send</button>"));
  });
});
