// Tokens that nobody entitled has signed, each accepted only by one mistake of the verifier (RFC 8725 sections 2 and 3).
import type { Seed } from "../seed.ts";
import { hmacHash, ownJwk, signedByHmac, signedByUs, unsigned } from "./token.ts";
import type { Jwt, Members } from "./token.ts";

export interface Forgery {
  technique: string;
  /** Which weakness it is: one finding each. */
  about: string;
  because: string;
  /** round: another token each time. */
  make(round: number): string;
}

/** The claims as they are, with one of our own besides: whoever reads them sees the same person. */
export const claimsWith = ({ claims }: Jwt, seed: Seed, round: number): Members => ({ ...claims, [seed.word(`claim/${round}`, 8)]: seed.word(`claim value/${round}`, 8) });

/** Another signature of the same length: the first bytes turned around. */
function brokenSignature({ parts: [, , signature] }: Jwt, round: number): string {
  const bytes = Buffer.from(signature === "" ? "AAAAAAAAAAAAAAAAAAAAAAAA" : signature, "base64url");
  for (let at = 0; at < Math.min(8, bytes.length); at += 1) bytes[at] = (bytes[at] ?? 0) ^ (0x55 + round);
  return bytes.toString("base64url");
}

/** Needs no key at all. In the order in which they are worth asking: who does not look at signatures takes all of them. */
export function keylessForgeries(token: Jwt, seed: Seed): Forgery[] {
  const { header } = token;
  const claims = (round: number): Members => claimsWith(token, seed, round);
  const none = (alg: string): Forgery => ({ technique: `none:${alg}`, about: "none", because: `a token that says it has no signature ("alg":"${alg}")`, make: (round) => unsigned({ ...header, alg }, claims(round)) });
  const zeros = { ES256: 64, ES384: 96, ES512: 132 }[token.alg];
  return [
    { technique: "signature", about: "signature", because: "a token with changed claims and a signature that does not fit", make: (round) => unsigned(header, claims(round), brokenSignature(token, round)) },
    { technique: "signature:empty", about: "signature", because: "a token with changed claims and without its signature", make: (round) => unsigned(header, claims(round)) },
    ...["none", "None", "NONE", "nOnE"].map(none),
    ...zeros === undefined ? [] : [{ technique: "signature:zero", about: "signature", because: "a signature of zeros, which no key makes", make: (round: number) => unsigned(header, claims(round), Buffer.alloc(zeros).toString("base64url")) }],
    { technique: "embedded-key", about: "embedded-key", because: "a token signed with a key that it brought along itself (\"jwk\")", make: (round) => signedByUs({ ...header, jwk: ownJwk(seed.word("kid", 8)), kid: seed.word("kid", 8) }, claims(round)) },
  ];
}

/** The public key as the secret of an HMAC: taken by who lets the token choose the algorithm. */
export const confusedForgeries = (token: Jwt, seed: Seed, publicKeys: readonly string[]): Forgery[] =>
  (hmacHash(token.alg) !== undefined ? [] : publicKeys.map((key): Forgery => ({ technique: "key-confusion", about: "key-confusion", because: "a token signed by HMAC with the public key as its secret", make: (round) => signedByHmac({ ...token.header, alg: "HS256" }, claimsWith(token, seed, round), key) })));

/** The name of the key as a path and as a part of a statement: each makes the verifier use a key that we know. */
export function keyIdForgeries(token: Jwt, seed: Seed): Forgery[] {
  if (token.header["kid"] === undefined && hmacHash(token.alg) === undefined) return [];
  const alg = hmacHash(token.alg) === undefined ? "HS256" : token.alg;
  const by = (kid: string, key: string, what: string): Forgery => ({ technique: `kid:${what}`, about: `kid:${what}`, because: `a token whose key is named ${JSON.stringify(kid)}`, make: (round) => signedByHmac({ ...token.header, alg, kid }, claimsWith(token, seed, round), key) });
  const word = seed.word("key", 10);
  return [
    ...["../../../../../../../../../../dev/null", "/dev/null"].map((path) => by(path, "", "path")),
    ...["'", '"', ""].map((quote) => by(`${quote === "" ? "-1" : word}${quote} UNION SELECT '${word}'-- `, word, "sql")),
  ];
}

/** Where the key is to be fetched from (RFC 7515 section 4.1.2). keysAt: an address of ours that answers with `ourKeys`. */
export const fetchedForgery = (token: Jwt, seed: Seed, member: "jku" | "x5u", keysAt: string): string => signedByUs({ ...token.header, [member]: keysAt, kid: seed.word("kid", 8) }, claimsWith(token, seed, 1));
export const ourKeys = (seed: Seed): string => JSON.stringify({ keys: [ownJwk(seed.word("kid", 8))] });
