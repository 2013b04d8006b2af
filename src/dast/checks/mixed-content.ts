// Parts of an https page that are fetched over http (W3C Mixed Content): whoever is on the way can change them.
import { isSecureUrl, pageOf, sign } from "../answers/answer.ts";
import type { PassiveCheck } from "../check.ts";
import { defineCheck } from "../check.ts";
import { headersOf } from "../exchange.ts";
import type { PageElement } from "../page/elements.ts";
import { elementsOf } from "../page/elements.ts";

const active: Readonly<Record<string, string>> = { script: "src", iframe: "src", frame: "src", object: "data", embed: "src", applet: "archive" };
const passive: Readonly<Record<string, string>> = { img: "src", audio: "src", video: "src", source: "src", track: "src", input: "src" };
const loadingLinks = /(?:^|\s)(?:stylesheet|preload|modulepreload|prefetch|manifest|icon)(?:\s|$)/i;

/** What the element fetches by itself, and whether it can take the page over. */
function fetchedBy({ name, attributes }: PageElement): { url: string; kind: "active" | "passive" } | undefined {
  if (name === "link") return loadingLinks.test(attributes["rel"] ?? "") ? { url: attributes["href"] ?? "", kind: /stylesheet|preload/i.test(attributes["rel"] ?? "") ? "active" : "passive" } : undefined;
  const url = attributes[active[name] ?? passive[name] ?? ""];
  return url === undefined ? undefined : { url, kind: active[name] === undefined ? "passive" : "active" };
}

export const mixedContent = defineCheck<PassiveCheck>({
  id: "mixed-content", about: "An https page fetches parts over http.", title: "Mixed content",
  cwe: 311, owasp: ["A02"], severity: "medium", risk: "passive", on: "exchange",
  remediation: "Refer to every part by https or by a path without a scheme. Send upgrade-insecure-requests in the content security policy until all addresses are mended.",
  *inspect(exchange) {
    const reply = pageOf(exchange);
    if (reply === undefined || !isSecureUrl(exchange.request.url) || headersOf(reply.headers, "content-security-policy").some((policy) => /upgrade-insecure-requests|block-all-mixed-content/i.test(policy))) return;
    const seen = new Set<string>();
    for (const element of elementsOf(reply).elements) {
      const fetched = fetchedBy(element);
      const url = fetched?.url.trim() ?? "";
      if (fetched === undefined || !/^http:\/\//i.test(url) || seen.has(url)) continue;
      seen.add(url);
      yield sign(exchange, { technique: fetched.kind, severity: fetched.kind === "active" ? "medium" : "low", about: url.slice(0, 200), because: `<${element.name}> in line ${element.line} fetches ${url.slice(0, 200)}.` });
      if (seen.size >= 20) return;
    }
  },
});
