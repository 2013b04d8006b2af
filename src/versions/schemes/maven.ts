// Maven 4: numbers, qualifiers and nested lists of them, compared as ComparableVersion does.
import { compareKeys, defineScheme, numberKey, versionLengthLimit } from "../scheme.ts";

// number: its key. word: the key of a qualifier. pair: a qualifier with a number right behind it ("rc1", "rc-1").
// list: what follows a hyphen, or a change between letters and digits.
type Item =
  | { readonly kind: "number"; readonly key: string }
  | { readonly kind: "word"; readonly key: string }
  | { readonly kind: "pair"; readonly word: string; readonly number: string }
  | { readonly kind: "list"; readonly items: Item[] };

/** plain: the sort key when there is nothing but numbers, as in nine of ten versions. */
interface MavenVersion { readonly items: readonly Item[]; readonly plain: string | undefined }

/** No sort key exists: where a shorter version stands depends on everything that follows in the longer one. */
export const maven = defineScheme<MavenVersion>({
  id: "maven",
  about: "Maven artifacts, also as Gradle, sbt and Leiningen take them.",
  ecosystems: ["Maven"],
  standard: "Maven POM reference, version order specification; Maven 4 ComparableVersion where the two differ",
  parse: parseMaven,
  compare: (a, b) => (a.plain !== undefined && b.plain !== undefined ? compareKeys(a.plain, b.plain) : compareLists(a.items, b.items)),
});

