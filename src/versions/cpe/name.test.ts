// CPE names from text and back: both bindings of NISTIR 7695, what is refused, and that nothing is lost on the way.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { bindToFormatted, bindToUri, parseCpe } from "./name.ts";
import { any, attributes, cpeLengthLimit, isWellFormed, nameOf, notApplicable, quoted } from "./wfn.ts";
import type { CpeName } from "./wfn.ts";

const formatted = (rest: string): string => `cpe:2.3:a:acme:${rest}`;

describe("versions/cpe/name", () => {
  it.each<[claim: string, text: string, parts: Partial<CpeName>]>([
    ["a formatted string", formatted("widget:1.0:rc1:*:en-us:-:node.js:x64:*"), { vendor: "acme", product: "widget", version: "1\\.0", update: "rc1", language: "en\\-us", sw_edition: notApplicable, target_sw: "node\\.js", other: any }],
    ["a quoted colon is no separator", formatted("wid\\:get:1:*:*:*:*:*:*:*"), { product: "wid\\:get", version: "1" }],
    ["a quoted backslash before a colon is", formatted("widget\\\\:1:*:*:*:*:*:*:*"), { product: "widget\\\\", version: "1" }],
    ["wildcards at the ends", formatted("*widget??:1.*:*:*:*:*:*:*:*"), { product: "*widget??", version: "1\\.*" }],
    ["a URI", "cpe:/a:acme:widget:1.0", { part: "a", version: "1\\.0", update: any, edition: any }],
    ["a URI in capitals", "CPE:/A:Acme:Widget", { part: "a", vendor: "acme", product: "widget" }],
    ["a URI with escapes", "cpe:/a:acme:c%2b%2b:8.%2a:sp%3f", { product: "c\\+\\+", version: "8\\.\\*", update: "sp\\?" }],
    ["a URI with wildcards", "cpe:/a:acme:widget%01%01:8.%02", { product: "widget??", version: "8\\.*" }],
    ["a packed edition", "cpe:/o:acme:os:-::~pro~home~none~x64~", { version: notApplicable, edition: "pro", sw_edition: "home", target_sw: "none", target_hw: "x64", other: any }],
    ["a packed edition alone", "~~home~~x64~", { part: any, sw_edition: "home", target_hw: "x64" }],
  ])("reads %s", (_claim, text, parts) => { expect(parseCpe(text)).toMatchObject(parts); });

  it.each([
    ["another part", "cpe:2.3:x:acme:widget:1:*:*:*:*:*:*:*"], ["too few attributes", "cpe:2.3:a:acme:widget:1"], ["too many", formatted("widget:1:*:*:*:*:*:*:*:*")],
    ["an empty attribute", formatted(":1:*:*:*:*:*:*:*")], ["a wildcard inside", formatted("wid*get:1:*:*:*:*:*:*:*")], ["a question mark inside", formatted("wid?get:1:*:*:*:*:*:*:*")],
    ["two asterisks", formatted("**:1:*:*:*:*:*:*:*")], ["a quoted hyphen alone", formatted("\\-:1:*:*:*:*:*:*:*")], ["a backslash at the end", formatted("widget:1:*:*:*:*:*:*:\\")], ["a space", formatted("wid get:1:*:*:*:*:*:*:*")],
    ["an unknown escape in a URI", "cpe:/a:%99"], ["half an escape", "cpe:/a:acme%2"], ["a plain asterisk inside a URI", "cpe:/a:b*c"], ["a wildcard inside a URI", "cpe:/a:micro%02soft"],
    ["a packed edition of four parts", "cpe:/a:acme:widget:1::~a~b~c~d"], ["eight components", "cpe:/a:b:c:d:e:f:g:h"], ["another scheme", "pkg:npm/widget@1"], ["nothing", ""], ["a text without end", formatted("a".repeat(cpeLengthLimit))],
  ])("refuses %s", (_claim, text) => { expect(parseCpe(text)).toBeUndefined(); });

  it.each([
    ["cpe:2.3:a:acme:widget\\/core:1.0:-:*:*:home:*:*:*", "cpe:/a:acme:widget%2fcore:1.0:-:~~home~~~"],
    ["cpe:2.3:o:acme:os:*:*:*:*:*:*:*:*", "cpe:/o:acme:os"],
    ["cpe:2.3:a:acme:w\\?\\*:8.*:*:*:*:*:*:*:*", "cpe:/a:acme:w%3f%2a:8.%02"],
  ])("%s is %s", (text, uri) => {
    const name = parseCpe(text);
    expect(name && [bindToFormatted(name), bindToUri(name)]).toEqual([text, uri]);
    expect(parseCpe(uri)).toEqual(name);
  });

  const value = fc.oneof(fc.constantFrom(any, notApplicable, "wid*", "??get"), fc.string({ minLength: 1, maxLength: 12, unit: fc.integer({ min: 0x21, max: 0x7e }).map((unit) => String.fromCharCode(unit)) }).map(quoted));
  const names = fc.record({ ...Object.fromEntries(attributes.slice(1).map((attribute) => [attribute, value])), part: fc.constantFrom("a", "o", "h", any) }).map((given) => nameOf(given as CpeName)).filter(isWellFormed);

  it("any name survives both bindings; the URI's in lower case", () => {
    fc.assert(fc.property(names, (name) => {
      expect(parseCpe(bindToFormatted(name))).toEqual(name);
      const lower = nameOf(Object.fromEntries(Object.entries(name).map(([attribute, text]) => [attribute, text.toLowerCase()])));
      expect(parseCpe(bindToUri(name))).toEqual(lower);
    }));
  });

  it("noise never throws", () => {
    fc.assert(fc.property(fc.constantFrom("cpe:2.3:", "cpe:/", "~", ""), fc.string({ unit: "binary" }), (start, text) => { expect(() => parseCpe(start + text)).not.toThrow(); }));
  });
});
