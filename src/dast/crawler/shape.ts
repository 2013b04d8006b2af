// The shape of a page: which elements lie in which, which fields and folders of links it has; not its texts, nor how often.
import { hash } from "node:crypto";
import type { Reply } from "../exchange.ts";
import { mediaTypeOf } from "../exchange.ts";
import { elementsOf, isMarkup } from "../page/elements.ts";
import type { PageElement } from "../page/elements.ts";
import { jsonLeaves } from "../routes/body-parameters.ts";

const short = (text: string): string => hash("sha256", text, "hex").slice(0, 24);

/** Pages of one list, one calendar or one template have one shape. Equal for JSON with the same members. */
export function shapeOf(reply: Reply): string {
  if (isMarkup(reply)) return short(`${reply.status} ${[...new Set(elementsOf(reply).elements.slice(0, 20_000).map(traitOf))].toSorted().join(" ")}`);
  if (/[/+]json$/.test(mediaTypeOf(reply.headers) ?? "")) return short(`${reply.status} ${[...new Set(jsonLeaves(reply.text).map(({ name }) => name.replaceAll(/\/\d+/g, "/*")))].toSorted().join(" ")}`);
  return short(`${reply.status} ${mediaTypeOf(reply.headers) ?? ""} ${contentOf(reply)}`);
}

const named = new Set(["input", "select", "textarea", "button"]);
const traitOf = ({ name, attributes, parent }: PageElement): string => `${parent?.parent?.name ?? ""}>${parent?.name ?? ""}>${name}${named.has(name) ? `:${attributes["name"] ?? ""}` : ""}`;

/** The same for the same bytes. */
export const contentOf = (reply: Reply): string => hash("sha256", reply.body, "hex").slice(0, 24);
