// Comments that tell visitors what was meant for developers: passwords, inside paths, switched-off code with its addresses.
import { pageOf, sign } from "../answers/answer.ts";
import type { PassiveCheck } from "../check.ts";
import { defineCheck } from "../check.ts";
import { maskedExchange, maskOf } from "../answers/masked.ts";
import { elementsOf } from "../page/elements.ts";

// Words alone say little ("password field starts here"): each needs a value or the shape of what it reveals.
const shapes: readonly (readonly [kind: string, severity: "medium" | "low" | "info", shape: RegExp])[] = [
  ["password", "medium", /\b(?:pass(?:word|wd)?|pwd|passphrase|secret)\b\s*(?:is|=|:|=>)\s*["']?(?!(?:the|a|your|not|required|null|undefined|true|false|none|here|field|input|reset|must)\b)([^\s"'<>,;]{4,60})/i],
  ["login", "medium", /\b(?:user(?:name)?|login|account)\b\s*(?:is|=|:)\s*["']?[\w.@-]{2,40}["']?\s*[,;/ ]{1,3}(?:and\s+)?\b(?:pass(?:word|wd)?|pwd)\b\s*(?:is|=|:)\s*["']?([^\s"'<>]{3,60})/i],
  ["query", "low", /\bselect\b.{1,200}\bfrom\b\s+\w+.{0,80}\bwhere\b|\binsert\s+into\b\s+\w+\s*\(/is],
  ["path", "low", /(?:^|[\s"'(:])(?:\/(?:home|var|opt|srv|etc|usr\/local|Users)\/[\w.-]+\/[\w./-]{2,200}|[A-Z]:\\(?:[\w .$-]+\\){1,10}[\w .$-]+)/],
  ["code", "low", /<\?php\b|<%[^@-]|\bSystem\.out\.print|\brequire_once\b\s*\(/],
  ["remark", "info", /\b(?:TODO|FIXME|HACK|XXX)\b[:\s].{0,80}\b(?:secur|auth|permission|password|admin|inject|sanitiz|valid|escape|token)/i],
];

export const revealingComments = defineCheck<PassiveCheck>({
  id: "revealing-comments", about: "A comment in a page tells what was meant for developers.", title: "Revealing comment",
  cwe: 615, owasp: ["A05"], severity: "low", risk: "passive", on: "exchange",
  remediation: "Take comments out when pages are built, and write remarks in the template language's own comments. Change passwords that stood in one.",
  *inspect(exchange) {
    const reply = pageOf(exchange);
    if (reply === undefined) return;
    for (const { text, line } of elementsOf(reply).comments) {
      // Conditional comments of old browsers are markup.
      if (/^\[if |<!\[endif\]$/.test(text)) continue;
      for (const [kind, severity, shape] of shapes) {
        const match = shape.exec(text.slice(0, 5000));
        if (match === null) continue;
        const secrets = kind === "password" || kind === "login" ? [match[1] ?? ""].filter(({ length }) => length > 3) : [];
        const shown = secrets.reduce((rest, secret) => rest.replaceAll(secret, maskOf(secret)), match[0]).replaceAll(/\s+/g, " ").slice(0, 160);
        yield sign(maskedExchange(exchange, secrets), { technique: kind, severity, confidence: "tentative", about: kind, because: `A comment in line ${line} says: ${shown}` });
        break;
      }
    }
  },
});
