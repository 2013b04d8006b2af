// A person's field mappings: what is read, and what is refused with its place.
import { describe, expect, it } from "vitest";
import { namesOf } from "./field-mapping.ts";
import { readMappings } from "./read-mappings.ts";

describe("src/runtime/sigma/read-mappings.ts", () => {
  it("a field is looked up under the names given for its log source, and under its own elsewhere", () => {
    const mappings = readMappings("- logsource: {category: WebServer}\n  fields:\n    cs-uri-query: [query, request.query]\n    c-ip: client\n", "map.yml");
    expect(namesOf("cs-uri-query", { category: "webserver", product: "nginx" }, mappings)).toEqual(["query", "request.query"]);
    expect(namesOf("c-ip", { category: "webserver" }, mappings)).toEqual(["client"]);
    expect(namesOf("c-ip", { category: "proxy" }, mappings)).toEqual(["c-ip"]);
  });

  it.each([["a: 1", "map.yml"], ["- {fields: {a: b}}", "map.yml/0"], ["- {logsource: {category: x}, fields: [a]}", "map.yml/0"], ["[", "map.yml"]])("%s is refused at %s", (text, at) => {
    expect(() => readMappings(text, "map.yml")).toThrowError(expect.objectContaining({ code: "settings.invalid", places: [expect.objectContaining({ at })] }) as Error);
  });
});