// Maven calls any text a version. LATEST and RELEASE are its words for "whichever", the others what tools write when
// they do not know; blanks, brackets of ranges and ${properties} were never resolved.
const form = /^[^\s[\](){}<>,$*|"'\u0000-\u0020]+$/;
const noVersion = new Set(["latest", "release", "unknown", "unspecified", "undefined", "none", "null"]);

function parseMaven(text: string): MavenVersion | undefined {
  if (text.length > versionLengthLimit) return undefined;
  const version = text.trim().toLowerCase();
  if (!form.test(version) || noVersion.has(version)) return undefined;
  const items = plainNumbers.test(version) ? withoutZeros(version.split(".").map(numberItem)) : new Reader(version).read();
  return { items, plain: plainKey(items) };
}

const plainNumbers = /^\d+(?:\.\d+)*$/;

function withoutZeros(items: Item[]): Item[] {
  while (isNull(items.at(-1))) items.pop();
  return items;
}

const plainEnd = "\u0001";
const plainKey = (items: readonly Item[]): string | undefined =>
  items.every((item) => item.kind === "number") ? items.map((item) => item.key).join("") + plainEnd : undefined;

const zero = numberKey("0");
const zeroItem: Item = { kind: "number", key: zero };
const numberItem = (digits: string): Item => ({ kind: "number", key: numberKey(digits) });

const releaseKey = "\u0005";
const qualifiers: Readonly<Record<string, string>> = {
  alpha: "\u0000", beta: "\u0001", milestone: "\u0002", rc: "\u0003", cr: "\u0003", snapshot: "\u0004", "": releaseKey, ga: releaseKey, final: releaseKey, release: releaseKey, sp: "\u0006",
};
const unknownQualifier = "\u0007";
const beforeDigits: Readonly<Record<string, string>> = { a: "alpha", b: "beta", m: "milestone" };

const qualifierKey = (word: string): string => (Object.hasOwn(qualifiers, word) ? (qualifiers[word] ?? "") : unknownQualifier + word);

/** Cuts a version at dots, hyphens and changes between letters and digits; each cut other than a dot opens a list. */
class Reader {
  readonly #text: string;
  readonly #lists: Item[][] = [[]];
  #start = 0;
  #inDigits = false;
  #inPair = false;

  constructor(text: string) { this.#text = text; }

  read(): readonly Item[] {
    for (let at = 0; at < this.#text.length; at++) this.#readUnit(at);
    if (this.#text.length > this.#start) {
      // ".X" is "-X" for any word X.
      if (!this.#inDigits) this.#openList();
      this.#list().push(this.#itemTo(this.#text.length));
    }
    for (const list of this.#lists.toReversed()) normalise(list);
    return this.#lists[0] ?? [];
  }

  #readUnit(at: number): void {
    const unit = this.#text.charCodeAt(at);
    if (unit === dot) this.#cut(at);
    else if (unit === hyphen) this.#readHyphen(at);
    else if (isDigit(unit)) this.#readDigit(at);
    else this.#readLetter(at);
  }

  #cut(at: number): void {
    this.#list().push(at === this.#start ? zeroItem : this.#itemTo(at));
    this.#start = at + 1;
    this.#inPair = false;
  }

  /** "X-1" is the pair "X1". */
  #readHyphen(at: number): void {
    if (at > this.#start && !this.#inDigits && isDigit(this.#text.charCodeAt(at + 1))) { this.#inPair = true; return; }
    this.#cut(at);
    this.#openList();
  }

  #readDigit(at: number): void {
    if (!this.#inDigits && at > this.#start) {
      this.#inPair = true;
      this.#openList();
    }
    this.#inDigits = true;
  }

  #readLetter(at: number): void {
    if (this.#inDigits && at > this.#start) {
      this.#list().push(this.#itemTo(at));
      this.#start = at;
      this.#openList();
      this.#inPair = false;
    }
    this.#inDigits = false;
  }

  #list(): Item[] { return this.#lists.at(-1) ?? []; }

  #openList(): void {
    if (this.#list().length === 0) return;
    const items: Item[] = [];
    this.#list().push({ kind: "list", items });
    this.#lists.push(items);
  }

  #itemTo(end: number): Item {
    const text = this.#text.slice(this.#start, end);
    if (!this.#inPair) return this.#inDigits ? numberItem(text) : { kind: "word", key: qualifierKey(text) };
    const digitsAt = text.search(/\d/);
    const word = text.slice(0, digitsAt).replaceAll("-", "");
    return { kind: "pair", word: qualifierKey(beforeDigits[word] ?? word), number: numberKey(text.slice(digitsAt)) };
  }
}

const dot = 46;
const hyphen = 45;
const isDigit = (unit: number): boolean => unit >= 48 && unit <= 57;

/**
 * Zeros and empty lists at the end, and those before a word, are no part of a version: 1.0-rc1 is 1-rc1. Nor is the word
 * for a release between a number and a vendor's word (version order specification: null values are trimmed "at each remaining hyphen"): a vendor's
 * 4.1.118.Final-redhat-2 holds what 4.1.118.Final does. Maven 3.8 trims it, Maven 4 forgets to and places it below.
 */
function normalise(items: Item[]): void {
  for (let at = items.length - 1; at >= 0; at--) {
    const next = items[at + 1];
    if (isNull(items[at]) ? isDropped(next) : isRelease(items[at]) && items[at - 1]?.kind === "number" && isVendors(next)) items.splice(at, 1);
  }
}

const isRelease = (item: Item | undefined): boolean => item?.kind === "word" && item.key === releaseKey;

/** A hyphen, and then a word that is none for a release. */
function isVendors(next: Item | undefined): boolean {
  const first = next?.kind === "list" ? next.items[0] : undefined;
  return (first?.kind === "word" || first?.kind === "pair") && !isRelease(first);
}

const isNull = (item: Item | undefined): boolean =>
  item !== undefined && (item.kind === "number" ? item.key === zero : item.kind === "list" && item.items.length === 0);

function isDropped(next: Item | undefined): boolean {
  if (next === undefined || next.kind === "word") return true;
  const first = next.kind === "list" ? next.items[0] : undefined;
  return first?.kind === "word" || first?.kind === "pair";
}

function compareLists(a: readonly Item[], b: readonly Item[]): number {
  const length = Math.max(a.length, b.length);
  for (let at = 0; at < length; at++) {
    const order = compareItems(a[at], b[at]);
    if (order !== 0) return order;
  }
  return 0;
}

/** Undefined is "nothing there": equal to zero, to the qualifiers of a release, and to lists of such. */
function compareItems(a: Item | undefined, b: Item | undefined): number {
  if (a === undefined) return b === undefined ? 0 : 0 - compareItems(b, a);
  switch (a.kind) {
    case "number": return b === undefined ? compareKeys(a.key, zero) : b.kind === "number" ? compareKeys(a.key, b.key) : 1;
    case "word": return compareWord(a.key, b);
    case "pair": return comparePair(a, b);
    case "list": return compareList(a.items, b);
  }
}

function compareWord(word: string, b: Item | undefined): number {
  if (b === undefined) return compareKeys(word, releaseKey);
  if (b.kind === "number" || b.kind === "list") return -1;
  if (b.kind === "word") return compareKeys(word, b.key);
  return compareKeys(word, b.word) || (word === releaseKey ? compareKeys(zero, b.number) : -1);
}

function comparePair(a: Item & { kind: "pair" }, b: Item | undefined): number {
  if (b === undefined) return compareKeys(a.word, releaseKey) || compareKeys(a.number, zero);
  if (b.kind === "number" || b.kind === "list") return -1;
  if (b.kind === "pair") return compareKeys(a.word, b.word) || compareKeys(a.number, b.number);
  return 0 - compareWord(b.key, a);
}

/** Between words and numbers: 1-sp < 1-1 < 1.0.1. */
function compareList(items: readonly Item[], b: Item | undefined): number {
  if (b?.kind === "list") return compareLists(items, b.items);
  return b === undefined ? compareLists(items, []) : b.kind === "number" ? -1 : 1;
}
