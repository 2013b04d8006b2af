// Pages that do not say their character encoding: a browser that guesses can be led to see a script where there is none.
import { ofOrigin, pageOf, sign } from "../answers/answer.ts";
import type { PassiveCheck } from "../check.ts";
import { defineCheck } from "../check.ts";
import type { Reply } from "../exchange.ts";
import { headerOf } from "../exchange.ts";
import { elementsOf } from "../page/elements.ts";

/** HTML 13.2.3.2: the header, a byte order mark, or a meta element in the first 1024 bytes. */
function charsetOf(reply: Reply): string | undefined {
  const [a, b, c] = reply.body;
  if ((a === 0xef && b === 0xbb && c === 0xbf) || (a === 0xfe && b === 0xff) || (a === 0xff && b === 0xfe)) return "byte order mark";
  const said = /charset\s*=\s*["']?([\w.:-]+)/i.exec(headerOf(reply.headers, "content-type") ?? "")?.[1];
  if (said !== undefined) return said.toLowerCase();
  const meta = elementsOf(reply).named("meta").find(({ attributes, offset }) => offset < 1024 && (attributes["charset"] !== undefined || /charset=/i.test(attributes["content"] ?? "")));
  return meta === undefined ? /^<\?xml[^>]{0,100}encoding=["']([\w-]+)/.exec(reply.text)?.[1]?.toLowerCase() : meta.attributes["charset"]?.toLowerCase() ?? /charset=\s*([\w.:-]+)/i.exec(meta.attributes["content"] ?? "")?.[1]?.toLowerCase();
}

export const missingCharset = defineCheck<PassiveCheck>({
  id: "missing-charset", about: "Pages leave their character encoding to a guess.", title: "Character encoding left to a guess",
  cwe: 436, owasp: ["A05"], severity: "info", risk: "passive", on: "exchange",
  remediation: "Send charset=utf-8 in the Content-Type of every page. Never use UTF-7.",
  *inspect(exchange) {
    const reply = pageOf(exchange);
    if (reply === undefined) return;
    const charset = charsetOf(reply);
    if (charset === undefined) yield sign(exchange, { technique: "missing", at: ofOrigin("header:content-type"), because: "Neither Content-Type nor a meta element says the character encoding of the page." });
    else if (/^utf-?7$|^hz-gb|^iso-2022/.test(charset)) yield sign(exchange, { technique: "unsafe", severity: "low", at: ofOrigin("header:content-type"), about: charset, because: `The page says ${charset}, in which markup can be hidden from filters.` });
  },
});
