// Is a licence allowed: an expression against a list of licences one accepts.
import { Fault } from "../kernel/fault.ts";
import { parseLicence } from "./licence-expression.ts";
import type { Licence, LicenceTerm, LicenceTree } from "./licence-expression.ts";
import { deprecatedPairs } from "./licence-list.ts";

export { parseLicence } from "./licence-expression.ts";
export type { Licence, LicenceGrammar, LicenceTree } from "./licence-expression.ts";

/**
 * Can everything the expression demands be met with licences that are allowed: of OR one side, of AND both. An allowed
 * entry is one licence, with "+" (or "-or-later") for its later versions and WITH for exactly this exception.
 * Throws a Fault `licence.invalid` for an expression that cannot be read or an entry that is no single licence.
 *
 * @example satisfies("MIT OR GPL-3.0-only", ["MIT", "Apache-2.0"]) === true
 */
export function satisfies(expression: string | Licence, allowed: readonly string[]): boolean {
  const licence = typeof expression === "string" ? parseLicence(expression) : expression;
  if (!licence) throw new Fault("licence.invalid", { detail: `${JSON.stringify(expression)} is no licence expression.` });
  const accepted = allowed.map(allowedTerm);
  return isMet(licence.tree, accepted.map(rangeOf));
}

function allowedTerm(text: string, index: number): LicenceTerm {
  const tree = parseLicence(text)?.tree;
  if (!tree) throw new Fault("licence.invalid", { detail: `${JSON.stringify(text)} is no licence.`, places: [{ at: `/allowed/${index}`, rule: "is an id of the SPDX licence list or a LicenseRef" }] });
  if ("left" in tree) throw new Fault("licence.invalid", { detail: `${JSON.stringify(text)} is several licences.`, places: [{ at: `/allowed/${index}`, rule: "is one licence, without AND and OR" }] });
  return tree;
}

function isMet(tree: LicenceTree, accepted: readonly Range[]): boolean {
  if ("left" in tree) {
    const left = isMet(tree.left, accepted);
    return tree.kind === "and" ? left && isMet(tree.right, accepted) : left || isMet(tree.right, accepted);
  }
  const asked = rangeOf(tree);
  return accepted.some((range) => meet(asked, range));
}

/** Licences of one family from a version on, or exactly that one; a licence without versions is a family of its own. */
interface Range { family: string; version: readonly number[]; orLater: boolean; exception: string | undefined }

/**
 * "GPL-2.0", "GPL-2.0-only", "GPL-2.0-or-later" and "GPL-2.0+" are one family with one version, and say how they are
 * meant. A version stands at the end of an id: "LPPL-1.3c" and "PHP-3.01" too, but not "BSD-3-Clause".
 */
function rangeOf(term: LicenceTerm): Range {
  const pair = term.kind === "licence" ? deprecatedPairs.get(term.id) : undefined;
  const [, stem = "", meant] = /^(.*?)(-only|-or-later)?$/s.exec(pair?.id ?? term.id) ?? [];
  // "-only" says what it says, also where somebody wrote "+" after it.
  const orLater = meant === "-or-later" || (term.orLater && meant === undefined);
  const exception = pair?.exception ?? term.exception;
  const [, family, numbers = "", letter = ""] = term.kind === "licence" ? /^(.+)-(\d+(?:\.\d+)*)([a-z]?)$/.exec(stem) ?? [] : [];
  if (family === undefined) return { family: stem, version: [], orLater, exception };
  return { family, version: [...numbers.split(".").map(Number), letter === "" ? 0 : letter.charCodeAt(0)], orLater, exception };
}

/** Is there a licence that both mean. */
function meet(a: Range, b: Range): boolean {
  if (a.family !== b.family || a.exception !== b.exception) return false;
  const order = compare(a.version, b.version);
  return order === 0 || (order > 0 ? b.orLater : a.orLater);
}

function compare(a: readonly number[], b: readonly number[]): number {
  for (let at = 0; at < Math.max(a.length, b.length); at++) {
    const order = (a[at] ?? 0) - (b[at] ?? 0);
    if (order !== 0) return order;
  }
  return 0;
}
