// Links of scripts: URLs in strings, told by what they look like and by what is done with them.
import { fromPageOrRoot, withHolesFilled } from "./link.ts";
import type { RawLink } from "./link.ts";
import { requestAround } from "./script-requests.ts";
import { scriptStrings } from "./script-strings.ts";
import type { ScriptString } from "./script-strings.ts";
import { canBeUrl, looksLikeUrl, pathsInText, urlsInText } from "./url-shape.ts";

// The place says that it is a URL: one word is enough.
const takesUrl = new RegExp([
  String.raw`(?:\bfetch|\bRequest|\bEventSource|\bWorker|\bSharedWorker|\bURL|importScripts|sendBeacon|serviceWorker\.register|\$\.(?:get|post|ajax|getJSON|getScript|load)|jQuery\.\w+|window\.open|\blocation\.(?:assign|replace)|(?:axios|[hH]ttp|\$http|ky|superagent|request|api|client|rest|fetcher|got)(?:Client)?(?:\.(?:get|post|put|patch|delete|head|request))?|[rR]outer\.(?:push|replace|navigate)|navigateByUrl|navigate|\.redirect)\s*\(\s*$`,
  String.raw`\.open\s*\(\s*["'\x60]\w+["'\x60]\s*,\s*$`,
  String.raw`(?:\blocation(?:\.href|\.pathname)?|\.href|\.src|\.action|\.formAction|\.data)\s*=\s*$`,
  String.raw`setAttribute(?:NS)?\s*\(\s*(?:null\s*,\s*)?["'\x60](?:xlink:)?(?:href|src|action|formaction|data|srcset|poster|ping)["'\x60]\s*,\s*$`,
  String.raw`(?:pushState|replaceState)\s*\([^()]{0,60},\s*$`,
  String.raw`(?:[{,(\s]|^)["']?(?:url|uri|href|src|action|endpoint|templateUrl|templateURL|redirectTo|redirect|baseURL|baseUrl|apiUrl|pathname|location|link|routerLink)["']?\s*[:=]\s*$`,
].join("|"));
const routeTable = /(?:[{,(\s]|^)["']?(?:path|route|to)["']?\s*:\s*$/;
const routeName = /^[\w-]+(?:\/(?::?[\w-]+\??))*$/;
const methodName = /^(?:GET|POST|PUT|PATCH|DELETE|HEAD|OPTIONS)$/i;
const sourceMap = /[#@]\s*sourceMappingURL=(\S+)/;
const mostLinks = 5000;
const longestCode = 8 * 2 ** 20;

/** markup: reads strings that hold HTML. What a script names is a guess until something answers. */
export function scriptLinks(code: string, markup: (text: string) => RawLink[] = () => []): RawLink[] {
  const { strings, comments } = scriptStrings(code.slice(0, longestCode));
  const links: RawLink[] = [];
  for (const one of strings) {
    if (links.length >= mostLinks) break;
    links.push(...stringLinks(code, one, markup));
  }
  for (const text of comments.slice(0, 5000)) links.push(...commentLinks(text));
  return links;
}

function stringLinks(code: string, one: ScriptString, markup: (text: string) => RawLink[]): RawLink[] {
  const value = one.value.trim();
  if (value.length < 2 || methodName.test(value)) return [];
  if (value.includes("<")) return /<[a-z][^]*?(?:href|src|action|data)\s*=/i.test(value.slice(0, 20_000)) ? markup(value) : [];
  if (/\blocation\b[^]*=|\.open\(|\bfetch\(|^javascript:/.test(value.slice(0, 2000)) && !looksLikeUrl(value)) return scriptLinks(value.replace(/^javascript:/i, ""));
  const before = code.slice(Math.max(0, one.start - 90), one.start);
  const ref = plainReference(value);
  if (ref === undefined) return urlsInText(value.slice(0, 20_000)).map((url) => ({ ref: url, source: "script" as const, sure: false }));
  const expected = takesUrl.test(before);
  if (!expected && routeTable.test(before) && routeName.test(value)) return [{ ref: `/${ref}`, source: "script", sure: false, root: true }];
  if (expected ? !canBeUrl(ref) : !looksLikeUrl(ref) || /^\/\w?$/.test(ref)) return [];
  return fromPageOrRoot({ ref, source: "script", sure: false, ...requestAround(code, one.start, one.end) });
}

/** Parameters of routers (":id", "*") and templates get values; undefined: a text with white space is no reference. */
function plainReference(value: string): string | undefined {
  if (/\s/.test(value)) return undefined;
  return withHolesFilled(value).replaceAll(/\/:[A-Za-z_]\w*(?:\([^)]*\))?[?*+]?/g, "/1").replace(/\/\*+$/, "/");
}

function commentLinks(text: string): RawLink[] {
  const map = sourceMap.exec(text)?.[1];
  if (map !== undefined) return [{ ref: map, source: "source-map", sure: true }];
  return [...urlsInText(text.slice(0, 100_000)), ...pathsInText(text.slice(0, 100_000))].map((ref) => ({ ref, source: "comment" as const, sure: false }));
}
