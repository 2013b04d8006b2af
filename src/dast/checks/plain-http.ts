// A site that also answers over http instead of leading to https.
import type { OriginCheck, Tools } from "../check.ts";
import { defineCheck } from "../check.ts";
import type { Exchange } from "../exchange.ts";
import { getRequest, headerOf } from "../exchange.ts";
import { isLoopback } from "../answers/answer.ts";

const leadsToTls = ({ reply, request }: Exchange): boolean => {
  const location = headerOf(reply?.headers ?? [], "location");
  return location !== undefined && URL.canParse(location, request.url) && new URL(location, request.url).protocol === "https:";
};

/** The port where a server of this origin would answer http: 80 for 443, the same host for others is not known. */
function plainOf(origin: string): string | undefined {
  const url = new URL(origin);
  if (url.protocol === "http:") return isLoopback(origin) ? undefined : url.origin;
  return url.port === "" ? `http://${url.hostname}` : undefined;
}

async function twice(url: string, tools: Tools): Promise<Exchange[] | undefined> {
  const asked = [await tools.send(getRequest(url)), await tools.send(getRequest(url))];
  return asked.every((one) => one.reply !== undefined && one.reply.status < 400 && !leadsToTls(one)) ? asked : undefined;
}

/** Identity: the origin. */
export const plainHttp = defineCheck<OriginCheck>({
  id: "plain-http", about: "The site answers over http.", title: "http is not led to https",
  cwe: 319, owasp: ["A02"], severity: "medium", risk: "passive", on: "origin",
  remediation: "Answer every http request with a permanent redirect to https. Then send Strict-Transport-Security over https.",
  async *probe(origin, _routes, tools) {
    const plain = plainOf(origin);
    const asked = plain === undefined ? undefined : await twice(`${plain}/`, tools);
    const [exchange, again] = asked ?? [];
    if (exchange === undefined || again === undefined) return;
    yield { technique: "answers", confidence: "confirmed", at: "origin:http", because: `${exchange.request.url} answers ${exchange.reply?.status ?? 0} over http and does not lead to https.`, steps: [{ role: "baseline", exchange, shows: "The answer over http." }, { role: "baseline", exchange: again, shows: "The same again." }] };
  },
});
