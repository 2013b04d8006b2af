// One-time passwords by time (RFC 6238) from what an authenticator application is given: a base32 secret, or an otpauth URI.
import { createHmac } from "node:crypto";
import type { Instant } from "../../kernel/clock.ts";

export interface TotpKey { key: Uint8Array; algorithm: "sha1" | "sha256" | "sha512"; digits: number; periodSeconds: number }

const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/** RFC 4648 section 6; blanks, hyphens, case and padding do not count. Undefined when it is not base32. */
export function decodeBase32(text: string): Uint8Array | undefined {
  const plain = text.replaceAll(/[\s-]/g, "").replace(/=+$/, "").toUpperCase();
  const bytes: number[] = [];
  let [bits, held] = [0, 0];
  for (const character of plain) {
    const value = alphabet.indexOf(character);
    if (value < 0) return undefined;
    held = ((held << 5) | value) & 0xfff;
    bits += 5;
    if (bits >= 8) { bits -= 8; bytes.push((held >> bits) & 0xff); }
  }
  return bytes.length === 0 ? undefined : Uint8Array.from(bytes);
}

/** "JBSWY3DP..." or "otpauth://totp/Shop:ann?secret=...&algorithm=SHA256&digits=8&period=30". Undefined when it is neither. */
export function readTotpKey(text: string): TotpKey | undefined {
  if (!/^otpauth:/i.test(text.trim())) return keyOf(text, new URLSearchParams());
  if (!URL.canParse(text.trim())) return undefined;
  const { searchParams, host } = new URL(text.trim());
  return host.toLowerCase() === "totp" ? keyOf(searchParams.get("secret") ?? "", searchParams) : undefined;
}

function keyOf(secret: string, settings: URLSearchParams): TotpKey | undefined {
  const key = decodeBase32(secret);
  const algorithm = (settings.get("algorithm") ?? "SHA1").toLowerCase().replace("-", "");
  const [digits, periodSeconds] = [Number(settings.get("digits") ?? 6), Number(settings.get("period") ?? 30)];
  const isKnown = algorithm === "sha1" || algorithm === "sha256" || algorithm === "sha512";
  if (key === undefined || !isKnown || !Number.isInteger(digits) || digits < 6 || digits > 10 || !Number.isInteger(periodSeconds) || periodSeconds < 1) return undefined;
  return { key, algorithm, digits, periodSeconds };
}

/** RFC 6238 section 4.2: how many periods since 1970. */
export const totpStep = ({ periodSeconds }: TotpKey, now: Instant): number => Math.floor(now / 1000 / periodSeconds);

/** RFC 4226 section 5.3 of the step. */
export function totpCode({ key, algorithm, digits }: TotpKey, step: number): string {
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(step));
  const digest = createHmac(algorithm, key).update(counter).digest();
  const offset = (digest.at(-1) ?? 0) & 0xf;
  return String((digest.readUInt32BE(offset) & 0x7fff_ffff) % 10 ** digits).padStart(digits, "0");
}

export interface TotpGenerator {
  /** Waits until there is a code that was not given before: servers take each only once (section 5.2). */
  fresh(): Promise<void>;
  /** The code of now. */
  code(): string;
}

export function createTotp(key: TotpKey, now: () => Instant, pause: (ms: number) => Promise<void>): TotpGenerator {
  let used = -1;
  const periodMs = key.periodSeconds * 1000;
  return {
    fresh: async () => {
      while (totpStep(key, now()) <= used) await pause(Math.max(1, (used + 1) * periodMs - now()));
    },
    code: () => { used = totpStep(key, now()); return totpCode(key, used); },
  };
}
