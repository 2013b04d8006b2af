// Known files are told by their grammar, raw and as pages show them; pages that speak of them are not.
import { describe, expect, it } from "vitest";
import type { Exchange } from "../exchange.ts";
import { passwd, webXmlFile, winIniFile } from "./known-files.ts";
import { asksFor, unknownClass } from "./java-stream.ts";
import { hears } from "./judged.ts";
import { skeletonOf } from "./skeleton.ts";
import { javaHashCode } from "./template-formulas.ts";

const lines = "root:x:0:0:root:/root:/bin/bash\ndaemon:x:1:1:daemon:/usr/sbin:/usr/sbin/nologin\n";
const answered = (text: string, status = 200): Exchange => ({ seq: 1, at: 0, request: { method: "GET", url: "http://127.0.0.1/", headers: [], body: undefined }, failure: undefined, reply: { status, headers: [], body: Buffer.from(text), text, sizeBytes: text.length, truncated: false, headMs: 1, totalMs: 1 } });

describe("dast/execution/known-files", () => {
  it.each([["as it stands", lines], ["in a page", `<pre>${lines}</pre>`], ["with breaks", lines.replaceAll("\n", "<br>\n")], ["in JSON", JSON.stringify({ text: lines })]])("knows the password file %s", (_how, text) => {
    expect(passwd.isIn(text)).toBe(true);
  });
  it.each([["one line of it", "root:x:0:0:root:/root:/bin/bash"], ["its name", "cannot open /etc/passwd"], ["times", "12:00:00:00"], ["a list by colons", "root:admin\nuser:1:2"]])("does not take %s for it", (_what, text) => {
    expect(passwd.isIn(text)).toBe(false);
  });
  it("knows a deployment descriptor raw and escaped, and no mention of one", () => {
    expect([webXmlFile.isIn("<web-app version=\"4.0\"><servlet>"), webXmlFile.isIn("&lt;web-app&gt;\n&lt;display-name&gt;"), webXmlFile.isIn("see WEB-INF/web.xml and its web-app element")]).toEqual([true, true, false]);
  });
  it("knows win.ini by its sections", () => {
    expect([winIniFile.isIn("; for 16-bit app support\r\n[fonts]\r\n[extensions]\r\n"), winIniFile.isIn("C:\\windows\\win.ini not found")]).toEqual([true, false]);
  });
});

describe("dast/execution", () => {
  it("hears a number with separators of thousands, and not as part of a longer one", () => {
    expect([hears(answered("= 1,234,567"), "1234567"), hears(answered("= 1.234.567"), "1234567"), hears(answered("91,234,567"), "1234567")]).toEqual([true, true, false]);
  });
  it("finds the skeletons of two values equal when only the value differs", () => {
    expect(skeletonOf(answered("<p>a&lt;b&gt; at 12:30"), "a<b>")).toBe(skeletonOf(answered("<p>word at 12:31"), "word"));
    expect(skeletonOf(answered("one", 500), "x1")).not.toBe(skeletonOf(answered("one"), "x1"));
  });
  it("counts hash codes as the Java platform does (JLS, java.lang.String)", () => {
    expect(["", "a", "hello", "polygenelubricants"].map(javaHashCode)).toEqual([0, 97, 99162322, -2147483648]);
  });
  it("begins streams of Java objects with magic, version and class (protocol 6.4.2)", () => {
    expect(unknownClass("a.b").toString("hex")).toBe("aced0005737200" + "03" + "612e62" + "0000000000000001" + "020000" + "7870");
    expect(asksFor("x.example").includes(Buffer.from("java.net.URL"))).toBe(true);
  });
});
