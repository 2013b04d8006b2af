// Cipher suites that do not protect, by handshakes that offer nothing else; and compression of what is encrypted.
import type { OriginCheck } from "../check.ts";
import { defineCheck } from "../check.ts";
import type { WeakSuites } from "../tls/ciphers.ts";
import { suiteName, weakSuites } from "../tls/ciphers.ts";
import type { TlsVersion } from "../tls/hello.ts";
import { versionNames } from "../tls/hello.ts";
import type { TlsProbe } from "../tls/probe.ts";
import { probeTls } from "../tls/probe.ts";

type Tools = Parameters<OriginCheck["probe"]>[2];

/** The first version in which the server agrees to one of these, newest first. */
async function agreed(origin: string, { suites }: WeakSuites, versions: readonly TlsVersion[], tools: Tools): Promise<TlsProbe | undefined> {
  for (const version of versions) {
    const probe = await probeTls(origin, { version, ciphers: suites }, tools);
    if (probe.answer !== undefined && suites.includes(probe.answer.cipher)) return probe;
  }
  return undefined;
}

/** Identity: the origin and the kind of weakness. */
export const weakTlsCipher = defineCheck<OriginCheck>({
  id: "weak-tls-cipher", about: "The server agrees to encryption that does not protect.", title: "Weak TLS cipher",
  cwe: 327, owasp: ["A02"], severity: "medium", risk: "marker", on: "origin",
  remediation: "Allow only suites with ephemeral keys and authenticated encryption (AES-GCM, ChaCha20-Poly1305). Switch TLS compression off.",
  async *probe(origin, _routes, tools) {
    if (!origin.startsWith("https:")) return;
    const versions = ([0x0303, 0x0301] as const);
    const spoken: TlsVersion[] = [];
    for (const version of versions) if ((await probeTls(origin, { version }, tools)).answer?.version === version) spoken.push(version);
    for (const weak of weakSuites) {
      const probe = await agreed(origin, weak, spoken, tools);
      const suite = probe?.answer?.cipher ?? 0;
      if (probe === undefined) continue;
      const again = await probeTls(origin, { version: (probe.answer?.version ?? 0x0303) as TlsVersion, ciphers: [suite] }, tools);
      if (again.answer?.cipher === suite) yield { technique: "handshake", confidence: "confirmed", severity: weak.severity, at: "origin:tls:cipher", about: weak.kind, because: `The server agrees to ${suiteName(suite)} (${weak.kind}) in ${versionNames[probe.answer?.version as TlsVersion] ?? ""}: ${weak.why}.`, steps: [{ role: "attack", exchange: probe.exchange, shows: `Offered nothing but ${weak.kind}.` }, { role: "attack", exchange: again.exchange, shows: "Agreed to again, offered alone." }] };
    }
    const [version] = spoken;
    const compressed = version === undefined ? undefined : await probeTls(origin, { version, compressions: [1] }, tools);
    if (compressed?.answer?.compression === 1) yield { technique: "compression", confidence: "confirmed", severity: "medium", cwe: 310, at: "origin:tls:compression", because: "The server compresses before it encrypts: lengths tell what is inside (CRIME).", steps: [{ role: "attack", exchange: compressed.exchange, shows: "Offered deflate, agreed." }] };
  },
});
