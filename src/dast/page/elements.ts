// The elements of a page in the order they begin, with their attributes, places and texts: read once for each reply, for everybody.
import { Tokenizer } from "htmlparser2";
import type { TokenizerCallbacks } from "htmlparser2";
import { mediaTypeOf } from "../exchange.ts";
import type { Reply } from "../exchange.ts";

/**
 * One element. name and attribute names are lower case (as written in XML); attribute values have their entities undone, the first of a name
 * counts. text: what stands directly in it (of <script>, <style>, <textarea>, <title> everything), entities undone except in scripts and styles.
 * offset: of "<" in the reply's text. endOffset: behind the ">" of its opening tag. line: from 1.
 */
export interface PageElement {
  name: string;
  attributes: Readonly<Record<string, string>>;
  /** The element it lies in, as tags say; undefined at the top; below a depth of 1,000 the last one above. */
  parent: PageElement | undefined;
  text: string;
  offset: number;
  endOffset: number;
  /** Of the end tag that names it; undefined: it ended otherwise or never. A form lasts until then, whatever ended around it. */
  closedAt: number | undefined;
  line: number;
}

/** A comment, declarations and processing instructions not counted; text without its marks. */
export interface PageComment { text: string; offset: number; line: number }

export interface PageElements {
  elements: readonly PageElement[];
  comments: readonly PageComment[];
  /** What stands outside of every element. */
  text: string;
  /** The elements of this name, in order. */
  named(name: string): readonly PageElement[];
  /** The page has more elements or comments than are kept: what is here is its beginning. */
  truncated: boolean;
}

// 4 MiB of "<b>" are 1.4 million elements; a page that people use has some ten thousand.
export const mostElements = 200_000;
const mostComments = 20_000;
const deepest = 1000;
// Nobody closes more than this many tags at once; without a bound, "</x>" repeated would walk the whole stack each time.
const widestClose = 100;

const memory = new WeakMap<Reply, PageElements>();
const nothing: PageElements = { elements: [], comments: [], text: "", named: () => [], truncated: false };

const markupTypes = /^(?:text\/(?:html|xml|vnd\.wap\.wml)|application\/(?:xhtml\+xml|xml|.+\+xml)|image\/svg\+xml)$/;
const looksLikeMarkup = /^[\s\uFEFF]*<(?:!doctype|!--|html|head|body|meta|title|script|div|p|a|h1|form|table|svg|\?xml)/i;

/** Whether the reply is a page or XML: by its type, or without one (or as plain text) by how it begins. */
export function isMarkup(reply: Reply): boolean {
  const type = mediaTypeOf(reply.headers);
  if (type !== undefined && markupTypes.test(type)) return true;
  return (type === undefined || type === "" || type === "text/plain") && looksLikeMarkup.test(reply.text.slice(0, 1000));
}

/** Elements and comments of a reply; none when it is no markup. Memoised: the same reply is read once, whoever asks. Linear in the length. */
export function elementsOf(reply: Reply): PageElements {
  const known = memory.get(reply);
  if (known) return known;
  const made = isMarkup(reply) ? parseElements(reply.text, { xml: /[/+]xml$/.test(mediaTypeOf(reply.headers) ?? "") && !/<html[\s>]/i.test(reply.text.slice(0, 2000)) }) : nothing;
  memory.set(reply, made);
  return made;
}

const voids = new Set(["area", "base", "basefont", "bgsound", "br", "col", "embed", "frame", "hr", "image", "img", "input", "isindex", "keygen", "link", "meta", "param", "source", "track", "wbr"]);
// HTML 13.1.2.4: an element of the key ends an open one of these.
const ends: Readonly<Record<string, readonly string[]>> = { option: ["option"], optgroup: ["option", "optgroup"], li: ["li"], dt: ["dt", "dd"], dd: ["dt", "dd"], p: ["p"], tr: ["td", "th", "tr"], td: ["td", "th"], th: ["td", "th"], select: ["option"], form: ["p"], div: ["p"], table: ["p"], ul: ["p"] };
const foreign = new Set(["svg", "math"]);

/** Reads any text as HTML or XML. Never throws, whatever the text. */
export function parseElements(text: string, options: { xml?: boolean } = {}): PageElements {
  const reader = new ElementReader(text, options.xml ?? false);
  const tokenizer = new Tokenizer({ xmlMode: options.xml ?? false, decodeEntities: true }, reader);
  reader.stop = () => { tokenizer.pause(); };
  tokenizer.write(text);
  tokenizer.end();
  return reader.result();
}

type Open = { -readonly [Key in keyof PageElement]: PageElement[Key] } & { attributes: Record<string, string> };

class ElementReader implements TokenizerCallbacks {
  stop: () => void = () => {};
  readonly #elements: Open[] = [];
  readonly #comments: PageComment[] = [];
  readonly #stack: Open[] = [];
  readonly #source: string;
  readonly #xml: boolean;
  #line = 1;
  #breakAt = -1;
  #current: Open | undefined;
  #lastForm: Open | undefined;
  #attribute = "";
  #text = "";
  #value = "";
  #truncated = false;

