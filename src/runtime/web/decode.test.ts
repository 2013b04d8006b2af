// What requestDecoded takes off, case by case, and what it leaves alone.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { requestDecoded } from "./decode.ts";

describe("runtime/web/decode", () => {
  it.each([
    ["nothing to take off", "/index.html?a=b", "/index.html?a=b"],
    ["percent", "/%2e%2E/etc", "/../etc"],
    ["percent twice", "/%252e%252e/", "/../"],
    ["percent four times", "/%2525252e", "/."],
    ["five times stays at one", "/%252525252e", "/%2e"],
    ["plus is a blank in the query only", "/a+b?q=1+union+select", "/a+b?q=1 union select"],
    ["an escaped plus is a plus", "/?q=1%2B1", "/?q=1+1"],
    ["UTF-8", "/%c3%bc", "/\u00fc"],
    ["overlong slash", "/..%c0%af..%e0%80%af..%f0%80%80%af", "/../../../"],
    ["overlong backslash", "/..%c1%9c", "/..\\"],
    ["bytes that are no UTF-8", "/%ff%fe%c3", "/\u00ff\u00fe\u00c3"],
    ["%u of IIS", "/?q=%u003cscript%u003E", "/?q=<script>"],
    ["a pair of %u", "/%ud83d%ude00", "/\u{1f600}"],
    ["half a pair stays", "/%ud83dx", "/%ud83dx"],
    ["full-width", "/%uff1cscript%ef%bc%9e", "/<script>"],
    ["entities", "/?q=&lt;svg&#x2F;onload&#61;1&gt;", "/?q=<svg/onload=1>"],
    ["a number without its semicolon", "/?q=&#60script", "/?q=<script"],
    ["a parameter called lt", "/?a=1&lt=2&copy=3", "/?a=1&lt=2&copy=3"],
    ["backslash x and u", "/?q=\\x3cscript\\u003e", "/?q=<script>"],
    ["mixed bytes", "/\\xc3%bc", "/\u00fc"],
    ["NUL stays written", "/a%00.png%2500", "/a%00.png%00"],
    ["broken escapes stay", "/100%?q=%zz%4&x=%u12", "/100%?q=%zz%4&x=%u12"],
    ["comments of SQL stay", "/?id=1/**/or/**/1%3D1", "/?id=1/**/or/**/1=1"],
    ["too large a reference stays", "/?q=&#9999999;&#xd800;&#0;", "/?q=&#9999999;&#xd800;&#0;"],
  ])("%s", (_case, target, decoded) => {
    expect(requestDecoded(target)).toBe(decoded);
  });

  it("never throws, never grows, and never gives a text no store keeps", () => {
    const noise = fc.array(fc.oneof(fc.constantFrom("%", "%25", "%c0", "%af", "%u", "d83d", "\\x", "\\u", "&#", "&lt;", "+", "?", "00", "ff"), fc.string({ unit: "binary", maxLength: 4 }))).map((parts) => parts.join(""));
    fc.assert(fc.property(noise, (target) => {
      const decoded = requestDecoded(target);
      expect(decoded.length).toBeLessThanOrEqual(target.length);
      if (target.isWellFormed() && !target.includes("\0")) expect(decoded.isWellFormed() && !decoded.includes("\0")).toBe(true);
    }), { numRuns: 2000 });
  });

  it("a megabyte takes no longer than its length asks", () => {
    expect(requestDecoded(`/?${"%25".repeat(350_000)}41`)).toHaveLength(350_002);
  });
});
