// Conan: any number of parts, numbers or text, with prerelease and build; both of them have an order.
import { compareKeys, defineScheme, numberKey, versionLengthLimit } from "../scheme.ts";

// Order of what may stand at one place of a list of parts: its end, an empty part, a number, a number with text after it, text.
const end = "\u0001";
const empty = "\u0002";
const bare = "\u0001";
const followed = "\u0002";
const text = "\uffff";
// Of two versions with equal parts: a prerelease before the release, no build before any.
const prereleased = "\u0001";
const released = "\u0002";

// Conan takes any text. What no package has (blanks, brackets of ranges, placeholders) and words without a digit are no version for us.
const form = /^(?=\D*\d)[^\s[\](){}<>,$|"'\u0000-\u0020]+$/;
const partForm = /^(\d*)(.*)$/s;

/** A version is its sort key: built once, compared as text. */
export const conan = defineScheme<string>({
  id: "conan",
  about: "C and C++ packages of ConanCenter.",
  ecosystems: ["ConanCenter"],
  standard: "Conan 2 reference, Version (main, pre, build; trailing zeros do not count)",
  parse: parseConan,
  compare: compareKeys,
});

/** The build is behind the last plus, the prerelease behind the first hyphen of the rest. */
function parseConan(version: string): string | undefined {
  if (version.length > versionLengthLimit || !form.test(version)) return undefined;
  const plus = version.lastIndexOf("+");
  const rest = plus < 0 ? version : version.slice(0, plus);
  const hyphen = rest.indexOf("-");
  const main = listKey(hyphen < 0 ? rest : rest.slice(0, hyphen));
  return main + (hyphen < 0 ? released : prereleased + listKey(rest.slice(hyphen + 1))) + (plus < 0 ? "" : listKey(version.slice(plus + 1)));
}

function listKey(list: string): string {
  const parts = list.split(".").map(partKey);
  while (parts.at(-1) === zero) parts.pop();
  return parts.join("") + end;
}

/**
 * Conan compares two numbers as numbers and anything else as text, which is no order (2 < 10 < 1a < 2). Here the
 * digits in front decide first, as a number: the same answer wherever the numbers are equally long.
 */
function partKey(part: string): string {
  const [, digits = "", rest = ""] = partForm.exec(part) ?? [];
  if (digits === "") return part === "" ? empty : text + part + end;
  return numberKey(digits) + (rest === "" ? bare : followed + rest + end);
}

const zero = partKey("0");
