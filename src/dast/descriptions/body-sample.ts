// Bodies made of sample values, by media type.
import type { Header } from "../exchange.ts";
import { multipart, multipartHeader } from "../page/form-body.ts";
import { isTable, tableIn, textIn } from "./document-value.ts";
import type { Table } from "./document-value.ts";

export interface MadeBody { header: Header; text: string }

export const textOf = (value: unknown): string => (typeof value === "string" ? value : value === undefined || value === null ? "" : typeof value === "object" ? JSON.stringify(value) : String(value as number | boolean));

/** Undefined: no body of this kind is made. schema: for names of XML elements and parts that are files. */
export function bodyOf(mediaType: string, value: unknown, schema: Table): MadeBody | undefined {
  const type = mediaType.split(";", 1)[0]?.trim().toLowerCase() ?? "";
  if (/[/+]json$/.test(type) || type === "*/*") return { header: ["content-type", type === "*/*" ? "application/json" : type], text: JSON.stringify(value ?? {}) };
  if (type === "application/x-www-form-urlencoded") return { header: ["content-type", type], text: new URLSearchParams(pairsOf(value)).toString() };
  if (type === "multipart/form-data") return { header: multipartHeader, text: multipart(pairsOf(value).map(([name, text]) => (isFile(tableIn(schema["properties"])[name]) ? { name, value: "aftwatch.txt", file: { content: text, mediaType: "text/plain" } } : { name, value: text }))) };
  if (/[/+]xml$/.test(type)) return { header: ["content-type", type], text: `<?xml version="1.0" encoding="UTF-8"?>${xmlOf(nameOf(schema, "root"), value, schema)}` };
  return type.startsWith("text/") || type === "application/octet-stream" ? { header: ["content-type", type], text: textOf(value) } : undefined;
}

const pairsOf = (value: unknown): [string, string][] => Object.entries(tableIn(value)).flatMap(([name, one]) => (Array.isArray(one) ? one.map((item): [string, string] => [name, textOf(item)]) : [[name, textOf(one)] as [string, string]]));

const isFile = (schema: unknown): boolean => { const one = tableIn(schema); return one["format"] === "binary" || one["type"] === "file" || one["contentMediaType"] !== undefined || tableIn(one["items"])["format"] === "binary"; };

const nameOf = (schema: Table, otherwise: string): string => textIn(tableIn(schema["xml"])["name"]) ?? otherwise;
export const xmlText = (text: string): string => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");

/** OpenAPI 3 "XML Object": names, attributes and wrapped lists. */
function xmlOf(name: string, value: unknown, schema: Table): string {
  if (Array.isArray(value)) {
    const items = tableIn(schema["items"]);
    const all = value.map((item) => xmlOf(nameOf(items, name), item, items)).join("");
    return tableIn(schema["xml"])["wrapped"] === true ? `<${name}>${all}</${name}>` : all;
  }
  if (!isTable(value)) return `<${name}>${xmlText(textOf(value))}</${name}>`;
  const properties = tableIn(schema["properties"]);
  const isAttribute = (key: string): boolean => tableIn(tableIn(properties[key])["xml"])["attribute"] === true;
  const attributes = Object.entries(value).filter(([key]) => isAttribute(key)).map(([key, one]) => ` ${nameOf(tableIn(properties[key]), key)}="${xmlText(textOf(one))}"`).join("");
  return `<${name}${attributes}>${Object.entries(value).filter(([key]) => !isAttribute(key)).map(([key, one]) => xmlOf(nameOf(tableIn(properties[key]), key), one, tableIn(properties[key]))).join("")}</${name}>`;
}
