// CSAF 2.0 and 2.1: the profile for exploitability, and the product status of any advisory.
import { parseInstant } from "../../kernel/clock.ts";
import { defineVexFormat, isObject, objectsIn, textIn, textsIn } from "../vex-document.ts";
import type { JsonObject, VexProduct, VexRead, VexReject, VexStatement, VexStatus } from "../vex-document.ts";

export const csaf = defineVexFormat({
  id: "csaf",
  about: "CSAF 2.0 and 2.1 (VEX profile, and product status of advisories).",
  recognise: (value) => isObject(value["document"]) && textIn(value["document"]["csaf_version"]) !== undefined,
  read,
});

// CSAF 2.0 section 3.2.3.9; `recommended` says nothing of being affected.
const statusOf: Readonly<Record<string, VexStatus>> = {
  known_not_affected: "not_affected", fixed: "fixed", first_fixed: "fixed", known_affected: "affected", first_affected: "affected", last_affected: "affected", under_investigation: "under_investigation",
};
const deepest = 64;

function read(value: JsonObject, document: string): VexRead {
  const head = isObject(value["document"]) ? value["document"] : {};
  const tracking = isObject(head["tracking"]) ? head["tracking"] : {};
  const publisher = isObject(head["publisher"]) ? head["publisher"] : {};
  const base = { statedBy: textIn(publisher["name"]) ?? document, at: parseInstant(textIn(tracking["current_release_date"]) ?? ""), document };
  const tree = treeOf(isObject(value["product_tree"]) ? value["product_tree"] : {});
  const rejects: VexReject[] = [];
  const statements = objectsIn(value["vulnerabilities"]).flatMap((one, place) => {
    const ids = [textIn(one["cve"]), ...objectsIn(one["ids"]).map(({ text }) => textIn(text))].filter((id) => id !== undefined);
    if (ids.length === 0) { rejects.push({ at: `/vulnerabilities/${place}`, reason: "it names no vulnerability" }); return []; }
    const status = isObject(one["product_status"]) ? one["product_status"] : {};
    return Object.entries(statusOf).flatMap(([key, word]) => statementsOf(textsIn(status[key]), one, tree).map((said): VexStatement => ({ ...base, ...said, ids, status: word })));
  });
  return { statements, rejects };
}

/** Products of one status that share their flag and impact make one statement. */
function statementsOf(productIds: readonly string[], vulnerability: JsonObject, tree: Tree): Pick<VexStatement, "products" | "justification" | "detail">[] {
  const labels = wordsBy(vulnerability["flags"], "label", tree);
  const impacts = wordsBy(objectsIn(vulnerability["threats"]).filter(({ category }) => category === "impact"), "details", tree);
  const groups = Map.groupBy(productIds, (id) => JSON.stringify([labels.get(id) ?? null, impacts.get(id) ?? null]));
  return [...groups.values()].map((ids) => ({ products: ids.map((id) => tree.productOf(id)), justification: labels.get(ids[0] ?? ""), detail: impacts.get(ids[0] ?? "") }));
}

/** Words about products, each named by itself or by a group. */
function wordsBy(list: unknown, member: string, tree: Tree): Map<string, string> {
  return new Map(objectsIn(list).flatMap((one) => {
    const word = textIn(one[member]);
    const ids = [...textsIn(one["product_ids"]), ...textsIn(one["group_ids"]).flatMap((id) => tree.groups.get(id) ?? [])];
    return word === undefined ? [] : ids.map((id) => [id, word] as const);
  }));
}

interface Named { name: string; purl: string | undefined; cpe: string | undefined }
interface Tree { productOf(id: string): VexProduct; groups: ReadonlyMap<string, readonly string[]> }

function treeOf(tree: JsonObject): Tree {
  const products = new Map<string, Named>();
  const relations = new Map<string, { part: string; whole: string }>();
  for (const product of objectsIn(tree["full_product_names"])) keep(products, product);
  takeBranches(tree["branches"], products, 0);
  for (const relation of objectsIn(tree["relationships"])) {
    const [id, part, whole] = [keep(products, relation["full_product_name"]), textIn(relation["product_reference"]), textIn(relation["relates_to_product_reference"])];
    if (id !== undefined && part !== undefined && whole !== undefined) relations.set(id, { part, whole });
  }
  const groups = new Map(objectsIn(tree["product_groups"]).map((group) => [textIn(group["group_id"]) ?? "", textsIn(group["product_ids"])]));
  return { groups, productOf: (id) => productOf(id, products, relations, 0) };
}

function keep(products: Map<string, Named>, value: unknown): string | undefined {
  if (!isObject(value)) return undefined;
  const id = textIn(value["product_id"]);
  const helper = isObject(value["product_identification_helper"]) ? value["product_identification_helper"] : {};
  // 2.1 gives a list of purls, of which the first names the product.
  const purl = textIn(helper["purl"]) ?? textsIn(helper["purls"])[0];
  if (id !== undefined) products.set(id, { name: textIn(value["name"]) ?? id, purl, cpe: textIn(helper["cpe"]) });
  return id;
}

function takeBranches(value: unknown, products: Map<string, Named>, depth: number): void {
  if (depth > deepest) return;
  for (const branch of objectsIn(value)) {
    keep(products, branch["product"]);
    takeBranches(branch["branches"], products, depth + 1);
  }
}

/** "This part of that whole": the part is the package, the whole is where the statement holds. */
function productOf(id: string, products: ReadonlyMap<string, Named>, relations: ReadonlyMap<string, { part: string; whole: string }>, depth: number): VexProduct {
  const own = products.get(id);
  const relation = relations.get(id);
  if (!relation || depth > deepest) return { purl: own?.purl, name: own?.name ?? id, within: [] };
  const part = productOf(relation.part, products, relations, depth + 1);
  const whole = products.get(relation.whole);
  return { purl: own?.purl ?? part.purl, name: own?.name ?? id, within: [...part.within, placeOf(whole, relation.whole)] };
}

/** Red Hat's advisories in OSV carry the same CPE without its prefix as their release. */
function placeOf(whole: Named | undefined, id: string): VexProduct["within"][number] {
  if (whole?.purl !== undefined) return { purl: whole.purl };
  const [, product] = /^cpe:\/[oa]:redhat:(.+)$/.exec(whole?.cpe ?? "") ?? [];
  return product === undefined ? { name: whole?.name ?? id } : { ecosystem: `Red Hat:${product}` };
}
