// Objects of a programming language that travel to the visitor and back: whoever changes them may choose what the server builds.
import { sign } from "../answers/answer.ts";
import type { PassiveCheck } from "../check.ts";
import { defineCheck } from "../check.ts";
import type { Exchange } from "../exchange.ts";
import { headersOf } from "../exchange.ts";
import { elementsOf } from "../page/elements.ts";

// The first bytes of each format, plain, in base64 and in hexadecimal.
const formats: readonly (readonly [format: string, shape: RegExp])[] = [
  ["Java", /(?:^|[^A-Za-z0-9+/])rO0AB[A-Za-z0-9+/_-]{8,}|\baced0005[\da-f]{8,}|H4sIAAAAAAAA[A-Za-z0-9+/]{4,}rO0AB/i],
  [".NET BinaryFormatter", /(?:^|[^A-Za-z0-9+/])AAEAAAD\/\/\/\/\/[A-Za-z0-9+/]{8,}/],
  ["PHP", /(?:^|[^\w])(?:O:\d{1,3}:"[\w\\]{1,120}":\d{1,4}:\{|a:\d{1,4}:\{(?:i:\d+|s:\d+:"[^"]{0,60}");)|(?:^|[^A-Za-z0-9+/])(?:Tzo\d|YToxOntz|YToyOntz|YTozOntz)[A-Za-z0-9+/=]{12,}/],
  ["Python pickle", /(?:^|[^A-Za-z0-9+/])gA[JMNSWR]\w?[A-Za-z0-9+/]{12,}(?:Lg==|4u|LgAA|uLg==|Gu|S4=)(?=$|[^A-Za-z0-9+/=])/],
  ["Ruby Marshal", /(?:^|[^A-Za-z0-9+/])BAh[bGSTJmU7vHidDQ]\w{0,3}[A-Za-z0-9+/=]{12,}(?:--[\da-f]{40})?/],
  ["node-serialize", /"_\$\$ND_FUNC\$\$_/],
];
// Ruby on Rails signs its cookies: the digest follows.
const signed = /--[\da-f]{40}|--[\da-f]{64}/;

/** What comes back to the server: values of fields, of cookies, of links' parameters. A download is not asked for again. */
function* returning(exchange: Exchange): Iterable<{ at: string; text: string }> {
  for (const line of headersOf(exchange.reply?.headers ?? [], "set-cookie")) yield { at: `cookie:${line.split("=", 1)[0] ?? ""}`, text: decoded(line.slice(line.indexOf("=") + 1).split(";", 1)[0] ?? "") };
  if (exchange.reply === undefined) return;
  for (const { name, attributes } of elementsOf(exchange.reply).elements) {
    if (name === "input" && (attributes["value"]?.length ?? 0) > 12) yield { at: `form:${attributes["name"] ?? ""}`, text: attributes["value"] ?? "" };
    const href = attributes["href"] ?? attributes["action"];
    if (href?.includes("=") === true && href.length > 24) yield { at: `link:${href.split(/[?#]/, 1)[0] ?? ""}`, text: decoded(href) };
  }
}
const decoded = (text: string): string => { try { return decodeURIComponent(text); } catch { return text; } };

export const serialisedObject = defineCheck<PassiveCheck>({
  id: "serialised-object", about: "An object of the server's language is handed to the visitor and taken back.", title: "Serialised object handed out",
  cwe: 502, owasp: ["A08"], severity: "medium", risk: "passive", on: "exchange",
  remediation: "Hand out identifiers or plain JSON, and keep objects on the server. Where an object must travel, sign it and check the signature before reading.",
  *inspect(exchange) {
    if (exchange.reply === undefined) return;
    const told = new Set<string>();
    for (const { at, text } of returning(exchange)) {
      for (const [format, shape] of formats) {
        const match = shape.exec(text);
        if (match === null || signed.test(text) || told.has(`${at} ${format}`) || /viewstate/i.test(at)) continue;
        told.add(`${at} ${format}`);
        yield sign(exchange, { technique: "returned", confidence: "tentative", at, about: format, because: `${at} holds a serialised object of ${format}: ${text.slice(match.index, match.index + 40)}…` });
      }
    }
    // In an answer as such, only what says so itself: the content type and the first bytes.
    const { body, headers } = exchange.reply;
    if (body[0] === 0xac && body[1] === 0xed && body[2] === 0 && body[3] === 5) yield sign(exchange, { technique: "body", about: "Java", severity: "low", because: "The answer is a serialised Java object (AC ED 00 05)." });
    else if (headersOf(headers, "content-type").some((type) => /x-java-serialized-object/i.test(type))) yield sign(exchange, { technique: "body", about: "Java", severity: "low", because: "The answer calls itself a serialised Java object." });
  },
});
