// crossdomain.xml and clientaccesspolicy.xml that let every site's plug-ins read answers in the visitor's name.
import type { OriginCheck } from "../check.ts";
import { defineCheck } from "../check.ts";
import type { Reply } from "../exchange.ts";
import { parseElements } from "../page/elements.ts";
import { foldersOf, seenFile } from "../soft-404/soft-404.ts";

const files = [
  { name: "crossdomain.xml", root: "cross-domain-policy", isOpen: (reply: Reply) => parseElements(reply.text, { xml: true }).named("allow-access-from").some(({ attributes }) => /^\*$|^\*\.\w+$/.test(attributes["domain"]?.trim() ?? "")) },
  { name: "clientaccesspolicy.xml", root: "access-policy", isOpen: (reply: Reply) => parseElements(reply.text, { xml: true }).named("domain").some(({ attributes }) => /^(?:https?:\/\/)?\*$/.test(attributes["uri"]?.trim() ?? "")) },
];

/** Identity: the origin and the file. */
export const crossDomainPolicy = defineCheck<OriginCheck>({
  id: "cross-domain-policy", about: "A policy file lets plug-ins of every site read the answers.", title: "Policy file open to every site",
  cwe: 942, owasp: ["A05"], severity: "medium", risk: "marker", on: "origin",
  remediation: "Delete the policy file: no current browser's plug-ins need it. Where one is needed, name the hosts that may read.",
  async *probe(origin, routes, tools) {
    for (const folder of foldersOf(origin, routes, { most: 4, deepest: 1 })) {
      for (const { name, root, isOpen } of files) {
        const seen = await seenFile(`${origin}${folder}${name}`, (reply) => new RegExp(`<${root}[\\s>]`).test(reply.text) && isOpen(reply), tools, "The policy allows every site.");
        if (seen !== undefined) yield { technique: "policy", confidence: "confirmed", at: `origin:file:${folder}${name}`, because: `${folder}${name} allows every site to read answers.`, steps: seen.steps };
      }
    }
  },
});
