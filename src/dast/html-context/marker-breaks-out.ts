// Breaking out of a context with inert text only: a made-up tag or attribute that a browser would build and that does nothing.
import type { Context } from "./context.ts";
import { isElement, nameOf, nodesOf, parseMarkup } from "./markup.ts";
import type { Survey } from "./survey.ts";
import type { Make } from "./vectors.ts";

export interface InertAttempt { technique: string; make: Make; broke(html: string, token: string): boolean }

/** One inert attempt for the context; undefined when a character that it needs is known not to come, or nothing inert can tell. */
export function inertAttempt(context: Context, { raw }: Survey): InertAttempt | undefined {
  const attempt = attemptIn(context);
  return attempt === undefined || [...attempt.make("token")].some((one) => "<>'\"".includes(one) && raw !== undefined && !raw.has(one)) ? undefined : attempt;
}

function attemptIn(context: Context): InertAttempt | undefined {
  const { place, element, closers, quote, meaning, leads } = context;
  if (place === "text" || place === "dropped") return newElement(closers);
  if (place === "raw-text") return newElement(`</${element}>${closers}`);
  if (place === "comment") return newElement(`-->${closers}`);
  if (place === "script" || place === "obsolete") return newElement("</script>");
  if (place === "attribute-name" || place === "tag-name") return newAttribute("x", "");
  if (meaning === "url" && leads) return freeScheme;
  return newAttribute(quote === "" ? "x" : quote, quote);
}

const newElement = (prefix: string): InertAttempt => ({
  technique: "inert-element", make: (token) => `${prefix}<${token}>`,
  broke: (html, token) => [...nodesOf(parseMarkup(html))].some(({ node, inert }) => !inert && isElement(node) && node.tagName === token),
});

const newAttribute = (prefix: string, quote: string): InertAttempt => ({
  technique: "inert-attribute", make: (token) => `${prefix} ${token}=${quote}`,
  broke: (html, token) => [...nodesOf(parseMarkup(html))].some(({ node }) => isElement(node) && node.attrs.some((one) => nameOf(one) === token)),
});

/** Whoever chooses the scheme may choose `javascript:`. */
const freeScheme: InertAttempt = {
  technique: "inert-scheme", make: (token) => `${token}:x`,
  broke: (html, token) => [...nodesOf(parseMarkup(html))].some(({ node }) => isElement(node) && node.attrs.some(({ value }) => value.trim().startsWith(`${token}:x`))),
};
