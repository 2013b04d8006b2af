// Commands that a shell reads back as the very request: a real shell splits them.
import { execFileSync } from "node:child_process";
import { describe, expect, it } from "vitest";
import fc from "fast-check";
import { asCurl } from "./curl.ts";

/** The words as a shell sees them: printf instead of curl. */
const wordsOf = (command: string): string[] => execFileSync("bash", ["-c", command.replace(/^curl/, "printf '%s\\0'")], { encoding: "utf8" }).split("\0").slice(0, -1);

describe("src/dast/engine/curl.ts", () => {
  it("a GET is as short as it can be", () => expect(asCurl({ method: "GET", url: "http://127.0.0.1/a", headers: [], body: undefined })).toBe("curl -sS -i --path-as-is -k http://127.0.0.1/a"));
  it("a handshake is no command", () => expect(asCurl({ method: "TLS", url: "https://h/", headers: [], body: undefined })).toMatch(/^# a TLS handshake/));
  it("a POST names method, headers and body; headers that curl makes itself are left to it", () => {
    expect(wordsOf(asCurl({ method: "POST", url: "http://h/x", headers: [["Content-Type", "text/plain"], ["Host", "h"], ["content-length", "3"]], body: "a'b" }))).toEqual(["-sS", "-i", "--path-as-is", "-k", "-X", "POST", "-H", "Content-Type: text/plain", "--data-binary", "a'b", "http://h/x"]);
  });
  it("any text comes through a shell unchanged", () => {
    const text = fc.string({ unit: fc.constantFrom("a", "'", '"', "$", "`", "\\", "\n", "\t", " ", ";", "&", "|", "\u0001", "\u001b", "é", "日", "!", "*", "~", "{", "}") });
    fc.assert(fc.property(text, text, (url, body) => { expect(wordsOf(asCurl({ method: "PUT", url: `http://h/${url}`, headers: [["x", body]], body })).slice(-4)).toEqual([`x: ${body}`, "--data-binary", body, `http://h/${url}`]); }), { numRuns: 40 });
  });
});
