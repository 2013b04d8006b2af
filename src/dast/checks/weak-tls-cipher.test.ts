// Servers that agree to suites that do not protect, and servers that refuse them.
import { afterEach, describe, expect, it } from "vitest";
import { checkTools } from "../../../test/dast/check-tools.ts";
import { hasOpenssl, makeCertificate, openScripted, openTls, scriptedHello } from "../../../test/dast/tls-servers.ts";
import type { OpenServer } from "../../../test/dast/tls-servers.ts";
import { weakTlsCipher } from "./weak-tls-cipher.ts";

let server: OpenServer | undefined;
afterEach(async () => { await server?.close(); });
const kindsAt = async (opened: OpenServer): Promise<string[]> => {
  server = opened;
  const found: string[] = [];
  for await (const { about, technique } of weakTlsCipher.probe(opened.origin, [], checkTools())) found.push(about ?? technique);
  return found;
};

describe("weak-tls-cipher: a scripted server", () => {
  it.each([["NULL", 0x0002], ["EXPORT", 0x0003], ["DES", 0x0009], ["RC4", 0x0005], ["3DES", 0x000a], ["anonymous", 0x0034], ["no forward secrecy", 0x002f]] as const)("that agrees to %s", async (kind, suite) => {
    expect(await kindsAt(await openScripted(scriptedHello({ version: 0x0303, suite })))).toEqual([kind]);
  });
  it("that agrees to RC4 in TLS 1.0 only", async () => {
    expect(await kindsAt(await openScripted(scriptedHello({ version: 0x0301, suite: 0x0005 })))).toEqual(["RC4"]);
  });
  it("that compresses", async () => {
    expect(await kindsAt(await openScripted(scriptedHello({ version: 0x0303, suite: 0xc02f, compression: 1 })))).toEqual(["compression"]);
  });
  it.each([["ECDHE with AES-GCM", 0xc02f], ["ECDHE with ChaCha20", 0xcca8], ["DHE", 0x009e], ["ECDSA", 0xc02b], ["ECDHE with CBC", 0xc013]] as const)("that agrees only to %s", async (_name, suite) => {
    expect(await kindsAt(await openScripted(scriptedHello({ version: 0x0303, suite })))).toEqual([]);
  });
});

describe.skipIf(!hasOpenssl)("weak-tls-cipher: a real server (skipped without openssl)", () => {
  it.each([["no encryption", "NULL-SHA256:@SECLEVEL=0", ["NULL"]], ["nobody's key", "AECDH-AES128-SHA:@SECLEVEL=0", ["anonymous"]], ["RSA key exchange", "AES128-GCM-SHA256", ["no forward secrecy"]], ["only ECDHE", "ECDHE-RSA-AES128-GCM-SHA256", []]] as const)("%s", async (_name, ciphers, expected) => {
    expect(await kindsAt(await openTls({ ...makeCertificate(), maxVersion: "TLSv1.2", ciphers }))).toEqual(expected);
  });
  it("TLS 1.3 alone", async () => {
    expect(await kindsAt(await openTls({ ...makeCertificate(), minVersion: "TLSv1.3" }))).toEqual([]);
  });
});
