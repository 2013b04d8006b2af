// A field of a form, as it stands on the page: what it is called, what it takes and what is in it.
import type { PageElement, PageElements } from "./elements.ts";

export interface FormField {
  name: string;
  /** Of input its type, else "select", "textarea", "button". */
  type: string;
  value: string;
  /** Options of a select, radio group or datalist, in order. */
  options: readonly string[];
  checked: boolean;
  /** Label, placeholder, title: what tells a person what to write. */
  words: string;
  attributes: Readonly<Record<string, string>>;
  offset: number;
}

const controls = new Set(["input", "select", "textarea", "button"]);
const mostOptions = 200;

export const isControl = ({ name }: PageElement): boolean => controls.has(name);

/** labels: text by the id they are for. children: options by their select. */
export interface FieldContext { page: PageElements; labels: ReadonlyMap<string, string>; options: ReadonlyMap<PageElement, readonly PageElement[]>; lists: ReadonlyMap<string, readonly string[]> }

export function fieldContextOf(page: PageElements): FieldContext {
  const labels = new Map(page.named("label").flatMap((label) => (label.attributes["for"] === undefined ? [] : [[label.attributes["for"], label.text.trim().slice(0, 200)] as const])));
  const owned = page.named("option").flatMap((option) => { const owner = ownerOf(option); return owner ? [{ owner, option }] : []; });
  const options = new Map<PageElement, PageElement[]>();
  for (const { owner, option } of owned) { const known = options.get(owner); if (known) known.push(option); else options.set(owner, [option]); }
  const lists = new Map(page.named("datalist").flatMap((list) => (list.attributes["id"] === undefined ? [] : [[list.attributes["id"], (options.get(list) ?? []).map(valueOf)] as const])));
  return { page, labels, options, lists };
}

function ownerOf(option: PageElement): PageElement | undefined {
  const above = option.parent;
  if (above?.name === "select" || above?.name === "datalist") return above;
  return above?.parent?.name === "select" ? above.parent : undefined;
}

const valueOf = (option: PageElement): string => option.attributes["value"] ?? option.text.trim();

/** Undefined: without a name it is never sent. */
export function fieldOf(element: PageElement, context: FieldContext): FormField | undefined {
  const { attributes } = element;
  const type = element.name === "input" ? (attributes["type"] ?? "text").trim().toLowerCase() : element.name;
  const name = attributes["name"] ?? "";
  if (name === "" && type !== "submit" && type !== "image" && type !== "button") return undefined;
  const chosen = element.name === "select" ? context.options.get(element) ?? [] : [];
  const options = element.name === "select" ? chosen.map(valueOf) : context.lists.get(attributes["list"] ?? "") ?? [];
  return {
    name, type, options: options.slice(0, mostOptions), checked: attributes["checked"] !== undefined, attributes, offset: element.offset,
    value: element.name === "select" ? selectedOf(chosen) : element.name === "textarea" ? element.text.replace(/^\r?\n/, "") : attributes["value"] ?? "",
    words: [context.labels.get(attributes["id"] ?? ""), wrappingLabel(element), attributes["placeholder"], attributes["title"], attributes["aria-label"]].filter(Boolean).join(" ").slice(0, 500),
  };
}

function selectedOf(options: readonly PageElement[]): string {
  const usable = options.filter(({ attributes }) => attributes["disabled"] === undefined);
  const selected = usable.find(({ attributes }) => attributes["selected"] !== undefined);
  const picked = selected !== undefined && valueOf(selected) !== "" ? selected : usable.find((option) => valueOf(option) !== "") ?? usable[0];
  return picked === undefined ? "" : valueOf(picked);
}

function wrappingLabel(element: PageElement): string | undefined {
  let above = element.parent;
  for (let steps = 0; above !== undefined && steps < 4; above = above.parent, steps += 1) if (above.name === "label") return above.text.trim().slice(0, 200);
  return undefined;
}
