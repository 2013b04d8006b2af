// Which policies an injected script gets around.
import { passiveSuite } from "../../../test/dast/passive.suite.ts";
import { weakCsp } from "./weak-csp.ts";

passiveSuite(weakCsp, {
  finds: [
    ["inline scripts", { headers: [["content-security-policy", "script-src 'self' 'unsafe-inline'; object-src 'none'; base-uri 'none'"]] }, { technique: "unsafe-inline" }],
    ["a wildcard", { headers: [["content-security-policy", "script-src *; object-src 'none'; base-uri 'none'"]] }, { technique: "wildcard" }],
    ["a scheme as a source", { headers: [["content-security-policy", "script-src https:; object-src 'none'"]] }, { technique: "scheme-source" }],
    ["a host with known ways around", { headers: [["content-security-policy", "script-src https://ajax.googleapis.com; object-src 'none'; base-uri 'none'"]] }, { technique: "bypass-host" }],
    ["a policy that says nothing of scripts", { headers: [["content-security-policy", "frame-ancestors 'self'"]] }, { technique: "no-scripts" }],
    ["missing object-src", { headers: [["content-security-policy", "script-src 'nonce-r4nd0mr4nd0m'; base-uri 'none'"]] }, { technique: "missing-directive" }],
  ],
  passes: [
    ["nonces with strict-dynamic", { headers: [["content-security-policy", "script-src 'nonce-r4nd0mr4nd0m' 'strict-dynamic'; object-src 'none'; base-uri 'none'"]] }],
    ["inline scripts that a nonce overrules", { headers: [["content-security-policy", "script-src 'unsafe-inline' 'nonce-r4nd0mr4nd0m' 'strict-dynamic'; object-src 'none'; base-uri 'none'"]] }],
    ["no policy: another check says so", {}],
    ["nothing allowed", { headers: [["content-security-policy", "default-src 'none'; base-uri 'none'"]] }],
    ["a weak one beside a strict one, both of which hold", { headers: [["content-security-policy", "script-src *"], ["content-security-policy", "default-src 'none'; base-uri 'none'"]] }],
  ],
});
