// The walk from domain rows to wire shapes, over every schema of the contract.
import fc from "fast-check";
import type { Arbitrary } from "fast-check";
import type { TSchema } from "typebox";
import Value from "typebox/value";
import { describe, expect, it } from "vitest";
import * as advisories from "../contract/advisories.ts";
import * as findings from "../contract/findings.ts";
import * as inventory from "../contract/inventory.ts";
import * as operations from "../contract/operations.ts";
import { wire } from "./wire.ts";

interface Shape {
  type?: string; format?: string; anyOf?: Shape[]; items?: Shape; enum?: string[]; properties?: Record<string, Shape>; required?: string[];
  patternProperties?: Record<string, Shape>; pattern?: string; minLength?: number; maxLength?: number; minItems?: number; minimum?: number;
}

/** A domain value for a schema: instants are numbers, what is absent is undefined, and rows have members of their own. */
function domainValue(shape: Shape): Arbitrary<unknown> {
  if (shape.anyOf) {
    const others = shape.anyOf.filter((one) => one.type !== "null").map(domainValue);
    return fc.oneof(fc.constant(undefined), ...others);
  }
  if (shape.enum) return fc.constantFrom(...shape.enum);
  if (shape.format === "date-time") return fc.integer({ min: Date.UTC(1990), max: Date.UTC(2100) });
  if (shape.type === "array") return fc.array(domainValue(shape.items ?? {}), { minLength: shape.minItems ?? 0, maxLength: 3 });
  if (shape.type === "object" && shape.properties) {
    const members = Object.entries(shape.properties).map(([name, member]) => [name, shape.required?.includes(name) ? domainValue(member) : fc.option(domainValue(member), { nil: undefined })] as const);
    return fc.record({ ...Object.fromEntries(members), ofTheDomainOnly: fc.constant(1) });
  }
  if (shape.type === "object") return fc.dictionary(fc.stringMatching(/^[a-z]{1,5}$/), domainValue(Object.values(shape.patternProperties ?? {})[0] ?? {}), { maxKeys: 3 });
  if (shape.pattern) return fc.stringMatching(new RegExp(shape.pattern));
  if (shape.type === "string") return fc.string({ minLength: shape.minLength ?? 0, maxLength: shape.maxLength === undefined ? 20 : Math.min(20, shape.maxLength) });
  if (shape.type === "integer") return fc.nat();
  if (shape.type === "number") return fc.double({ noNaN: true, noDefaultInfinity: true });
  if (shape.type === "boolean") return fc.boolean();
  return fc.constantFrom(undefined, null, 1, "text", { a: 1 });
}

const isSchema = (value: object): boolean => "type" in value || "anyOf" in value;
const schemas = Object.entries({ ...advisories, ...findings, ...inventory, ...operations }).flatMap(([name, value]): [string, TSchema][] => (typeof value === "object" && isSchema(value) ? [[name, value as TSchema]] : []));

describe("api/wire", () => {
  it("the contract has schemas to test", () => expect(schemas.length).toBeGreaterThan(30));

  it.each(schemas)("%s: whatever the domain row, the wire form fits the schema and survives JSON", (_name, schema) => {
    fc.assert(fc.property(domainValue(schema as Shape), (row) => {
      // A whole that may be absent is the concern of the member that holds it.
      if (row === undefined) return;
      const wired: unknown = JSON.parse(JSON.stringify(wire(schema, row)));
      expect(Value.Errors(schema, wired)).toEqual([]);
      expect(JSON.stringify(wired)).not.toContain("ofTheDomainOnly");
    }), { numRuns: 50 });
  });

  it("a number becomes RFC 3339 only where the schema says date-time", () => {
    const row = { seq: 5, at: 0, kind: "k", subject: "s", actor: "a", body: { at: 5 }, hash: "h" };
    expect(wire(operations.Fact, row)).toEqual({ seq: 5, at: "1970-01-01T00:00:00Z", kind: "k", subject: "s", actor: "a", body: { at: 5 }, hash: "h" });
  });

  it("a required member that is missing is named by its place, not left out", () => {
    expect(() => wire(findings.Fix, { key: "k", owners: [] })).toThrow("/packageKey");
    expect(() => wire(advisories.Coverage, undefined)).toThrow("at /");
  });

  it("a set is not an array and is refused rather than emptied", () => {
    const row = { evaluatedAt: 0, liveDeployments: 0, withoutSbom: 0, staleFeeds: new Set(["osv"]), starterOnly: false, uncoveredComponents: 0, unknownExposure: 0, withoutOwner: 0 };
    expect(() => wire(advisories.Coverage, row)).toThrow("/staleFeeds");
  });
});
