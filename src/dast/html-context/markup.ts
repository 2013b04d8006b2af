// A document as a browser would build it, with the place of each part in the source.
import { defaultTreeAdapter, parse } from "parse5";
import type { DefaultTreeAdapterMap, Token } from "parse5";

export type Node = DefaultTreeAdapterMap["node"];
export type Element = DefaultTreeAdapterMap["element"];
export interface Placed { node: Node; parent: Element | undefined; inert: boolean }

export const isElement = (node: Node): node is Element => defaultTreeAdapter.isElementNode(node);

/** With scripting on: what stands in noscript is text. */
export const parseMarkup = (html: string): DefaultTreeAdapterMap["document"] => parse(html, { sourceCodeLocationInfo: true, scriptingEnabled: true });

/** Every node, parents first. inert: in a template, where nothing is built or run. */
export function* nodesOf(root: Node, parent?: Element, inert = false): Generator<Placed> {
  yield { node: root, parent, inert };
  const self = isElement(root) ? root : parent;
  if ("childNodes" in root) for (const child of root.childNodes) yield* nodesOf(child, self, inert);
  if (isElement(root) && root.tagName === "template" && "content" in root) yield* nodesOf(root.content as Node, root, true);
}

export const attributeOf = (element: Element, name: string): string | undefined => element.attrs.find((one) => nameOf(one) === name)?.value;

/** "xlink:href" is known by both parts. */
export const nameOf = ({ prefix, name }: Token.Attribute): string => (prefix === undefined || prefix === "" ? name : `${prefix}:${name}`);

export const textOf = (element: Element): string => element.childNodes.map((child) => (defaultTreeAdapter.isTextNode(child) ? child.value : "")).join("");

/** Types whose text runs as a script (HTML, 4.12.1); anything else is data. */
export function scriptKindOf(element: Element): "script" | "module" | "obsolete" | "data" {
  const type = (attributeOf(element, "type") ?? "").trim().toLowerCase();
  const language = (attributeOf(element, "language") ?? "").trim().toLowerCase();
  if (type === "module") return "module";
  if (/vbs/.test(type === "" ? language : type)) return "obsolete";
  if (type === "") return language === "" || /^(?:javascript|ecmascript|jscript|livescript)[\d.]*$/.test(language) ? "script" : "data";
  return /^(?:text|application)\/(?:x-)?(?:javascript|ecmascript|jscript|livescript)[\d.]*$/.test(type.split(";", 1)[0] ?? "") ? "script" : "data";
}

/** Attributes by which a browser follows a URL that may be a script: `javascript:`. */
export const urlAttributes: ReadonlySet<string> = new Set(["a href", "area href", "iframe src", "frame src", "form action", "button formaction", "input formaction", "embed src", "object data", "a xlink:href", "math href"]);
