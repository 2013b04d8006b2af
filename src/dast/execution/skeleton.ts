// The skeleton of an answer: what is left of it when the value that was sent and everything that counts up is taken out.
import type { Exchange } from "../exchange.ts";
import { headerOf } from "../exchange.ts";

const escapes = (value: string): string[] => {
  const html = value.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
  const quoted = html.replaceAll('"', "&quot;");
  return [value, html, quoted, quoted.replaceAll("'", "&#39;"), quoted.replaceAll("'", "&#x27;"), quoted.replaceAll("'", "&#039;"), html.replaceAll('"', "&#34;").replaceAll("'", "&#39;"), JSON.stringify(value).slice(1, -1), encoded(value), encoded(value).replaceAll("%20", "+")];
};
const encoded = (value: string): string => { try { return encodeURIComponent(value); } catch { return value; } };

/** The text without any spelling of the value, longest first. */
function withoutValue(text: string, value: string): string {
  if (value.length < 2) return text;
  return [...new Set(escapes(value))].sort((a, b) => b.length - a.length).reduce((rest, spelling) => rest.replaceAll(spelling, "·"), text);
}

/** Status, place of a redirect and body, without the value and with every run of digits or long token made equal. Equal skeletons: the system did the same. */
export function skeletonOf({ reply, failure }: Exchange, value: string): string {
  if (reply === undefined) return `no reply: ${failure?.kind ?? "unknown"}`;
  const text = withoutValue(`${headerOf(reply.headers, "location") ?? ""}\n${reply.text}`, value);
  return `${reply.status}\n${text.replace(/[0-9a-f]{8,}|\d+/gi, "0").replace(/\s+/g, " ")}`;
}
