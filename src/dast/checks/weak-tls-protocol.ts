// Versions of TLS that are broken or given up (RFC 7568, RFC 8996), by a handshake in just that version.
import type { OriginCheck } from "../check.ts";
import { defineCheck } from "../check.ts";
import { versionNames } from "../tls/hello.ts";
import { probeTls } from "../tls/probe.ts";

const old = [{ version: 0x0300, severity: "high" }, { version: 0x0301, severity: "medium" }, { version: 0x0302, severity: "medium" }] as const;

/** Identity: the origin and the version. */
export const weakTlsProtocol = defineCheck<OriginCheck>({
  id: "weak-tls-protocol", about: "The server speaks a version of TLS that is broken or given up.", title: "Old TLS version",
  cwe: 326, owasp: ["A02"], severity: "medium", risk: "marker", on: "origin",
  remediation: "Allow TLS 1.2 and 1.3 only. Look in the server's log for old clients first.",
  async *probe(origin, _routes, tools) {
    if (!origin.startsWith("https:")) return;
    let spoken = 0;
    for (const { version, severity } of old) {
      const first = await probeTls(origin, { version }, tools);
      spoken += first.isThere ? 1 : 0;
      if (first.answer?.version !== version) continue;
      const again = await probeTls(origin, { version }, tools);
      if (again.answer?.version === version) yield { technique: "handshake", confidence: "confirmed", severity, at: "origin:tls:protocol", about: versionNames[version], because: `The server agrees to ${versionNames[version]}.`, steps: [{ role: "attack", exchange: first.exchange, shows: `Offered ${first.offered} alone, agreed.` }, { role: "attack", exchange: again.exchange, shows: "The same again." }] };
    }
    if (spoken === 0 && !(await probeTls(origin, { version: 0x0303 }, tools)).isThere) tools.note(`TLS of ${origin} could not be tested: no handshake was answered.`);
  },
});
