// The server's certificate as a visitor's browser judges it: dates, names, keys, signatures, chain.
import type { OriginCheck } from "../check.ts";
import { defineCheck } from "../check.ts";
import { faultsOfChain, parsedChain } from "../tls/certificate.ts";
import type { TlsProbe } from "../tls/probe.ts";
import { probeTls } from "../tls/probe.ts";

type Tools = Parameters<OriginCheck["probe"]>[2];

/** The chain in TLS 1.2, where it comes in plain; else in TLS 1.3, or in what older servers speak. */
async function withChain(origin: string, tools: Tools): Promise<TlsProbe | undefined> {
  for (const version of [0x0303, 0x0304, 0x0301] as const) {
    const probe = await probeTls(origin, { version }, tools);
    if ((probe.answer?.certificates.length ?? 0) > 0) return probe;
  }
  return undefined;
}

/** Identity: the origin and the kind of fault. */
export const tlsCertificate = defineCheck<OriginCheck>({
  id: "tls-certificate", about: "Browsers would refuse the certificate, or soon will.", title: "Certificate not in order",
  cwe: 295, owasp: ["A02"], severity: "medium", risk: "passive", on: "origin",
  remediation: "Have a certificate for the right names issued by an authority that browsers know, and send the whole chain. Renew it automatically.",
  async *probe(origin, _routes, tools) {
    if (!origin.startsWith("https:")) return;
    const probe = await withChain(origin, tools);
    if (probe?.answer === undefined) {
      tools.note(`The certificate of ${origin} could not be read: no handshake gave one.`);
      return;
    }
    const host = new URL(origin).hostname.replace(/^\[|\]$/g, "");
    const chain = parsedChain(probe.answer.certificates);
    for (const fault of faultsOfChain(chain, { host, now: tools.clock.now() })) {
      yield { ...fault, confidence: "confirmed", about: fault.technique, at: "origin:tls:certificate", steps: [{ role: "baseline", exchange: probe.exchange, shows: `The certificate of ${chain[0]?.subject.replaceAll("\n", ", ") ?? ""}, issued by ${chain[0]?.issuer.replaceAll("\n", ", ") ?? ""}.` }] };
    }
  },
});
