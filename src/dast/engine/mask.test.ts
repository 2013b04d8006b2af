// Secrets never reach evidence, and payloads of our own stay readable.
import { describe, expect, it } from "vitest";
import fc from "fast-check";
import { createMask, maskOf } from "./mask.ts";

const mask = createMask(() => ["correct horse", "tok_12345"], (value) => value.startsWith("aw"));

describe("src/dast/engine/mask.ts", () => {
  it.each([
    ["authorization", "Bearer abcdef", `Bearer ${maskOf("abcdef")}`], ["Cookie", "sid=abc; theme=dark", `sid=${maskOf("abc")}; theme=${maskOf("dark")}`], ["Set-Cookie", "sid=abc; Path=/; HttpOnly", `sid=${maskOf("abc")}; Path=/; HttpOnly`],
    ["cookie", "q=awpayload", "q=awpayload"], ["x-note", "it is correct horse", `it is ${maskOf("correct horse")}`], ["accept", "text/html", "text/html"],
  ])("header %s: %s", (name, value, expected) => expect(mask.headers([[name, value]])).toEqual([[name, expected]]));
  it.each([
    ["https://x/?token=abc&q=1", `https://x/?token=${maskOf("abc")}&q=1`], ["https://x/?password=awmine", "https://x/?password=awmine"], ["https://x/tok_12345/a", `https://x/${maskOf("tok_12345")}/a`],
  ])("URL %s", (url, expected) => expect(mask.url(url)).toBe(expected));
  it("a form's password goes, its other fields stay", () => expect(mask.body("user=eve&password=pw1&q=a", "application/x-www-form-urlencoded")).toBe(`user=eve&password=${maskOf("pw1")}&q=a`));
  it("no known secret is left in any text", () => {
    fc.assert(fc.property(fc.string(), fc.string(), (a, b) => { expect(mask.text(`${a}correct horse${b}tok_12345`)).not.toMatch(/correct horse|tok_12345/); }));
  });
  it("the same secret is the same mask, and none tells it", () => { expect(maskOf("abc")).toBe(maskOf("abc")); expect(maskOf("abc")).not.toContain("abc"); });
});
