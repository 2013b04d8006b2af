// A value that a JSON schema allows: from its examples, defaults and enumerations, or made by type, format and name.
import { Re2Error } from "../../kernel/re2/re2.ts";
import { plausibleValue } from "../page/field-value.ts";
import { sampleOf as samplePattern } from "../page/pattern-sample.ts";
import { isTable, listIn, memberIn, tableIn, textIn } from "./document-value.ts";
import type { Table } from "./document-value.ts";

/** resolve: the table that a $ref names; undefined: it is not in the document. */
export interface SampleContext { resolve(ref: string): Table | undefined }

const deepest = 8;
const widest = 60;
const mostValues = 1000;

const formats: Readonly<Record<string, string>> = {
  date: "2024-06-15", "date-time": "2024-06-15T10:30:00Z", time: "10:30:00Z", duration: "P1D", email: "visitor@example.com", "idn-email": "visitor@example.com", uuid: "3f2504e0-4f89-41d3-9a0c-0305e82c3301", uri: "https://example.com/", url: "https://example.com/", "uri-reference": "/", iri: "https://example.com/", hostname: "example.com", ipv4: "192.0.2.1", ipv6: "2001:db8::1", byte: "dGVzdA==", binary: "test", password: "Aft3rw4tch!pass", "json-pointer": "/a", regex: "a",
};

/** undefined: the schema leads in a circle or allows nothing. name: of the member or parameter, for what its words say. */
export const sampleOfSchema = (schema: unknown, name: string, context: SampleContext): unknown => sample(schema, name, { context, refs: [], depth: 0, budget: { left: mostValues } });

/** budget: schemas that name each other would otherwise grow to the power of their depth. */
interface Walk { context: SampleContext; refs: readonly string[]; depth: number; budget: { left: number } }

function sample(given: unknown, name: string, walk: Walk): unknown {
  walk.budget.left -= 1;
  if (walk.budget.left < 0) return undefined;
  if (given === true || !isTable(given)) return given === false ? undefined : "test";
  const ref = textIn(memberIn(given, "$ref"));
  if (ref !== undefined) return walk.refs.filter((one) => one === ref).length > 1 ? undefined : sample(walk.context.resolve(ref) ?? {}, name, { ...walk, refs: [...walk.refs, ref] });
  const said = ["example", "x-example", "const", "default"].map((key) => memberIn(given, key)).find((one) => one !== undefined) ?? listIn(memberIn(given, "examples"))[0] ?? listIn(memberIn(given, "enum")).find((one) => one !== null && one !== "");
  if (said !== undefined) return said;
  return walk.depth > deepest ? undefined : made(combined(given, walk), name, { ...walk, depth: walk.depth + 1 });
}

/** allOf put together; of anyOf and oneOf the first that is not null. */
function combined(schema: Table, walk: Walk): Table {
  walk.budget.left -= 1;
  if (walk.budget.left < 0 || walk.depth > deepest) return schema;
  const parts = listIn(schema["allOf"]).map((one) => resolved(one, walk));
  const choice = [...listIn(schema["oneOf"]), ...listIn(schema["anyOf"])].map((one) => resolved(one, walk)).find((one) => one["type"] !== "null");
  if (parts.length === 0 && choice === undefined) return schema;
  return [...parts, ...choice === undefined ? [] : [choice]].slice(0, widest).map((part) => combined(part, { ...walk, depth: walk.depth + 1 })).reduce((all, part) => ({ ...part, ...all, properties: { ...tableIn(all["properties"]), ...tableIn(part["properties"]) } }), schema);
}

function resolved(given: unknown, walk: Walk): Table {
  let one = tableIn(given);
  for (let steps = 0; steps < 10; steps += 1) {
    const ref = textIn(memberIn(one, "$ref"));
    if (ref === undefined || walk.refs.includes(ref) || walk.depth > deepest) return ref === undefined ? one : {};
    one = walk.context.resolve(ref) ?? {};
  }
  return {};
}

function typeOf(schema: Table): string {
  const type = Array.isArray(schema["type"]) ? schema["type"].find((one) => one !== "null") as unknown : schema["type"];
  if (typeof type === "string") return type;
  return isTable(schema["properties"]) || isTable(schema["additionalProperties"]) ? "object" : schema["items"] === undefined ? "string" : "array";
}

function made(schema: Table, name: string, walk: Walk): unknown {
  const type = typeOf(schema);
  if (type === "object") return objectOf(schema, walk);
  if (type === "array") { const item = sample(listIn(schema["prefixItems"])[0] ?? schema["items"] ?? {}, name.replace(/s$/, ""), walk); return item === undefined ? [] : Array.from({ length: Math.min(Math.max(Number(schema["minItems"] ?? 1), 1), 5) }, () => item); }
  if (type === "boolean") return true;
  if (type === "integer" || type === "number") return numberOf(schema);
  return type === "null" ? null : stringOf(schema, name);
}

function objectOf(schema: Table, walk: Walk): Table {
  const required = new Set(listIn(schema["required"]));
  const members = Object.entries(tableIn(schema["properties"])).filter(([, one]) => memberIn(one, "readOnly") !== true).slice(0, widest);
  const made = members.map(([key, one]) => [key, sample(one, key, walk)] as const).filter(([key, value]) => value !== undefined || required.has(key));
  if (made.length === 0 && isTable(schema["additionalProperties"])) return { key: sample(schema["additionalProperties"], "key", walk) ?? "test" };
  return Object.fromEntries(made.map(([key, value]) => [key, value ?? null]));
}

function numberOf(schema: Table): number {
  const least = bound(schema["minimum"], schema["exclusiveMinimum"], 1);
  const most = bound(schema["maximum"], schema["exclusiveMaximum"], -1);
  const value = Math.min(Math.max(1, least ?? Number.NEGATIVE_INFINITY), most ?? Number.POSITIVE_INFINITY);
  const step = Number(schema["multipleOf"] ?? 0);
  return step > 0 ? Math.ceil(value / step) * step : value;
}

// OpenAPI 3.0 has exclusiveMinimum as a yes or no beside minimum; JSON Schema has it as a number.
function bound(inclusive: unknown, exclusive: unknown, step: number): number | undefined {
  if (typeof exclusive === "number") return exclusive + step;
  return typeof inclusive === "number" ? inclusive + (exclusive === true ? step : 0) : undefined;
}

function stringOf(schema: Table, name: string): string {
  const format = formats[textIn(schema["format"]) ?? ""];
  if (format !== undefined) return format;
  const pattern = textIn(schema["pattern"]);
  const text = (key: string): Readonly<Record<string, string>> => (typeof schema[key] === "number" ? { [key.toLowerCase()]: String(schema[key]) } : {});
  const value = plausibleValue({ name, type: "text", value: "", options: [], checked: false, words: "", attributes: { ...text("minLength"), ...text("maxLength") }, offset: 0 });
  if (pattern === undefined) return value;
  try { return samplePattern(pattern) ?? value; } catch (thrown) { if (thrown instanceof Re2Error) return value; throw thrown; }
}
