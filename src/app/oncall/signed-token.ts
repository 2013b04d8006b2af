// Tokens that prove they are ours: what they say, signed with a key that never leaves the store.
import { createHmac, randomBytes, timingSafeEqual } from "node:crypto";
import type { Instant } from "../../kernel/clock.ts";
import type { Ports } from "../../store/store.ts";

/** What a token is for: each purpose has a key of its own, so that one cannot stand for another. */
export type TokenPurpose = "ack" | "calendar";
const settingOf = (purpose: TokenPurpose): string => `oncall-${purpose}-key`;

/** The key of an organisation, made at its first use in the caller's transaction. */
export async function ensureTokenKey(ports: Pick<Ports, "settings">, org: string, purpose: TokenPurpose, now: Instant): Promise<Buffer> {
  return await findTokenKey(ports, org, purpose) ?? renewTokenKey(ports, org, purpose, now);
}

/** Every token signed so far ends to be good. */
export async function renewTokenKey(ports: Pick<Ports, "settings">, org: string, purpose: TokenPurpose, now: Instant): Promise<Buffer> {
  const key = randomBytes(32);
  await ports.settings.put(org, settingOf(purpose), key.toString("base64url"), now);
  return key;
}

export async function findTokenKey(ports: Pick<Ports, "settings">, org: string, purpose: TokenPurpose): Promise<Buffer | undefined> {
  const kept = await ports.settings.find(org, settingOf(purpose));
  return kept && Buffer.from(kept.value, "base64url");
}

type Said = readonly (string | number)[];
const macOf = (key: Buffer, purpose: TokenPurpose, payload: string): Buffer => createHmac("sha256", key).update(`${purpose}\n${payload}`).digest();

/** The organisation is said first, so that its key is found. */
export function signToken(key: Buffer, purpose: TokenPurpose, said: readonly [org: string, ...Said]): string {
  const payload = Buffer.from(JSON.stringify(said)).toString("base64url");
  return `${payload}.${macOf(key, purpose, payload).toString("base64url")}`;
}

// Longer than any we sign: what comes from outside is not parsed without bound.
const longestToken = 2000;

/** What the token says; undefined when it was not signed by us for this purpose. */
export async function readToken(ports: Pick<Ports, "settings">, purpose: TokenPurpose, token: string): Promise<Said | undefined> {
  const [payload = "", mac = "", ...more] = token.length > longestToken ? [] : token.split(".");
  const said = more.length === 0 ? saidIn(payload) : undefined;
  const key = typeof said?.[0] === "string" ? await findTokenKey(ports, said[0], purpose) : undefined;
  if (!said || !key) return undefined;
  const [given, right] = [Buffer.from(mac, "base64url"), macOf(key, purpose, payload)];
  return given.length === right.length && timingSafeEqual(given, right) ? said : undefined;
}

function saidIn(payload: string): Said | undefined {
  try {
    const said: unknown = JSON.parse(Buffer.from(payload, "base64url").toString("utf8"));
    return Array.isArray(said) && said.every((one) => typeof one === "string" || typeof one === "number") ? said as Said : undefined;
  } catch { return undefined; }
}
