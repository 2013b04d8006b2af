// Whether anything in a page runs, and which pages run the same: a browser shows nothing of a page without scripts that its text does not say.
import { hash } from "node:crypto";
import type { Reply } from "../exchange.ts";
import { elementsOf, isMarkup } from "./elements.ts";
import type { PageElement } from "./elements.ts";

const scriptTypes = /^(?:|module|(?:text|application)\/(?:x-)?(?:java|ecma|j|live)script[\d.]*)$/i;
const embeds = /^(?:object|embed|applet|portal)$/;

/** The same for pages with the same scripts, handlers, controls and data for scripts, numbers and tokens in them aside; undefined: nothing runs here. */
export function scriptKindOf(reply: Reply): string | undefined {
  if (!isMarkup(reply)) return undefined;
  const { elements } = elementsOf(reply);
  const parts = elements.flatMap(runningParts);
  return parts.length === 0 ? undefined : hash("sha256", [...new Set([...parts, ...elements.flatMap(controlParts)].map(withoutData))].toSorted().join("\n"), "hex").slice(0, 24);
}

function runningParts(element: PageElement): string[] {
  const { name, attributes, text } = element;
  const parts = Object.entries(attributes).flatMap(([attribute, value]) => (isCode(attribute, value) ? [`${name} ${attribute} ${value}`] : []));
  if (name === "script" && scriptTypes.test((attributes["type"] ?? "").trim())) parts.push(`script ${attributes["src"] ?? attributes["href"] ?? attributes["xlink:href"] ?? ""} ${text}`);
  if (embeds.test(name)) parts.push(name);
  if (name === "template" && attributes["shadowrootmode"] !== undefined) parts.push("shadow root");
  return parts;
}

/** What a script finds and reads: controls by all that they say of themselves, and elements with data. Values and texts are what pages differ in. */
function controlParts({ name, attributes }: PageElement): string[] {
  const isControl = /^(?:form|button|input|select|textarea|summary|dialog)$/.test(name) || attributes["role"] !== undefined || (name === "a" && /^\s*(?:#|javascript:|$)/i.test(attributes["href"] ?? ""));
  const told = Object.entries(attributes).filter(([attribute]) => isControl ? !/^(?:value|action|placeholder|title|alt|class|style)$/.test(attribute) : attribute.startsWith("data-"));
  return told.length === 0 ? [] : [`${name} ${told.map(([attribute, value]) => `${attribute}=${attribute.startsWith("data-") && !isControl ? "" : value}`).toSorted().join(" ")}`];
}

/** Handlers, addresses that are scripts, and documents in attributes that have either. */
const isCode = (attribute: string, value: string): boolean => /^on[a-z]+$/.test(attribute) || /^\s*javascript:/i.test(value) || (attribute === "srcdoc" && /<script|\son\w+\s*=|javascript:/i.test(value));

const withoutData = (code: string): string => code.replaceAll(/[\w+/=-]*\d[\w+/=-]{15,}|\d+/g, "0");
