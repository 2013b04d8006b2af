// The URI binding of a CPE name: "cpe:/a:vendor:product:...", the form of CPE 2.2 (NISTIR 7695 section 6.1).
import type { Attribute, CpeName } from "./wfn.ts";
import { any, isLogical, isWellFormed, nameOf, notApplicable, quoted } from "./wfn.ts";

const components = ["part", "vendor", "product", "version", "update", "edition", "language"] as const satisfies readonly Attribute[];
/** What the edition component holds when it is packed: "~edition~sw_edition~target_sw~target_hw~other". */
const packed = ["edition", "sw_edition", "target_sw", "target_hw", "other"] as const satisfies readonly Attribute[];

const prefix = /^cpe:\//i;

export const isUri = (text: string): boolean => prefix.test(text);

/** Section 6.1.3; undefined when the text is no such URI. */
export function readUri(text: string): CpeName | undefined {
  const values = text.replace(prefix, "").split(":");
  if (values.length > components.length) return undefined;
  const name: Partial<Record<Attribute, string>> = {};
  for (const [index, component] of components.entries()) {
    const value = values[index] ?? "";
    const read = component === "edition" && value.startsWith("~") ? unpack(value) : { [component]: decode(value) };
    if (!read) return undefined;
    Object.assign(name, read);
  }
  return checked(name);
}

/** The packed edition component on its own, as dictionaries of the CPE 2.2 time list it. */
export function readPackedEdition(text: string): CpeName | undefined {
  const read = unpack(text);
  return read && checked(read);
}

function checked(given: Readonly<Partial<Record<Attribute, string>>>): CpeName | undefined {
  const name = nameOf(given);
  return isWellFormed(name) ? name : undefined;
}

function unpack(text: string): Partial<Record<Attribute, string>> | undefined {
  const [, ...values] = text.split("~");
  if (values.length !== packed.length) return undefined;
  return Object.fromEntries(packed.map((attribute, index) => [attribute, decode(values[index] ?? "")]));
}

// A percent sign that begins no code of a printable character is left as it is, and makes the name no name.
function decode(text: string): string {
  if (text === "") return any;
  if (text === notApplicable) return notApplicable;
  return text.toLowerCase().replace(/%01/g, "?").replace(/%02/g, "*")
    .replace(/%([2-7][0-9a-f])|[-.~]/g, (part, code: string | undefined) => (code === undefined ? `\\${part}` : quoted(String.fromCharCode(Number.parseInt(code, 16)))));
}

/** Section 6.1.2: trailing attributes that say nothing are left out. */
export function writeUri(name: CpeName): string {
  const values = components.map((component) => (component === "edition" ? edition(name) : encode(name[component])));
  return `cpe:/${values.join(":").replace(/:+$/, "")}`;
}

const edition = (name: CpeName): string => {
  const [first = "", ...extended] = packed.map((attribute) => encode(name[attribute]));
  return extended.every((value) => value === "") ? first : `~${[first, ...extended].join("~")}`;
};

function encode(value: string): string {
  if (isLogical(value)) return value === any ? "" : value;
  return value.replace(/\\(.)|([?*])/gs, (_part, special: string | undefined, wildcard: string | undefined) => {
    if (wildcard !== undefined) return wildcard === "?" ? "%01" : "%02";
    return /[-._A-Za-z0-9]/.test(special ?? "") ? special ?? "" : `%${(special ?? "").charCodeAt(0).toString(16).padStart(2, "0")}`;
  });
}
