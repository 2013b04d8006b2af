// FreeBSD: pkg(8) compares the epoch, then components of a number, a letter and a patch level, then the port's revision.
import { compareKeys, defineScheme, numberKey, versionLengthLimit } from "../scheme.ts";

// A version is an endless row of components with zeros (0, no letter, no patch level) after the last, and a component
// that starts with a letter is below zero. So what is not told apart at its place - a zero, a "+" that closes a block -
// is written by the sign of what follows it.
const lowest = "\u0001";
const letterFirst = "\u0002";
const zeroBelow = "\u0003";
const plusBelow = "\u0004";
const end = "\u0005";
const plusAbove = "\u0006";
const zeroAbove = "\u0007";
const noPatch = "\u0001";

const form = /^(?=[^\d_,]*\d)([0-9A-Za-z.+*-]+)(?:_(\d+))?(?:,(\d+))?$/;
// One component: a number or nothing, then letters with a patch level. "pl", "alpha", "beta", "pre" and "rc" behind a
// number begin a component of their own.
const componentForm = /\+|\*[^+]*|(\d+)(?:(?!(?:pl|alpha|beta|pre|rc)(?![a-z]))([a-z])[a-z]*(\d*))?|([a-z]+)(\d*)/g;
const stages: Readonly<Record<string, number>> = { pl: 0, alpha: 1, beta: 2, pre: 16, rc: 18 };

/** A version is its sort key: built once, compared as text. */
export const freebsd = defineScheme<string>({
  id: "freebsd",
  about: "FreeBSD ports and packages.",
  ecosystems: ["FreeBSD"],
  standard: "pkg-version(8), libpkg: PORTVERSION[_PORTREVISION][,PORTEPOCH]",
  parse: parseFreebsd,
  compare: compareKeys,
});

function parseFreebsd(text: string): string | undefined {
  if (text.length > versionLengthLimit) return undefined;
  const [, version, revision = "", epoch = ""] = form.exec(text.trim()) ?? [];
  return version === undefined ? undefined : numberKey(epoch) + versionKey(version.toLowerCase()) + numberKey(revision);
}

function versionKey(version: string): string {
  let key = "";
  let pending: ("zero" | "plus")[] = [];
  for (const [component, number, letter, patch, word, wordPatch] of version.matchAll(componentForm)) {
    if (component === "+") { pending.push("plus"); continue; }
    const isZero = number !== undefined && letter === undefined && /^0+$/.test(number);
    if (isZero) { pending.push("zero"); continue; }
    const isBelow = number === undefined;
    key += pending.map((kind) => markOf(kind, isBelow)).join("");
    key += isBelow ? belowKey(component, word, wordPatch) : numberKey(number) + tailKey(letter, patch);
    pending = [];
  }
  return key + end;
}

function markOf(kind: "zero" | "plus", isBelow: boolean): string {
  if (kind === "zero") return isBelow ? zeroBelow : zeroAbove;
  return isBelow ? plusBelow : plusAbove;
}

/** "*" is below everything; of an unknown word only the first letter counts. */
function belowKey(component: string, word: string | undefined, patch: string | undefined): string {
  if (word === undefined) return component.startsWith("*") ? lowest : "";
  return letterFirst + rankKey(stages[word] ?? rankOf(word)) + patchKey(patch);
}

const tailKey = (letter: string | undefined, patch: string | undefined): string =>
  letter === undefined ? rankKey(0) + numberKey("0") : rankKey(rankOf(letter)) + patchKey(patch);

const rankOf = (word: string): number => word.charCodeAt(0) - 96;
const rankKey = (rank: number): string => String.fromCharCode(rank + 16);

/** A letter without a number behind it is below the same letter with any. */
const patchKey = (patch: string | undefined): string => (patch === undefined || patch === "" ? noPatch : numberKey(patch));
