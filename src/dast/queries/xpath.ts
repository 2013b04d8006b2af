// XPath as an injected language: the errors of its engines, and pairs that only XPath evaluates (XPath 1.0, 4.2 and 4.3).
import type { Seed } from "../seed.ts";
import type { NamedPair } from "./pair-proof.ts";

const errors = /XPath(?:Exception|Evaluator|Parse(?:r)?)?(?:Error|Exception)|javax\.xml\.xpath|javax\.xml\.transform\.TransformerException|org\.apache\.xpath|net\.sf\.saxon|com\.sun\.org\.apache\.xpath|System\.Xml\.XPath|MS\.Internal\.Xml\.|'[^'<]{0,80}' has an invalid (?:token|qualified name)|This is an unclosed string|Expression must evaluate to a node-set|(?:DOMXPath|SimpleXMLElement)::(?:query|evaluate|xpath)\(\)|xmlXPath(?:Comp)?(?:Eval|OpEval|Compiled)|Invalid (?:XPath )?(?:expression|predicate)(?=[^<]{0,40}(?:xpath|lxml|etree|<|$))|lxml\.etree\.XPath\w*Error|xpath\.(?:parse|evaluate)|Nokogiri::XML::XPath::SyntaxError|XPST0003|Unfinished literal|A location (?:step|path) was expected|Extra illegal tokens|SyntaxError: (?:invalid predicate|cannot use absolute path|prefix not found)|Unclosed literal/gi;

/** The distinct error texts of XPath engines in a page, the first characters of them. */
export const xpathErrorsIn = (text: string): string[] => [...new Set([...text.slice(0, 400_000).matchAll(errors)].map(([found]) => found.slice(0, 80)))];

/** `string-length` and `starts-with` are XPath's own: SQL and script languages have no such names. */
export function xpathPairs(value: string, seed: Seed): NamedPair[] {
  const word = (round: number): string => seed.word(`xpath/${round}`, 5 + round);
  const is = (round: number, isTrue: boolean, quote: string): string => `string-length(${quote}${word(round)}${quote})=${isTrue ? word(round).length : word(round).length + 1}`;
  const pair = (name: string, expects: NamedPair["expects"], put: (condition: string) => string, quote: string): NamedPair => ({ name, expects, yes: (round) => put(is(round, true, quote)), no: (round) => put(is(round, false, quote)) });
  const joined = (quote: string): NamedPair[] => [
    pair("boolean:text", "keeps", (condition) => `${value}${quote} and ${condition} and ${quote}a${quote}=${quote}a`, quote),
    // "or" on both sides: whatever else the predicate asks for stands apart from it.
    pair("boolean:or", "opens", (condition) => `${value}${quote} or ${condition} or ${quote}a${quote}=${quote}b`, quote),
    pair("boolean:function", "keeps", (condition) => `${value}${quote}) and ${condition} and (${quote}a${quote}=${quote}a`, quote),
    pair("boolean:or-function", "opens", (condition) => `${value}${quote}) or ${condition} or (${quote}a${quote}=${quote}b`, quote),
  ];
  const number = [pair("boolean:number", "keeps", (condition) => `${value} and ${condition}`, "'"), pair("boolean:or-number", "opens", (condition) => `${value} or ${condition}`, "'")];
  return [...joined("'"), ...joined('"'), ...number, pair("boolean:predicate", "keeps", (condition) => `${value}[${condition}]`, "'")];
}
