// JSON Web Tokens that can be forged: not verified, verified by a guessable secret, or by a key that the token chooses.
import type { OriginCheck, Tools } from "../check.ts";
import { defineCheck } from "../check.ts";
import type { Proof, ProofStep } from "../evidence.ts";
import type { Exchange } from "../exchange.ts";
import { carriedTokens } from "../jwt/carried.ts";
import type { Carried } from "../jwt/carried.ts";
import { claimsWith, confusedForgeries, fetchedForgery, keyIdForgeries, keylessForgeries, ourKeys } from "../jwt/forgeries.ts";
import type { Forgery } from "../jwt/forgeries.ts";
import { publicKeyTexts } from "../jwt/public-keys.ts";
import { hmacHash, signedByHmac } from "../jwt/token.ts";
import { weakSecretOf } from "../jwt/weak-secrets.ts";
import type { Route } from "../route.ts";

const attack = (exchange: Exchange, shows: string): ProofStep => ({ role: "attack", exchange, shows });
const controls = ({ usual, without }: Carried): ProofStep[] => [{ role: "baseline", exchange: usual, shows: "With the true token." }, { role: "control", exchange: without, shows: "With no token it is answered otherwise." }];

/** Accepted twice, with other claims each time, and what is no token still is not. */
async function proveForgery(carried: Carried, forgery: Forgery, tools: Tools): Promise<Proof | undefined> {
  const one = await carried.send(forgery.make(1));
  if (!carried.isAccepted(one)) return undefined;
  const again = await carried.send(forgery.make(2));
  const control = await carried.send(tools.seed.word("no token again", 24));
  if (!carried.isAccepted(again) || control.reply === undefined || carried.isAccepted(control)) return undefined;
  return { technique: forgery.technique, confidence: "confirmed", at: carried.at, about: forgery.about, because: `${carried.at} took ${forgery.because}, twice.`, steps: [...controls(carried), attack(one, "The forged token is taken."), attack(again, "So is another one."), { role: "control", exchange: control, shows: "What is no token is still refused." }] };
}

/** One proof for each weakness; who does not verify at all has only that one. */
async function* forged(carried: Carried, forgeries: readonly Forgery[], tools: Tools): AsyncGenerator<Proof> {
  const proved = new Set<string>();
  for (const forgery of forgeries) {
    if (proved.has(forgery.about)) continue;
    const proof = await proveForgery(carried, forgery, tools);
    if (proof === undefined) continue;
    proved.add(forgery.about);
    yield proof;
    if (forgery.about === "signature") return;
  }
}

const week = 7 * 86_400;

/** The secret is found by calculation; a token signed with it, and one that is long over, are tried with it. */
async function* bySecret(carried: Carried, tools: Tools): AsyncGenerator<Proof> {
  const { token, at } = carried;
  const secret = weakSecretOf(token);
  if (secret === undefined) return;
  const signed = await carried.send(signedByHmac(token.header, claimsWith(token, tools.seed, 1), secret));
  const isTaken = carried.isAccepted(signed);
  yield { technique: "weak-secret", confidence: "confirmed", severity: "critical", cwe: 521, at, about: "weak-secret", because: `The token is signed with ${secret === "" ? "an empty secret" : `the secret ${JSON.stringify(secret)}`}, which everybody can guess${isTaken ? "; one that we signed with it was taken" : ""}.`, steps: [...controls(carried), attack(signed, isTaken ? "Signed by us, taken." : "Signed by us.")] };
  const now = Math.floor(tools.clock.now() / 1000);
  const past = await carried.send(signedByHmac(token.header, { ...token.claims, iat: now - 2 * week, exp: now - week }, secret));
  if (isTaken && carried.isAccepted(past)) yield { technique: "expired", confidence: "confirmed", severity: "medium", cwe: 613, at, about: "expired", because: "A token that ended a week ago was taken.", steps: [...controls(carried), attack(past, "Its exp is a week ago, and it is taken.")] };
}

/** The token as it was given: over and still taken, or never over. */
function* ofLifetime(carried: Carried, tools: Tools): Generator<Proof> {
  const { token: { claims }, usual, at } = carried;
  const { exp } = claims;
  const ends = typeof exp === "number" ? exp * 1000 : undefined;
  if (ends !== undefined && ends < tools.clock.now() - 600_000) yield { technique: "expired", confidence: "firm", severity: "medium", cwe: 613, at, about: "expired", because: `The token ended at ${new Date(ends).toISOString()} and is still taken.`, steps: [...controls(carried)] };
  if (exp === undefined) yield { technique: "endless", confidence: "firm", severity: "low", cwe: 613, at, about: "endless", because: "The token does not say when it ends (no exp).", steps: [{ role: "baseline", exchange: usual, shows: "Sent with a token that has no exp." }] };
}

/** An address of ours as the place of the key: called is a weakness, taken is a worse one. */
async function* byFetching(carried: Carried, tools: Tools): AsyncGenerator<Proof> {
  const { outOfBand } = tools;
  if (outOfBand === undefined || !tools.allows("out-of-band") || hmacHash(carried.token.alg) !== undefined && carried.token.header["jku"] === undefined) return;
  for (const member of ["jku", "x5u"] as const) {
    const name = outOfBand.name(`jwt/${tools.seed.word("unit", 12)}/${carried.at}/${member}`);
    outOfBand.answer(name.token, ourKeys(tools.seed), "application/json");
    const exchange = await carried.send(fetchedForgery(carried.token, tools.seed, member, name.url));
    const calls = await outOfBand.seen(name.token, 1_500);
    if (calls.length === 0) continue;
    const isTaken = carried.isAccepted(exchange);
    yield { technique: `fetched-key:${member}`, confidence: isTaken ? "confirmed" : "firm", cwe: isTaken ? 347 : 918, at: carried.at, about: `fetched-key:${member}`, because: `The key was fetched from our own listener, because the token named it in ${member} (${calls[0]?.detail ?? ""})${isTaken ? ", and a token signed with ours was taken" : ""}.`, steps: [...controls(carried), attack(exchange, `Names our listener in ${member}; it was called.`)] };
  }
}

async function* weaknessesOf(carried: Carried, origin: string, routes: readonly Route[], tools: Tools): AsyncGenerator<Proof> {
  yield* ofLifetime(carried, tools);
  let isUnverified = false;
  for await (const proof of forged(carried, keylessForgeries(carried.token, tools.seed), tools)) { isUnverified ||= proof.about === "signature"; yield proof; }
  yield* bySecret(carried, tools);
  if (isUnverified || !tools.allows("payload")) return;
  const keys = hmacHash(carried.token.alg) === undefined ? await publicKeyTexts(origin, routes, tools) : [];
  yield* forged(carried, [...confusedForgeries(carried.token, tools.seed, keys), ...keyIdForgeries(carried.token, tools.seed)], tools);
  yield* byFetching(carried, tools);
}

/** Only GET, with the claims of the same person: nothing is changed and nobody else is impersonated. Identity: where the token travels, and the weakness. */
export const jwtWeakness = defineCheck<OriginCheck>({
  id: "jwt-weakness", about: "Tokens can be forged or live too long.", title: "Weak JSON Web Token",
  cwe: 347, owasp: ["A07", "A02", "API2"], severity: "high", risk: "marker", attackClass: "token-forgery", on: "origin",
  remediation: "Verify every token with one algorithm and one key that the server chooses, never the token. Use long random secrets, and let tokens end after minutes or hours.",
  async *probe(origin, routes, tools) {
    for (const carried of await carriedTokens(origin, routes, tools)) yield* weaknessesOf(carried, origin, routes, tools);
  },
});
