// The family of decoders: the registry is the folder, and every member passes the suite.
import { readdirSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { describeDecoder } from "../decoder.suite.ts";
import { seeds } from "../decoder-seeds.sample.ts";
import { decoders } from "./index.ts";

describe("runtime/decoders/index", () => {
  it("lists every file of the folder, each with its name as id", () => {
    const files = readdirSync(new URL(".", import.meta.url)).filter((name) => name.endsWith(".ts") && !name.endsWith(".test.ts") && name !== "index.ts");
    expect(decoders.all.map(({ id }) => `${id}.ts`).toSorted()).toEqual(files.toSorted());
  });

  it("has no id twice", () => { expect(new Set(decoders.all.map(({ id }) => id)).size).toBe(decoders.all.length); });

  it("has seeds for each", () => { expect(Object.keys(seeds).toSorted()).toEqual(decoders.all.map(({ id }) => id).toSorted()); });
});

for (const decoder of decoders.all) describeDecoder(decoder, seeds[decoder.id] ?? []);
