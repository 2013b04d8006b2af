// Public keys that an origin shows: with one, a verifier that trusts the token's own algorithm can be confused (RFC 8725 section 2.1).
import { createPublicKey } from "node:crypto";
import type { JsonWebKey, KeyObject } from "node:crypto";
import type { Tools } from "../check.ts";
import { getRequest } from "../exchange.ts";
import type { Route } from "../route.ts";

const places = ["/.well-known/jwks.json", "/jwks.json", "/jwks", "/.well-known/jwks", "/oauth/jwks", "/oauth2/jwks", "/api/jwks", "/api/jwks.json", "/api/.well-known/jwks.json", "/auth/jwks", "/public.pem", "/publickey.pem", "/public-key.pem", "/public_key.pem", "/key.pub", "/jwt.pub", "/public-key", "/publickey", "/api/public-key", "/cert.pem"] as const;
const keyLike = /jwk|(?:public|pub)[-_]?key|\.pem$|\.pub$|cert/i;
const mostKeys = 3;

/** What the secret of an HMAC could be when it is a public key: each key in the texts in which programs hold one. */
export async function publicKeyTexts(origin: string, routes: readonly Route[], tools: Tools): Promise<string[]> {
  const known = routes.filter((route) => route.origin === origin && route.method === "GET" && keyLike.test(route.template)).map(({ request }) => request.url);
  const texts: string[] = [];
  let found = 0;
  for (const url of new Set([...known.slice(0, 5), ...places.map((path) => `${origin}${path}`)])) {
    const { reply } = await tools.send(getRequest(url));
    const keys = reply?.status === 200 ? keysIn(reply.text) : [];
    if (keys.length === 0) continue;
    for (const key of keys.slice(0, mostKeys)) texts.push(...spellingsOf(key));
    if (reply?.text.includes("-----BEGIN") === true) texts.push(reply.text);
    if ((found += keys.length) >= mostKeys) break;
  }
  return [...new Set(texts)];
}

function keysIn(text: string): KeyObject[] {
  const pems = text.replaceAll("\\n", "\n").match(/-----BEGIN (?:RSA )?(?:PUBLIC KEY|CERTIFICATE)-----[^-]{40,8000}-----END (?:RSA )?(?:PUBLIC KEY|CERTIFICATE)-----/g) ?? [];
  return [...pems, ...jwksIn(text)].flatMap((key) => { try { return [typeof key === "string" ? createPublicKey(key) : createPublicKey({ key, format: "jwk" })]; } catch { return []; } });
}

function jwksIn(text: string): JsonWebKey[] {
  try {
    const value = JSON.parse(text) as { keys?: unknown; kty?: unknown };
    return (Array.isArray(value.keys) ? value.keys : [value]).filter((key): key is JsonWebKey => typeof (key as JsonWebKey | null)?.kty === "string");
  } catch { return []; }
}

function spellingsOf(key: KeyObject): string[] {
  const spki = String(key.export({ type: "spki", format: "pem" }));
  const pkcs1 = key.asymmetricKeyType === "rsa" ? [String(key.export({ type: "pkcs1", format: "pem" }))] : [];
  return [spki, ...pkcs1].flatMap((pem) => [pem, pem.trimEnd()]);
}
