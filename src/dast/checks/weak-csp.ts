// A content security policy that lets injected scripts run all the same, by the rules of csp_evaluator.
import { CspEvaluator } from "csp_evaluator/dist/evaluator.js";
import { Severity, Type } from "csp_evaluator/dist/finding.js";
import type { Finding } from "csp_evaluator/dist/finding.js";
import { CspParser } from "csp_evaluator/dist/parser.js";
import { ofOrigin, pageOf, sign } from "../answers/answer.ts";
import type { PassiveCheck } from "../check.ts";
import { defineCheck } from "../check.ts";
import { headersOf } from "../exchange.ts";

const named = new Map<number, string>([[Severity.HIGH, "medium"], [Severity.MEDIUM, "low"], [Severity.SYNTAX, "low"]]);
const words = new Map<number, string>([
  [Type.SCRIPT_UNSAFE_INLINE, "unsafe-inline"], [Type.SCRIPT_UNSAFE_EVAL, "unsafe-eval"], [Type.PLAIN_URL_SCHEMES, "scheme-source"], [Type.PLAIN_WILDCARD, "wildcard"], [Type.WILDCARD_URL, "wildcard"],
  [Type.SCRIPT_ALLOWLIST_BYPASS, "bypass-host"], [Type.OBJECT_ALLOWLIST_BYPASS, "bypass-host"], [Type.MISSING_DIRECTIVES, "missing-directive"], [Type.NONCE_LENGTH, "short-nonce"], [Type.IP_SOURCE, "address-source"],
  [Type.SRC_HTTP, "http-source"], [Type.UNKNOWN_DIRECTIVE, "unknown-directive"], [Type.INVALID_KEYWORD, "invalid-keyword"], [Type.MISSING_SEMICOLON, "missing-semicolon"], [Type.DEPRECATED_DIRECTIVE, "deprecated"],
]);

const worth = ({ severity }: Finding): boolean => named.has(severity);
const sentence = ({ directive, value, description }: Finding): string => `${directive}${value === undefined || value === "" ? "" : ` ${value}`}: ${description.replaceAll(/\s+/g, " ").trim()}`;

/** The faults of one policy, one for each directive and kind. A browser enforces all policies: the best one counts. */
const faultsOf = (policy: string): Finding[] => new CspEvaluator(new CspParser(policy).csp).evaluate().filter(worth);

/** Policies of all headers; a comma separates policies (CSP3 section 2.2.2). */
const policiesOf = (values: readonly string[]): string[] => values.flatMap((value) => value.split(",")).map((policy) => policy.trim()).filter((policy) => policy !== "");

// A policy that only says who may frame the page or that requests are upgraded is no policy for scripts: missing, not weak.
const forScripts = (policy: string): boolean => /(?:^|;)\s*(?:default-src|script-src)/i.test(policy);

export const weakCsp = defineCheck<PassiveCheck>({
  id: "weak-csp", about: "The content security policy can be got around.", title: "Weak content security policy",
  cwe: 693, owasp: ["A05"], severity: "medium", risk: "passive", on: "exchange",
  remediation: "Allow scripts by nonce or hash with 'strict-dynamic', without 'unsafe-inline', 'unsafe-eval', wildcards and host lists. Set object-src 'none' and base-uri 'none'.",
  *inspect(exchange) {
    const reply = pageOf(exchange);
    const policies = policiesOf(headersOf(reply?.headers ?? [], "content-security-policy"));
    if (policies.length === 0) return;
    const [best] = policies.map((policy) => ({ policy, faults: forScripts(policy) ? faultsOf(policy) : undefined })).toSorted((one, other) => weight(one.faults) - weight(other.faults));
    if (best === undefined) return;
    if (best.faults === undefined) {
      yield sign(exchange, { technique: "no-scripts", about: "script-src", severity: "low", at: ofOrigin("header:content-security-policy"), because: `The policy says nothing of scripts: ${JSON.stringify(best.policy.slice(0, 200))}.` });
      return;
    }
    const told = new Set<string>();
    for (const fault of best.faults) {
      const about = `${fault.directive} ${words.get(fault.type) ?? fault.type}`;
      if (told.has(about)) continue;
      told.add(about);
      yield sign(exchange, { technique: words.get(fault.type) ?? "policy", about, severity: named.get(fault.severity) === "medium" ? "medium" : "low", at: ofOrigin("header:content-security-policy"), because: sentence(fault) });
    }
  },
});

const weight = (faults: readonly Finding[] | undefined): number => (faults === undefined ? Number.MAX_SAFE_INTEGER : faults.reduce((sum, { severity }) => sum + (severity === Severity.HIGH ? 100 : 1), 0));
