// The functions of the templates' language, by their documented examples and by known answers.
import { describe, expect, it } from "vitest";
import { createSeed } from "../../seed.ts";
import { bytesOf, textOf } from "../byte-text.ts";
import { evaluate } from "./evaluate.ts";
import { readExpression } from "./expression.ts";
import { DslError } from "./value.ts";
import type { Value } from "./value.ts";
import fc from "fast-check";

const names: Readonly<Record<string, Value>> = { body: "Hello World", status_code: 200, list: ["a", "b"], raw_bytes: textOf(Buffer.from([0xff, 0x00, 0x41])) };
const seed = createSeed("dsl");
let asked = 0;
const around = { random: (below: number) => seed.number(String(asked++), 0, below - 1), now: () => Date.UTC(2026, 10, 22, 13, 4, 5), waitMs: () => {} };
const value = (text: string): Value => evaluate(readExpression(text), (name) => names[name], around);

describe("templates/dsl: values", () => {
  it.each<readonly [string, Value]>([
    ["1 + 2 * 3", 7], ["(1 + 2) * 3", 9], ["2 ** 3", 8], ["7 % 4", 3], ["-3 + 5", 2], ["0x10", 16], ["'a' + 1", "a1"], ["!true || 1 < 2 && 'b' > 'a'", true], ["status_code == 200 ? 'yes' : 'no'", "yes"],
    ["'a' in ('a', 'b')", true], ["body =~ '(?i)hello'", true], ["body !~ '^x'", true], ["unheard ?? 'other'", "other"], ["false && unheard", false], ["true || unheard", true], ["1 == '1'", false], ["'it\\'s'", "it's"],
    ["len('é')", 2], ["to_upper('aß')", "ASS"], ["trim('xxaxx', 'x')", "a"], ["trimprefix('aab', 'a')", "ab"], ["reverse('abc')", "cba"], ["repeat('ab', 3)", "ababab"], ["substr('abcdef', 1, 3)", "bc"], ["index('abc', 1)", "b"],
    ["join('-', 1, 'b')", "1-b"], ["join(',', list)", "a,b"], ["index(split('a,b,c', ','), 2)", "c"], ["split('abcd', 2)", ["ab", "cd"]], ["sort('cab')", "abc"], ["uniq('aab')", "ab"], ["concat('a', 1, true)", "a1true"], ["count('banana', 'a')", 3],
    ["replace('aXbX', 'X', '$1')", "a$1b$1"], ["replace_regex('a1b22', '([0-9]+)', '<$1>')", "a<1>b<22>"], ["contains_all(body, 'Hello', 'World')", true], ["contains_any(body, 'x', 'World')", true], ["starts_with(body, 'x', 'He')", true], ["line_ends_with('a\nb', 'a')", true],
    ["base64('a')", "YQ=="], ["base64_decode('YQ==')", "a"], ["base64_py(repeat('a', 60))", "YWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFh\nYWFh\n"], ["url_encode('a b/ü~')", "a+b%2F%C3%BC~"], ["url_decode('a+b%2F')", "a b/"],
    ["hex_encode('aa')", "6161"], ["hex_encode(raw_bytes)", "ff0041"], ["hex_decode('6161')", "aa"], ["html_escape('<a&\"')", "&lt;a&amp;&#34;"], ["html_unescape('&lt;&eacute;&#39;')", "<é'"], ["json_minify('{ \"b\": 1, \"a\": [1, 2] }')", '{"a":[1,2],"b":1}'],
    ["md5('Hello')", "8b1a9953c4611296a827abf8c47804d7"], ["sha1('Hello')", "f7ff9e8b7bb2e09b70935a5d785e0cc5d9d0abf0"], ["sha256('Hello')", "185f8db32271fe25f561a6fc938b2e264306ec304eda518007d1764826381969"], ["mmh3('hello')", "613153351"], ["mmh3('Hello')", "316307400"],
    ["hmac('sha1', 'test', 'scrt')", "8856b111056d946d5c6c92a21b43c233596623c6"], ["gzip_decode(gzip('abc'))", "abc"], ["zlib_decode(zlib('abc'))", "abc"], ["inflate(deflate('abc'))", "abc"], ["hex_encode(aes_cbc('abc', 'aaaaaaaaaaaaaaaa', 'bbbbbbbbbbbbbbbb'))", "821a6da14af364ef51bb9b32cb0e19f0"],
    ["generate_jwt('{\"a\":1}', 'none')", "eyJhbGciOiJub25lIiwidHlwIjoiSldUIn0.eyJhIjoxfQ."], ["xor('ab', 'ab')", "\0\0"],
    ["to_number('12') + 1", 13], ["dec_to_hex(255)", "ff"], ["hex_to_dec('0xff')", 255], ["oct_to_dec('0o17')", 15], ["bin_to_dec('0b101')", 5], ["ip_format('127.0.0.1', 5)", "2130706433"], ["ip_format('127.0.0.1', 3)", "0177.00.00.01"],
    ["unix_time(10)", 1795352655], ["to_unix_time('2022-01-13T16:30:10+00:00')", 1642091410], ["date_time('%Y-%M-%D %H:%m:%S')", "2026-11-22 13:04:05"], ["date_time('02-Jan-2006 15:04')", "22-Nov-2026 13:04"], ["padding('A', 'b', 3, 'prefix')", "bbA"],
    ["compare_versions('1.2.10', '> 1.2.9')", true], ["compare_versions('1.2.10', '>= 1.0', '< 1.2.10')", false], ["compare_versions('v2.0.1', '~> 2.0')", true], ["compare_versions('3.0', '~> 2.0')", false], ["compare_versions('2.0-rc1', '< 2.0')", false], ["compare_versions('1.0', '1.0.0')", true],
    ["regex('a.c', 'xabcx')", true], ["remove_bad_chars('abcd', 'bc')", "ad"], ["to_title('hello world')", "Hello World"], ["unpack('>I', hex_decode('00000102'))", 258],
  ])("%s is %j", (text, expected) => { expect(value(text)).toEqual(expected); });

  it.each(["unheard", "1 && true", "'a' * 2", "md5()", "no_such('a')", "to_number('x')", "base64_decode('*')", "repeat('a', 100000000)", "rand_base(10000000)", "compare_versions('x', '> 1')", "substr('a', 3)", "body =~ 1"])("%s has no value", (text) => {
    expect(() => value(text)).toThrow(DslError);
  });

  it.each(["", "1 +", "(1", "'a", "a b", "f(1,", "@", "1 ? "])("%j is no expression", (text) => {
    expect(() => readExpression(text)).toThrow(DslError);
  });

  it("random texts have their length and set, and come from the seed", () => {
    expect(value("rand_base(12)")).toMatch(/^[A-Za-z0-9]{12}$/);
    expect(value("rand_text_alpha(8, 'abc')")).toMatch(/^[A-Zd-z]{8}$/);
    expect(value("rand_text_numeric(5)")).toMatch(/^\d{5}$/);
    const [from, to] = [asked, value("rand_text_alphanumeric(20)")];
    asked = from;
    expect(value("rand_text_alphanumeric(20)")).toBe(to);
    for (let at = 0; at < 50; at++) expect(value("rand_int(5, 8)")).toSatisfy((one: number) => one >= 5 && one < 8);
    expect(value("rand_ip('10.1.0.0/16')")).toMatch(/^10\.1\.\d+\.\d+$/);
  });

  it("text keeps every byte", () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => { expect([...bytesOf(textOf(bytes))]).toEqual([...bytes]); }));
  });

  it("never throws anything but its own error", () => {
    const parts = fc.constantFrom("a", "1", "'x'", "(", ")", ",", "+", "&&", "!", "md5", "contains", "==", "?", ":", " ", "in", "-", "[b]", "=~");
    fc.assert(fc.property(fc.array(parts, { maxLength: 20 }), (texts) => {
      try { value(texts.join("")); } catch (thrown) { expect(thrown).toSatisfy((one: Error) => one instanceof DslError || one.name === "Error"); }
    }), { numRuns: 500 });
  });
});
