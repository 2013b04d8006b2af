// STIX patterning as CACAO conditions use it, `__x__:value = 'y' AND __n__:value > 3`, into a condition of ours.
import { parseExpression } from "../expression.ts";
import { isFault } from "../../../kernel/fault.ts";

const words: Readonly<Record<string, string>> = { AND: "and", OR: "or", NOT: "not", IN: "in" };

/** "{{ inputs.x }}" or "inputs.x": names of ours are small letters. */
export const inputName = (variable: string): string => variable.replace(/^__|__$/g, "").toLowerCase().replaceAll(/[^a-z0-9_-]/g, "_");

/** Undefined when it says more than a condition of ours can. */
export function conditionFrom(stix: string): string | undefined {
  // Texts are kept apart: what stands in them is not grammar.
  const parts = stix.split(/('(?:[^'\\]|\\.)*')/);
  const text = parts.map((part, index) => (index % 2 === 1 ? part : grammarFrom(part))).join("").trim();
  try { parseExpression(text); return text; } catch (cause) {
    if (isFault(cause)) return undefined;
    throw cause;
  }
}

const grammarFrom = (text: string): string => text
  .replaceAll(/__([A-Za-z_][A-Za-z0-9_-]*?)__:value/g, (_all, name: string) => `inputs.${inputName(name)}`)
  .replaceAll(/(?<![=!<>])=(?!=)/g, "==").replaceAll("<>", "!=")
  .replaceAll(/\b(?:AND|OR|NOT|IN)\b/g, (word) => words[word] ?? word)
  .replaceAll(/[[\]](?!\s*\d)/g, (sign) => (sign === "[" ? "(" : ")"));

/** Variables in texts become templates. */
export const templateFrom = (text: string): string => text.replaceAll(/__([A-Za-z_][A-Za-z0-9_-]*?)__:value/g, (_all, name: string) => `{{ inputs.${inputName(name)} }}`);
