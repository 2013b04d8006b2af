// The absolute addresses that an answer gives a browser or a program: in its headers, its markup and its JSON.
import { headerOf } from "../exchange.ts";
import type { Exchange } from "../exchange.ts";
import { isElement, nameOf, nodesOf, parseMarkup } from "../html-context/markup.ts";
import { rendersAs } from "../html-context/renders-as.ts";

export interface PageAddress { by: string; url: URL }

const headers = ["location", "content-location", "link", "refresh", "content-security-policy", "access-control-allow-origin"] as const;
const attributes = new Set(["href", "src", "action", "formaction", "content", "data", "poster", "cite", "background", "srcset", "data-url", "data-href"]);
const address = /(?:https?:)?\\?\/\\?\/[a-z0-9.-]+(?::\d+)?/gi;

/** Each with where it stands: "the header Location", "the href of a". Addresses in plain text are not among them. */
export function pageSends({ request, reply }: Exchange): PageAddress[] {
  if (reply === undefined) return [];
  const inHeaders = headers.flatMap((name) => placed(`the header ${name === "location" ? "Location" : name}`, headerOf(reply.headers, name), request.url));
  if (rendersAs(reply) === "html") return [...inHeaders, ...inMarkup(reply.text, request.url)];
  const type = headerOf(reply.headers, "content-type") ?? "";
  return /json|javascript|xml/i.test(type) ? [...inHeaders, ...placed("the body", reply.text, request.url)] : inHeaders;
}

function inMarkup(html: string, base: string): PageAddress[] {
  const found: PageAddress[] = [];
  for (const { node } of nodesOf(parseMarkup(html))) {
    if (!isElement(node)) continue;
    for (const attribute of node.attrs) if (attributes.has(nameOf(attribute))) found.push(...placed(`the ${nameOf(attribute)} of ${node.tagName}`, attribute.value, base));
    if (node.tagName === "script") for (const child of node.childNodes) if ("value" in child) found.push(...placed("a script", child.value, base));
  }
  return found;
}

const placed = (by: string, text: string | undefined, base: string): PageAddress[] => [...(text ?? "").matchAll(address)].map(([one]) => one.replaceAll("\\", "")).filter((one) => URL.canParse(one, base)).slice(0, 500).map((one) => ({ by, url: new URL(one, base) }));
