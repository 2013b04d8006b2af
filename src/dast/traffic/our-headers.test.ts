// The scan's headers in raw bytes: behind the first Host, once, and nowhere where the form itself is tested.
import { describe, expect, it } from "vitest";
import { bytesWithOurHeaders } from "./our-headers.ts";

const ours = { userAgent: "aftwatch-dast/1.0.0", scanId: "scn_1" };
const after = (text: string): string => Buffer.from(bytesWithOurHeaders(Buffer.from(text, "latin1"), ours)).toString("latin1");
const both = "User-Agent: aftwatch-dast/1.0.0 (+scan scn_1)\r\nx-aftwatch-scan: scn_1\r\n";

describe("src/dast/traffic/our-headers", () => {
  it.each([
    ["a request", "GET / HTTP/1.1\r\nHost: h\r\n\r\n", `GET / HTTP/1.1\r\nHost: h\r\n${both}\r\n`],
    ["a user agent that is a probe stays", "GET / HTTP/1.1\r\nUser-Agent: x\r\nhost: h\r\nA: b\r\n\r\nbody", "GET / HTTP/1.1\r\nUser-Agent: x\r\nhost: h\r\nx-aftwatch-scan: scn_1\r\nA: b\r\n\r\nbody"],
    ["only the first of two", "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 0\r\n\r\nGET /b HTTP/1.1\r\nHost: h\r\n\r\n", `POST / HTTP/1.1\r\nHost: h\r\n${both}Content-Length: 0\r\n\r\nGET /b HTTP/1.1\r\nHost: h\r\n\r\n`],
    ["bytes above 0x7f stay", "GET /\xff HTTP/1.1\r\nHost: h\r\n\r\n\x00\xfe", `GET /\xff HTTP/1.1\r\nHost: h\r\n${both}\r\n\x00\xfe`],
  ])("%s", (_name, text, wanted) => { expect(after(text)).toBe(wanted); });
  it.each([["no HTTP", "\x16\x03\x01"], ["no Host", "GET / HTTP/1.0\r\n\r\n"], ["a folded Host", "GET / HTTP/1.1\r\nHost: h\r\n x\r\n\r\n"], ["bare line feeds", "GET / HTTP/1.1\nHost: h\n\n"], ["it is there", "GET / HTTP/1.1\r\nHost: h\r\nX-Aftwatch-Scan: y\r\n\r\n"], ["a Host in the body", "POST / HTTP/1.1\r\nA: b\r\n\r\nx\r\nHost: h\r\n"]])("to the byte: %s", (_name, text) => { expect(after(text)).toBe(text); });
});
