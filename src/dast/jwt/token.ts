// JSON Web Tokens: read, changed and signed by keys of our own (RFC 7515, RFC 7519, RFC 7518 section 3).
import { createHmac, createSign, generateKeyPairSync } from "node:crypto";
import type { KeyObject } from "node:crypto";

export type Members = Readonly<Record<string, unknown>>;
export interface Jwt { text: string; header: Members; claims: Members; /** base64url, as they stood. */ parts: readonly [header: string, claims: string, signature: string]; alg: string }

const pattern = /\bey[\w-]{8,}\.ey[\w-]{2,}\.[\w-]*/g;

/** Every token in a text, each once. */
export const tokensIn = (text: string): Jwt[] => [...new Set(text.match(pattern) ?? [])].flatMap((one) => readJwt(one) ?? []);

/** Undefined when it is none: header and claims must be JSON objects, and the header name an algorithm. */
export function readJwt(text: string): Jwt | undefined {
  const [head = "", body = "", signature = ""] = text.split(".");
  const [header, claims] = [membersOf(head), membersOf(body)];
  const alg = header?.["alg"];
  return header === undefined || claims === undefined || typeof alg !== "string" ? undefined : { text, header, claims, parts: [head, body, signature], alg };
}

function membersOf(part: string): Members | undefined {
  try {
    const value = JSON.parse(Buffer.from(part, "base64url").toString("utf8")) as unknown;
    return typeof value === "object" && value !== null && !Array.isArray(value) ? value as Members : undefined;
  } catch { return undefined; }
}

const encoded = (members: Members): string => Buffer.from(JSON.stringify(members), "utf8").toString("base64url");

/** "HS256" → "sha256"; undefined for what is no HMAC. */
export const hmacHash = (alg: string): string | undefined => (/^HS(?:256|384|512)$/.test(alg) ? `sha${alg.slice(2)}` : undefined);

/** A token by an HMAC of this key. header: its alg decides the hash. */
export function signedByHmac(header: Members, claims: Members, key: string | Buffer): string {
  const signed = `${encoded(header)}.${encoded(claims)}`;
  return `${signed}.${createHmac(hmacHash(String(header["alg"])) ?? "sha256", key).update(signed).digest("base64url")}`;
}

/** Whether the key is the one that the token was signed with. Only for HMAC. */
export function isKeyOf({ parts: [head, body, signature], alg }: Jwt, key: string | Buffer): boolean {
  const hash = hmacHash(alg);
  return hash !== undefined && signature !== "" && createHmac(hash, key).update(`${head}.${body}`).digest("base64url") === signature;
}

export const unsigned = (header: Members, claims: Members, signature = ""): string => `${encoded(header)}.${encoded(claims)}.${signature}`;

let pair: { publicKey: KeyObject; privateKey: KeyObject } | undefined;
const ownPair = (): { publicKey: KeyObject; privateKey: KeyObject } => (pair ??= generateKeyPairSync("rsa", { modulusLength: 2048 }));

/** A public key of our own as a JWK (RFC 7517), made once for a process. */
export const ownJwk = (kid: string): Members => ({ ...ownPair().publicKey.export({ format: "jwk" }), kid, use: "sig", alg: "RS256" });

/** Signed with our own private key: accepted only by who takes keys from anybody. */
export function signedByUs(header: Members, claims: Members): string {
  const signed = `${encoded({ ...header, alg: "RS256" })}.${encoded(claims)}`;
  return `${signed}.${createSign("RSA-SHA256").update(signed).sign(ownPair().privateKey, "base64url")}`;
}
