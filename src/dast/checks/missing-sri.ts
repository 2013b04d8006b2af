// Scripts and styles of other hosts without an integrity hash: who changes them there, changes this page.
import { ofOrigin, pageOf, sign } from "../answers/answer.ts";
import type { PassiveCheck } from "../check.ts";
import { defineCheck } from "../check.ts";
import type { PageElement } from "../page/elements.ts";
import { elementsOf } from "../page/elements.ts";

const isStyle = ({ name, attributes }: PageElement): boolean => name === "link" && /(?:^|\s)(?:stylesheet|modulepreload)(?:\s|$)/i.test(attributes["rel"] ?? "");
/** Only what names a version stays the same: loaders, tags and fonts change by design, and a hash would break them. */
const steady = /(?:@|\/|[-.])v?\d+(?:\.\d+){1,3}(?:[-./@]|$)|[.-][\da-f]{8,40}\./i;

export const missingSri = defineCheck<PassiveCheck>({
  id: "missing-sri", about: "Scripts of other hosts are not held to what they were.", title: "Foreign script without integrity hash",
  cwe: 353, owasp: ["A08"], severity: "low", risk: "passive", on: "exchange",
  remediation: "Give scripts and styles of other hosts an integrity hash and crossorigin=\"anonymous\", with the version in the address. Or serve them from your own host.",
  *inspect(exchange) {
    const reply = pageOf(exchange);
    if (reply === undefined) return;
    const base = new URL(exchange.request.url);
    const seen = new Set<string>();
    for (const element of elementsOf(reply).elements) {
      const given = element.name === "script" ? element.attributes["src"] : isStyle(element) ? element.attributes["href"] : undefined;
      if (given === undefined || !URL.canParse(given.trim(), base.href) || /^sha(?:256|384|512)-/.test(element.attributes["integrity"]?.trim() ?? "")) continue;
      const url = new URL(given.trim(), base);
      const place = `${url.origin}${url.pathname}`;
      if (!/^https?:$/.test(url.protocol) || url.hostname === base.hostname || url.hostname.endsWith(`.${base.hostname}`) || seen.has(place)) continue;
      seen.add(place);
      yield sign(exchange, { technique: element.name, severity: steady.test(url.pathname) ? "low" : "info", at: ofOrigin(`script:${place}`), because: `<${element.name}> in line ${element.line} takes ${place} without an integrity hash.` });
    }
  },
});
