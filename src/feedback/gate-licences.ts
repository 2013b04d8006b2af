// Do the licences of a component fit a rule: SPDX expressions against what is allowed and what is denied.
import { parseLicence, satisfies } from "../versions/licence.ts";
import type { LicenceTree } from "../versions/licence.ts";
import type { LicenceFits } from "./gate.ts";

/**
 * allowed: what an expression demands must be met by allowed licences. denied: some choice it leaves must need no denied one.
 * Several licences hold together. Undefined when none is told or one is no expression. Throws licence.invalid for an entry of a
 * list that is no single licence.
 */
export const licencesFit: LicenceFits = (licences, { allowed, denied = [] }) => {
  if (licences === undefined || licences.length === 0) return undefined;
  const read = licences.map((text) => parseLicence(text) ?? parseLicence(text, "pep639"));
  if (!read.every((licence) => licence !== undefined)) return undefined;
  return read.every((licence) => (allowed === undefined || satisfies(licence, allowed)) && leavesChoice(licence.tree, denied));
};

function leavesChoice(tree: LicenceTree, denied: readonly string[]): boolean {
  if (!("left" in tree)) return !satisfies({ tree, text: tree.id }, denied);
  const left = leavesChoice(tree.left, denied);
  return tree.kind === "and" ? left && leavesChoice(tree.right, denied) : left || leavesChoice(tree.right, denied);
}
