// Which statement or ignore rule covers a vulnerability on a component, and which one holds when several speak.
import type { Instant } from "../kernel/clock.ts";
import { scopeMatches } from "../versions/ecosystem.ts";
import { canonicalPurl, parsePurl } from "../versions/purl.ts";
import type { Judged } from "./scan-judge.ts";
import type { Suppression } from "./scan-result.ts";
import { purlCovers } from "../findings/vex-purl.ts";
import type { VexProduct, VexStatement } from "./vex-document.ts";

/** Somebody's decision to leave a vulnerability out of sight until a day. packageKey: "npm:lodash"; purl: as in a VEX statement. */
export interface IgnoreRule { vulnerability: string; packageKey: string | undefined; purl: string | undefined; reason: string; by: string; until: Instant; document: string }

/** ids: every name of the vulnerability. remarks: what holds without ending the finding. */
export type Cover = (judged: Judged, ids: readonly string[]) => { suppression: Suppression | undefined; remarks: readonly Suppression[] };

const nothing = { suppression: undefined, remarks: [] };

export function coverOf({ at, statements = [], ignores = [], subjects = [] }: { at: Instant; statements?: readonly VexStatement[]; ignores?: readonly IgnoreRule[]; subjects?: readonly string[] }): Cover {
  if (statements.length === 0 && ignores.length === 0) return () => nothing;
  const said = byId(statements, ({ ids }) => ids);
  const ignored = byId(ignores.filter(({ until }) => at < until), ({ vulnerability }) => [vulnerability]);
  return (judged, ids) => {
    const names = [...new Set(ids.map((id) => id.toUpperCase()))];
    const rule = names.flatMap((id) => ignored.get(id) ?? []).find((one) => isUnder(one, judged));
    const holding = [...new Set(names.flatMap((id) => said.get(id) ?? []))].flatMap((statement) => { const reach = reachOf(statement, judged, subjects); return reach === undefined ? [] : [{ statement, reach }]; }).toSorted(byWeight)[0]?.statement;
    const vex = holding && suppressionFrom(holding);
    if (vex && (vex.status === "not_affected" || vex.status === "fixed")) return { suppression: vex, remarks: [] };
    return { suppression: rule && suppressionFromRule(rule), remarks: vex ? [vex] : [] };
  };
}

function byId<T>(all: readonly T[], idsOf: (one: T) => readonly string[]): Map<string, T[]> {
  const found = new Map<string, T[]>();
  for (const one of all) for (const id of idsOf(one)) { const key = id.toUpperCase(); found.set(key, [...(found.get(key) ?? []), one]); }
  return found;
}

function isUnder({ packageKey, purl }: IgnoreRule, { component, named }: Judged): boolean {
  return (packageKey === undefined || named.names.some((name) => name.packageKey === packageKey)) && (purl === undefined || purlCovers(purl, component.purl));
}

interface Holding { statement: VexStatement; reach: number }

// The later statement holds; of one time, the one that names the version; of those, the one that warns.
const warning = ["affected", "under_investigation", "not_affected", "fixed"];
const byWeight = (a: Holding, b: Holding): number =>
  (b.statement.at ?? -Infinity) - (a.statement.at ?? -Infinity) || b.reach - a.reach || warning.indexOf(a.statement.status) - warning.indexOf(b.statement.status);

/** How closely the statement names the component: 2 with its version, 1 without, undefined not at all. */
function reachOf({ products }: VexStatement, judged: Judged, subjects: readonly string[]): number | undefined {
  const reaches = products.filter((product) => isCovered(product, judged, subjects)).map(({ purl, speaksOf }) => (speaksOf !== undefined || (purl !== undefined && parsePurl(purl)?.version !== undefined) ? 2 : 1));
  return reaches.length > 0 ? Math.max(...reaches) : undefined;
}

function isCovered({ purl, within, speaksOf }: VexProduct, judged: Judged, subjects: readonly string[]): boolean {
  if (purl === undefined) return false;
  if (speaksOf !== undefined && (judged.component.version === undefined || !speaksOf(judged.component.version))) return false;
  // A statement about the whole thing covers what is in it.
  if (within.length === 0 && subjects.some((subject) => purlCovers(purl, subject))) return true;
  return spellingsOf(judged).some((spelling) => purlCovers(purl, spelling)) && within.every((place) => {
    if ("purl" in place) return subjects.some((subject) => purlCovers(place.purl, subject));
    return "ecosystem" in place && judged.named.names.some(({ ecosystem }) => scopeMatches(place.ecosystem, ecosystem));
  });
}

/** Its own purl, and for a distribution's package that of the source it was built from, as statements write it ("?arch=src"). */
function spellingsOf({ component, named }: Judged): string[] {
  const purl = parsePurl(component.purl);
  if (!purl || !["deb", "rpm", "apk"].includes(purl.type)) return [component.purl];
  const sources = named.names.map(({ packageKey, packageVersion }) => {
    const { epoch: _epoch, upstream: _upstream, ...kept } = purl.qualifiers;
    const arch = purl.type === "rpm" ? "src" : "source";
    return canonicalPurl({ ...purl, name: packageKey.slice(packageKey.indexOf(":") + 1), version: packageVersion?.replace(/^\d+:(?=.)/, (found) => (purl.type === "rpm" ? "" : found)), qualifiers: { ...kept, arch } });
  });
  return [component.purl, ...sources];
}

function suppressionFrom({ status, justification, detail, statedBy, document }: VexStatement): Suppression {
  return { by: "vex", status, justification, reason: detail ?? justification ?? status.replaceAll("_", " "), statedBy, document, until: undefined };
}

const suppressionFromRule = ({ reason, by, document, until }: IgnoreRule): Suppression =>
  ({ by: "ignore", status: "ignored", justification: undefined, reason, statedBy: by, document, until });
