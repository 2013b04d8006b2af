// ASP.NET and JSF view states that the server does not sign: whoever changes them decides what the server reads back.
import { pageOf, sign } from "../answers/answer.ts";
import type { PassiveCheck } from "../check.ts";
import { defineCheck } from "../check.ts";
import { elementsOf } from "../page/elements.ts";

const bytesOf = (value: string): Buffer | undefined => (/^[A-Za-z0-9+/_-]{4,}={0,2}$/.test(value.trim()) ? Buffer.from(value.trim(), "base64") : undefined);

/** LosFormatter data starts with FF 01 and, unsigned, ends where its own structure ends; a MAC of 20 to 64 bytes would follow. */
function netFault(bytes: Buffer): string | undefined {
  if (bytes[0] !== 0xff || bytes[1] !== 0x01) return undefined;
  const end = endOfState(bytes, 2, 0);
  return end === bytes.length ? "is plain (FF 01) and ends where its data ends: no signature follows" : undefined;
}

/** The offset behind one value of ObjectStateFormatter; -1 when it holds what is not known here. */
function endOfState(bytes: Buffer, from: number, depth: number): number {
  if (depth > 60 || from >= bytes.length || from < 0) return -1;
  const token = bytes[from] ?? -1;
  const next = from + 1;
  // 0x64 null, 0x65 empty text, 0x66 zero, 0x67 true, 0x68 false.
  if (token >= 0x64 && token <= 0x68) return next;
  if (token === 0x02 || token === 0x2b) return skipVarint(bytes, next);
  if (token === 0x05 || token === 0x1e || token === 0x2a || token === 0x29) return skipText(bytes, next);
  if (token === 0x1f) return skipVarint(bytes, next);
  if (token === 0x0f) return endOfState(bytes, endOfState(bytes, next, depth + 1), depth + 1);
  if (token === 0x10) return endOfState(bytes, endOfState(bytes, endOfState(bytes, next, depth + 1), depth + 1), depth + 1);
  if (token === 0x16 || token === 0x15) return skipList(bytes, next, depth);
  if (token === 0x18) return skipList(bytes, next, depth, 2);
  return -1;
}

function varint(bytes: Buffer, from: number): { value: number; end: number } {
  let value = 0;
  for (let at = from, shift = 0; at >= 0 && at < bytes.length && shift < 35; at += 1, shift += 7) {
    value += ((bytes[at] ?? 0) & 0x7f) * 2 ** shift;
    if (((bytes[at] ?? 0) & 0x80) === 0) return { value, end: at + 1 };
  }
  return { value: 0, end: -1 };
}
const skipVarint = (bytes: Buffer, from: number): number => varint(bytes, from).end;
function skipText(bytes: Buffer, from: number): number {
  const { value, end } = varint(bytes, from);
  return end < 0 || end + value > bytes.length ? -1 : end + value;
}
function skipList(bytes: Buffer, from: number, depth: number, each = 1): number {
  let { value, end } = varint(bytes, from);
  for (value *= each; value > 0 && end > 0; value -= 1) end = endOfState(bytes, end, depth + 1);
  return end;
}

function faultOf(name: string, value: string): { technique: string; says: string } | undefined {
  const bytes = bytesOf(value);
  if (bytes === undefined) return undefined;
  if (name === "__VIEWSTATE") {
    const fault = netFault(bytes);
    return fault === undefined ? undefined : { technique: "asp.net", says: fault };
  }
  const plain = bytes[0] === 0xac && bytes[1] === 0xed ? "is a plain Java object (AC ED)" : bytes[0] === 0x1f && bytes[1] === 0x8b ? "is only compressed (1F 8B)" : undefined;
  return plain === undefined ? undefined : { technique: "jsf", says: `${plain}: neither signed nor encrypted` };
}

export const viewstateWithoutMac = defineCheck<PassiveCheck>({
  id: "viewstate-without-mac", about: "The view state of a page is not signed.", title: "View state without signature",
  cwe: 642, owasp: ["A08"], severity: "high", risk: "passive", on: "exchange",
  remediation: "Switch the signature of the view state on (enableViewStateMac, a machine key of your own) or keep it on the server. Update the framework: current versions sign always.",
  *inspect(exchange) {
    const reply = pageOf(exchange);
    if (reply === undefined) return;
    for (const { attributes: { name = "", value = "" } } of elementsOf(reply).named("input")) {
      if (!/^__VIEWSTATE$|^(?:javax|jakarta)\.faces\.ViewState$/.test(name)) continue;
      const fault = faultOf(name, value);
      if (fault !== undefined) yield sign(exchange, { technique: fault.technique, at: `form:${name}`, because: `${name} ${fault.says}.` });
    }
  },
});
