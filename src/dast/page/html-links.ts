// Links of a page: every attribute of HTML and SVG that holds a URL, and what scripts, styles, comments and texts in it name.
import { cssLinks } from "./css-links.ts";
import { parseElements } from "./elements.ts";
import type { PageElement, PageElements } from "./elements.ts";
import { reportTargets } from "./header-links.ts";
import { jsonLinks } from "./json-links.ts";
import { fromPageOrRoot } from "./link.ts";
import type { RawLink } from "./link.ts";
import { refreshTarget } from "./refresh.ts";
import { scriptLinks } from "./script-links.ts";
import { srcsetUrls } from "./srcset.ts";
import { looksLikeUrl, pathsInText, urlsInText } from "./url-shape.ts";

// One attribute, one URL. Forms are read elsewhere: what their fields are matters.
const single = new Set(["href", "xlink:href", "src", "data", "cite", "longdesc", "background", "lowsrc", "dynsrc", "poster", "manifest", "icon", "classid", "codebase", "profile", "formaction", "xlink:role", "pluginspage", "usermedia", "attributionsrc", "imagesrc"]);
// Attributes with lists: separated by white space or commas.
const several = new Set(["ping", "archive", "profile"]);
const sets = new Set(["srcset", "imagesrcset"]);
const scriptTypes = /^(?:|module|(?:text|application)\/(?:x-)?(?:java|ecma|j|live)script[\d.]*|text\/babel|text\/typescript|jsx|babel)$/i;
const dataTypes = /json|^importmap$|^speculationrules$/i;
const deepestNesting = 4;

const link = (ref: string, sure = true): RawLink => ({ ref, source: "link", sure });

/** Links in the order of the page. Markup in comments, srcdoc, noscript, templates and script texts counts too, to a depth of four. */
export const htmlLinks = (page: PageElements, depth = 0): RawLink[] => [
  ...page.elements.flatMap((element) => elementLinks(element, depth)),
  ...page.comments.flatMap(({ text }) => commentLinks(text, depth)),
  ...proseLinks(page.text),
];

function elementLinks(element: PageElement, depth: number): RawLink[] {
  return [
    ...Object.entries(element.attributes).flatMap(([name, value]) => (value === "" ? [] : attributeLinks(element, name, value.slice(0, 200_000), depth))),
    ...ownLinks(element),
    ...(element.text === "" ? [] : textLinks(element, depth)),
  ];
}

function attributeLinks(element: PageElement, name: string, value: string, depth: number): RawLink[] {
  if (/^\s*(?:javascript|data):/i.test(value)) return schemeLinks(value.trim(), depth);
  if (sets.has(name)) return srcsetUrls(value).map((ref) => link(ref));
  if (several.has(name)) return value.split(/[\s,]+/).map((ref) => link(within(element, ref)));
  if (single.has(name)) return element.name === "base" ? [] : [link(name === "codebase" ? value : within(element, value))];
  if (name === "srcdoc") return nested(value, depth);
  if (name === "style") return cssLinks(value);
  if (/^on[a-z]+$/.test(name)) return code(value, depth);
  if (name === "action") return element.name === "form" ? [] : [link(value)];
  if (value.includes("url(")) return cssLinks(value);
  return unknownAttribute(element, name, value);
}

