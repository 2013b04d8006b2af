// The envelope of a SOAP request: document style has the element itself in the body, rpc style wraps the parts in the operation.
import { xmlText } from "../../body-sample.ts";
import type { PageElement } from "../../../page/elements.ts";
import type { XmlSchema } from "./schema.ts";

export interface EnvelopeOf { schema: XmlSchema; version: "1.1" | "1.2"; style: string; operation: string; targetNamespace: string; parts: readonly PageElement[] }

const namespaces = { "1.1": "http://schemas.xmlsoap.org/soap/envelope/", "1.2": "http://www.w3.org/2003/05/soap-envelope" } as const;
const unprefixed = (name: string): string => name.replace(/^.*:/, "");

export function envelopeOf({ schema, version, style, operation, targetNamespace, parts }: EnvelopeOf): string {
  const content = parts.map(({ attributes }) => {
    const element = attributes["element"] === undefined ? undefined : schema.element(unprefixed(attributes["element"]));
    return element ?? schema.typed(attributes["name"] ?? "parameter", attributes["type"] ?? "string");
  }).join("");
  const body = style === "rpc" ? `<n0:${operation} xmlns:n0="${xmlText(targetNamespace)}">${content}</n0:${operation}>` : content;
  return `<?xml version="1.0" encoding="utf-8"?><soap:Envelope xmlns:soap="${namespaces[version]}"><soap:Body>${body}</soap:Body></soap:Envelope>`;
}
