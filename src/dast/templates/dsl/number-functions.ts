// Functions between numbers, their notations and addresses.
import { bytesOf } from "../byte-text.ts";
import { fail, numberFrom, textFrom } from "./value.ts";
import type { DslFunction, Value } from "./value.ts";

const fromBase = (base: number, prefix: RegExp, digits: RegExp): DslFunction => ({
  least: 1, most: 1,
  run: ([value]) => {
    const text = textFrom(value).replace(prefix, "");
    return digits.test(text) ? Number.parseInt(text, base) : fail(`is no number to the base ${base}`);
  },
});

export const numberFunctions: Readonly<Record<string, DslFunction>> = {
  to_number: { least: 1, most: 1, run: ([value]) => numberFrom(value) },
  dec_to_hex: { least: 1, most: 1, run: ([value]) => Math.trunc(numberFrom(value)).toString(16) },
  hex_to_dec: fromBase(16, /^0x/i, /^[0-9a-f]+$/i),
  oct_to_dec: fromBase(8, /^0o/i, /^[0-7]+$/),
  bin_to_dec: fromBase(2, /^0b/i, /^[01]+$/),
  ip_format: { least: 2, most: 2, run: ([address, form]) => addressIn(textFrom(address), numberFrom(form)) },
  unpack: { least: 2, most: 2, run: ([form, data]) => unpacked(textFrom(form), data) },
};

const hex = (value: number, digits = 0): string => value.toString(16).padStart(digits, "0");

/** Other spellings of an IPv4 address, numbered as mapcidr does. */
function addressIn(address: string, form: number): string {
  const parts = address.split(".").map(Number);
  if (parts.length !== 4 || parts.some((part) => !Number.isInteger(part) || part < 0 || part > 255)) return fail("is no IPv4 address");
  const [a = 0, b = 0, c = 0, d = 0] = parts;
  const whole = ((a * 256 + b) * 256 + c) * 256 + d;
  const spellings: readonly (string | undefined)[] = [
    undefined, address, [a, b, c, d].filter((part, at) => part !== 0 || at === 0 || at === 3).join("."), parts.map((part) => `0${part.toString(8)}`).join("."),
    parts.map((part) => `0x${hex(part, 2)}`).join("."), String(whole), `0x${hex(whole, 8)}`, `0${a.toString(8)}.0x${hex(b)}.${c}.${d}`, `::ffff:${address}`,
    Array.from(address, (char) => `%${hex(char.charCodeAt(0), 2)}`).join(""), parts.map((part) => String(part).padStart(3, "0")).join("."), `0${whole.toString(8)}`,
  ];
  return spellings[form] ?? fail("the form of an address is a number from 1 to 11");
}

const reads: Readonly<Record<string, (bytes: Buffer, little: boolean) => number>> = {
  b: (bytes) => bytes.readInt8(0), B: (bytes) => bytes.readUInt8(0),
  h: (bytes, little) => (little ? bytes.readInt16LE(0) : bytes.readInt16BE(0)), H: (bytes, little) => (little ? bytes.readUInt16LE(0) : bytes.readUInt16BE(0)),
  i: (bytes, little) => (little ? bytes.readInt32LE(0) : bytes.readInt32BE(0)), I: (bytes, little) => (little ? bytes.readUInt32LE(0) : bytes.readUInt32BE(0)),
  f: (bytes, little) => (little ? bytes.readFloatLE(0) : bytes.readFloatBE(0)), d: (bytes, little) => (little ? bytes.readDoubleLE(0) : bytes.readDoubleBE(0)),
};

// Python's struct, one value at a time.
function unpacked(form: string, data: Value): number {
  const read = reads[form.at(-1) ?? ""] ?? reads[(form.at(-1) ?? "").toLowerCase()] ?? fail(`the form ${form} is not read`);
  try { return read(bytesOf(textFrom(data)), !form.startsWith(">") && !form.startsWith("!")); } catch { return fail("the data is too short"); }
}
