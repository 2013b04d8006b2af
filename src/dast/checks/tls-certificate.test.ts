// Certificates made by openssl at run time, judged over real handshakes in each version.
import { X509Certificate } from "node:crypto";
import { rootCertificates } from "node:tls";
import { afterEach, describe, expect, it } from "vitest";
import { checkTools } from "../../../test/dast/check-tools.ts";
import { hasOpenssl, makeCertificate, openTls } from "../../../test/dast/tls-servers.ts";
import type { MadeBy, OpenServer } from "../../../test/dast/tls-servers.ts";
import { faultsOfChain } from "../tls/certificate.ts";
import { tlsCertificate } from "./tls-certificate.ts";

let server: OpenServer | undefined;
afterEach(async () => { await server?.close(); });
const faultsAt = async (opened: OpenServer): Promise<string[]> => {
  server = opened;
  const found: string[] = [];
  for await (const { technique } of tlsCertificate.probe(opened.origin, [], checkTools())) found.push(technique);
  return found;
};

describe.skipIf(!hasOpenssl)("tls-certificate over a handshake (skipped without openssl)", () => {
  it.each(["TLSv1.2", "TLSv1.3"] as const)("is read in %s", async (version) => {
    expect(await faultsAt(await openTls({ ...makeCertificate(), minVersion: version, maxVersion: version }))).toEqual(["self-signed"]);
  });
  it.each([["TLS_AES_256_GCM_SHA384"], ["TLS_CHACHA20_POLY1305_SHA256"], ["TLS_AES_128_GCM_SHA256"]])("is decrypted from %s", async (ciphers) => {
    expect(await faultsAt(await openTls({ ...makeCertificate(), minVersion: "TLSv1.3", ciphers }))).toEqual(["self-signed"]);
  });
  it.each([
    ["ends soon", { days: 5 }, "expires-soon"], ["another name", { names: "DNS:other.example" }, "name"], ["a short key", { bits: 1024 }, "weak-key"], ["SHA-1", { hash: "sha1" }, "weak-signature"], ["ten years", { days: 3650 }, "long-life"],
  ] as const satisfies readonly (readonly [string, MadeBy, string])[])("%s", async (_name, made, technique) => {
    expect(await faultsAt(await openTls({ ...makeCertificate(made), ciphers: "DEFAULT:@SECLEVEL=0" }))).toEqual(expect.arrayContaining([technique]));
  });
  it("an elliptic key is in order", async () => {
    expect(await faultsAt(await openTls(makeCertificate({ curve: "prime256v1" })))).toEqual(["self-signed"]);
  });
});

describe("tls-certificate: dates and roots", () => {
  const root = rootCertificates.map((pem) => new X509Certificate(pem)).find((one) => Date.parse(one.validTo) > Date.UTC(2030));
  it("a known root has no fault of its chain", () => {
    expect(root === undefined ? undefined : faultsOfChain([root], { host: "shop.example", now: Date.UTC(2026, 0) }).map(({ technique }) => technique).filter((one) => ["self-signed", "untrusted", "chain-incomplete"].includes(one))).toEqual([]);
  });
  it("before and after its time", () => {
    const at = (now: number): string[] => (root === undefined ? [] : faultsOfChain([root], { host: "shop.example", now }).map(({ technique }) => technique));
    expect(at(Date.UTC(1990, 0))).toContain("not-yet-valid");
    expect(at(Date.UTC(2099, 0))).toContain("expired");
  });
  it("nothing is said of no certificate", () => expect(faultsOfChain([], { host: "a", now: 0 })).toEqual([]));
});
