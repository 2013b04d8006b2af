// A regular expression as a tree: what the reader gives and the compiler takes.

/** A position that takes no character: start and end of text or of a line, a word boundary or none (ASCII words). */
export type Anchor = "text-start" | "text-end" | "line-start" | "line-end" | "word-edge" | "no-word-edge";

export type Re =
  | { kind: "literal"; code: number }
  /** listed: its characters when they are few and known. */
  | { kind: "class"; has(code: number): boolean; listed?: readonly number[] }
  | { kind: "anchor"; anchor: Anchor }
  | { kind: "sequence"; parts: readonly Re[] }
  | { kind: "choice"; parts: readonly Re[] }
  /** most undefined: without end. Greedy or lazy is all one to a match of the whole text. */
  | { kind: "repeat"; of: Re; least: number; most: number | undefined };

/** Why a pattern is not read, and where: the number of the character, from 1. */
export class Re2Error extends Error {
  readonly at: number;

  constructor(at: number, why: string) {
    super(why);
    this.at = at;
  }
}

/** What is read from text: characters as code points, where the reader stands, and the flags in force. */
export interface Source { readonly codes: readonly number[]; at: number; flags: Flags }

/** i: case does not matter; m: ^ and $ also at lines; s: the dot takes a line feed. U (lazy) means nothing here. */
export interface Flags { readonly i: boolean; readonly m: boolean; readonly s: boolean }

export const refuse = (source: Pick<Source, "at">, why: string, at = source.at): never => { throw new Re2Error(at + 1, why); };

export const charAt = (source: Source, ahead = 0): string => {
  const code = source.codes[source.at + ahead];
  return code === undefined ? "" : String.fromCodePoint(code);
};

/** Takes the text when it stands next. */
export function take(source: Source, text: string): boolean {
  for (let ahead = 0; ahead < text.length; ahead++) if (charAt(source, ahead) !== text[ahead]) return false;
  source.at += text.length;
  return true;
}

/** Takes characters up to the end mark and the mark; undefined, and nothing taken, when it does not come. */
export function takeUntil(source: Source, end: string): string | undefined {
  const from = source.at;
  let text = "";
  while (charAt(source) !== "") {
    if (take(source, end)) return text;
    text += charAt(source);
    source.at++;
  }
  source.at = from;
  return undefined;
}
