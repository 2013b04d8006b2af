// Reads text as a browser's tokenizer does (WHATWG HTML, 13.2.5), as far as an attack needs it: tags with their attributes, broken ones too.

export interface HtmlAttribute { name: string; /** Entities and blanks still in it. */ value: string }

/** name: lower case, without its slash. closed: its ">" came (browsers end an open one at the end of the page). */
export interface HtmlTag { name: string; closing: boolean; attributes: readonly HtmlAttribute[]; at: number; end: number; closed: boolean }

// 13.2.5.6: a letter after "<" opens a tag, whatever comes; its name goes on until a blank, "/" or ">".
const opening = /<(\/?)([a-z][^\s\0/>]*)/gi;
const blankOrSlash = /[\s\0/]+/y;
const attributeName = /[^\s\0/>=]+|=[^\s\0/>=]*/y;
const equals = /[\s\0]*=[\s\0]*/y;
const bare = /[^\s>]+/y;
// Beyond these nobody hides: the first attribute or tag of an attack is near its beginning.
const most = 64;

/** Every tag, in order; linear. */
export function htmlTags(text: string): readonly HtmlTag[] {
  const tags: HtmlTag[] = [];
  opening.lastIndex = 0;
  for (let found = opening.exec(text); found !== null && tags.length < most; found = opening.exec(text)) {
    const name = (found[2] ?? "").toLowerCase();
    // <scr<script>ipt>: a filter that takes away the inner one leaves the outer one.
    const inner = name.indexOf("<");
    const at = found.index + (inner === -1 ? 0 : inner + 1 + (found[1] ?? "").length);
    if (inner !== -1) { opening.lastIndex = at; continue; }
    const { attributes, end, closed } = attributesFrom(text, opening.lastIndex);
    tags.push({ name, closing: found[1] === "/", attributes, at, end, closed });
    opening.lastIndex = closed ? end : Math.max(opening.lastIndex, found.index + 1);
  }
  return tags;
}

/** Attributes up to the ">"; also those of a text that stands inside a tag already (an attribute that was broken out of). */
export function attributesFrom(text: string, from: number): { attributes: HtmlAttribute[]; end: number; closed: boolean } {
  const attributes: HtmlAttribute[] = [];
  let at = from;
  while (at < text.length && attributes.length < most) {
    at = past(text, blankOrSlash, at);
    if (text[at] === ">") return { attributes, end: at + 1, closed: true };
    const nameEnd = past(text, attributeName, at);
    if (nameEnd === at) break;
    const name = text.slice(at, nameEnd).toLowerCase();
    const valueAt = past(text, equals, nameEnd);
    const value = valueAt === nameEnd ? { value: "", end: nameEnd } : valueFrom(text, valueAt);
    attributes.push({ name, value: value.value });
    at = value.end;
  }
  return { attributes, end: at, closed: false };
}

function past(text: string, pattern: RegExp, at: number): number {
  pattern.lastIndex = at;
  return pattern.test(text) ? pattern.lastIndex : at;
}

function valueFrom(text: string, at: number): { value: string; end: number } {
  const quote = text[at] ?? "";
  // Old browsers took a back-tick for a quote.
  if (quote === '"' || quote === "'" || quote === "`") {
    const end = text.indexOf(quote, at + 1);
    return end === -1 ? { value: text.slice(at + 1), end: text.length } : { value: text.slice(at + 1, end), end: end + 1 };
  }
  const end = past(text, bare, at);
  return { value: text.slice(at, end), end };
}
