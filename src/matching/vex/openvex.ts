// OpenVEX 0.0.1 to 0.2.0.
import { parseInstant } from "../../kernel/clock.ts";
import { defineVexFormat, isObject, objectsIn, textIn, textsIn } from "../vex-document.ts";
import type { JsonObject, VexProduct, VexRead, VexReject, VexStatement, VexStatus } from "../vex-document.ts";

export const openvex = defineVexFormat({
  id: "openvex",
  about: "OpenVEX, 0.0.1 to 0.2.0.",
  recognise: (value) => textIn(value["@context"])?.startsWith("https://openvex.dev/ns") === true || (Array.isArray(value["statements"]) && value["bomFormat"] === undefined),
  read,
});

const statuses: readonly VexStatus[] = ["not_affected", "affected", "fixed", "under_investigation"];

function read(value: JsonObject, document: string): VexRead {
  const rejects: VexReject[] = [];
  const list = Array.isArray(value["statements"]) ? value["statements"] : [];
  const statements = list.flatMap((one: unknown, place): VexStatement[] => {
    const at = `/statements/${place}`;
    const read = isObject(one) ? statementFrom(one, value, document) : "a statement must be an object";
    if (typeof read !== "string") return [read];
    rejects.push({ at, reason: read });
    return [];
  });
  return { statements, rejects };
}

// Timestamps and authors of the document hold for its statements (OpenVEX 0.2.0, "Inheritance Model").
function statementFrom(one: JsonObject, document: JsonObject, name: string): VexStatement | string {
  const status = statuses.find((word) => word === one["status"]);
  if (!status) return `its status ${JSON.stringify(one["status"])} is none of ${statuses.join(", ")}`;
  const ids = idsOf(one["vulnerability"]);
  if (ids.length === 0) return "it names no vulnerability";
  const justification = textIn(one["justification"]);
  const detail = textIn(one["impact_statement"]) ?? textIn(one["action_statement"]) ?? textIn(one["status_notes"]);
  if (status === "not_affected" && justification === undefined && detail === undefined) return "not_affected needs a justification or an impact statement (OpenVEX 0.2.0, \"Status Justifications\")";
  const products = productsOf(one);
  if (products.length === 0) return "it names no product";
  const said = [one["last_updated"], one["timestamp"], document["last_updated"], document["timestamp"]].map((time) => parseInstant(textIn(time) ?? "")).find((time) => time !== undefined);
  return { ids, products, status, justification, detail, statedBy: textIn(one["supplier"]) ?? textIn(document["author"]) ?? name, at: said, document: name };
}

function idsOf(value: unknown): string[] {
  if (typeof value === "string") return value === "" ? [] : [lastPart(value)];
  if (!isObject(value)) return [];
  const name = textIn(value["name"]) ?? textIn(value["@id"]);
  return [...(name === undefined ? [] : [lastPart(name)]), ...textsIn(value["aliases"])];
}

/** An id may be given as an address: ".../vuln/detail/CVE-2023-1". */
const lastPart = (text: string): string => (/^https?:/.test(text) ? (text.split("/").findLast((part) => part !== "") ?? text) : text);

/** Subcomponents stood beside the products up to 0.0.1 and stand within each since 0.2.0. */
function productsOf(one: JsonObject): VexProduct[] {
  const shared = subjectsOf(one["subcomponents"]);
  return subjectsOf(one["products"]).flatMap(({ purl, name, value }): VexProduct[] => {
    const parts = isObject(value) && Array.isArray(value["subcomponents"]) ? subjectsOf(value["subcomponents"]) : shared;
    if (parts.length === 0) return [{ purl, name, within: [] }];
    return parts.map((part) => ({ purl: part.purl, name: part.name, within: [purl === undefined ? { name } : { purl }] }));
  });
}

function subjectsOf(value: unknown): { purl: string | undefined; name: string; value: unknown }[] {
  const texts = textsIn(value).map((text) => ({ purl: purlIn(text), name: text, value: text as unknown }));
  return [...texts, ...objectsIn(value).flatMap((one) => {
    const identifiers = isObject(one["identifiers"]) ? one["identifiers"] : {};
    const purl = purlIn(identifiers["purl"]) ?? purlIn(one["@id"]);
    const name = textIn(one["@id"]) ?? purl ?? Object.values(identifiers).find((id) => typeof id === "string");
    return typeof name === "string" ? [{ purl, name, value: one as unknown }] : [];
  })];
}

const purlIn = (value: unknown): string | undefined => { const text = textIn(value); return text?.startsWith("pkg:") ? text : undefined; };
