// Links of JSON documents: members whose name says URL, and any text that looks like one. Web app manifests, HAL and API replies are read so.
import { withHolesFilled } from "./link.ts";
import type { RawLink } from "./link.ts";
import { canBeUrl, looksLikeUrl, urlsInText } from "./url-shape.ts";

const saysUrl = /^(?:@id|href|src|url|uri|link|links|next|prev|previous|first|last|self|action|path|location|redirect\w*|endpoint|route|page|start_url|scope|icon|image|avatar|thumbnail|download|file|file_?path|template|callback|webhook|target)$|(?:[_-](?:url|uri|href|link|path|src|endpoint)|(?:Url|Uri|URL|URI|Href|Link|Path|Endpoint))$/;
const notAddresses = /^(?:@context|\$schema|xmlns|@type|\$ref|\$id)$/;
const mostValues = 200_000;
const deepest = 200;

/** Undefined members, broken documents and lines of JSON are read as far as they go; what is no JSON at all is read as text. */
export function jsonLinks(text: string): RawLink[] {
  const documents = documentsOf(text);
  if (documents === undefined) return urlsInText(text.slice(0, 1_000_000)).map((ref) => ({ ref, source: "script" as const, sure: false }));
  const links: RawLink[] = [];
  const stack: { value: unknown; key: string; depth: number }[] = documents.map((value) => ({ value, key: "", depth: 0 })).toReversed();
  for (let seen = 0; stack.length > 0 && seen < mostValues; seen += 1) {
    const { value, key, depth } = stack.pop() ?? { value: undefined, key: "", depth: 0 };
    if (typeof value === "string") links.push(...valueLinks(value, key));
    else if (typeof value === "object" && value !== null && depth < deepest) for (const [name, member] of Object.entries(value).toReversed()) stack.push({ value: member, key: Array.isArray(value) ? key : name, depth: depth + 1 });
  }
  return links;
}

function documentsOf(text: string): unknown[] | undefined {
  // Replies that guard against inclusion begin with )]}', or while(1);.
  const body = text.replace(/^\uFEFF?(?:\)\]\}'?,?\n|while\s*\(1\);|for\s*\(;;\);)/, "");
  try { return [JSON.parse(body)]; } catch { /* Not one document: perhaps one for each line. */ }
  const lines = body.split("\n", 10_000).flatMap((line) => { try { return [JSON.parse(line) as unknown]; } catch { return []; } });
  return lines.length > 0 ? lines : undefined;
}

function valueLinks(value: string, key: string): RawLink[] {
  if (notAddresses.test(key)) return [];
  const ref = withHolesFilled(value.trim());
  if (saysUrl.test(key) ? canBeUrl(ref) : looksLikeUrl(ref)) return [{ ref, source: "script", sure: false }];
  return value.includes("://") ? urlsInText(value.slice(0, 100_000)).map((one) => ({ ref: one, source: "script" as const, sure: false })) : [];
}
