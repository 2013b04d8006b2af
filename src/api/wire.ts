// Turns domain rows into wire shapes by walking the contract: instants become RFC 3339, what is absent becomes null.
import type { Static, TSchema } from "typebox";
import { toIso } from "../kernel/clock.ts";

/** The parts of JSON Schema that the contract uses. */
interface Shape {
  type?: string; format?: string; anyOf?: readonly Shape[]; items?: Shape;
  properties?: Record<string, Shape>; required?: readonly string[]; patternProperties?: Record<string, Shape>;
}

/**
 * The wire form of a domain value. Members the schema does not name are left out (they are the domain's own);
 * a required member that is missing is a programming error and throws, naming its JSON pointer.
 *
 * @example wire(Endpoint, row).createdAt === "2026-01-01T00:00:00Z"
 */
export const wire = <T extends TSchema>(schema: T, value: unknown): Static<T> => walk(schema as Shape, value, "") as Static<T>;

function walk(shape: Shape, value: unknown, at: string): unknown {
  if (shape.anyOf) return walkUnion(shape.anyOf, value, at);
  if (shape.type === "object") return walkObject(shape, value, at);
  if (shape.type === "array") return walkArray(shape, value, at);
  if (shape.format === "date-time" && typeof value === "number") return toIso(value);
  // A schema without a type accepts anything, and JSON's word for nothing is null.
  if (value === undefined && shape.type === undefined) return null;
  if (value === undefined) throw missing(at);
  return value;
}

function walkUnion(shapes: readonly Shape[], value: unknown, at: string): unknown {
  const isNullable = shapes.some((shape) => shape.type === "null");
  if (isNullable && (value === undefined || value === null)) return null;
  const [shape] = shapes.filter((one) => one.type !== "null");
  return shape ? walk(shape, value, at) : null;
}

function walkObject(shape: Shape, value: unknown, at: string): Record<string, unknown> {
  if (typeof value !== "object" || value === null) throw missing(at);
  const row = value as Record<string, unknown>;
  if (!shape.properties) return walkRecord(shape, row, at);
  const out: Record<string, unknown> = {};
  for (const [name, member] of Object.entries(shape.properties)) {
    if (row[name] !== undefined || shape.required?.includes(name)) out[name] = walk(member, row[name], `${at}/${name}`);
  }
  return out;
}

function walkRecord(shape: Shape, row: Record<string, unknown>, at: string): Record<string, unknown> {
  const [member = {}] = Object.values(shape.patternProperties ?? {});
  const present = Object.entries(row).filter(([, one]) => one !== undefined);
  return Object.fromEntries(present.map(([name, one]) => [name, walk(member, one, `${at}/${name}`)]));
}

function walkArray(shape: Shape, value: unknown, at: string): unknown[] {
  if (!Array.isArray(value)) throw missing(at);
  return value.map((item: unknown, index) => walk(shape.items ?? {}, item, `${at}/${index}`));
}

const missing = (at: string): TypeError => new TypeError(`a row does not fit the contract at ${at || "/"}`);
