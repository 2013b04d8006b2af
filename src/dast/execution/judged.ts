// What may be concluded from an answer at all: blocked, throttled and absent answers prove nothing.
import type { Exchange } from "../exchange.ts";
import type { ProofStep } from "../evidence.ts";

// RFC 6585 section 4 (429), RFC 9110 15.6.3-15.6.5: the gateway speaks, not the application.
const notTheApplication: ReadonlySet<number> = new Set([429, 502, 503, 504]);

/** Whether the application itself answered. Timings and differences of other answers are no signs; text that only execution can make still is one. */
export const isJudged = (exchange: Exchange): boolean => exchange.reply !== undefined && !notTheApplication.has(exchange.reply.status);

/** Everything in which the result of an execution can come back: body and values of headers. */
export function heard(exchange: Exchange): string {
  if (exchange.reply === undefined) return "";
  return `${exchange.reply.text}\n${exchange.reply.headers.map(([, value]) => value).join("\n")}`;
}

/** Whether the text came back; a number also with separators of thousands, as templates print them ("1,234,567"). */
export function hears(exchange: Exchange, text: string): boolean {
  const all = heard(exchange);
  if (all.includes(text)) return true;
  if (!/^\d{4,}$/.test(text)) return false;
  const groups = text.replace(/\B(?=(?:\d{3})+$)/g, "[,.' \\u00a0\\u202f\\u2019]");
  return new RegExp(`(?<!\\d)${groups}(?!\\d)`).test(all);
}

export const step = (role: ProofStep["role"], exchange: Exchange, shows: string): ProofStep => ({ role, exchange, shows });

/** A header cannot hold control characters: such a value would never arrive. */
export const canHold = (kind: string, value: string): boolean => !(/^(?:header|cookie)/.test(kind) && /[\0-\x08\x0a-\x1f\x7f]/.test(value));

/** A header that browsers send by themselves: a point on every route, and seldom one that reaches an interpreter. */
export const isUsual = ({ kind, name }: { kind: string; name: string }): boolean => kind === "header" && /^(?:user-agent|referer|x-forwarded-\w+|accept-language|origin)$/i.test(name);
