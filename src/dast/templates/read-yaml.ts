// YAML of a template: untrusted, so bounded in length, depth, aliases and in what its aliases make.
import { FAILSAFE_SCHEMA, YAMLException, constructFromEvents, mergeTag, parseEvents } from "js-yaml";

export type Table = Readonly<Record<string, unknown>>;
export const isTable = (value: unknown): value is Table => typeof value === "object" && value !== null && !Array.isArray(value);

export class TemplateYamlError extends Error {
  readonly line: number;

  constructor(line: number, rule: string) {
    super(rule);
    this.line = line;
  }
}

const longest = 1024 * 1024;
const mostEvents = 100_000;
const mostValues = 100_000;
const limits = { maxDepth: 40, maxAliases: 100 };
// Scalars stay as written: a word of 0012 is not 12.
const schema = FAILSAFE_SCHEMA.withTags(mergeTag);

/** The one document of a template. Throws TemplateYamlError with the line. */
export function readTemplateYaml(text: string): unknown {
  if (text.length > longest) throw new TemplateYamlError(1, `is longer than ${longest / 1024} KiB`);
  try {
    const events = parseEvents(text, limits);
    if (events.length > mostEvents) throw new TemplateYamlError(1, `holds more than ${mostEvents / 2} values`);
    const [value] = constructFromEvents(events, { source: text, schema, maxTotalMergeKeys: 1000 });
    if (countOf(value, mostValues) <= 0) throw new TemplateYamlError(1, `holds more than ${mostValues} values when its aliases are followed, or one that stands inside what it names`);
    return value;
  } catch (cause) {
    if (!(cause instanceof YAMLException)) throw cause;
    throw new TemplateYamlError((cause.mark?.line ?? 0) + 1, `is no YAML: ${cause.reason}`);
  }
}

/** What is left of the budget after every value was counted each time it stands somewhere. */
function countOf(value: unknown, budget: number, depth = 0): number {
  let left = budget - 1;
  if (typeof value !== "object" || value === null || left <= 0) return left;
  if (depth > limits.maxDepth) return 0;
  for (const one of Object.values(value)) {
    left = countOf(one, left, depth + 1);
    if (left <= 0) return 0;
  }
  return left;
}
