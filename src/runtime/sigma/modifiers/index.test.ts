// The family of modifiers: the registry is the folder, and each says what it does.
import { readdirSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { findModifier, modifierNames, modifiers } from "./index.ts";

describe("runtime/sigma/modifiers/index", () => {
  it("lists every file of the folder, each with its name as id", () => {
    const files = readdirSync(new URL(".", import.meta.url)).filter((name) => name.endsWith(".ts") && !name.endsWith(".test.ts") && name !== "index.ts");
    expect(modifiers.all.map(({ id }) => `${id}.ts`).toSorted()).toEqual(files.toSorted());
  });

  it("knows every name of the appendix, and no name twice", () => {
    const appendix = "all startswith endswith contains exists cased neq windash re i m s base64 base64offset utf16le utf16be utf16 wide lt lte gt gte minute hour day week month year cidr expand fieldref ignorecase multiline dotall".split(" ");
    expect(appendix.filter((name) => !findModifier(name))).toEqual([]);
    expect(modifierNames.toSorted()).toEqual(appendix.toSorted());
  });

  it.each(modifiers.all.map((modifier) => [modifier.id, modifier] as const))("%s says what it does in a sentence", (_id, { about }) => { expect(about).toMatch(/^.{10,200}\.$/); });
});
