// Texts that reports share: safe to show, wrapped to a width, identified by content.
import { createHash } from "node:crypto";
import { dayMs, hourMs, minuteMs, secondMs } from "../kernel/clock.ts";

/** Names come from other people's documents: control characters and direction marks must not reach a terminal or a page. */
export const plain = (text: string): string => text.replaceAll(/[\u0000-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]/g, " ");

export const count = (number: number, noun: string, plural = `${noun}s`): string => `${number} ${number === 1 ? noun : plural}`;

/** @example ageText(720_000) === "12 min" */
export function ageText(ms: number): string {
  if (ms < 2 * minuteMs) return `${Math.max(0, Math.round(ms / secondMs))} s`;
  if (ms < 2 * hourMs) return `${Math.round(ms / minuteMs)} min`;
  return ms < 2 * dayMs ? `${Math.round(ms / hourMs)} h` : `${Math.round(ms / dayMs)} d`;
}

/** Text in lines of at most so many characters, broken at blanks, commas and slashes where it can; nothing is lost. */
export function wrapped(text: string, width: number): string[] {
  const lines: string[] = [];
  let rest = text;
  while (rest.length > width) {
    const breaks = [...rest.slice(0, width).matchAll(/[ ,/@:]/g)].map(({ index }) => index + 1).filter((at) => at > width / 3);
    const at = breaks.at(-1) ?? width;
    lines.push(rest.slice(0, at).trimEnd());
    rest = rest.slice(at).trimStart();
  }
  return [...lines, rest];
}

export const sha256 = (text: string): string => createHash("sha256").update(text).digest("hex");

/** An identity made from content (RFC 9562 section 5.8): the same content, the same UUID. */
export function contentUuid(text: string): string {
  const hex = sha256(text);
  const variant = ((Number.parseInt(hex[16] ?? "0", 16) & 0x3) | 0x8).toString(16);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

/** Where advisories of a name can be read by people; undefined for names without a public page. */
export function advisoryUrl(id: string): string | undefined {
  if (/^CVE-\d{4}-\d+$/.test(id)) return `https://www.cve.org/CVERecord?id=${id}`;
  if (/^GHSA(?:-\w{4}){3}$/.test(id)) return `https://github.com/advisories/${id}`;
  return /^[A-Za-z][\w.-]*-[\w.:-]+$/.test(id) ? `https://osv.dev/vulnerability/${encodeURIComponent(id)}` : undefined;
}
