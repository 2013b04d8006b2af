// References of an OpenAPI document: those into itself are followed, others are named as left.
import { isTable, textIn } from "../../document-value.ts";
import type { Table } from "../../document-value.ts";

export interface Refs {
  /** What a local reference names ("#/components/schemas/A"); undefined: nothing, or outside the document. */
  resolve(ref: string): Table | undefined;
  /** The value, with a reference (and references to references) followed; undefined when it is no table. */
  table(value: unknown): Table | undefined;
}

const mostSteps = 20;

export function refsOf(document: Table, left: { at: string; why: string }[]): Refs {
  const known = new Map<string, Table | undefined>();
  const resolve = (ref: string): Table | undefined => {
    if (!known.has(ref)) {
      const found = ref === "#" ? document : ref.startsWith("#/") ? memberBy(document, ref.slice(2)) : anchored(document, ref);
      if (found === undefined) left.push({ at: ref.slice(0, 300), why: ref.startsWith("#") ? "names nothing in the document" : "lies outside the document: only references into it are followed" });
      known.set(ref, found);
    }
    return known.get(ref);
  };
  return {
    resolve,
    table: (value) => {
      let one = value;
      for (let steps = 0; steps < mostSteps && isTable(one); steps += 1) {
        const ref = textIn(one["$ref"]);
        if (ref === undefined) return one;
        one = resolve(ref);
      }
      return undefined;
    },
  };
}

/** RFC 6901, with the percent-encoding of fragments undone. */
function memberBy(document: Table, pointer: string): Table | undefined {
  let one: unknown = document;
  for (const part of pointer.split("/")) {
    const name = decoded(part).replaceAll("~1", "/").replaceAll("~0", "~");
    if (typeof one !== "object" || one === null || !Object.hasOwn(one, name)) return undefined;
    one = (one as Record<string, unknown>)[name];
  }
  return isTable(one) ? one : undefined;
}

// OpenAPI 3.1: a schema may be named by its own $id.
const anchored = (document: Table, ref: string): Table | undefined => Object.values(isTable(document["components"]) && isTable(document["components"]["schemas"]) ? document["components"]["schemas"] : {}).find((one): one is Table => isTable(one) && (one["$id"] === ref || `#${String(one["$anchor"])}` === ref));

const decoded = (text: string): string => { try { return decodeURIComponent(text); } catch { return text; } };
