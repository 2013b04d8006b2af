// Links that open another site and leave it a handle on this page (HTML 4.6.8: opener).
import { ofOrigin, pageOf, sign } from "../answers/answer.ts";
import type { PassiveCheck } from "../check.ts";
import { defineCheck } from "../check.ts";
import { elementsOf } from "../page/elements.ts";

export const tabnabbing = defineCheck<PassiveCheck>({
  id: "tabnabbing", about: "Another site that is opened in a new tab may replace this page.", title: "Opened site keeps a handle on the page",
  cwe: 1022, owasp: ["A04"], severity: "info", risk: "passive", on: "exchange",
  remediation: "Add rel=\"noopener\" to links with a target, for browsers that do not do so by themselves. Never use rel=\"opener\" towards other sites.",
  *inspect(exchange) {
    const reply = pageOf(exchange);
    if (reply === undefined) return;
    const base = new URL(exchange.request.url);
    const seen = new Set<string>();
    for (const { name, attributes, line } of elementsOf(reply).elements) {
      const target = attributes["target"]?.toLowerCase();
      if (!["a", "area", "form"].includes(name) || target === undefined || ["", "_self", "_top", "_parent"].includes(target)) continue;
      const href = attributes[name === "form" ? "action" : "href"] ?? "";
      const url = URL.canParse(href, base.href) ? new URL(href, base) : undefined;
      const rel = (attributes["rel"] ?? "").toLowerCase().split(/\s+/);
      const kept = rel.includes("opener") || (!rel.includes("noopener") && !rel.includes("noreferrer"));
      if (url === undefined || !/^https?:$/.test(url.protocol) || url.origin === base.origin || !kept || seen.has(url.origin)) continue;
      seen.add(url.origin);
      yield sign(exchange, { technique: rel.includes("opener") ? "opener" : "missing", severity: rel.includes("opener") ? "low" : "info", at: ofOrigin(`link:${url.origin}`), because: `<${name}> in line ${line} opens ${url.origin} in ${target} ${rel.includes("opener") ? "with rel=opener" : "without rel=noopener"}.` });
    }
  },
});
