// Strict-Transport-Security (RFC 6797): without it the first request of a visitor may go over http, where anybody can change it.
import { isLoopback, isSecureUrl, ofOrigin, sign } from "../answers/answer.ts";
import type { PassiveCheck } from "../check.ts";
import { defineCheck } from "../check.ts";
import { headersOf } from "../exchange.ts";

const halfYearSeconds = 15_552_000;
const yearSeconds = 31_536_000;

interface Fault { technique: string; severity: "low" | "info"; because: string }

/** Section 6.1: directives by name; max-age is required, a name must not come twice. */
function faultOf(lines: readonly string[]): Fault | undefined {
  const [line] = lines;
  if (line === undefined) return { technique: "missing", severity: "low", because: "The answer came over https without Strict-Transport-Security." };
  const names = line.split(";").map((part) => part.trim()).filter((part) => part !== "").map((part) => part.toLowerCase());
  const age = /^max-age\s*=\s*"?(\d+)"?$/.exec(names.find((name) => name.startsWith("max-age")) ?? "")?.[1];
  if (age === undefined) return { technique: "invalid", severity: "low", because: `Strict-Transport-Security has no valid max-age: ${JSON.stringify(line)}.` };
  if (Number(age) < halfYearSeconds) return { technique: "short", severity: "low", because: `Strict-Transport-Security holds for ${age} seconds only: less than half a year.` };
  if (!names.includes("preload")) return undefined;
  // The conditions of the browsers' preload list.
  if (Number(age) < yearSeconds || !names.includes("includesubdomains")) return { technique: "preload", severity: "info", because: `Strict-Transport-Security asks to be preloaded without ${names.includes("includesubdomains") ? "a max-age of a year" : "includeSubDomains"}: the lists will not take it.` };
  return undefined;
}

export const missingHsts = defineCheck<PassiveCheck>({
  id: "missing-hsts", about: "Browsers are not told to use https only.", title: "https is not enforced in the browser",
  cwe: 319, owasp: ["A02", "A05"], severity: "low", risk: "passive", on: "exchange",
  remediation: "Send Strict-Transport-Security with a max-age of at least a year and includeSubDomains on every https answer. Raise max-age step by step when some subdomains may still need http.",
  *inspect(exchange) {
    const { reply, request } = exchange;
    if (reply === undefined || reply.status >= 400 || !isSecureUrl(request.url)) return;
    // RFC 6797 section 8.1.1: an address is never a known HSTS host.
    if (/^\[|^\d+(?:\.\d+){3}$/.test(new URL(request.url).hostname) && !isLoopback(request.url)) return;
    const fault = faultOf(headersOf(reply.headers, "strict-transport-security"));
    if (fault !== undefined) yield sign(exchange, { ...fault, at: ofOrigin("header:strict-transport-security") });
  },
});
