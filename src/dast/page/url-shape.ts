// Whether a text looks like a URL: strict for any text, lenient where the place already says that it is one.
import { longestReference } from "./link.ts";

const absolute = /^(?:https?:)?\/\/(?:[\w-]+\.)*[\w-]+(?::\d{1,5})?(?:[/?#]|$)/i;
const bracketed = /^https?:\/\/\[[0-9a-f:]+\]/i;
const fromRoot = /^\/(?![/*])[\w.~%!$&'()+,;=:@{}/-]*(?:\?[^\s"'<>]*)?(?:#\S*)?$/;
const dotted = /^\.{1,2}\/[\w.~%!$&'()+,;=:@{}/-]+(?:\?[^\s"'<>]*)?(?:#\S*)?$/;
// a/b.c, b.php?x=1: folders and a file, or a file with an extension of the web.
const fileInFolder = /^(?:[\w.~%@-]+\/)+[\w.~%@-]*\.[a-z][\w]{1,9}(?:\?[^\s"'<>]*)?(?:#\S*)?$/i;
const webFile = /^[\w.~%@-]+\.(?:html?|xhtml|shtml?|phtml|php\d?|jspx?|jsf|faces|aspx?|ashx|asmx|svc|cgi|pl|do|action|cfm|cfc|xml|json|rss|atom|wsdl|txt|csv|pdf|zip|gz|tar|bak|docx?|xlsx?|js|mjs|css|map|svg|png|jpe?g|gif|webp|ico|woff2?|ttf|eot|mp[34]|webm|swf|jar|class)(?:\?[^\s"'<>]*)?(?:#\S*)?$/i;
const withQuery = /^[\w.~%@/-]+\?[\w.[\]-]+=[^\s"'<>]*$/;
const folders = /^(?:api|rest|v\d+|graphql|ajax|services?|rpc|auth|admin|users?|account|public|static|assets)\/[\w./{}$:-]+$/i;
const mimeType = /^(?:application|audio|font|image|message|model|multipart|text|video|chemical|x-\w+)\/[\w.+*-]+(?:;.*)?$/i;
const bareWord = /^[\w.~%@{}$:-]+(?:\/[\w.~%@{}$:-]*)*(?:\?[^\s"'<>]*)?(?:#\S*)?$/;
// Dates, fractions, versions, regular expressions, globs and the closing parts of markup.
const notPlaces = /^(?:\d+\/\d+(?:\/\d+)?|\/+|\.\.?\/?|\/[gimsuy]{1,4}|[\w.]+@[\w.]+|\d+(?:\.\d+)+)$|[*^\\|`]|\$\$|\s|^\/[>)(,.;]/;

/** Looks like a URL wherever it stands: absolute, from the root, with dots before, or folders and a file. */
export function looksLikeUrl(text: string): boolean {
  if (text.length < 2 || text.length > longestReference) return false;
  if (absolute.test(text) || bracketed.test(text)) return !/\s/.test(text);
  if (notPlaces.test(text) || mimeType.test(text)) return false;
  return fromRoot.test(text) || dotted.test(text) || fileInFolder.test(text) || webFile.test(text) || withQuery.test(text) || folders.test(text);
}

/** Can be a URL where one is expected: single words too. */
export function canBeUrl(text: string): boolean {
  if (text === "" || text.length > longestReference || text === "/") return text === "/";
  return looksLikeUrl(text) || (bareWord.test(text) && !mimeType.test(text) && !notPlaces.test(text));
}

// Bounded: each repetition has one way to match, and the text is cut where it stops being a URL.
const inText = /\bhttps?:\/\/[^\s"'<>`\\{}|^[\]]{3,2000}/gi;

/** Absolute URLs in running text, without the punctuation that ends a sentence. */
export const urlsInText = (text: string): string[] => Array.from(text.matchAll(inText), ([url]) => url.replace(/(?:[).,;:!?*_]|&(?:quot|gt|lt|#39|apos);?.*)+$/i, ""));

const wordsInText = /(?:^|[\s"'`(=>,])((?:\.{0,2}\/)?[\w.~%@-]+(?:\/[\w.~%@-]+)*\/?(?:\?[\w.~%&=+-]*)?)(?=$|[\s"'`)<,;]|[.!?:](?:\s|$))/g;

/** Words in running text that look like paths: with a slash at the start or an extension of the web. */
export const pathsInText = (text: string): string[] => Array.from(text.matchAll(wordsInText), ([, path = ""]) => path).filter((path) => path.length < 300 && /[/.?]/.test(path) && looksLikeUrl(path) && !/^\/[\w-]{0,2}$/.test(path));
