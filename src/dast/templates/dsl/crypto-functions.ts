// Functions that hash, sign and encrypt: what templates need to speak with applications, never to protect anything.
import { createCipheriv, createHmac, hash } from "node:crypto";
import { bytesOf, textOf } from "../byte-text.ts";
import { murmur3 } from "./murmur3.ts";
import { fail, numberFrom, textFrom } from "./value.ts";
import type { DslFunction, Surroundings, Value } from "./value.ts";

const hashed = (algorithm: string): DslFunction => ({ least: 1, most: 1, run: ([text]) => hash(algorithm, bytesOf(textFrom(text)), "hex") });

export const cryptoFunctions: Readonly<Record<string, DslFunction>> = {
  md5: hashed("md5"), sha1: hashed("sha1"), sha256: hashed("sha256"), sha512: hashed("sha512"),
  mmh3: { least: 1, most: 1, run: ([text]) => String(murmur3(bytesOf(textFrom(text)))) },
  hmac: { least: 3, most: 3, run: ([algorithm, data, key]) => createHmac(algorithmOf(textFrom(algorithm)), bytesOf(textFrom(key))).update(bytesOf(textFrom(data))).digest("hex") },
  aes_cbc: { least: 3, most: 3, run: ([text, key, iv]) => encrypt("cbc", text, key, bytesOf(textFrom(iv))) },
  aes_gcm: { least: 2, most: 2, run: ([key, text], around) => sealed(text, key, around) },
  generate_jwt: { least: 2, most: 4, run: signedToken },
  xor: { least: 2, most: 20, run: (args) => xored(args.map((arg) => bytesOf(textFrom(arg)))) },
};

const algorithmOf = (name: string): string => (/^(?:md5|sha-?(?:1|224|256|384|512))$/i.test(name) ? name.toLowerCase().replace("-", "") : fail(`the algorithm ${name} is not known`));

const sizes: Readonly<Record<number, string>> = { 16: "aes-128", 24: "aes-192", 32: "aes-256" };

function encrypt(mode: "cbc", text: Value, key: Value, iv: Buffer): string {
  const secret = bytesOf(textFrom(key));
  const size = sizes[secret.length];
  if (size === undefined || iv.length !== 16) return fail("AES needs a key of 16, 24 or 32 bytes and 16 bytes to start with");
  const cipher = createCipheriv(`${size}-${mode}`, secret, iv);
  return textOf(Buffer.concat([cipher.update(bytesOf(textFrom(text))), cipher.final()]));
}

function sealed(text: Value, key: Value, around: Surroundings): string {
  const secret = bytesOf(textFrom(key));
  const size = sizes[secret.length];
  if (size === undefined) return fail("AES needs a key of 16, 24 or 32 bytes");
  const nonce = Buffer.from(Array.from({ length: 12 }, () => around.random(256)));
  const cipher = createCipheriv(`${size}-gcm` as "aes-256-gcm", secret, nonce);
  const body = Buffer.concat([cipher.update(bytesOf(textFrom(text))), cipher.final()]);
  return textOf(Buffer.concat([nonce, body, cipher.getAuthTag()]));
}

const base64url = (bytes: Uint8Array | string): string => Buffer.from(bytes).toString("base64url");

// RFC 7519. Algorithms by key pair are not among them: no template brings one.
function signedToken([json, algorithm, secret, maxAge]: readonly Value[], around: Surroundings): string {
  const name = textFrom(algorithm);
  const hmac = /^hs(256|384|512)$/i.exec(name)?.[1];
  const isNone = name === "" || /^none$/i.test(name);
  if (hmac === undefined && !isNone) return fail(`tokens are not signed with ${name}`);
  const claims = claimsFrom(textFrom(json));
  const now = Math.floor(around.now() / 1000);
  const body = maxAge === undefined ? claims : { ...claims, iat: now, exp: Math.floor(numberFrom(maxAge)) };
  const head = `${base64url(JSON.stringify({ alg: isNone ? name : name.toUpperCase(), typ: "JWT" }))}.${base64url(JSON.stringify(body))}`;
  return `${head}.${hmac === undefined ? "" : createHmac(`sha${hmac}`, bytesOf(textFrom(secret))).update(head).digest("base64url")}`;
}

function claimsFrom(text: string): Record<string, unknown> {
  try {
    const claims: unknown = JSON.parse(text);
    if (typeof claims === "object" && claims !== null && !Array.isArray(claims)) return claims as Record<string, unknown>;
  } catch { /* told below */ }
  return fail("the claims of a token are a JSON object");
}

function xored(parts: readonly Buffer[]): string {
  const [first = Buffer.alloc(0), ...rest] = parts;
  if (rest.some(({ length }) => length !== first.length)) return fail("xor needs texts of one length");
  return textOf(Buffer.from(first.map((byte, at) => rest.reduce((sum, part) => sum ^ (part[at] ?? 0), byte))));
}
