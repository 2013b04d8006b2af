// Literals that a regular expression cannot match without.
import { compileRe2Search } from "../../../kernel/re2/re2-search.ts";
import type { Test } from "../rule.ts";

/** At least one of them (in any case) is in every text it matches; undefined when nothing like it is known. */
export const requiredOf = ({ source, flags }: Extract<Test, { kind: "regex" }>): readonly string[] | undefined => compileRe2Search(source, flags).required;
