// The contexts in which a page shows a value of ours: what surrounds it decides what it would take to break out.
import { defaultTreeAdapter } from "parse5";
import type { Token } from "parse5";
import { attributeOf, isElement, nameOf, nodesOf, parseMarkup, scriptKindOf, urlAttributes } from "./markup.ts";
import type { Element, Node, Placed } from "./markup.ts";
import { scriptStateAt } from "./script-state.ts";
import type { ScriptState } from "./script-state.ts";

/** dropped: in the source, but no part of the document, as text in a frameset. obsolete: a script in a language that browsers gave up. */
export type Place = "text" | "raw-text" | "script" | "obsolete" | "comment" | "attribute" | "attribute-name" | "tag-name" | "dropped";
/** What the browser takes the value of an attribute for. */
export type Meaning = "text" | "url" | "code" | "url-code" | "script-source" | "markup";

export interface Context {
  place: Place;
  /** The element it stands in, or whose tag it is in. */
  element: string;
  attribute: string;
  quote: '"' | "'" | "";
  meaning: Meaning;
  /** The value begins with ours. */
  leads: boolean;
  state: ScriptState;
  /** Closes elements around it in which a new element would not be built. */
  closers: string;
  /** The attribute has a value of its own kind that decides what can happen: `type=hidden`. */
  hidden: boolean;
  offset: number;
}

const bare: Context = { place: "dropped", element: "", attribute: "", quote: "", meaning: "text", leads: false, state: "code", closers: "", hidden: false, offset: 0 };
const rawText = new Set(["textarea", "title", "style", "noscript", "xmp", "iframe", "noembed", "noframes", "plaintext"]);

/** Every place where the word stands in the source, in that order; case is no matter. */
export function contextsOf(html: string, word: string): Context[] {
  const lower = html.toLowerCase();
  const offsets: number[] = [];
  for (let at = lower.indexOf(word); at !== -1 && offsets.length < 40; at = lower.indexOf(word, at + word.length)) offsets.push(at);
  if (offsets.length === 0) return [];
  const placed = [...nodesOf(parseMarkup(html))];
  return offsets.map((offset) => ({ ...contextAt(html, placed, offset), offset }));
}

/** Two contexts of one key are broken out of in the same way. */
export const keyOf = ({ place, element, attribute, quote, meaning, leads, state, closers }: Context): string => [place, place === "raw-text" || place === "attribute" ? element : "", meaning === "text" ? "" : attribute, quote, meaning, leads, state, closers].join("|");

function contextAt(html: string, placed: readonly Placed[], offset: number): Context {
  let best: { size: number; context: Context } | undefined;
  for (const one of placed) {
    const range = rangeOf(one.node);
    if (range === undefined || offset < range.start || offset >= range.end || (best !== undefined && range.end - range.start > best.size)) continue;
    const context = contextOf(html, one, offset);
    if (context !== undefined) best = { size: range.end - range.start, context };
  }
  return best?.context ?? bare;
}

/** Of an element only its start tag: what is inside has nodes of its own. */
function rangeOf(node: Node): { start: number; end: number } | undefined {
  const location = (node as { sourceCodeLocation?: Token.ElementLocation | null }).sourceCodeLocation;
  if (location === undefined || location === null) return undefined;
  const tag = location.startTag ?? location;
  return { start: tag.startOffset, end: tag.endOffset };
}

function contextOf(html: string, { node, parent, inert }: Placed, offset: number): Context | undefined {
  if (defaultTreeAdapter.isTextNode(node)) return { ...inText(html, { node, parent, inert }, offset) };
  if (defaultTreeAdapter.isCommentNode(node)) return { ...bare, place: "comment" };
  return isElement(node) ? { ...inTag(html, node, offset), closers: closersOf(node, inert) } : undefined;
}

