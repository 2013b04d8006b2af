// Lines of the common log format and its many children: combined, with virtual hosts before, times and forwarded addresses after.
//
// The time in brackets and the request in quotes are the two landmarks; what lies before, between and after them is told by its form, so that
// vhost_combined, X-Forwarded-For at the end or in front, ingress-nginx, Nginx Proxy Manager, Traefik and prefixes of log shippers need no setting.
import { clfTime } from "../lines-time.ts";
import { addressOf, hostOf, tokensOf, unescaped } from "../lines-text.ts";
import type { Token } from "../lines-text.ts";
import { countOf, recordOf, requestParts, saidOf } from "./access-record.ts";
import type { AccessRecord } from "./access-record.ts";

const landmark = /\[\d{1,2}\/[A-Za-z]{3}\/\d{4}:\d{2}:\d{2}:\d{2}/;

/** Whether the line holds the time of the common log format in its first 8 Ki characters. */
export const isAccessLine = (line: string): boolean => landmark.test(line.length > 8192 ? line.slice(0, 8192) : line);

/** Undefined when it is no such line: no time in brackets, or no request in quotes after it. zone: of times without an offset. */
export function accessLine(line: string, zone?: string): AccessRecord | undefined {
  const tokens = tokensOf(line);
  const timeAt = tokens.findIndex(({ kind, text }) => kind === "bracket" && /^\d{1,2}\/[A-Za-z]{3}\/\d{4}:/.test(text));
  const requestAt = tokens.findIndex(({ kind }, place) => place > timeAt && kind === "quoted");
  const at = timeAt < 0 ? undefined : clfTime(tokens[timeAt]?.text ?? "", zone);
  if (at === undefined || requestAt < 0) return undefined;
  const before = tokens.slice(0, timeAt);
  const between = tokens.slice(timeAt + 1, requestAt);
  return recordOf({ at, ...(before.length > 0 ? headOf(before) : headBetween(between)), ...requestParts(unescaped(tokens[requestAt]?.text ?? "")), ...tailOf(tokens.slice(requestAt + 1)), ...productOf(line) });
}

// Client, identity and user are the last three before the time; one more before them is the virtual host (Debian's vhost_combined).
// Where the third from the right is no address, the first address there is: BunkerWeb and others put ids between.
function headOf(words: readonly Token[]): AccessRecord {
  const texts = words.map(({ text }) => text);
  const usual = texts.length - 3;
  const isUsual = usual >= 0 && (addressOf(texts[usual] ?? "") !== undefined || (texts.length === 3 && texts[0] !== "-" && texts[1] === "-"));
  const clientAt = isUsual ? usual : texts.findIndex((text) => addressOf(text.replace(/,$/, "")) !== undefined);
  if (clientAt < 0) return recordOf({ host: texts.length >= 4 ? saidOf(hostOf(texts[texts.length - 4] ?? "")) : undefined });
  const listed = forwardedList(texts, clientAt);
  const client = (texts[clientAt] ?? "").replace(/,$/, "");
  const user = saidOf(texts.slice(clientAt + Math.max(listed.length, 1) + 1).join(" "));
  const host = clientAt > 0 && listed.length === 0 ? texts[clientAt - 1] : undefined;
  return recordOf({ client: addressOf(client) ?? client, user: user?.endsWith(" -") === true ? undefined : user, host: host === undefined || !isHost(host) ? undefined : hostOf(host), forwarded: listed.length > 1 ? listed.join(" ") : undefined });
}

// "10.0.0.1, 10.0.0.2 - - [": X-Forwarded-For stands where the client stands.
function forwardedList(texts: readonly string[], from: number): string[] {
  const end = texts.findIndex((text, place) => place >= from && !text.endsWith(","));
  return end > from ? texts.slice(from, end + 1) : [];
}

const isHost = (text: string): boolean => text !== "-" && text !== "_" && /^[\w.:[\]*-]+$/.test(text) && !/^\w+:$/.test(text);

// Nginx Proxy Manager puts the time first: "[time] host client seconds "request"".
function headBetween(words: readonly Token[]): AccessRecord {
  const texts = words.map(({ text }) => text);
  const clientAt = texts.findLastIndex((text) => addressOf(text) !== undefined);
  const host = texts[clientAt - 1];
  return recordOf({ client: addressOf(texts[clientAt] ?? ""), host: host === undefined || !isHost(host) ? undefined : hostOf(host), tookMs: texts.map(secondsMs).find((ms) => ms !== undefined) });
}

function tailOf(tokens: readonly Token[]): AccessRecord {
  const words = tokens.filter(({ kind }) => kind !== "quoted").map(({ text }) => text);
  const quoted = tokens.filter(({ kind }) => kind === "quoted").map(({ text }) => unescaped(text));
  const [status, size] = words;
  const plain = quoted.length === 0 ? unquotedTail(words.slice(2)) : {};
  const extra = [...words.slice(2), ...quoted.slice(2)];
  return recordOf({
    status: countOf(status), sizeBytes: countOf(size), ...agentOf(quoted), ...plain, ...recordOf({ forwarded: quoted.slice(2).find(isForwarded), tookMs: extra.map(secondsMs).find((ms) => ms !== undefined) }), ...namedIn(words.slice(2)), more: extra.length === 0 || quoted.length === 0 ? undefined : { extra: extra.slice(0, 32) },
  });
}

// "ref" "agent"; one alone is the referrer when it is an address of a page.
function agentOf([first, second]: readonly string[]): AccessRecord {
  if (second === undefined) return first === undefined ? {} : /^https?:\/\//i.test(first) ? { referer: first } : recordOf({ agent: saidOf(first) });
  return recordOf({ referer: saidOf(first), agent: saidOf(second) });
}

// Nginx Proxy Manager quotes neither: "207 125 440 - Mozilla/5.0 (...)": numbers, the referrer, then the agent with its blanks.
function unquotedTail(words: readonly string[]): AccessRecord {
  const from = words.findIndex((word) => !/^\d+$/.test(word));
  if (from < 0) return {};
  return recordOf({ referer: saidOf(words[from]), agent: saidOf(words.slice(from + 1).join(" ")) });
}

const isForwarded = (text: string): boolean => text.split(",").every((part) => addressOf(part.trim()) !== undefined || part.trim() === "unknown") && addressOf(text.split(",")[0]?.trim() ?? "") !== undefined;

/** "0.005" is seconds (nginx's $request_time); "12ms" milliseconds (Traefik). A bare whole number may be anything and is left alone. */
function secondsMs(text: string): number | undefined {
  const [, seconds, ms] = /^(?:(?:rt|request_time)=)?(?:"?(\d{1,7}\.\d{1,6})"?|(\d{1,9}(?:\.\d+)?)ms)$/.exec(text) ?? [];
  return seconds !== undefined ? Math.round(Number(seconds) * 1000) : ms === undefined ? undefined : Number(ms);
}

function namedIn(words: readonly string[]): AccessRecord {
  const host = words.map((word) => /^v?host="?([^"]+)"?$/.exec(word)?.[1]).find((found) => found !== undefined);
  return recordOf({ host: saidOf(host) });
}

// Only one of them writes so: Apache escapes a quote with a backslash, nginx a byte in capitals.
function productOf(line: string): AccessRecord {
  if (/\\["\\nt]|\\x[0-9]?[a-f]/.test(line)) return { product: "apache" };
  if (/\\x[0-9]?[A-F]/.test(line)) return { product: "nginx" };
  return /" \d+ "[^"]*" "[^"]*" \d+ms$/.test(line) ? { product: "traefik" } : {};
}
