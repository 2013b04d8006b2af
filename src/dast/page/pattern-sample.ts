// A text that a pattern matches, as short as the pattern allows.
import { readRe2 } from "../../kernel/re2/reader.ts";
import type { Re } from "../../kernel/re2/tree.ts";

const candidates = [..."a1AbBzZ0 9.-_@:/+,;#x"].map((one) => one.codePointAt(0) ?? 97);
const longest = 500;

/** Undefined: no text of ours fits. Throws Re2Error for a pattern that is not read. */
export function sampleOf(pattern: string): string | undefined {
  const text = textOf(readRe2(pattern), { left: longest });
  return text === undefined || text.length > longest ? undefined : text;
}

function textOf(re: Re, budget: { left: number }): string | undefined {
  budget.left -= 1;
  if (budget.left < 0) return undefined;
  if (re.kind === "literal") return String.fromCodePoint(re.code);
  if (re.kind === "class") { const code = candidates.find((one) => re.has(one)) ?? re.listed?.[0]; return code === undefined ? undefined : String.fromCodePoint(code); }
  if (re.kind === "anchor") return "";
  if (re.kind === "choice") return re.parts.length === 0 ? "" : re.parts.map((part) => textOf(part, budget)).find((text) => text !== undefined);
  const parts = re.kind === "sequence" ? re.parts : Array.from({ length: Math.min(re.least, longest) }, () => re.of);
  return concatenated(parts, budget);
}

function concatenated(parts: readonly Re[], budget: { left: number }): string | undefined {
  let whole = "";
  for (const part of parts) {
    const text = textOf(part, budget);
    if (text === undefined) return undefined;
    whole += text;
  }
  return whole;
}