function inText(html: string, { node, parent, inert }: Placed, offset: number): Context {
  const element = parent?.tagName ?? "";
  if (parent !== undefined && element === "script") {
    const kind = scriptKindOf(parent);
    if (kind === "data") return { ...bare, place: "raw-text", element };
    const start = rangeOf(node)?.start ?? offset;
    return { ...bare, place: kind === "obsolete" ? "obsolete" : "script", element, state: kind === "obsolete" ? basicStateAt(html.slice(start, offset)) : scriptStateAt(html.slice(start, offset), offset - start) };
  }
  return { ...bare, place: rawText.has(element) ? "raw-text" : "text", element, closers: closersOf(parent, inert) };
}

/** VBScript has strings in double quotes, doubled within, and comments to the end of the line. */
function basicStateAt(before: string): ScriptState {
  const line = before.split(/[\r\n]/).at(-1) ?? "";
  const outside = line.replaceAll(/"[^"]*"/g, "");
  return /^[^"]*'/.test(outside) || /^\s*rem\b/i.test(line) ? "line-comment" : outside.includes('"') ? "double" : "code";
}

/** Within select the parser builds nothing but options; within a template nothing runs. */
function closersOf(element: Element | undefined, inert: boolean): string {
  const closers: string[] = inert ? ["</template>"] : [];
  for (let one: Node | null | undefined = element; one !== null && one !== undefined && isElement(one); one = one.parentNode) if (one.tagName === "select" || one.tagName === "svg" || one.tagName === "math") closers.push(`</${one.tagName}>`);
  return closers.join("");
}

function inTag(html: string, element: Element, offset: number): Context {
  const tag = element.tagName;
  const attributes: Readonly<Record<string, Token.Location>> = (element.sourceCodeLocation?.startTag as Token.LocationWithAttributes | undefined)?.attrs ?? element.sourceCodeLocation?.attrs ?? {};
  const [name, range] = Object.entries(attributes).find(([, { startOffset, endOffset }]) => offset >= startOffset && offset < endOffset) ?? [];
  const start = rangeOf(element)?.start ?? offset;
  if (name === undefined || range === undefined) return { ...bare, place: /^<[^\s/>]*$/.test(html.slice(start, offset)) ? "tag-name" : "attribute-name", element: tag };
  const source = html.slice(range.startOffset, range.endOffset);
  const [head = "", quote = ""] = /^[^\s=]*\s*=\s*(["']?)/.exec(source) ?? [];
  if (head === "" || offset < range.startOffset + head.length) return { ...bare, place: "attribute-name", element: tag };
  const before = html.slice(range.startOffset + head.length, offset);
  return inValue(element, { attribute: name, quote: quote as Context["quote"], before });
}

function inValue(element: Element, { attribute, quote, before }: { attribute: string; quote: Context["quote"]; before: string }): Context {
  const tag = element.tagName;
  const value = element.attrs.find((one) => nameOf(one) === attribute)?.value ?? "";
  const leads = before.trim() === "";
  const meaning = meaningOf(tag, attribute, value);
  const code = decodedEntities(before).replace(/^\s*javascript:/i, "");
  return { ...bare, place: "attribute", element: tag, attribute, quote, leads, meaning, state: meaning === "code" || meaning === "url-code" ? scriptStateAt(code, code.length) : "code", hidden: attributeOf(element, "type")?.toLowerCase() === "hidden" };
}

function meaningOf(tag: string, attribute: string, value: string): Meaning {
  if (/^on[a-z]+$/.test(attribute)) return "code";
  if (tag === "script" && (attribute === "src" || attribute.endsWith("href"))) return "script-source";
  if (tag === "iframe" && attribute === "srcdoc") return "markup";
  if (!urlAttributes.has(`${tag} ${attribute}`)) return "text";
  return /^[\0-\x20]*javascript:/i.test(value) ? "url-code" : "url";
}

/** Only what may stand for a quote matters here. */
const decodedEntities = (text: string): string => text.replace(/&(?:quot|#0*34|#x0*22);?/gi, '"').replace(/&(?:apos|#0*39|#x0*27);?/gi, "'").replace(/&(?:grave|#0*96|#x0*60);?/gi, "`");
