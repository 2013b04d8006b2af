// Servers that speak old versions of TLS, and servers that refuse them.
import { afterEach, describe, expect, it } from "vitest";
import { checkTools } from "../../../test/dast/check-tools.ts";
import { hasOpenssl, makeCertificate, openScripted, openTls, scriptedHello } from "../../../test/dast/tls-servers.ts";
import type { OpenServer } from "../../../test/dast/tls-servers.ts";
import { weakTlsProtocol } from "./weak-tls-protocol.ts";

let server: OpenServer | undefined;
afterEach(async () => { await server?.close(); });
const versionsAt = async (opened: OpenServer): Promise<(string | undefined)[]> => {
  server = opened;
  const found: (string | undefined)[] = [];
  for await (const { about } of weakTlsProtocol.probe(opened.origin, [], checkTools())) found.push(about);
  return found;
};
const old = "ALL:@SECLEVEL=0";

describe("weak-tls-protocol: a scripted server", () => {
  it.each([["SSL 3.0", 0x0300], ["TLS 1.0", 0x0301], ["TLS 1.1", 0x0302]] as const)("that agrees to %s alone", async (name, version) => {
    expect(await versionsAt(await openScripted(scriptedHello({ version, suite: 0x002f })))).toEqual([name]);
  });
  it.each([["only TLS 1.2", scriptedHello({ version: 0x0303, suite: 0x002f })], ["alerts", (): Buffer => Buffer.from([21, 3, 1, 0, 2, 2, 70])], ["HTTP instead of TLS", (): Buffer => Buffer.from("HTTP/1.1 400 Bad Request\r\n\r\n")], ["an answer in another version", (): Buffer => scriptedHello({ version: 0x0301, suite: 0x002f })(Buffer.concat([Buffer.from([22, 3, 1, 0, 60, 1, 0, 0, 56, 3, 1]), Buffer.alloc(32), Buffer.from([0, 0, 2, 0, 0x2f, 1, 0])]))]] as const)("that gives %s", async (name, answer) => {
    expect(await versionsAt(await openScripted(answer))).toEqual(name === "an answer in another version" ? ["TLS 1.0"] : []);
  });
});

describe.skipIf(!hasOpenssl)("weak-tls-protocol: a real server (skipped without openssl)", () => {
  it.each([["TLS 1.0 to 1.2", "TLSv1", "TLSv1.2", ["TLS 1.0", "TLS 1.1"]], ["TLS 1.1 alone", "TLSv1.1", "TLSv1.1", ["TLS 1.1"]], ["TLS 1.0 to 1.3", "TLSv1", "TLSv1.3", ["TLS 1.0", "TLS 1.1"]], ["TLS 1.2 and 1.3", "TLSv1.2", "TLSv1.3", []], ["TLS 1.2 alone", "TLSv1.2", "TLSv1.2", []], ["TLS 1.3 alone", "TLSv1.3", "TLSv1.3", []]] as const)("%s", async (_name, minVersion, maxVersion, expected) => {
    expect(await versionsAt(await openTls({ ...makeCertificate(), minVersion, maxVersion, ciphers: minVersion < "TLSv1.2" ? old : "DEFAULT" }))).toEqual(expected);
  });
});
