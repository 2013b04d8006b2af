// Parameters of an OpenAPI operation: their sample values, and how each style writes them into path, query, header and cookie.
import type { Header } from "../../../exchange.ts";
import { textOf } from "../../body-sample.ts";
import { isTable, listIn, tableIn, textIn } from "../../document-value.ts";
import type { Table } from "../../document-value.ts";
import { sampleOfSchema } from "../../schema-sample.ts";
import type { Refs } from "./refs.ts";

/** in "form" and "body": of Swagger 2.0. schema: of the value. */
export interface Parameter { in: "path" | "query" | "header" | "cookie" | "form" | "body"; name: string; value: unknown; style: string; explode: boolean; type: string | undefined; allowed: readonly string[]; schema: Table }

const places: Readonly<Record<string, Parameter["in"]>> = { path: "path", query: "query", header: "header", cookie: "cookie", formData: "form", body: "body", querystring: "query" };
// OpenAPI 3 "Parameter Object": these three are said elsewhere in the document and ignored as parameters.
const ignored = new Set(["accept", "content-type", "authorization"]);

/** A parameter of the operation stands in place of one of the path with the same name and place. */
export function parametersOf(given: readonly unknown[], refs: Refs): Parameter[] {
  const byKey = new Map<string, Parameter>();
  for (const one of given) {
    const parameter = parameterOf(refs.table(one), refs);
    if (parameter !== undefined && !(parameter.in === "header" && ignored.has(parameter.name.toLowerCase()))) byKey.set(`${parameter.in}:${parameter.name}`, parameter);
  }
  return [...byKey.values()];
}

function parameterOf(table: Table | undefined, refs: Refs): Parameter | undefined {
  const [name, place] = [textIn(table?.["name"]), places[textIn(table?.["in"]) ?? ""]];
  if (table === undefined || name === undefined || place === undefined) return undefined;
  const content = tableIn(Object.values(tableIn(table["content"]))[0]);
  // Swagger 2.0 says type, format and enum of a parameter itself.
  const schema = refs.table(table["schema"] ?? content["schema"]) ?? (table["schema"] === undefined ? table : {});
  const example = table["example"] ?? table["x-example"] ?? tableIn(Object.values(tableIn(table["examples"]))[0])["value"] ?? content["example"];
  const value = example ?? sampleOfSchema(schema, name, refs) ?? "test";
  const style = textIn(table["style"]) ?? (place === "query" || place === "cookie" ? "form" : "simple");
  const format = textIn(table["collectionFormat"]);
  return {
    in: place, name, value: isTable(table["content"]) ? JSON.stringify(value) : value, schema, type: textIn(schema["type"]), allowed: listIn(schema["enum"]).map(textOf).slice(0, 200),
    style: format === "ssv" ? "spaceDelimited" : format === "pipes" ? "pipeDelimited" : style, explode: typeof table["explode"] === "boolean" ? table["explode"] : format === undefined ? style === "form" || style === "cookie" : format === "multi",
  };
}

/** The URL of the operation below its base, the headers that its parameters make, and the template from the root of the host. */
export function placed(base: string, path: string, parameters: readonly Parameter[]): { url: string; headers: Header[]; template: string } {
  const of = (place: Parameter["in"]): Parameter[] => parameters.filter((one) => one.in === place);
  const full = `${base.replace(/\/+$/, "")}${path}`;
  const url = of("path").reduce((text, one) => text.replaceAll(`{${one.name}}`, () => pathValue(one)), full).replaceAll(/\{[^{}/]*\}/g, "1");
  const query = of("query").flatMap(queryPairs).map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`).join("&");
  const cookies = of("cookie").map((one) => `${one.name}=${encodeURIComponent(flat(one.value))}`).join("; ");
  const headers: Header[] = [...of("header").map((one): Header => [one.name, flat(one.value)]), ...(cookies === "" ? [] : [["cookie", cookies] as Header])];
  const [withoutQuery = url] = url.split("#", 1);
  return { url: query === "" ? withoutQuery : `${withoutQuery}${withoutQuery.includes("?") ? "&" : "?"}${query}`, headers, template: full.replace(/^https?:\/\/[^/]*/, "").replace(/[?#].*$/, "") };
}

const flat = (value: unknown): string => (Array.isArray(value) ? value.map(textOf).join(",") : isTable(value) ? Object.entries(value).map(([key, one]) => `${key},${textOf(one)}`).join(",") : textOf(value));

/** Styles simple, label and matrix (RFC 6570). An empty value would change the path. */
function pathValue({ name, value, style }: Parameter): string {
  const text = encodeURIComponent(flat(value)).replaceAll("%2C", ",") || "1";
  if (style === "label") return `.${text}`;
  return style === "matrix" ? `;${name}=${text}` : text;
}

function queryPairs({ name, value, style, explode }: Parameter): [string, string][] {
  if (Array.isArray(value)) return explode ? value.map((one): [string, string] => [name, textOf(one)]) : [[name, value.map(textOf).join(style === "spaceDelimited" ? " " : style === "pipeDelimited" ? "|" : ",")]];
  if (!isTable(value)) return [[name, textOf(value)]];
  if (style === "deepObject") return Object.entries(value).map(([key, one]): [string, string] => [`${name}[${key}]`, textOf(one)]);
  return explode ? Object.entries(value).map(([key, one]): [string, string] => [key, textOf(one)]) : [[name, flat(value)]];
}
