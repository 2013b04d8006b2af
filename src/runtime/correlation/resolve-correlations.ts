// Correlations against the rules they name: references by id or name resolved, chains put in order, circles and strangers refused.
import type { RuleHead, RuleReject, SigmaCorrelation, SigmaRule } from "../sigma/rule.ts";

export type Referred = SigmaRule | SigmaCorrelation;

export interface ResolvedCorrelation {
  correlation: SigmaCorrelation;
  /** In the order of the correlation's list, each rule once. */
  refs: readonly Referred[];
  /** For each of refs: alias -> the field it stands for in that rule's events. */
  aliases: readonly Readonly<Record<string, string>>[];
  /** Of a condition over the names of rules; undefined without one. */
  terms: readonly Term[] | undefined;
}

/** A term by the places of its rules in refs; seen in the order of the correlation's list. */
export interface Term { seen: readonly number[]; unseen: readonly number[] }

export interface Resolved {
  /** A correlation stands after those it is built on. */
  correlations: readonly ResolvedCorrelation[];
  rejects: readonly RuleReject[];
}

/**
 * Resolves each reference: first as an id, then as a name (specification, "Related rules"; names are unique, a name of two rules is refused).
 * A correlation that names what is not loaded, that stands in a circle, or that is built on such a one is refused; the others stay.
 */
export function resolveCorrelations(correlations: readonly SigmaCorrelation[], rules: readonly SigmaRule[]): Resolved {
  const index = indexOf([...rules, ...correlations]);
  const rejects: RuleReject[] = [];
  const linked = new Map<string, ResolvedCorrelation>();
  for (const correlation of correlations) {
    const found = correlation.rules.map((reference) => index(reference));
    const wrong = found.find((one) => typeof one === "string");
    if (wrong !== undefined) rejects.push(rejectOf(correlation, wrong));
    else if (linked.has(correlation.id)) rejects.push(rejectOf(correlation, `another correlation has the id ${correlation.id}; give each its own`));
    else linked.set(correlation.id, linkedTo(correlation, found as Referred[]));
  }
  const ordered = inOrder(linked);
  return { correlations: ordered.correlations, rejects: [...rejects, ...ordered.rejects] };
}

const rejectOf = ({ place, title }: RuleHead, rule: string): RuleReject => ({ ...place, title, rule });

/** A rule by its id or name, or what is wrong with the reference. */
function indexOf(all: readonly Referred[]): (reference: string) => Referred | string {
  const ids = new Map(all.map((rule) => [rule.id.toLowerCase(), rule]));
  const names = Map.groupBy(all.filter(({ name }) => name !== undefined), ({ name }) => name);
  return (reference) => {
    const byId = ids.get(reference.toLowerCase());
    if (byId !== undefined) return byId;
    const [named, ...others] = names.get(reference) ?? [];
    if (named === undefined) return `correlation.rules: no rule that is loaded has the id or name "${reference}"; load it beside this correlation or correct the reference`;
    return others.length === 0 ? named : `correlation.rules: the name "${reference}" belongs to ${others.length + 1} rules (${[named, ...others].map(placeOf).join(", ")}); name it by its id`;
  };
}

const placeOf = ({ place }: RuleHead): string => `${place.file}:${place.line}`;

function linkedTo(correlation: SigmaCorrelation, found: readonly Referred[]): ResolvedCorrelation {
  const refs = [...new Set(found)];
  const named = (ref: Referred, written: string): boolean => written === ref.name || written.toLowerCase() === ref.id.toLowerCase();
  const aliases = refs.map((ref) => Object.fromEntries(Object.entries(correlation.aliases).flatMap(([alias, fields]) =>
    Object.entries(fields).flatMap(([written, field]) => (named(ref, written) ? [[alias, field] as const] : [])))));
  const places = (names: readonly string[]): number[] => [...new Set(names.map((name) => refs.indexOf(found[correlation.rules.indexOf(name)] as Referred)))].toSorted((one, other) => one - other);
  return { correlation, refs, aliases, terms: correlation.expression?.terms.map(({ seen, unseen }) => ({ seen: places(seen), unseen: places(unseen) })) };
}

/** circle: the ids that stand in it. */
type Refusal = { refused: string; circle: readonly string[] };

/** Depth first: what a correlation is built on comes before it. A circle is told once, at each correlation that stands in it or on it. */
function inOrder(linked: ReadonlyMap<string, ResolvedCorrelation>): Resolved {
  const done = new Map<string, ResolvedCorrelation | Refusal>();
  const rejects: RuleReject[] = [];
  const circleOf = (ids: readonly string[]): Refusal => ({ refused: `stands in a circle: ${[...ids, ids[0] ?? ""].map((id) => nameOf(linked.get(id))).join(" -> ")}`, circle: ids });
  const visit = (id: string, path: readonly string[]): ResolvedCorrelation | Refusal => {
    const known = done.get(id);
    if (known !== undefined) return known;
    const one = linked.get(id);
    if (one === undefined) return { refused: "is not used itself", circle: [] };
    if (path.includes(id)) return circleOf(path.slice(path.indexOf(id)));
    const refused = one.refs.filter(({ kind }) => kind === "correlation").map((ref) => [ref, visit(ref.id, [...path, id])] as const).find(([, answer]) => "refused" in answer);
    if (refused === undefined) { done.set(id, one); return one; }
    const [ref, why] = refused as readonly [Referred, Refusal];
    const refusal = { refused: why.circle.includes(id) ? why.refused : "is not used itself", circle: why.circle.includes(id) ? why.circle : [] };
    done.set(id, refusal);
    rejects.push(rejectOf(one.correlation, why.circle.includes(id) ? `correlation.rules: it ${why.refused}; a correlation cannot be built on itself` : `correlation.rules: the correlation "${ref.name ?? ref.id}" (${placeOf(ref)}) ${why.refused}`));
    return refusal;
  };
  for (const id of linked.keys()) visit(id, []);
  return { correlations: [...done.values()].filter((one) => "correlation" in one), rejects };
}

const nameOf = (one: ResolvedCorrelation | undefined): string => (one === undefined ? "?" : `${one.correlation.name ?? one.correlation.title} (${placeOf(one.correlation)})`);
