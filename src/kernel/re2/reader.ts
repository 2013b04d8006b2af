// Reads a regular expression in RE2's syntax (github.com/google/re2/wiki/Syntax); what RE2 refuses is refused with the reason.
import { foldsOf } from "./case.ts";
import { readBrackets, readNamedClass, spacesAt } from "./classes.ts";
import { readEscape } from "./escapes.ts";
import { charAt, refuse, take, takeUntil } from "./tree.ts";
import type { Anchor, Flags, Re, Source } from "./tree.ts";

/** RE2's limits: a count, also multiplied through nested ones, and how deep groups nest. */
const mostRepeats = 1000;
const mostDepth = 250;

/** The tree of a pattern, with flags in force from its start; throws Re2Error. */
export function readRe2(pattern: string, flags: Flags = { i: false, m: false, s: false }): Re {
  const source: Source = { codes: Array.from(pattern, (char) => char.codePointAt(0) ?? 0), at: 0, flags };
  const re = readChoice(source, 0);
  if (charAt(source) === ")") return refuse(source, "closes a group that is not open");
  return re;
}

function readChoice(source: Source, depth: number): Re {
  if (depth > mostDepth) return refuse(source, `nests groups deeper than ${mostDepth}`);
  const parts: Re[] = [readSequence(source, depth)];
  while (take(source, "|")) parts.push(readSequence(source, depth));
  return parts.length === 1 ? (parts[0] as Re) : { kind: "choice", parts };
}

function readSequence(source: Source, depth: number): Re {
  const parts: Re[] = [];
  while (!["", "|", ")"].includes(charAt(source))) {
    const from = source.at;
    // What follows a quotation repeats its last character.
    if (take(source, "\\Q")) {
      parts.push(...quoted(source, from));
      const last = parts.at(-1);
      if (last && repeatAt(source)) parts.splice(-1, 1, readRepeat(source, last, from));
      continue;
    }
    const piece = readPiece(source, depth);
    if (piece) parts.push(readRepeat(source, piece, from));
  }
  return parts.length === 1 ? (parts[0] as Re) : { kind: "sequence", parts };
}

/** One thing that may be repeated; undefined for flags, which are none. */
function readPiece(source: Source, depth: number): Re | undefined {
  const char = charAt(source);
  if (char === "(") return readGroup(source, depth);
  if (char === "[") return { kind: "class", ...readBrackets(source) };
  if (char === "\\") return readBackslash(source);
  if ("*+?".includes(char) || countAt(source)) return refuse(source, "repeats nothing");
  source.at++;
  if (char === ".") return { kind: "class", has: source.flags.s ? () => true : (code) => code !== 0x0a };
  if (char === "^") return anchor(source.flags.m ? "line-start" : "text-start");
  if (char === "$") return anchor(source.flags.m ? "line-end" : "text-end");
  return literal(source.codes[source.at - 1] ?? 0, source.flags);
}

const anchor = (which: Anchor): Re => ({ kind: "anchor", anchor: which });

function literal(code: number, { i }: Flags): Re {
  const folds = i ? foldsOf(code) : [code];
  return folds.length === 1 ? { kind: "literal", code } : { kind: "class", has: (asked) => folds.includes(asked), listed: folds };
}

const anchors: Readonly<Record<string, Anchor>> = { A: "text-start", z: "text-end", b: "word-edge", B: "no-word-edge" };

function readBackslash(source: Source): Re {
  const which = anchors[charAt(source, 1)];
  if (which) {
    source.at += 2;
    return anchor(which);
  }
  const from = source.at;
  const has = readNamedClass(source);
  return has ? { kind: "class", has, ...spacesAt(source, from) } : literal(readEscape(source), source.flags);
}

function quoted(source: Source, from: number): Re[] {
  const text = takeUntil(source, "\\E") ?? refuse(source, "opens \\Q and does not close it with \\E", from);
  return Array.from(text, (char) => literal(char.codePointAt(0) ?? 0, source.flags));
}

function readGroup(source: Source, depth: number): Re | undefined {
  const [from, outside] = [source.at, source.flags];
  source.at++;
  if (take(source, "?") && !readGroupKind(source, from)) return undefined;
  const re = readChoice(source, depth + 1);
  if (!take(source, ")")) return refuse(source, "opens a group and does not close it", from);
  source.flags = outside;
  return re;
}

/** What stands after "(?". False when it was flags for the rest of the group around. */
function readGroupKind(source: Source, from: number): boolean {
  if (["=", "!", "<=", "<!"].some((mark) => take(source, mark))) return refuse(source, "looks ahead or behind, which RE2 cannot: such patterns may take for ever", from);
  if (take(source, ">")) return refuse(source, "has an atomic group, which RE2 does not know; a plain group takes no longer here", from);
  if (take(source, "P<") || take(source, "<")) {
    if (!/^\w+$/.test(takeUntil(source, ">") ?? "")) return refuse(source, "names a group with something that is no name", from);
    return true;
  }
  const flags = /^([imsU]*)(?:-([imsU]+))?([:)])/.exec(textFrom(source, 12));
  if (!flags) return refuse(source, "opens a group with (? and something that RE2 does not know; flags are i, m, s and U", from);
  const [all, on = "", off = "", end] = flags;
  source.at += all.length;
  const set = (flag: keyof Flags): boolean => (source.flags[flag] || on.includes(flag)) && !off.includes(flag);
  source.flags = { i: set("i"), m: set("m"), s: set("s") };
  return end === ":";
}

const textFrom = (source: Source, length: number): string => String.fromCodePoint(...source.codes.slice(source.at, source.at + length));

interface Count { least: number; most: number | undefined; length: number }

// Braces that are no count stand for themselves.
function countAt(source: Source): Count | undefined {
  const found = /^\{(\d{1,9})(,(\d{0,9}))?\}/.exec(textFrom(source, 22));
  if (!found) return undefined;
  const least = Number(found[1]);
  const most = found[2] === undefined ? least : found[3] === "" ? undefined : Number(found[3]);
  return { least, most, length: found[0].length };
}

function readRepeat(source: Source, of: Re, from: number): Re {
  const count = repeatAt(source);
  if (!count) return of;
  source.at += count.length;
  take(source, "?");
  if (repeatAt(source)) return refuse(source, "repeats a repetition (possessive repetition such as ++ is not read either); put what is repeated into a group");
  const { least, most } = count;
  if (most !== undefined && most < least) return refuse(source, "has a count that ends before it begins", from);
  const repeated: Re = { kind: "repeat", of, least, most };
  if (timesOf(repeated) > mostRepeats) return refuse(source, `repeats more than ${mostRepeats} times`, from);
  return repeated;
}

function repeatAt(source: Source): Count | undefined {
  const char = charAt(source);
  if (char === "*") return { least: 0, most: undefined, length: 1 };
  if (char === "+") return { least: 1, most: undefined, length: 1 };
  if (char === "?") return { least: 0, most: 1, length: 1 };
  return char === "{" ? countAt(source) : undefined;
}

/** The most copies that counts within counts make of anything. */
function timesOf(re: Re): number {
  if (re.kind === "repeat") return Math.max(1, re.least, re.most ?? 0) * timesOf(re.of);
  return "parts" in re ? Math.max(1, ...re.parts.map(timesOf)) : 1;
}
