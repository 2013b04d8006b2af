// Filters and paths, by what jq and XPath give for the same.
import { describe, expect, it } from "vitest";
import { readJsonFilter } from "./json-filter.ts";
import { markedTree, textWithin } from "./marked-tree.ts";
import { readPathExpression } from "./path-expression.ts";
import { SelectError } from "./select-error.ts";

const value = { a: { b: [1, 2, { c: "x" }] }, "m.s": null, list: [{ k: "one", on: true, tags: ["p"] }, { k: "two", on: false, tags: ["q"] }], empty: [] };

describe("templates/select: JSON filters", () => {
  it.each<readonly [string, readonly unknown[]]>([
    [".a.b[2].c", ["x"]], [".a.b[-1].c", ["x"]], [".a[\"b\"][0]", [1]], [".list[].k", ["one", "two"]], [".[\"list\"] | .[] | .k", ["one", "two"]], [".list[] | select(.on == true) | .k", ["one"]], [".\"m.s\" // \"none\"", ["none"]],
    [".list[] | select(.tags[] | contains(\"q\")) | .k", ["two"]], [".a | to_entries | .[].key", ["b"]], [".list | length", [2]], ["if .list[0].on == true and .a then \"y\" else \"n\" end", ["y"]], [".. | objects | .c // empty", ["x"]], [".list[0].k,.list[1].k", ["one", "two"]],
    [".a.b[:2]", [[1, 2]]], [".nothing?", [null]], [".list[0] | keys", [["k", "on", "tags"]]], [".list | map(.k) | join(\"-\")", ["one-two"]], [".a.b[0] + 1", [2]], ["[.list[].k]", [["one", "two"]]], [".list[].k | select(test(\"^o\"))", ["one"]], [".list[1].tags.[0]", ["q"]],
  ])("%s", (filter, expected) => { expect(readJsonFilter(filter)(value)).toEqual(expected); });

  it.each([".a[", "no_such", "{a: 1}", ".a |", "\"x", "@base64"])("%s is not read", (filter) => { expect(() => readJsonFilter(filter)).toThrow(SelectError); });
  it.each([".a.b.c", ".list.k", ".a.b[0][]"])("%s does not fit", (filter) => { expect(() => readJsonFilter(filter)(value)).toThrow(SelectError); });
});

const html = "<html><head><title>A B</title></head><body><form><div><input name=a value=1><input id=n value=2></div></form><script src='//x/y.js'></script><p class=' c '>one</p><p>two</p></body></html>";

describe("templates/select: paths", () => {
  it.each<readonly [string, readonly string[]]>([
    ["/html/head/title", ["A B"]], ["//p", ["one", "two"]], ["//p[2]", ["two"]], ["//p[last()]", ["two"]], ["//input[@id='n']/@value", ["2"]], ["//*/@src|//*/@id", ["n", "//x/y.js"]], ["//title[contains(text(), 'B')]", ["A B"]], ["/html/body/form/div/input[1]/@name", ["a"]],
    ["//script[contains(@src, '//') and (not(@integrity) or not(matches(translate(@integrity, 'ABC', 'abc'), '^sha')))]/@src", ["//x/y.js"]], ["//p[starts-with(normalize-space(@class), 'c')]", ["one"]], ["//input[@value > 1]/@id", ["n"]], ["//p/../form/div/input[position() = 2]/@value", ["2"]], ["//p[1]/following-sibling::p", ["two"]], ["//none", []],
  ])("%s", (path, expected) => { expect(readPathExpression(path)(markedTree(html)).map(textWithin)).toEqual(expected); });

  it("XML is read as XML", () => {
    expect(readPathExpression("/config/Global/user")(markedTree("<?xml version='1.0'?><config><Global><user>root</user></Global></config>")).map(textWithin)).toEqual(["root"]);
  });
  it.each(["//", "//a[", "no-such(1)", "a::b", "'x"])("%s is not read", (path) => { expect(() => readPathExpression(path)).toThrow(SelectError); });
});
