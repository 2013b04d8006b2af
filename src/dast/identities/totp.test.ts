// One-time passwords as RFC 6238 and RFC 4648 say.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createTotp, decodeBase32, readTotpKey, totpCode, totpStep } from "./totp.ts";

const base32 = (text: string): string => { const bits = [...Buffer.from(text)].map((byte) => byte.toString(2).padStart(8, "0")).join(""); return (bits.match(/.{1,5}/g) ?? []).map((five) => "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"[Number.parseInt(five.padEnd(5, "0"), 2)]).join(""); };
const seeds = { SHA1: "12345678901234567890", SHA256: "12345678901234567890123456789012", SHA512: "1234567890123456789012345678901234567890123456789012345678901234" };

describe("dast/identities/totp", () => {
  // RFC 6238 appendix B.
  it.each([
    [59, "SHA1", "94287082"], [59, "SHA256", "46119246"], [59, "SHA512", "90693936"], [1_111_111_109, "SHA1", "07081804"], [1_111_111_111, "SHA256", "67062674"], [1_234_567_890, "SHA512", "93441116"], [2_000_000_000, "SHA1", "69279037"], [20_000_000_000, "SHA1", "65353130"], [20_000_000_000, "SHA256", "77737706"], [20_000_000_000, "SHA512", "47863826"],
  ] as const)("at %d s with %s it is %s", (seconds, algorithm, code) => {
    const key = readTotpKey(`otpauth://totp/x?secret=${base32(seeds[algorithm])}&algorithm=${algorithm}&digits=8`);
    expect(key && totpCode(key, totpStep(key, seconds * 1000))).toBe(code);
  });

  it("a plain secret means SHA1, six digits, 30 seconds; blanks and case do not count", () => {
    const key = readTotpKey(" gezd gnbv-gy3t qojq gezd gnbv gy3t qojq ");
    expect(key && totpCode(key, totpStep(key, 59_000))).toBe("287082");
  });

  it.each(["", "not base32!", "otpauth://hotp/x?secret=GEZDGNBV", "otpauth://totp/x?secret=GEZDGNBV&digits=3", "otpauth://totp/x?secret=GEZDGNBV&algorithm=MD5"])("%j is none", (text) => { expect(readTotpKey(text)).toBeUndefined(); });

  it("base32 gives back any bytes", () => { fc.assert(fc.property(fc.string({ minLength: 1 }), (text) => { expect(Buffer.from(decodeBase32(base32(text)) ?? []).toString()).toBe(text); })); });

  it("after a code was given, the next one is waited for", async () => {
    let now = 61_000;
    const waits: number[] = [];
    const totp = createTotp(readTotpKey("GEZDGNBVGY3TQOJQ") ?? { key: new Uint8Array(), algorithm: "sha1", digits: 6, periodSeconds: 30 }, () => now, async (ms) => { waits.push(ms); now += ms; });
    await totp.fresh();
    const first = totp.code();
    await totp.fresh();
    expect([waits, totp.code() === first]).toEqual([[29_000], false]);
  });
});
