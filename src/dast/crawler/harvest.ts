// What one answer gives a crawl: links, forms, redirects and folders above, as candidates in canonical order.
import type { Exchange } from "../exchange.ts";
import { headerOf } from "../exchange.ts";
import { formsOf } from "../page/forms.ts";
import type { FoundForm } from "../page/forms.ts";
import { resolved } from "../page/link.ts";
import type { PageLink } from "../page/link.ts";
import { linksOf } from "../page/links.ts";
import type { Candidate } from "./candidate.ts";

export interface Harvest { candidates: readonly Candidate[]; truncated: boolean }

/** parent: the candidate that was answered. chain: how many pages of this shape led to each other so far. */
export function harvestOf(exchange: Exchange, parent: Candidate, chain: number): Harvest {
  const { links, truncated } = linksOf(exchange, parent.foundOn);
  const at = { foundOn: exchange.request.url, depth: parent.depth + 1, chain };
  const repeated = repeatedRequest(exchange, parent);
  return {
    candidates: [
      ...repeated,
      ...formsOf(exchange).map((form) => formCandidate(form, at)),
      ...links.filter(({ url }) => repeated.every((one) => one.url !== url)).map((link) => linkCandidate(link, at)),
    ],
    truncated,
  };
}

/** RFC 9110 15.4.8: 307 and 308 ask for the same request elsewhere. */
function repeatedRequest({ reply, request }: Exchange, parent: Candidate): Candidate[] {
  const location = reply?.status === 307 || reply?.status === 308 ? headerOf(reply.headers, "location") : undefined;
  const url = location === undefined || request.method === "GET" ? undefined : resolved(location, request.url);
  return url === undefined ? [] : [{ ...parent, url, source: "header", foundOn: request.url, depth: parent.depth + 1 }];
}

type Place = Pick<Candidate, "foundOn" | "depth" | "chain">;

const linkCandidate = ({ url, source, sure, method, body }: PageLink, at: Place): Candidate =>
  ({ method, url, headers: body === undefined ? [] : [["content-type", body.mediaType]], body: body?.text, source, sure: sure && method === "GET", ...at });

function formCandidate({ request, parameters, token }: FoundForm, at: Place): Candidate {
  const { method, url, headers, body } = request;
  return { method, url, headers, body: typeof body === "string" ? body : undefined, source: "form", sure: true, parameters, ...at, ...(token === undefined ? {} : { token: { page: at.foundOn ?? url, field: token } }) };
}

/** "/a/b/" and "/a/" of "/a/b/c": folders often list what is in them, or have a page of their own. */
export function foldersAbove(url: string, at: Place): Candidate[] {
  const { origin, pathname } = new URL(url);
  const segments = pathname.split("/").slice(1, -1).slice(0, 8);
  return segments.map((_segment, index) => ({ method: "GET", url: `${origin}/${segments.slice(0, index + 1).join("/")}/`, headers: [], body: undefined, source: "guess" as const, sure: false, ...at }));
}
