// XML Schema, as far as requests need it: global elements and types by name, and a sample of each.
import { sampleOfSchema } from "../../schema-sample.ts";
import { xmlText } from "../../body-sample.ts";
import type { PageElement } from "../../../page/elements.ts";
import { childrenOf, localName } from "./tree.ts";
import type { XmlTree } from "./tree.ts";

export interface XmlSchema {
  /** The element of this name, its namespace declared as n1: "<n1:Price xmlns:n1=...>...". Undefined: the schema has none. */
  element(name: string): string | undefined;
  /** An element of our own naming whose type has this name, without a namespace. */
  typed(name: string, type: string): string;
}

const deepest = 12;
const mostElements = 1000;
const isSchema = (one: PageElement): boolean => localName(one) === "schema";

export function schemaOf(tree: XmlTree): XmlSchema {
  const globals = new Map(tree.all.filter(isSchema).flatMap((schema) => tree.children(schema).map((one) => [`${kindOf(one)} ${one.attributes["name"] ?? ""}`, one] as const)));
  const walk = (): Walk => ({ tree, globals, refs: [], depth: 0, budget: { left: mostElements } });
  return {
    element: (name) => { const one = globals.get(`element ${name}`); return one === undefined ? undefined : elementOf(one, walk(), true); },
    typed: (name, type) => `<${name}>${contentOf(type, name, walk())}</${name}>`,
  };
}

const kindOf = (one: PageElement): string => (localName(one).endsWith('Type') ? "type" : localName(one));

interface Walk { tree: XmlTree; globals: ReadonlyMap<string, PageElement>; refs: readonly string[]; depth: number; budget: { left: number } }

const schemaAround = (element: PageElement): PageElement | undefined => { let one: PageElement | undefined = element; while (one !== undefined && !isSchema(one)) one = one.parent; return one; };
const unprefixed = (name: string): string => name.replace(/^.*:/, "");

function elementOf(element: PageElement, walk: Walk, isRoot: boolean): string {
  walk.budget.left -= 1;
  if (walk.budget.left < 0) return "";
  const ref = element.attributes["ref"];
  const target = ref === undefined ? element : walk.globals.get(`element ${unprefixed(ref)}`);
  if (target === undefined || walk.depth > deepest) return "";
  const name = target.attributes["name"] ?? "item";
  const schema = schemaAround(target);
  const qualified = isRoot || ref !== undefined || schema?.attributes["elementFormDefault"] === "qualified";
  const tag = qualified ? `n1:${name}` : name;
  const declared = isRoot || ref !== undefined ? ` xmlns:n1="${xmlText(schema?.attributes["targetNamespace"] ?? "")}"` : "";
  const inner = { ...walk, depth: walk.depth + 1 };
  const type = target.attributes["type"];
  const own = walk.tree.children(target).find((one) => localName(one).endsWith('Type'));
  const { attributes, content } = type === undefined ? (own === undefined ? { attributes: "", content: target.attributes["default"] ?? target.attributes["fixed"] ?? "" } : typeContent(own, name, inner)) : { attributes: typeAttributes(type, inner), content: contentOf(type, name, inner) };
  return `<${tag}${declared}${attributes}>${content}</${tag}>`;
}

const typeOf = (type: string, { globals }: Walk): PageElement | undefined => globals.get(`type ${unprefixed(type)}`);
const typeAttributes = (type: string, walk: Walk): string => { const one = typeOf(type, walk); return one === undefined || walk.refs.includes(type) ? "" : typeContent(one, "", { ...walk, refs: [...walk.refs, type] }).attributes; };

/** Of a type by its name: a type of the document, or one of XML Schema's own. */
function contentOf(type: string, name: string, walk: Walk): string {
  const one = typeOf(type, walk);
  if (one === undefined) return xmlText(simpleValue(unprefixed(type), name));
  return walk.refs.filter((ref) => ref === type).length > 1 ? "" : typeContent(one, name, { ...walk, refs: [...walk.refs, type], depth: walk.depth + 1 }).content;
}

