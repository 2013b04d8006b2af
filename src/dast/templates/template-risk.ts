// What a template may do to a target: from its methods, its tags (misspelt ones too) and the text that it sends.
import type { Risk } from "../risk.ts";
import type { Block, Template } from "./template.ts";

/** Words among tags, and what they say a template does. */
const tagRisks: readonly (readonly [string, Risk])[] = [
  ["intrusive", "stored"], ["dos", "load"], ["fuzz", "payload"], ["fuzzing", "payload"], ["brute", "credentials"], ["bruteforce", "credentials"], ["brute-force", "credentials"],
  ["default-login", "credentials"], ["default-logins", "credentials"], ["fileupload", "upload"], ["file-upload", "upload"], ["upload", "upload"], ["smuggling", "smuggling"], ["request-smuggling", "smuggling"],
  ["time-based", "timing"], ["time-based-sqli", "timing"], ["oast", "out-of-band"], ["oob", "out-of-band"], ["race", "load"],
];

/** Every risk that running the template takes, at least "marker". */
export function risksOf(template: Template): ReadonlySet<Risk> {
  const risks = new Set<Risk>(["marker"]);
  for (const tag of template.info.tags) for (const [word, risk] of tagRisks) if (isSpelt(tag, word)) risks.add(risk);
  if (template.needsOutOfBand) risks.add("out-of-band");
  for (const block of template.blocks) addRisks(block, risks);
  if (template.variables.some(([, value]) => isAttack(value))) risks.add("payload");
  return risks;
}

function addRisks(block: Block, risks: Set<Risk>): void {
  if (methodsOf(block).some((method) => !["GET", "HEAD", "OPTIONS"].includes(method))) risks.add("write");
  if (block.unsafe || block.fuzz.length > 0) risks.add("payload");
  if (block.matchers.some((matcher) => matcher.type === "dsl" && matcher.expressions.some(({ text }) => /\bduration(?:_\d+)?\b/.test(text)))) risks.add("timing");
  if ([...block.paths, ...block.raw, block.body, ...block.headers.map(([, value]) => value), ...block.payloads.flatMap(({ values }) => values.slice(0, 200))].some(isAttack)) risks.add("payload");
  if (block.payloads.some(({ name }) => /^(?:user(?:name)?s?|pass(?:word)?s?|pwd)$/i.test(name))) risks.add("credentials");
}

/** The methods of a block; a raw request names its own in its first line. */
export const methodsOf = ({ paths, method, raw }: Block): string[] => [...paths.length > 0 ? [method] : [], ...raw.map((text) => /^(?:\s*@[^\n]*\n|\s*\n)*\s*(\S+)/.exec(text)?.[1]?.toUpperCase() ?? "GET")];

const attack = /\.\.[/\\]|\.\.;|%2e%2e|\.\.%2f|%00|%0d|%0a|<[a-z!?/][^\n]*>|%3c[a-z%!]|['"`][^'"\n]*(?:\bor\b|\band\b|union|select|sleep|\|\||--)|\bunion[\s+/*%]+(?:all[\s+/*%]+)?select|\bsleep\s*\(|waitfor\s+delay|\$\{|#\{|\$\(|\{\{\d+\s*\*|;\s*(?:id|cat|ls|ping|curl|wget)\b|\|\s*(?:id|cat|ls|ping|curl|wget)\b|`(?:id|cat|ls|ping|curl|wget)|\/etc\/passwd|win\.ini|\bjndi:|<!ENTITY|javascript:|\bphp:\/\/|\bfile:\/\/|\bexec\b[^\n]*\(|runtime|\bO:\d+:"/i;

/** Text that a vulnerable system would run, read or follow; what stands between braces is the language's own. */
export const isAttack = (mould: string): boolean => attack.test(mould.replaceAll(/^(?:User-Agent|Accept|Host|Content-Type|Content-Length|Content-Disposition|Referer|Origin|Connection|Cookie)\s*:.*$/gim, "").replaceAll(/\{\{[\w-]+\}\}/g, ""));

/** The same, or one letter more, less, other or swapped, for words that are long enough. */
export function isSpelt(given: string, word: string): boolean {
  if (given === word) return true;
  if (word.length < 8 || Math.abs(given.length - word.length) > 1) return false;
  let at = 0;
  while (at < given.length && given[at] === word[at]) at++;
  const [rest, due] = [given.slice(at), word.slice(at)];
  return rest.slice(1) === due || rest === due.slice(1) || rest.slice(1) === due.slice(1) || (rest[0] === due[1] && rest[1] === due[0] && rest.slice(2) === due.slice(2));
}
