// NuGet's version ranges: "[1.0,2.0)", a bare "1.0" for at least 1.0, and "1.2.*".
import { areRead, defineRangeSyntax, holdsAny, rangeLengthLimit } from "../native-range.ts";
import type { Comparator, Window } from "../native-range.ts";
import { schemeFor } from "../scheme-of.ts";

/** prereleases: whether prereleases between the ends are held. */
interface NugetRange { comparators: readonly Comparator[]; prereleases: boolean }

const scheme = schemeFor("NuGet");

export const nuget = defineRangeSyntax<NugetRange>({
  id: "nuget",
  about: "Version ranges of a package reference: brackets, a bare version for a minimum, floating versions.",
  ecosystem: "NuGet",
  standard: "Microsoft Learn, NuGet package versioning, sections Version ranges and Floating version resolutions",
  parse: parseNuget,
  contains: containsNuget,
  normalForm: ({ comparators, prereleases }) => ({ alternatives: [comparators], isExact: prereleases }),
  render: (windows) => windows.map(bracketed).join(" || "),
});

const interval = /^([[(])\s*([^,[\]()]*?)\s*(?:(,)\s*([^,[\]()]*?)\s*)?([\])])$/;
const floating = /^(\d+(?:\.\d+){0,2}\.)?\*(-\*)?$/;
const floatingPrerelease = /^(\d+(?:\.\d+){0,3})-([0-9A-Za-z.-]*)\*$/;

function parseNuget(text: string): NugetRange | undefined {
  if (text.length > rangeLengthLimit) return undefined;
  const range = parseFloating(text.trim()) ?? parseInterval(text.trim()) ?? atLeast(text.trim());
  return areRead(scheme, [range.comparators]) ? range : undefined;
}

// A minimum takes prereleases above it; an interval takes them only when one of its ends is one, as NuGet's resolver does.
const atLeast = (version: string): NugetRange => ({ comparators: [{ op: ">=", version }], prereleases: true });

function parseInterval(text: string): NugetRange | undefined {
  const [, open, from = "", comma, to = "", close] = interval.exec(text) ?? [];
  if (open === undefined) return undefined;
  const prereleases = isPrerelease(from) || isPrerelease(to);
  // "[1.0]" is that version; "(1.0)" is refused by NuGet too, and so is "(,)" without an end.
  if (comma === undefined) return { comparators: [{ op: "=", version: open === "[" && close === "]" ? from : "" }], prereleases: true };
  const low: Comparator[] = from === "" ? [] : [{ op: open === "[" ? ">=" : ">", version: from }];
  const high: Comparator[] = to === "" ? [] : [{ op: close === "]" ? "<=" : "<", version: to }];
  return { comparators: [...low, ...high], prereleases };
}

/** "1.2.*": the releases that begin so; "1.2.*-*" their prereleases too; "1.2.0-rc.*" what begins so and every release above. */
function parseFloating(text: string): NugetRange | undefined {
  const [all, prefix = "", prerelease] = floating.exec(text) ?? [];
  if (all === undefined) return parseFloatingPrerelease(text);
  if (prefix === "") return { comparators: [], prereleases: prerelease !== undefined };
  const numbers = prefix.slice(0, -1).split(".");
  const next = [...numbers.slice(0, -1), String(BigInt(numbers.at(-1) ?? "0") + 1n)];
  const suffix = prerelease === undefined ? "" : "-0";
  return { comparators: [{ op: ">=", version: padded(numbers) + suffix }, { op: "<", version: `${padded(next)}-0` }], prereleases: prerelease !== undefined };
}

function parseFloatingPrerelease(text: string): NugetRange | undefined {
  const [, core, label = ""] = floatingPrerelease.exec(text) ?? [];
  return core === undefined ? undefined : { comparators: [{ op: ">=", version: `${core}-${label.replace(/[.-]$/, "") || "0"}` }], prereleases: true };
}

const padded = (numbers: readonly string[]): string => (numbers.length < 2 ? [...numbers, "0"] : numbers).join(".");
const isPrerelease = (version: string): boolean => version.split("+")[0]?.includes("-") ?? false;

function containsNuget({ comparators, prereleases }: NugetRange, version: string): boolean | undefined {
  const isHeld = holdsAny(scheme, [comparators], version);
  return isHeld && (prereleases || !isPrerelease(version));
}

function bracketed({ from, to }: Window): string {
  if (to?.included && to.version === from) return `[${from}]`;
  return `${from === undefined ? "(" : `[${from}`}, ${to ? to.version : ""}${to?.included ? "]" : ")"}`;
}
