// What extractors take out of an answer.
import { textFrom } from "./dsl/value.ts";
import { fill } from "./mould.ts";
import { partNamed, valueOf } from "./match.ts";
import type { Looking } from "./match.ts";
import { Re2Error, searchPattern } from "./pattern/pattern.ts";
import { markedTree, textWithin } from "./select/marked-tree.ts";
import type { MarkedNode } from "./select/marked-tree.ts";
import { SelectError } from "./select/select-error.ts";
import type { Extractor } from "./template.ts";

const mostTaken = 1000;

/** values: for later requests, by name. shown: what a finding may show. */
export interface Extracted { values: ReadonlyMap<string, readonly string[]>; shown: readonly string[] }

export function extractAll(extractors: readonly Extractor[], looking: Looking): Extracted {
  const values = new Map<string, readonly string[]>();
  const shown: string[] = [];
  for (const extractor of extractors) {
    const taken = [...new Set(quietly(() => takenBy(extractor, looking)))].slice(0, mostTaken);
    if (taken.length === 0) continue;
    if (extractor.internal && extractor.name !== undefined) values.set(extractor.name, taken);
    else if (!extractor.internal) {
      shown.push(...taken);
      if (extractor.name !== undefined) values.set(extractor.name, taken);
    }
  }
  return { values, shown };
}

function quietly(take: () => readonly string[]): readonly string[] {
  try { return take(); } catch (thrown) {
    if (thrown instanceof SelectError || thrown instanceof Re2Error || thrown instanceof SyntaxError) return [];
    throw thrown;
  }
}

function takenBy(extractor: Extractor, looking: Looking): readonly string[] {
  if (extractor.type === "kval") return extractor.keys.flatMap((key) => { const value = looking.names(key); return value === undefined ? [] : [textFrom(value)]; });
  if (extractor.type === "dsl") return extractor.expressions.flatMap((source) => { const value = valueOf(source, looking); return value === undefined ? [] : [textFrom(value)]; });
  const part = partNamed(extractor.part, looking);
  if (part === undefined) return [];
  switch (extractor.type) {
    case "regex": return extractor.patterns.flatMap((pattern) => groupsIn(part, fill(pattern, looking.names, looking.around).text, extractor.group));
    case "json": return jsonIn(extractor, part);
    case "xpath": return pathsIn(extractor, part);
  }
  return extractor satisfies never;
}

const groupsIn = (part: string, pattern: string, group: number): string[] => searchPattern(pattern).all(part, mostTaken).flatMap(({ groups }) => groups[group] ?? []);

function jsonIn({ filters }: Extract<Extractor, { type: "json" }>, part: string): string[] {
  const value: unknown = JSON.parse(part);
  return filters.flatMap((filter) => quietly(() => filter(value).flatMap((one) => (one === null || one === undefined ? [] : [typeof one === "string" ? one : JSON.stringify(one)]))));
}

function pathsIn({ paths, attribute }: Extract<Extractor, { type: "xpath" }>, part: string): string[] {
  const tree = markedTree(part);
  const textOfNode = (node: MarkedNode): string => (attribute === undefined ? textWithin(node) : (node.attributes.find(({ name }) => name === attribute)?.value ?? ""));
  return paths.flatMap((path) => path(tree).map(textOfNode)).filter((text) => text !== "");
}
