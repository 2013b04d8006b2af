// Addresses and names of the inside network in answers: a map for whoever gets in.
import { excerptOf, isText, searchedText, sign } from "../answers/answer.ts";
import type { PassiveCheck } from "../check.ts";
import { defineCheck } from "../check.ts";

const octet = String.raw`(?:25[0-5]|2[0-4]\d|1?\d?\d)`;
// RFC 1918, and names that only resolve inside; not within a longer number, version or OID.
const inside = new RegExp(String.raw`(?<![\w.-])(?:10(?:\.${octet}){3}|192\.168(?:\.${octet}){2}|172\.(?:1[6-9]|2\d|3[01])(?:\.${octet}){2}|ip-(?:10|172|192)(?:-\d{1,3}){3}(?:\.[\w-]+){0,3}|[a-z][\w-]{0,62}(?:\.[\w-]{1,63}){0,4}\.(?:svc\.cluster\.local|compute\.internal|ec2\.internal))(?![\w-]|\.\d)`, "gi");
const versionBefore = /(?:version|ver\.?|v|release|@|build)[\s:="']{0,3}$/i;

export const privateAddress = defineCheck<PassiveCheck>({
  id: "private-address", about: "Answers tell addresses of the inside network.", title: "Inside address told",
  cwe: 200, owasp: ["A05"], severity: "low", risk: "passive", on: "exchange",
  remediation: "Build addresses from the public name of the service, and take inside addresses out of headers, comments and error texts. A reverse proxy can rewrite those that remain.",
  *inspect(exchange) {
    const { reply, request } = exchange;
    if (reply === undefined) return;
    // A system that is reached by such an address tells nothing by it.
    const known = new Set([new URL(request.url).hostname.toLowerCase()]);
    const heads = reply.headers.map(([name, value]) => ({ at: `header:${name.toLowerCase()}`, text: value }));
    for (const { at, text } of [...heads, ...(isText(reply) ? [{ at: undefined, text: searchedText(reply) }] : [])]) {
      for (const match of text.matchAll(inside)) {
        const [address] = match;
        // What the request itself held comes back by reflection.
        if (known.size > 20 || known.has(address.toLowerCase()) || request.url.includes(address) || versionBefore.test(text.slice(Math.max(0, match.index - 12), match.index))) continue;
        known.add(address.toLowerCase());
        yield sign(exchange, { technique: at === undefined ? "body" : "header", about: address.toLowerCase(), ...(at === undefined ? {} : { at }), because: `The answer tells ${address}: ${excerptOf(text, match.index, address.length)}` });
      }
    }
  },
});
