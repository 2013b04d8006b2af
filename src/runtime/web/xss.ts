// Cross-site scripting: text that runs as script where a page shows it: as HTML, inside an attribute of any quoting, inside a script's string, as an address.
import { attributesFrom, htmlTags } from "./html-tokens.ts";
import { findScript } from "./script-break.ts";
import type { HtmlAttribute, HtmlTag } from "./html-tokens.ts";

const set = (text: string): ReadonlySet<string> => new Set(text.trim().split(/\s+/));

/** Elements that run, load or redirect by being there. */
const active = set("script iframe frame frameset object embed applet meta base isindex bgsound layer ilayer xml xss import vmlframe importimplementation");
/** Elements that do so with the right attribute; alone they are decoration or a form. */
const known = set(`a abbr address area article aside audio b big blink blockquote body br button canvas center cite code col data datalist dd details dialog div dl dt em fieldset
  figure font footer form h1 h2 h3 h4 h5 h6 head header hr html i image img input ins kbd keygen label legend li link listing main map mark marquee math menu meter nav noscript ol
  optgroup option output p param picture plaintext pre progress q rt ruby s samp section select slot small source span strike strong style sub summary sup svg table tbody td template
  textarea tfoot th thead time title tr track tt u ul var video wbr xmp animate animatetransform set foreignobject use g path circle rect image mtext mglyph maction annotation-xml`);

const breakouts = set("script title textarea noscript xmp iframe plaintext noembed template body html head select");

