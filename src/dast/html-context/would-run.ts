// Whether a document would run a call of our marker: by its syntax tree and those of its scripts, so that text alone is never taken for code.
import { parse as parseScript } from "acorn";
import { SaxesParser } from "saxes";
import { attributeOf, isElement, nameOf, nodesOf, parseMarkup, scriptKindOf, textOf, urlAttributes } from "./markup.ts";
import type { Element } from "./markup.ts";
import type { Rendering } from "./renders-as.ts";

/** Where the marker would be called: "a script", "the handler onload of svg". */
export interface RunPlace { where: string }

/** The first place at which the document calls the function that token names; undefined: nowhere. */
export function wouldRun(document: string, token: string, rendering: Rendering = "html", depth = 0): RunPlace | undefined {
  if (!document.toLowerCase().includes(token) && !/&#|\\|%/.test(document)) return undefined;
  if (rendering === "xml") return wouldRunAsXml(document, token);
  for (const { node, inert } of nodesOf(parseMarkup(document))) {
    const where = inert || !isElement(node) ? undefined : runsInElement(node, token, depth);
    if (where !== undefined) return { where };
  }
  return undefined;
}

function runsInElement(element: Element, token: string, depth: number): string | undefined {
  const tag = element.tagName;
  if (tag === "script") return runsAsScript(element, token);
  for (const attribute of element.attrs) {
    const name = nameOf(attribute);
    if (/^on[a-z]{3,}$/.test(name) && callsMarker(attribute.value, token)) return `the handler ${name} of ${tag}`;
    if (urlAttributes.has(`${tag} ${name}`) && runsAsUrl(attribute.value, token)) return `the ${name} of ${tag}`;
    if (tag === "iframe" && name === "srcdoc" && depth < 2 && wouldRun(attribute.value, token, "html", depth + 1) !== undefined) return "the srcdoc of iframe";
  }
  return undefined;
}

function runsAsScript(element: Element, token: string): string | undefined {
  const kind = scriptKindOf(element);
  if (kind === "data" || kind === "obsolete") return undefined;
  const source = attributeOf(element, "src") ?? attributeOf(element, "xlink:href") ?? attributeOf(element, "href");
  if (source === undefined) return callsMarker(textOf(element), token, kind) ? "a script" : undefined;
  return leadsToCanary(source, token) ? "the source of a script" : undefined;
}

/** The scheme is read as a browser does: white space and control characters before it and tabs and newlines within are nothing (URL, 4.4). */
function runsAsUrl(value: string, token: string): boolean {
  const [, code] = /^javascript:(.*)$/s.exec(value.replace(/^[\0-\x20]+/, "").replace(/[\t\n\r]/g, "").replace(/^[a-z]+:/i, (scheme) => scheme.toLowerCase())) ?? [];
  return code !== undefined && (callsMarker(percentDecoded(code), token) || callsMarker(code, token));
}

/** The data: URL holds the call, or the host is one that we named and that nobody owns. */
function leadsToCanary(value: string, token: string): boolean {
  if (!URL.canParse(value, "http://page.invalid/")) return false;
  const url = new URL(value, "http://page.invalid/");
  if (url.protocol === "data:") return callsMarker(percentDecoded(url.pathname.slice(url.pathname.indexOf(",") + 1)), token);
  return url.hostname === `${token}.invalid`;
}

export const percentDecoded = (text: string): string => { try { return decodeURIComponent(text); } catch { return text; } };

/** Whether the code, as a whole that parses, has a call of the marker outside strings and comments. */
export function callsMarker(code: string, token: string, kind: "script" | "module" = "script"): boolean {
  // Escapes may spell the name, never the whole code: without either there is nothing to parse.
  if (!code.includes(token) && !code.includes("\\")) return false;
  try {
    return hasCall(parseScript(code, { ecmaVersion: "latest", sourceType: kind, allowReturnOutsideFunction: true }), token);
  } catch {
    return false;
  }
}

interface Syntax { type: string; callee?: Syntax; tag?: Syntax; name?: string; computed?: boolean; property?: Syntax; value?: unknown }

function hasCall(root: unknown, token: string): boolean {
  const waiting: unknown[] = [root];
  while (waiting.length > 0) {
    const one = waiting.pop();
    if (Array.isArray(one)) { waiting.push(...one as unknown[]); continue; }
    if (typeof one !== "object" || one === null || !("type" in one)) continue;
    const node = one as Syntax;
    if ((node.type === "CallExpression" && names(node.callee, token)) || (node.type === "TaggedTemplateExpression" && names(node.tag, token))) return true;
    waiting.push(...Object.values(one) as unknown[]);
  }
  return false;
}

const names = (callee: Syntax | undefined, token: string): boolean => (callee?.type === "Identifier" && callee.name === token) || (callee?.type === "MemberExpression" && callee.computed === true && callee.property?.type === "Literal" && callee.property.value === token);

const runningNamespaces = new Set(["http://www.w3.org/1999/xhtml", "http://www.w3.org/2000/svg"]);

/** XML runs scripts only in the namespaces of XHTML and SVG, and only up to its first error. */
function wouldRunAsXml(document: string, token: string): RunPlace | undefined {
  const found: RunPlace[] = [];
  const parser = new SaxesParser({ xmlns: true });
  let script: string | undefined;
  parser.on("error", (problem) => { throw problem; });
  parser.on("opentag", ({ local, uri, attributes }) => {
    if (!runningNamespaces.has(uri)) return;
    if (local === "script") script = "";
    for (const { name, value } of Object.values(attributes)) if (/^on[a-z]{3,}$/.test(name) && callsMarker(value, token)) found.push({ where: `the handler ${name} of ${local}` });
  });
  for (const event of ["text", "cdata"] as const) parser.on(event, (text) => { if (script !== undefined) script += text; });
  parser.on("closetag", ({ local }) => { if (local === "script" && script !== undefined) { if (callsMarker(script, token)) found.push({ where: "a script" }); script = undefined; } });
  try { parser.write(document).close(); } catch { /* A browser keeps what stood before the error, and so do we. */ }
  return found[0];
}
