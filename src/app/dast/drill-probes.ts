// The probes of a drill: requests that look like each class of attack to whoever watches, and do nothing to whoever answers.
import { drillMark } from "../../dast/drill.ts";
import type { TestRequest } from "../../dast/exchange.ts";
import { getRequest } from "../../dast/exchange.ts";

export interface ProbeKind {
  attackClass: string;
  /** The value of a parameter that no application reads; or: */
  value?: string;
  /** a path of its own below the origin; or: */
  path?: string;
  /** a user agent. */
  agent?: string;
}

/**
 * Each a GET. What would be run is an echo, a comment or a sum, and names lead to .invalid, which never resolves (RFC 6761 section 6.4);
 * the address of cloud metadata and files of the system are only named.
 */
export const probeKinds: readonly ProbeKind[] = [
  { attackClass: "sqli", value: "1' UNION SELECT NULL,NULL-- -" },
  { attackClass: "xss", value: "\"><script>void('drill')</script>" },
  { attackClass: "path-traversal", value: "../../../../../../etc/passwd" },
  { attackClass: "command-injection", value: "x; cat /etc/hostname | echo drill" },
  { attackClass: "template-injection", value: "{{7*'7'}}${7*7}" },
  { attackClass: "expression-injection", value: "${T(java.lang.Math).abs(1)}" },
  { attackClass: "code-injection", value: "<?php echo 'drill'; ?>" },
  { attackClass: "jndi-lookup", value: "${jndi:ldap://drill.invalid/a}" },
  { attackClass: "ssrf", value: "http://169.254.169.254/latest/meta-data/" },
  { attackClass: "xxe", value: "<!DOCTYPE a [<!ENTITY b SYSTEM \"file:///dev/null\">]><a>&b;</a>" },
  { attackClass: "nosqli", value: "{\"$ne\": null}" },
  { attackClass: "ldap", value: "*)(uid=*))(|(uid=*" },
  { attackClass: "crlf", value: "a\r\nX-Drill: 1" },
  { attackClass: "deserialisation", value: "rO0ABXNyABFqYXZhLnV0aWwuSGFzaE1hcA==" },
  { attackClass: "file-inclusion", value: "php://filter/convert.base64-encode/resource=index.php" },
  { attackClass: "shellshock", agent: "() { :;}; echo drill" },
  { attackClass: "discovery", path: "/.git/config" },
  { attackClass: "discovery", path: "/.env" },
];

/** The request of a probe at a target's start; token: what it is known by, in the query. */
export function probeRequest(kind: ProbeKind, start: string, token: string): TestRequest {
  const url = new URL(kind.path ?? new URL(start).pathname, start);
  url.search = `${drillMark}${token}=${encodeURIComponent(kind.value ?? "drill").replaceAll("'", "%27")}`;
  return getRequest(url.href, kind.agent === undefined ? [] : [["user-agent", kind.agent]]);
}

/** Path and query, as a server's log has them. */
export const targetOf = ({ url }: TestRequest): string => { const { pathname, search } = new URL(url); return `${pathname}${search}`; };

export const tokenIn = (text: string): string | undefined => {
  const at = text.indexOf(drillMark);
  return at < 0 ? undefined : /^[0-9a-f]{32}/.exec(text.slice(at + drillMark.length, at + drillMark.length + 32))?.[0];
};
