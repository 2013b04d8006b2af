// Texts of which at least one must stand in any text that a pattern is found in: what an index looks for before the pattern is run.
import type { Re } from "./tree.ts";

/** exact: every text it matches, lower-cased. needed: texts of which any match holds at least one. */
interface Known { exact: readonly string[] | undefined; needed: readonly string[] | undefined }

const mostTexts = 64;
const longest = 40;
const nothing: Known = { exact: undefined, needed: undefined };

/** Lower-cased, whatever the flags: they stand in the lower-cased text. Undefined when the pattern may be found in any text. */
export function requiredOf(re: Re): readonly string[] | undefined {
  const found = bestOf(known(re));
  return found && [...new Set(found)];
}

const bestOf = ({ exact, needed }: Known): readonly string[] | undefined => better(isUseful(exact) ? exact : undefined, needed);
const isUseful = (texts: readonly string[] | undefined): boolean => texts !== undefined && texts.length > 0 && !texts.includes("");

/** Longer texts say more; of the same length, fewer do. */
function better(one: readonly string[] | undefined, other: readonly string[] | undefined): readonly string[] | undefined {
  if (!one || !other) return one ?? other;
  const worth = (texts: readonly string[]): number => Math.min(8, ...texts.map(({ length }) => length)) * 100 - texts.length;
  return worth(other) > worth(one) ? other : one;
}

function known(re: Re): Known {
  switch (re.kind) {
    case "literal": return { exact: [lower(re.code)], needed: undefined };
    case "class": return re.listed && re.listed.length > 0 ? { exact: [...new Set(re.listed.map(lower))], needed: undefined } : nothing;
    case "anchor": return { exact: [""], needed: undefined };
    case "choice": return choiceOf(re.parts.map(known));
    case "sequence": return sequenceOf(re.parts.map(known));
    case "repeat": return repeatOf(known(re.of), re.least, re.most);
  }
  return re satisfies never;
}

// A capital's lower case may be two characters (the dotted I); what the text becomes is what counts.
const lower = (code: number): string => String.fromCodePoint(code).toLowerCase();

function choiceOf(parts: readonly Known[]): Known {
  const exact = parts.every((part) => part.exact) ? [...new Set(parts.flatMap((part) => part.exact ?? []))] : undefined;
  if (exact && exact.length <= mostTexts) return { exact, needed: undefined };
  const needed = parts.map(bestOf);
  const all = [...new Set(needed.flatMap((texts) => texts ?? []))];
  return needed.includes(undefined) || all.length > mostTexts ? nothing : { exact: undefined, needed: all };
}

function sequenceOf(parts: readonly Known[]): Known {
  let needed: readonly string[] | undefined;
  let run: readonly string[] = [""];
  let isExact = true;
  const end = (): void => { if (isUseful(run)) needed = better(needed, run); };
  for (const part of parts) {
    needed = better(needed, part.needed);
    const next = part.exact && product(run, part.exact);
    if (next) { run = next; continue; }
    end();
    isExact = false;
    run = part.exact ?? [""];
  }
  if (isExact) return { exact: run, needed };
  end();
  return { exact: undefined, needed };
}

function product(before: readonly string[], after: readonly string[]): readonly string[] | undefined {
  if (before.length * after.length > mostTexts) return undefined;
  const texts = before.flatMap((one) => after.map((other) => one + other));
  return texts.some(({ length }) => length > longest) ? undefined : [...new Set(texts)];
}

function repeatOf(of: Known, least: number, most: number | undefined): Known {
  if (least === 0) return most === 1 && of.exact ? { exact: [...new Set(["", ...of.exact])], needed: undefined } : nothing;
  let exact: readonly string[] | undefined = of.exact;
  for (let copy = 1; copy < least && exact; copy++) exact = of.exact && product(exact, of.exact);
  return most === least && exact ? { exact, needed: undefined } : { exact: undefined, needed: bestOf({ exact, needed: of.needed }) ?? bestOf(of) };
}