  constructor(source: string, xml: boolean) { this.#source = source; this.#xml = xml; }

  isInForeignContext(): boolean { return this.#stack.slice(-8).some(({ name }) => foreign.has(name)); }

  onopentagname(start: number, end: number): void {
    const name = this.#nameAt(start, end);
    if (!this.#xml) this.#endImplied(name);
    this.#current = { name, attributes: {}, parent: this.#stack.at(-1), text: "", offset: start - 1, endOffset: end, closedAt: undefined, line: this.#lineOf(start) };
    if (this.#elements.length >= mostElements) { this.#truncated = true; this.stop(); return; }
    this.#elements.push(this.#current);
    if (name === "form") this.#lastForm = this.#current;
  }

  onattribname(start: number, end: number): void { this.#attribute = this.#nameAt(start, end); this.#value = ""; }
  onattribdata(start: number, end: number): void { this.#value += this.#source.slice(start, end); }
  onattribentity(codePoint: number): void { this.#value += String.fromCodePoint(codePoint); }
  onattribend(): void { if (this.#current && !Object.hasOwn(this.#current.attributes, this.#attribute)) this.#current.attributes[this.#attribute] = this.#value; }

  onopentagend(end: number): void { this.#opened(end, false); }
  onselfclosingtag(end: number): void { this.#opened(end, this.#xml || this.isInForeignContext() || foreign.has(this.#current?.name ?? "")); }

  onclosetag(start: number, end: number): void {
    const name = this.#nameAt(start, end);
    const lowest = Math.max(0, this.#stack.length - widestClose);
    for (let at = this.#stack.length - 1; at >= lowest; at -= 1) if (this.#stack[at]?.name === name) { this.#close(this.#stack[at], start); this.#stack.length = at; return; }
    if (name === "form") this.#close(this.#lastForm, start);
  }

  ontext(start: number, end: number): void { const above = this.#stack.at(-1); if (above) above.text += this.#source.slice(start, end); else this.#text += this.#source.slice(start, end); }
  ontextentity(codePoint: number): void { const above = this.#stack.at(-1); if (above) above.text += String.fromCodePoint(codePoint); }
  oncdata(start: number, end: number, endOffset: number): void { this.ontext(start, end - endOffset); }
  oncomment(start: number, end: number, endOffset: number): void {
    if (this.#comments.length >= mostComments) this.#truncated = true;
    else this.#comments.push({ text: this.#source.slice(start, end - endOffset), offset: start, line: this.#lineOf(start) });
  }
  ondeclaration(): void {}
  onprocessinginstruction(start: number, end: number): void {
    // <?xml-stylesheet href="..."?>: an element as far as links go.
    if (this.#xml && this.#elements.length < mostElements) this.#elements.push({ name: `?${this.#source.slice(start, end).split(/\s/, 1)[0]?.replace(/^\?/, "") ?? ""}`, attributes: pseudoAttributes(this.#source.slice(start, Math.min(end, start + 2000))), parent: undefined, text: "", offset: start - 1, endOffset: end + 1, closedAt: undefined, line: this.#lineOf(start) });
  }
  onend(): void {}

  result(): PageElements {
    const byName = Map.groupBy<string, PageElement>(this.#elements, ({ name }) => name);
    return { elements: this.#elements, comments: this.#comments, text: this.#text, named: (name) => byName.get(name) ?? [], truncated: this.#truncated };
  }

  #nameAt(start: number, end: number): string { const name = this.#source.slice(start, end); return this.#xml ? name : name.toLowerCase(); }

  #close(element: Open | undefined, start: number): void { if (element) element.closedAt ??= start - 2; }

  #opened(end: number, closed: boolean): void {
    if (!this.#current) return;
    this.#current.endOffset = end + 1;
    if (!closed && (this.#xml || !voids.has(this.#current.name)) && this.#stack.length < deepest) this.#stack.push(this.#current);
    this.#current = undefined;
  }

  #endImplied(name: string): void {
    const ended = ends[name];
    while (ended?.includes(this.#stack.at(-1)?.name ?? "")) this.#stack.pop();
  }

  // Offsets only grow: each line break is looked for once.
  #lineOf(offset: number): number {
    while (this.#breakAt < offset) {
      if (this.#breakAt >= 0) this.#line += 1;
      const next = this.#source.indexOf("\n", this.#breakAt + 1);
      this.#breakAt = next < 0 ? Number.POSITIVE_INFINITY : next;
    }
    return this.#line;
  }
}

const pseudoAttributes = (text: string): Record<string, string> => Object.fromEntries([...text.matchAll(/([\w-]+)=(?:"([^"]*)"|'([^']*)')/g)].map(([, name = "", double, single]) => [name, double ?? single ?? ""]));
