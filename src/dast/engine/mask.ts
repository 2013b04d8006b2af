// Secrets out of evidence: whoever sees a finding must not be able to log in with it.
import { hash } from "node:crypto";
import type { Header } from "../exchange.ts";

const secretHeader = /^(?:authorization|proxy-authorization|cookie|set-cookie|x-api-key|x-auth-token|x-csrf-token|x-xsrf-token|x-access-token|apikey|api-key)$/i;
const secretName = /(?:pass(?:word|wd|phrase)?|secret|token|api[-_]?key|auth|session|sid|jwt|signature|credential)/i;

/** "[masked 4f2a1c]": the same secret gives the same text, so that two exchanges can still be compared. */
export const maskOf = (secret: string): string => `[masked ${hash("sha256", secret, "hex").slice(0, 6)}]`;

/** Masks for one scan: the identities' own secrets wherever they stand, and values whose names say that they are secret. */
export interface Mask { text(text: string): string; headers(headers: readonly Header[]): Header[]; url(url: string): string; body(body: string, mediaType: string | undefined): string }

/** secrets: passwords, tokens and cookies of the scan. keeps: values of our own that must stay readable (payloads). */
export function createMask(secrets: () => readonly string[], keeps: (value: string) => boolean = () => false): Mask {
  const text = (given: string): string => secrets().filter((one) => one.length >= 4).reduce((left, one) => left.replaceAll(one, maskOf(one)), given);
  const value = (name: string, given: string): string => (secretName.test(name) && given !== "" && !keeps(given) ? maskOf(given) : text(given));
  return {
    text,
    headers: (headers) => headers.map(([name, given]): Header => [name, secretHeader.test(name) ? maskedHeader(name, given, keeps) : text(given)]),
    url: (given) => text(given).replace(/([?&;])([^=&;#]*)=([^&;#]*)/g, (_all, before: string, name: string, one: string) => `${before}${name}=${secretName.test(name) && !keeps(one) && one !== "" ? maskOf(one) : one}`),
    body: (given, mediaType) => (mediaType === "application/x-www-form-urlencoded" ? given.split("&").map((pair) => { const at = pair.indexOf("="); return at < 0 ? pair : `${pair.slice(0, at)}=${value(pair.slice(0, at), pair.slice(at + 1))}`; }).join("&") : text(given)),
  };
}

// Of cookies the names and attributes stay, and of authorisation the scheme: they tell what was sent without giving it away.
function maskedHeader(name: string, given: string, keeps: (value: string) => boolean): string {
  if (keeps(given)) return given;
  if (/^cookie$/i.test(name)) return given.split(/; */).map((pair) => maskedPair(pair, keeps)).join("; ");
  if (/^set-cookie$/i.test(name)) { const [pair = "", ...attributes] = given.split(";"); return [maskedPair(pair, keeps), ...attributes].join(";"); }
  const [, scheme, rest] = /^(\w+) (.+)$/.exec(given) ?? [];
  return scheme === undefined || rest === undefined ? maskOf(given) : `${scheme} ${maskOf(rest)}`;
}

function maskedPair(pair: string, keeps: (value: string) => boolean): string {
  const at = pair.indexOf("=");
  return at < 0 || at === pair.length - 1 || keeps(pair.slice(at + 1)) ? pair : `${pair.slice(0, at)}=${maskOf(pair.slice(at + 1))}`;
}
