// LDAP injection: a value changes the filter by which a directory is searched.
import { defineCheck } from "../check.ts";
import type { PointCheck } from "../check.ts";
import { isInjectable, plainOf } from "../queries/injectable.ts";
import { ldapErrorsIn, ldapPairs } from "../queries/ldap.ts";
import { firstPair } from "../queries/pair-proof.ts";
import { proveByParserError } from "../queries/parser-errors.ts";
import { proberOf } from "../queries/prober.ts";

export const ldapInjection = defineCheck<PointCheck>({
  id: "ldap-injection",
  about: "A value from the request becomes part of an LDAP search filter.",
  title: "LDAP injection",
  cwe: 90,
  owasp: ["A03"],
  severity: "high",
  remediation: "Escape values for filters as RFC 4515 says (parentheses, asterisk, backslash and NUL as \\28 \\29 \\2a \\5c \\00), by the library's own function. Never bind or search with a filter joined from request text.",
  risk: "marker",
  attackClass: "ldap",
  on: "point",
  fits: isInjectable,
  async *probe(point, tools) {
    const prober = await proberOf(point, tools);
    if (prober === undefined) return;
    const plain = (round: number): string => plainOf(point, tools.seed, round);
    const proof = await proveByParserError(prober, { plain, breakers: [")", "(", "\\"], errorsIn: ldapErrorsIn, what: "an LDAP library" })
      ?? (tools.allows("payload") ? await firstPair(prober, ldapPairs(point.value, tools.seed), plain(1)) : undefined);
    if (proof !== undefined) yield proof;
  },
});
