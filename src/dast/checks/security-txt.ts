// security.txt (RFC 9116): where people who found a weakness can say so; missing, expired or not valid.
import { isHtml, sign } from "../answers/answer.ts";
import type { OriginCheck } from "../check.ts";
import { defineCheck } from "../check.ts";
import type { Exchange } from "../exchange.ts";
import { getRequest, mediaTypeOf } from "../exchange.ts";

interface Fault { technique: string; severity: "low" | "info"; because: string }

/** "Name: value" lines, outside of a signature (section 2.3). */
function fieldsOf(text: string): { name: string; value: string }[] {
  const body = text.replace(/^-----BEGIN PGP SIGNED MESSAGE-----[\s\S]*?\r?\n\r?\n/, "").replace(/-----BEGIN PGP SIGNATURE-----[\s\S]*$/, "");
  return body.split(/\r?\n/).flatMap((line) => { const [, name, value] = /^([A-Za-z-]+):\s*(.+?)\s*$/.exec(line) ?? []; return name === undefined || value === undefined ? [] : [{ name: name.toLowerCase(), value }]; });
}

function* faultsOf(text: string, at: number): Iterable<Fault> {
  const fields = fieldsOf(text);
  const contacts = fields.filter(({ name }) => name === "contact");
  const expires = fields.filter(({ name }) => name === "expires");
  // Sections 2.5.3 and 2.5.5: at least one contact, exactly one end.
  if (contacts.length === 0) yield { technique: "invalid", severity: "info", because: "security.txt has no Contact field." };
  for (const { value } of contacts) if (!/^(?:https:|mailto:|tel:)/i.test(value)) yield { technique: "invalid", severity: "info", because: `The Contact ${JSON.stringify(value.slice(0, 80))} is no https, mailto or tel address.` };
  if (expires.length !== 1) yield { technique: "invalid", severity: "info", because: `security.txt has ${expires.length} Expires fields, not one.` };
  const end = Date.parse(expires[0]?.value ?? "");
  if (expires.length === 1 && Number.isNaN(end)) yield { technique: "invalid", severity: "info", because: `Expires is no date: ${JSON.stringify(expires[0]?.value.slice(0, 40))}.` };
  if (end < at) yield { technique: "expired", severity: "low", because: `security.txt ended on ${new Date(end).toISOString().slice(0, 10)}: people will not trust it.` };
}

const looksLikeIt = ({ reply }: Exchange): boolean => reply?.status === 200 && !isHtml(reply) && /^\s*(?:#|-----BEGIN PGP|(?:contact|expires|policy|encryption|canonical|preferred-languages|acknowledgments|hiring)\s*:)/im.test(reply.text.slice(0, 2000));

/** Identity: the origin. */
export const securityTxt = defineCheck<OriginCheck>({
  id: "security-txt", about: "The site does not say where to report a weakness, or says it in a way nobody can rely on.", title: "security.txt missing or not valid",
  cwe: 1059, owasp: ["A05"], severity: "info", risk: "passive", on: "origin",
  remediation: "Put /.well-known/security.txt in place with a Contact and an Expires of at most a year. Renew it before it ends.",
  async *probe(origin, _routes, tools) {
    const place = "origin:file:/.well-known/security.txt";
    const first = await tools.send(getRequest(`${origin}/.well-known/security.txt`), { follow: 3 });
    const found = looksLikeIt(first) ? first : await tools.send(getRequest(`${origin}/security.txt`), { follow: 3 });
    if (!looksLikeIt(found)) {
      if (first.reply !== undefined && first.reply.status !== 429 && first.reply.status < 500) yield sign(first, { technique: "missing", at: place, because: `Neither /.well-known/security.txt nor /security.txt is one (${first.reply.status}).` });
      return;
    }
    for (const fault of faultsOf(found.reply?.text ?? "", found.at)) yield sign(found, { ...fault, about: fault.technique, at: place });
    if (mediaTypeOf(found.reply?.headers ?? []) !== "text/plain") yield sign(found, { technique: "invalid", about: "type", at: place, because: `security.txt is sent as ${mediaTypeOf(found.reply?.headers ?? []) ?? "no type"} instead of text/plain (section 3).` });
  },
});