function typeContent(type: PageElement, name: string, walk: Walk): { attributes: string; content: string } {
  if (walk.depth > deepest) return { attributes: "", content: "" };
  if (localName(type) === "simpleType") return { attributes: "", content: xmlText(restricted(type, name, walk)) };
  const inside = walk.tree.children(type);
  const derived = inside.filter((one) => /^(?:complexContent|simpleContent)$/.test(localName(one))).flatMap((one) => walk.tree.children(one)).find((one) => /^(?:extension|restriction)$/.test(localName(one)));
  if (derived === undefined) return { attributes: attributesOf(type, walk), content: inside.map((one) => particleOf(one, walk)).join("") };
  const base = derived.attributes["base"];
  const above = base === undefined || localName(derived) === "restriction" && typeOf(base, walk) !== undefined ? "" : contentOf(base, name, walk);
  return { attributes: attributesOf(derived, walk), content: above + walk.tree.children(derived).map((one) => particleOf(one, walk)).join("") };
}

const attributesOf = (type: PageElement, walk: Walk): string => childrenOf(walk.tree, type, "attribute").filter((one) => one.attributes["use"] !== "prohibited" && one.attributes["name"] !== undefined).map((one) => ` ${one.attributes["name"]}="${xmlText(one.attributes["fixed"] ?? one.attributes["default"] ?? simpleValue(unprefixed(one.attributes["type"] ?? "string"), one.attributes["name"] ?? ""))}"`).join("");

/** sequence and all give everything, choice the first. */
function particleOf(particle: PageElement, walk: Walk): string {
  const kind = localName(particle);
  if (kind === "element") return elementOf(particle, walk, false);
  if (kind === "sequence" || kind === "all") return walk.tree.children(particle).map((one) => particleOf(one, walk)).join("");
  if (kind === "choice") return particleOf(walk.tree.children(particle).find((one) => localName(one) !== "annotation") ?? particle, { ...walk, depth: walk.depth + 1 });
  const group = kind === "group" ? walk.globals.get(`group ${unprefixed(particle.attributes["ref"] ?? "")}`) : undefined;
  return group === undefined || walk.depth > deepest ? "" : walk.tree.children(group).map((one) => particleOf(one, { ...walk, depth: walk.depth + 1 })).join("");
}

function restricted(type: PageElement, name: string, walk: Walk): string {
  const restriction = childrenOf(walk.tree, type, "restriction")[0];
  if (restriction === undefined) return "1";
  const facet = (kind: string): string | undefined => childrenOf(walk.tree, restriction, kind)[0]?.attributes["value"];
  const [listed, pattern, least] = [facet("enumeration"), facet("pattern"), facet("minInclusive")];
  if (listed !== undefined) return listed;
  if (pattern !== undefined) return String(sampleOfSchema({ type: "string", pattern }, name, { resolve: () => undefined }));
  return least ?? contentOf(restriction.attributes["base"] ?? "string", name, { ...walk, depth: walk.depth + 1 }).slice(0, Number(facet("maxLength") ?? Number.POSITIVE_INFINITY));
}

const numbers = /^(?:int|integer|long|short|byte|unsigned\w+|positiveInteger|nonNegativeInteger)$/;
const simple: Readonly<Record<string, string>> = { boolean: "true", decimal: "1.5", float: "1.5", double: "1.5", date: "2024-06-15", dateTime: "2024-06-15T10:30:00Z", time: "10:30:00", gYear: "2024", duration: "P1D", base64Binary: "dGVzdA==", hexBinary: "0a", anyURI: "https://example.com/", negativeInteger: "-1", nonPositiveInteger: "0" };
const simpleValue = (type: string, name: string): string => (numbers.test(type) ? "1" : simple[type] ?? String(sampleOfSchema({ type: "string" }, name, { resolve: () => undefined })));
