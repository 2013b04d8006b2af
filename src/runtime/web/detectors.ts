// The kinds of attack that are looked for in a value, and where each makes sense.
import { findCommand } from "./command-injection.ts";
import { findLookup } from "./lookup.ts";
import { findHeaderSplit, findLdap, findNosql, findObject, findRedirect } from "./other-injections.ts";
import { withoutCodeSpans } from "./prose.ts";
import { findSqli } from "./sqli.ts";
import { findForgedRequest } from "./ssrf.ts";
import { findTemplate } from "./template-injection.ts";
import { findPathEscape, findTraversal, findUploadEscape } from "./traversal.ts";
import { findXmlInjection } from "./xml-injection.ts";
import { findXss } from "./xss.ts";
import type { WebPlace, WebValue } from "./web-values.ts";

export interface Detector {
  /** The field is `attack.<id>`. */
  id: string;
  about: string;
  places: ReadonlySet<WebPlace>;
  /** The evidence as written; undefined when there is none. */
  find(value: WebValue): string | undefined;
}

const everywhere: ReadonlySet<WebPlace> = new Set(["path", "query", "body", "cookie", "referer", "user-agent", "header"]);
const values: ReadonlySet<WebPlace> = new Set(["query", "body", "cookie", "referer"]);
const given: ReadonlySet<WebPlace> = new Set(["query", "body"]);

// A user agent is full of semicolons and brackets: only what no browser writes is asked there. A segment of a path is a value of its own.
const pieces = ({ place, text }: WebValue): readonly string[] => {
  if (place === "path") return /['"<>`;|&(){}$\s*]/.test(text) ? [...text.split("/"), text] : [];
  if (place === "user-agent" || place === "header") return /['"<`]|\$\(|\(\s*(?:select|sleep)/i.test(text) ? [text] : [];
  return [text];
};
const inPieces = (find: (text: string) => string | undefined) => (value: WebValue): string | undefined => {
  for (const piece of pieces(value)) {
    const found = find(withoutCodeSpans(piece));
    if (found !== undefined) return found;
  }
  return undefined;
};

const commandIn = (value: WebValue): string | undefined => {
  if (value.place !== "user-agent" && value.place !== "header") return inPieces(findCommand)(value);
  return /\(\s*\)\s*\{|\$\(|`|\/bin\/|\b(?:wget|curl)\s+\S*https?:/.test(value.text) ? findCommand(value.text) : undefined;
};

const isHeaderOf = (place: WebPlace): boolean => place === "user-agent" || place === "header" || place === "referer";

// Every browser has brackets and semicolons; code has these.
const codeMark = /<[?%]|[{$#%]\{|\$_|\w\(\s*['"$]|\.getruntime|::|__/i;

/** Base64 of zeros runs on too, but something comes before and after it. */
const longRun = /^\W?([a-z0-9%.])\1{99,}(?:\W{0,3}$|\1{50})/i;

/** In the order in which `attack.class` names the first that fits: the most telling one first. */
export const detectors: readonly Detector[] = [
  { id: "lookup", about: "A JNDI lookup of Log4j, disguised or not", places: everywhere, find: ({ text }) => findLookup(text) },
  { id: "deserialisation", about: "A serialised object that runs code when it is read", places: everywhere, find: ({ text }) => findObject(text) },
  { id: "template", about: "A template, an expression or code for the server to run", places: everywhere, find: ({ text, place }) => ((place === "user-agent" || place === "header") && !codeMark.test(text) ? undefined : findTemplate(text)) },
  { id: "xml", about: "External entities, XInclude, XPath", places: values, find: ({ text }) => findXmlInjection(text) },
  { id: "sqli", about: "SQL that becomes part of a statement", places: everywhere, find: inPieces(findSqli) },
  { id: "xss", about: "Script that runs where a page shows it", places: everywhere, find: inPieces(findXss) },
  { id: "traversal", about: "A path that climbs out, or a file of the system", places: everywhere, find: ({ place, name, text }) => (isHeaderOf(place) && !/(?:^|[\s=])\/(?:etc|proc|root|home)\/|\.\.[/\\]/.test(text) ? undefined : place === "path" ? findPathEscape(text) : (name === "filename" ? findUploadEscape(text) : undefined) ?? findTraversal(text)) },
  { id: "command", about: "A command for a shell", places: new Set(["path", "query", "body", "cookie", "user-agent", "referer", "header"]), find: commandIn },
  { id: "ssrf", about: "An address that only the server can reach", places: given, find: ({ text }) => findForgedRequest(text) },
  { id: "nosql", about: "Operators or script for a document store", places: values, find: ({ text }) => findNosql(text) },
  { id: "ldap", about: "A filter of LDAP that is closed or opened", places: values, find: ({ text }) => findLdap(text) },
  { id: "header", about: "A line break and a header after it", places: everywhere, find: ({ place, text }) => findHeaderSplit(text) ?? (place === "path" && /[\r\n]/.test(text) ? text : undefined) },
  { id: "redirect", about: "An address that fools a check of where a redirect leads", places: given, find: ({ name, text }) => findRedirect(name, text) },
  { id: "overflow", about: "One character over and over: does a buffer end?", places: given, find: ({ text }) => (longRun.test(text) ? text : undefined) },
];

// Letters, digits and the marks of names, numbers and dates alone attack nothing: most values end here.
const harmless = /^[\p{L}\p{N}_~@!. ,:+-]*$/u;
/** Words alone that are worth a look all the same. */
const telling = /\.\.|:\/|--|::|@@[a-z]|[. ](?:sun|opensymphony|apache|omg|springframework)\.|\b(?:select|union|or|and|order|group|javascript|vbscript|phpinfo|exec|waitfor|drop|data|ini|passwd|etc|case|nohup|strace|sudo|if|for|time|javax?|process|document|window|self|metadata)\b|rO0|aced|AAEAAAD|169\.254|transformer|closure|factory|^~[+-]|\d\.e\./i;

// The same few browsers send most requests: what was found quiet once is quiet again. At most 1,024 names of 300 characters are kept.
const quietAgents = new Set<string>();
const mostAgents = 1024;

function rememberQuiet({ place, text }: WebValue): void {
  if (place !== "user-agent" || text.length > 300) return;
  if (quietAgents.size >= mostAgents) quietAgents.clear();
  quietAgents.add(text);
}

/** Every kind of attack in a value, with its evidence. */
export function attacksIn(value: WebValue): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  if (value.place === "user-agent" && quietAgents.has(value.text)) return found;
  if (harmless.test(value.text) && !telling.test(value.text) && !/[ ]-[a-z]/i.test(value.text) && value.text.length < 100) return found;
  for (const { id, places, find } of detectors) {
    const evidence = places.has(value.place) ? find(value) : undefined;
    if (evidence !== undefined) found.set(id, evidence);
  }
  if (found.size === 0) rememberQuiet(value);
  return found;
}
