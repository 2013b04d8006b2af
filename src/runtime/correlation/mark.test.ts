// Marks of texts: the same for the same, and for ids as senders write them never the same for others.
import { describe, expect, it } from "vitest";
import { markOf } from "./mark.ts";

const many = 100_000;
const marksOf = (textOf: (number: number) => string): Set<number> => new Set(Array.from({ length: many }, (_, number) => markOf(textOf(number))));

describe("runtime/correlation/mark", () => {
  it.each([
    ["offsets in a file", (number: number) => `auth.log:${number * 97}`], ["numbers", (number: number) => `#${number}`], ["hexadecimal ids", (number: number) => `${(number * 2654435761 % 2 ** 32).toString(16).padStart(8, "0")}-0000-4000-8000-000000000000`],
    ["two numbers side by side", (number: number) => `${number % 320}/${Math.floor(number / 320)}`], ["one letter of a long text", (number: number) => `${"x".repeat(number % 300)}${String.fromCharCode(200 + Math.floor(number / 300))}${"x".repeat(300 - (number % 300))}`], ["far letters", (number: number) => `["${String.fromCodePoint(0x4e00 + (number % 20_000))}${String.fromCodePoint(0x1f300 + Math.floor(number / 20_000))}"]`],
  ])("%s", (_case, textOf) => {
    expect(marksOf(textOf).size).toBe(many);
  });

  it("stay what they are: they are in stores", () => {
    expect(["", "a", "auth.log:97"].map(markOf)).toEqual([6100532968977085, 7208049271527428, 7537262966891761]);
    expect(Number.isSafeInteger(markOf("x".repeat(10_000)))).toBe(true);
  });
});
