// A regular expression, searched anywhere in the text.
import { compileRe2Search, Re2Error } from "../../../kernel/re2/re2-search.ts";
import { refuseValue } from "../modifier.ts";
import type { Modifier } from "../modifier.ts";

export const re: Modifier = {
  id: "re", about: "A regular expression in RE2's syntax, found anywhere in the text; case counts. Its flags i, m and s follow it.",
  apply(term) {
    if (term.applied.some((name) => name !== "all" && name !== "neq")) return refuseValue(`takes the value as it is written, not after ${term.applied.join("|")}`);
    return { ...term, members: term.members.map((member) => ({ ...member, became: member.became.map((value) => (value.kind === "text" ? regex(member.written) : refuseValue("is for text; put the expression into quotes"))) })) };
  },
};

// The value as it is written: a regular expression has its own escapes.
function regex(source: string): { kind: "regex"; source: string; flags: { i: boolean; m: boolean; s: boolean } } {
  const flags = { i: false, m: false, s: false };
  try { compileRe2Search(source, flags); } catch (thrown) {
    if (!(thrown instanceof Re2Error)) throw thrown;
    return refuseValue(`cannot read the expression: at character ${thrown.at} it ${thrown.message}`);
  }
  return { kind: "regex", source, flags };
}