/** @returns The part that would run; undefined when nothing would. */
export function findXss(text: string): string | undefined {
  if (text.length < 4 || !/[<>"'`=:(]|\b(?:document|window|self)\b/i.test(text)) return undefined;
  const plain = text.replace(/%00|\0/g, "");
  return inHtml(plain) ?? inAttribute(plain) ?? asAddress(plain) ?? findScript(plain) ?? otherForms(plain);
}

function inHtml(text: string): string | undefined {
  if (!text.includes("<")) return undefined;
  // A document of its own declares itself; its element "xml" is no data island of a page.
  const isDocument = /^\s*<\?xml\s/i.test(text);
  const opened = new Set<string>(isDocument ? ["xml"] : []);
  for (const tag of htmlTags(text)) {
    if (!tag.closing && !active.has(tag.name)) opened.add(tag.name);
    if (!(isDocument && tag.name === "xml") && isActive(tag) && !(tag.closing && opened.has(tag.name))) return text.slice(tag.at, Math.max(tag.end, tag.at + 40));
  }
  // A filter that takes "script" out of this leaves it behind.
  const nested = /<\/?(?:s(?:c(?:r(?:i(?:p(?:t)?)?)?)?)?|i(?:f(?:r(?:a(?:m)?)?)?)?|im?|svg?)<\/?[a-z]{1,10}>/i.exec(text);
  return nested === null ? undefined : text.slice(nested.index);
}

function isActive(tag: HtmlTag): boolean {
  // Ends what the page began, not what the text began: a way out of a title, a text area, the page.
  if (tag.closing) return breakouts.has(tag.name);
  const name = tag.name.replace(/^[a-z]*:(?=(?:script|vmlframe)$)/, "").replace(/=$/, "");
  if (name === "script" || name.startsWith("script") && /^script\W/.test(name)) return true;
  if (active.has(name)) return tag.attributes.length > 0 || tag.closed && name !== "base" && name !== "object" && name !== "import" || name === "xss";
  if (isStyleWithCode(tag)) return true;
  return tag.attributes.some((attribute) => isRunning(attribute, known.has(name) || name.includes("-") || tag.closed));
}

const isStyleWithCode = ({ name, attributes }: HtmlTag): boolean =>
  (name === "link" && attributes.some(({ name: of, value }) => (of === "rel" && /stylesheet|import|preload/i.test(value)) || of === "href"))
  || (name === "form" && attributes.some(({ name: of, value }) => of === "action" && /^\s*(?:https?:)?\/\//i.test(value)))
  || (name === "style" && true);

/** An event handler, or an address or style that holds script. */
function isRunning({ name, value }: HtmlAttribute, isTag: boolean): boolean {
  if (/^\W{0,3}on[a-z]{3,40}$/.test(name)) return isTag && (value !== "" || /^on(?:error|load|click|mouse|focus|toggle|start)/.test(name));
  const text = addressOf(value);
  if (/^(?:src|href|action|formaction|data|poster|background|lowsrc|dynsrc|xlink:href|codebase|to|from|values|code|content|folder|cite|longdesc)$/.test(name)) return scriptAddress.test(text) || /url=(?:javascript|data):/.test(text);
  if (name === "style") return /expression\(|behaviou?r:|-moz-binding|javascript:|@import|url\(['"]?data:/.test(text);
  // Internet Explorer's data binding wrote HTML from elsewhere into the page.
  return name === "srcdoc" || (name === "dataformatas" && /html/i.test(value)) || (name === "style" && text.includes("\\"));
}

// What browsers leave out of a scheme: blanks and control characters anywhere, entities read.
const addressOf = (value: string): string => value.replace(/&(?:tab|newline|colon|lpar|rpar);/gi, (entity) => ({ c: ":", l: "(", r: ")" } as Readonly<Record<string, string>>)[entity[1]?.toLowerCase() ?? ""] ?? "").replace(/[\s\0-\x1f]|\/\*.{0,40}?\*\/|\\(?=[a-z])/gi, "").toLowerCase();
const scriptAddress = /^["'`]?(?:(?:java|vb|live|j)script|mocha):|^["'`]?data:(?:text\/(?:html|xml|javascript)|image\/svg|application\/(?:xhtml|x?-?javascript|xml)|[^,]{0,40};base64,phnjcmlwd|,|;)|^["'`]?view-source:|^["'`]?jar:http/;

/** `" onfocus=alert(1) autofocus x="`: the attribute's quote is closed and another attribute follows. */
function inAttribute(text: string): string | undefined {
  if (!/[\s/"'`>\x0c]on[a-z]{3,25}[\s/+\\]{0,4}=|style\s*=|formaction\s*=|href\s*=|srcdoc\s*=/i.test(` ${text}`)) return undefined;
  for (const quote of ['"', "'", "`"]) {
    const at = text.indexOf(quote);
    if (at !== -1 && attributesFrom(text, at + 1).attributes.some((attribute) => isHandler(attribute))) return text.slice(at);
  }
  return isUnquoted(text) ? text : undefined;
}

// Unquoted: a blank is enough to begin the next attribute; the handler must then call or set something.
const isUnquoted = (text: string): boolean => attributesFrom(text, 0).attributes.some((attribute) => /^on[a-z]{3,25}$/.test(attribute.name) && /^["'`]?\s*[\w$.[\]\\]+\s*(?:\(|`|=)|javascript:/i.test(attribute.value));
const isHandler = (attribute: HtmlAttribute): boolean => (/^on[a-z]{3,25}$/.test(attribute.name) ? /[\w$)\]]\s*[(`=[]|javascript:|^\w+$|^$/i.test(attribute.value) && !/^on(?:ly|ce|line|going)$/.test(attribute.name) : isRunning(attribute, true) && attribute.name !== "content");

/** The whole value is an address that is script. */
function asAddress(text: string): string | undefined {
  const address = addressOf(text.slice(0, 300));
  // Blanks and entities inside the scheme have one purpose.
  if (/^["'`=]*(?:javascript|vbscript|livescript|mocha):/.test(address) && address.length > 11) return /[(=`[]|\/\/|%0|void|alert|\\/.test(address) || !/^\W*(?:java|vb|live|mo)(?:script|cha):/i.test(text) ? text : undefined;
  if (/^["'`=]*data:(?:text\/(?:html|xml|javascript)|application\/(?:x-)?(?:javascript|xhtml\+xml)|image\/svg\+xml)[;,]/.test(address)) return text;
  return /(?:href|src|action|url|location)\s*[=(]\s*["'`]?\s*(?:javascript|vbscript):/i.test(text) || /[\s"'=;,]javascript:\s*[\w/]+[\w.$/]*[(=`]/i.test(text) ? text : undefined;
}

// UTF-7 and the conditional comments and CSS that old browsers ran; markup cut short that only a filter would have left so.
const forms = [
  /\+ADw-\/?[a-z]/i, /¼script¾/i, /<!\[endif|<!--\[if\b/i, /<!\[CDATA\[.{0,60}<(?:script|img|svg|iframe)/i, /<\?xml-stylesheet|<\?import|<\?xml:namespace/i, /\bexpression\s*\(\s*(?:alert|eval|document|window|\w+\s*\()/i, /-moz-binding\s*:\s*url/i, /@import\s*['"(]?\s*(?:url|javascript|https?:|\/\/)/i,
  /<\/?(?:script|iframe|svg|style|title|textarea|noscript|xmp)\s*[^\w\s=]?$|<!--.{0,40}-->.{0,20}<|<!(?:attlist|element)/i, /<[a-z]+\s[^>]{0,200}\bon[a-z]{3,20}\s*=/i, /^[^<>=]{0,40}(?:["']\s*>|>\s*["'])\s*<\s*\/?[a-z!]/i, /['"][^\w\s]{0,4}<[\w']{2,}>?[\w'"<>]{3,}$/i,
];

const otherForms = (text: string): string | undefined => (forms.some((form) => form.test(text)) ? text : undefined);
