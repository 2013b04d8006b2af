// The token by which the owner of a target says that it may be tested: good for one origin and one organisation only.
import { createHmac, timingSafeEqual } from "node:crypto";
import { readTarget } from "../traffic/target.ts";

const prefix = "aftwatch-dast-";

/**
 * An HMAC-SHA-256 (RFC 2104) over the origin with the organisation's key: whoever sees it on one target can use it for no other, and
 * no other organisation can. Scheme and port belong to the origin.
 */
export function scanTokenOf(key: string, url: string): string {
  const origin = URL.parse(url)?.origin ?? url;
  return `${prefix}${createHmac("sha256", key).update(JSON.stringify(["dast-token-1", origin])).digest("base64url")}`;
}

/** How an owner can say that the target may be tested: the file with its one line, or the TXT record. txtName "": an address, which has no records. */
export interface AuthorisationWays { fileUrl: string; fileText: string; txtName: string; txtText: string }

export function authorisationOf(url: string, key: string): AuthorisationWays {
  const token = scanTokenOf(key, url);
  return { fileUrl: `${URL.parse(url)?.origin ?? url}${tokenPath}`, fileText: `${token}\n`, txtName: tokenRecordOf(url) ?? "", txtText: token };
}

/** Whether a text holds the token on a line of its own; compared in constant time. Comments (#) and other tokens may stand beside it. */
export function holdsToken(text: string, token: string): boolean {
  return text.split(/[\r\n]+/, 100).some((line) => isSame(line.trim().replace(/^"|"$/g, ""), token));
}

function isSame(left: string, right: string): boolean {
  const [one, other] = [Buffer.from(left), Buffer.from(right)];
  return one.length === other.length && timingSafeEqual(one, other);
}

export const tokenPath = "/.well-known/aftwatch-dast.txt";

/** "_aftwatch-dast.shop.example"; undefined for addresses, which have no records. */
export function tokenRecordOf(url: string): string | undefined {
  const target = readTarget(url);
  return "refusal" in target || /^[\d.]+$|:/.test(target.hostname) ? undefined : `_aftwatch-dast.${target.hostname.replace(/\.$/, "")}`;
}
