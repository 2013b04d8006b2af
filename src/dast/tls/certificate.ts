// Certificates judged: dates, names, keys, signatures and the chain to a root that browsers know.
import { X509Certificate } from "node:crypto";
import { rootCertificates } from "node:tls";
import type { Instant } from "../../kernel/clock.ts";
import { dayMs } from "../../kernel/clock.ts";

export interface CertificateFault { technique: string; severity: "high" | "medium" | "low" | "info"; because: string }

const soonDays = 21;
// Browsers refuse certificates that are valid for longer (CA/Browser Forum ballot SC31, since September 2020).
const longestDays = 398;

export const parsedChain = (chain: readonly Buffer[]): X509Certificate[] => chain.flatMap((der) => { try { return [new X509Certificate(der)]; } catch { return []; } });

// Object identifiers of signatures, DER: md2, md4, md5 and SHA-1 with RSA; SHA-1 with DSA and ECDSA.
const weakSignatures: Readonly<Record<string, string>> = { "2a864886f70d010102": "MD2", "2a864886f70d010103": "MD4", "2a864886f70d010104": "MD5", "2a864886f70d010105": "SHA-1", "2b0e03021d": "SHA-1", "2a8648ce380403": "SHA-1", "2a8648ce3d0401": "SHA-1" };

/** One DER element: where its content begins and ends. */
function elementAt(der: Buffer, at: number): { from: number; end: number } {
  const first = der[at + 1] ?? 0;
  if (first < 0x80) return { from: at + 2, end: at + 2 + first };
  const size = der.readUIntBE(at + 2, Math.min(6, first & 0x7f));
  return { from: at + 2 + (first & 0x7f), end: at + 2 + (first & 0x7f) + size };
}

/** RFC 5280 section 4.1: Certificate ::= SEQUENCE { tbsCertificate, signatureAlgorithm SEQUENCE { OID, ... }, ... } */
function weakSignatureOf({ raw }: X509Certificate): string | undefined {
  const tbs = elementAt(raw, elementAt(raw, 0).from);
  const oid = elementAt(raw, elementAt(raw, tbs.end).from);
  return weakSignatures[raw.subarray(oid.from, oid.end).toString("hex")];
}

function* dateFaults(own: X509Certificate, now: Instant): Iterable<CertificateFault> {
  const [from, to] = [Date.parse(own.validFrom), Date.parse(own.validTo)];
  if (to < now) yield { technique: "expired", severity: "high", because: `The certificate ended on ${own.validTo}.` };
  else if (to - now < soonDays * dayMs) yield { technique: "expires-soon", severity: "low", because: `The certificate ends in ${Math.floor((to - now) / dayMs)} days, on ${own.validTo}.` };
  if (from > now) yield { technique: "not-yet-valid", severity: "high", because: `The certificate begins on ${own.validFrom}.` };
  if (to - from > (longestDays + 1) * dayMs) yield { technique: "long-life", severity: "info", because: `The certificate is valid for ${Math.round((to - from) / dayMs)} days: browsers accept ${longestDays}.` };
}

function nameFault(own: X509Certificate, host: string): CertificateFault | undefined {
  const fits = /^[\d.]+$|:/.test(host) ? own.checkIP(host) : own.checkHost(host, { subject: "never" });
  return fits === undefined ? { technique: "name", severity: "high", because: `The certificate is for ${own.subjectAltName ?? own.subject.replaceAll("\n", ", ")}, not for ${host}.` } : undefined;
}

function keyFault({ publicKey }: X509Certificate): CertificateFault | undefined {
  const { modulusLength, namedCurve } = publicKey.asymmetricKeyDetails ?? {};
  if (modulusLength !== undefined && modulusLength < 2048) return { technique: "weak-key", severity: "high", because: `The certificate's ${publicKey.asymmetricKeyType?.toUpperCase() ?? ""} key has ${modulusLength} bits.` };
  const bits = Number(/\d{3}/.exec(namedCurve ?? "")?.[0] ?? 256);
  return publicKey.asymmetricKeyType === "ec" && bits < 224 ? { technique: "weak-key", severity: "high", because: `The certificate's key is on ${namedCurve ?? "a short curve"}.` } : undefined;
}

const isSelfSigned = (one: X509Certificate): boolean => { try { return one.checkIssued(one) && one.verify(one.publicKey); } catch { return false; } };
const issued = (above: X509Certificate, one: X509Certificate): boolean => { try { return one.checkIssued(above) && one.verify(above.publicKey); } catch { return false; } };

let roots: readonly X509Certificate[] | undefined;
const knownRoots = (): readonly X509Certificate[] => roots ??= parsedChain(rootCertificates.map((pem) => Buffer.from(pem.replaceAll(/-----[^-]+-----|\s/g, ""), "base64")));

/** Follows the chain by signatures, whatever its order, to a root that browsers know. */
function chainFault(chain: readonly X509Certificate[]): CertificateFault | undefined {
  let [current] = chain;
  for (let step = 0; current !== undefined && step < 10; step += 1) {
    const one = current;
    if (knownRoots().some((root) => root.fingerprint256 === one.fingerprint256 || issued(root, one))) return undefined;
    if (isSelfSigned(one)) return step === 0 ? { technique: "self-signed", severity: "medium", because: "The certificate is signed by itself: nobody vouches for it." } : { technique: "untrusted", severity: "medium", because: `The chain ends at ${one.subject.replaceAll("\n", ", ")}, which browsers do not know.` };
    const above = chain.find((candidate) => candidate !== one && issued(candidate, one));
    if (above === undefined) return { technique: "chain-incomplete", severity: "medium", because: `The server does not send the certificate of ${one.issuer.replaceAll("\n", ", ")}, and browsers do not know it as a root.` };
    current = above;
  }
  return undefined;
}

/** Everything that is wrong with the chain that a server sent, its own certificate first. */
export function faultsOfChain(chain: readonly X509Certificate[], { host, now }: { host: string; now: Instant }): CertificateFault[] {
  const [own] = chain;
  if (own === undefined) return [];
  const weak = chain.filter((one) => !isSelfSigned(one) || one === own).map((one) => ({ one, hash: weakSignatureOf(one) })).find(({ hash }) => hash !== undefined);
  const signature: CertificateFault[] = weak === undefined ? [] : [{ technique: "weak-signature", severity: "high", because: `The certificate of ${weak.one.subject.replaceAll("\n", ", ")} is signed with ${weak.hash ?? ""}.` }];
  return [...dateFaults(own, now), nameFault(own, host) ?? [], keyFault(own) ?? [], signature, chainFault(chain) ?? []].flat();
}