/** What is no URL by its name, but by its look: data-url, hx-get, ng-src, animated values. */
function unknownAttribute(element: PageElement, name: string, value: string): RawLink[] {
  const text = value.trim();
  if (/^(?:hx|data-hx|up|v-bind|ng|data-ng|x)-?(?:get|href|src|template)?$|(?:^|-)(?:href|src|url|uri|link|action|get|path)$/i.test(name) && /^[\w./?#~%-]/.test(text) && !/\s/.test(text) && /^[^{}]*$/.test(text)) return [link(text, looksLikeUrl(text) && /^(?:hx|data)-(?:get|src|href|url)$/.test(name))];
  const method = /^(?:data-)?hx-(post|put|patch|delete)$/.exec(name)?.[1];
  if (method !== undefined) return [{ ...link(text), method: method.toUpperCase() }];
  if (/^(?:animate|set|animatemotion)$/.test(element.name) && /^(?:values|from|to|by)$/.test(name)) return text.split(";").map((one) => one.trim()).filter(looksLikeUrl).map((ref) => link(ref, false));
  if (/^(?:xmlns(?::.*)?|xsi:.*|itemtype|typeof|vocab|class|id|name|d|points|pattern|integrity|content|type|accept|media|sizes|rel|for)$/.test(name)) return [];
  if (looksLikeUrl(text)) return [link(text, false)];
  return /^[[{]/.test(text) ? jsonLinks(text) : [];
}

/** RFC-less but universal: codebase is the base of the other references of applet and object. */
function within({ name, attributes }: PageElement, ref: string): string {
  const base = attributes["codebase"];
  if (base === undefined || (name !== "applet" && name !== "object") || /^(?:[a-z][\w+.-]*:|\/)/i.test(ref)) return ref;
  return `${base.replace(/\/?$/, "/")}${ref}`;
}

/** Links whose attribute means a URL only on this element. */
function ownLinks(element: PageElement): RawLink[] {
  const { name, attributes } = element;
  const value = (attribute: string): string => attributes[attribute] ?? "";
  if (name === "meta") return metaLinks(value("http-equiv").toLowerCase(), value("content"));
  if (name === "param") return /^(?:movie|src|data|url|uri|href|filename|file|code|archive|source|base|image|flv|config\w*)$/i.test(value("name")) || looksLikeUrl(value("value")) ? [link(value("value"))] : [];
  if ((name === "applet" || name === "embed") && value("code") !== "") return [link(within(element, value("code")))];
  return [];
}

// RFC 2397: "data:image/svg+xml;base64,...". A picture or a document in an address names others.
const dataOfMarkup = /^data:(?:image\/svg\+xml|text\/html|application\/xhtml\+xml|(?:text|application)\/xml)(;[^,]*)?,(.*)$/is;

function schemeLinks(value: string, depth: number): RawLink[] {
  if (/^javascript:/i.test(value)) return code(decodedScript(value.slice(11)), depth);
  const [, parameters = "", data = ""] = dataOfMarkup.exec(value) ?? [];
  return data === "" ? [] : nested(/;base64$/i.test(parameters) ? Buffer.from(data, "base64").toString("utf8") : decodedScript(data), depth);
}

function metaLinks(equivalent: string, content: string): RawLink[] {
  if (content.includes("<")) return nested(content, 1).map((one) => ({ ...one, sure: false }));
  if (equivalent === "refresh") return [refreshTarget(content)].flatMap((ref) => (ref === undefined ? [] : [link(ref)]));
  if (equivalent === "content-security-policy") return reportTargets(content).map((ref) => link(ref));
  if (equivalent === "location" || equivalent === "content-location") return [link(content)];
  // "name=Task;action-uri=/a;icon-uri=/b.ico" of pinned sites, and lists like it.
  return [content, ...content.split(";", 50).map((part) => part.slice(part.indexOf("=") + 1))].map((one) => one.trim()).filter(looksLikeUrl).map((ref) => link(ref, false));
}

function textLinks({ name, text, attributes }: PageElement, depth: number): RawLink[] {
  if (name === "style") return cssLinks(text);
  if (name === "script") return scriptTypes.test((attributes["type"] ?? "").trim()) ? code(text, depth) : dataTypes.test(attributes["type"] ?? "") ? jsonLinks(text) : nested(text, depth);
  if (/^(?:iframe|noembed|noframes|noscript|xmp|plaintext)$/.test(name) && text.includes("<")) return nested(text, depth);
  return proseLinks(text);
}

/** What people read names places too. */
const proseLinks = (text: string): RawLink[] => (/[/.]/.test(text) ? [...urlsInText(text), ...pathsInText(text.slice(0, 100_000))].flatMap((ref) => fromPageOrRoot(link(ref, false))) : []);

/** Comments hold old markup (also that for one browser only), URLs and paths. */
function commentLinks(text: string, depth: number): RawLink[] {
  const markup = text.includes("<") ? nested(text.replace(/^\[if [^\]]*\]>/i, ""), depth) : [];
  return [...markup, ...urlsInText(text).map((ref) => link(ref, false)), ...pathsInText(text.slice(0, 100_000)).flatMap((ref) => fromPageOrRoot(link(ref, false)))].map((one) => ({ ...one, source: "comment" as const, sure: false }));
}

/** Strings of scripts hold markup too. */
const code = (text: string, depth: number): RawLink[] => scriptLinks(text, (markup) => nested(markup, depth).map((one) => ({ ...one, sure: false })));

const nested = (text: string, depth: number): RawLink[] => (depth >= deepestNesting ? [] : htmlLinks(parseElements(text), depth + 1));

const decodedScript = (text: string): string => { try { return decodeURIComponent(text); } catch { return text; } };
