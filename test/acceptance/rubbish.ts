// Rubbish for doors: from a door's schema a request that fits it, and from that one many that do not.

export interface Schema { type?: string; enum?: unknown[]; anyOf?: Schema[]; items?: Schema; properties?: Record<string, Schema>; required?: string[]; format?: string; pattern?: string; minLength?: number; minimum?: number; maximum?: number; additionalProperties?: unknown; const?: unknown }
export interface DoorShape { method: string; path: string; body: Schema | undefined }

interface Operation { requestBody?: { content: Record<string, { schema?: Schema }> } }

/** Every door of an OpenAPI document that changes or asks with a body. */
export function doorsIn(document: { paths: Record<string, Record<string, Operation>> }): DoorShape[] {
  return Object.entries(document.paths).flatMap(([path, methods]) => Object.entries(methods).filter(([method]) => method !== "get")
    .map(([method, { requestBody }]) => ({ method: method.toUpperCase(), path, body: requestBody?.content["application/json"]?.schema })));
}

/** A value that a schema takes. */
export function fitting(schema: Schema): unknown {
  if (schema.enum) return schema.enum[0];
  if (schema.const !== undefined) return schema.const;
  if (schema.anyOf) return fitting(schema.anyOf[0] ?? {});
  switch (schema.type) {
    case "object": return Object.fromEntries(Object.entries(schema.properties ?? {}).map(([name, member]) => [name, fitting(member)]));
    case "array": return [fitting(schema.items ?? {})];
    case "integer": case "number": return Math.max(schema.minimum ?? 1, 1);
    case "boolean": return false;
    case "string": return schema.format === "date-time" ? "2026-03-02T12:00:00Z" : schema.pattern ? "ip:1" : "word".padEnd(schema.minLength ?? 0, "x");
    default: return {};
  }
}

const deep = (levels: number): unknown => JSON.parse("[".repeat(levels) + "]".repeat(levels)) as unknown;
const deepObject = (levels: number): unknown => JSON.parse('{"a":'.repeat(levels) + "1" + "}".repeat(levels)) as unknown;
/** As JSON.parse makes it: an own member of that name. */
const withKey = (name: string): unknown => Object.defineProperty({}, name, { value: { polluted: "yes" }, enumerable: true });

export const oddValues: readonly (readonly [string, unknown])[] = [
  ["null", null], ["a number", 7], ["a negative number", -1e308], ["a boolean", true], ["an empty text", ""], ["a list", [1, "two", null]], ["an empty object", {}], ["nested lists", [[[[]]]]],
  ["NUL", "a\u0000b"], ["half a surrogate", "a\ud800b"], ["the other half", "\udc00"], ["controls", "a\r\nb\u001b[31m\u0007"], ["right to left", "\u202egnp.exe"], ["markup", "<script>alert(1)</script>"], ["quotes", `'";--\\`], ["a template", "{{ incident.constructor.constructor('x')() }}"],
  ["a formula", "=HYPERLINK(\"http://x\")"], ["dots", "../../../etc/passwd"], ["a prototype", "__proto__"], ["a constructor", "constructor"], ["a wildcard", "%_%"], ["a far time", "9999-12-31T23:59:59Z"], ["an early time", "1900-01-01T00:00:00Z"], ["no time", "2026-02-30T25:61:00Z"],
  ["a time after all times", "+275760-09-13T00:00:01Z"], ["a leap second", "2026-12-31T23:59:60Z"], ["own __proto__", withKey("__proto__")], ["own constructor", withKey("constructor")], ["a member with NUL in its name", withKey("a\u0000b")], ["a member with half a surrogate in its name", withKey("a\ud800b")],
];
/** For the body and its own members only: each of them takes its time. */
export const bigValues: readonly (readonly [string, unknown])[] = [["10,000 lists", deep(10_000)], ["10,000 objects", deepObject(10_000)], ["a long text", "x".repeat(300_000)], ["many members", Array.from({ length: 100_000 }, (_, at) => at)]];

/** A fitting body with one member (however deep) in turn replaced. */
export function* bent(schema: Schema | undefined, odd: readonly (readonly [string, unknown])[]): Generator<readonly [string, unknown]> {
  if (!schema) return;
  for (const [name, value] of odd) yield [`body is ${name}`, value];
  yield* bentIn(schema, fitting(schema), (value) => value, "", odd);
}

/** The same with big values, one level deep. */
export function* swollen(schema: Schema | undefined): Generator<readonly [string, unknown]> {
  const fit = schema && fitting(schema);
  for (const [name, value] of schema ? bigValues : []) {
    yield [`body is ${name}`, value];
    for (const member of typeof fit === "object" && fit !== null && !Array.isArray(fit) ? Object.keys(fit) : []) yield [`/${member} is ${name}`, { ...(fit as object), [member]: value }];
  }
}

function* bentIn(schema: Schema, value: unknown, put: (value: unknown) => unknown, at: string, odd: readonly (readonly [string, unknown])[]): Generator<readonly [string, unknown]> {
  const shape = schema.anyOf?.[0] ?? schema;
  if (shape.type === "array" && Array.isArray(value)) {
    for (const [name, other] of odd) yield [`${at}/0 is ${name}`, put([other])];
    yield [`${at} twice the same`, put([value[0], value[0]])];
    if (shape.items) yield* bentIn(shape.items, value[0], (item) => put([item]), `${at}/0`, odd);
  }
  if (shape.type !== "object" || typeof value !== "object" || value === null) return;
  for (const [member, memberSchema] of Object.entries(shape.properties ?? {})) {
    const replaced = (other: unknown): unknown => put({ ...value, [member]: other });
    for (const [name, other] of odd) yield [`${at}/${member} is ${name}`, replaced(other)];
    yield [`${at}/${member} is missing`, put(Object.fromEntries(Object.entries(value).filter(([name]) => name !== member)))];
    yield* bentIn(memberSchema, (value as Record<string, unknown>)[member], replaced, `${at}/${member}`, odd);
  }
}
