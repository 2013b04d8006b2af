// Several files of rules as one: an id stands for one rule, and what correlations and filters name has to be there.
import type { Place, RuleReject, SigmaFile } from "./rule.ts";

interface Named { id: string; title: string; name?: string | undefined; place: Place }

/** The first of several rules with one id or name stays; the others are named among the rejects. */
export function joinFiles(files: readonly SigmaFile[]): SigmaFile {
  const rejects: RuleReject[] = files.flatMap((file) => file.rejects);
  const taken = new Map<string, Named>();
  const isNew = (one: Named): boolean => {
    const keys = [`id ${one.id}`, ...(one.name === undefined ? [] : [`name ${one.name}`])];
    const clash = keys.find((key) => taken.has(key));
    if (clash === undefined) { for (const key of keys) taken.set(key, one); return true; }
    const other = taken.get(clash);
    rejects.push({ ...one.place, title: one.title, rule: `has the ${clash}, which "${other?.title ?? ""}" has already (${other?.place.file ?? ""}:${other?.place.line ?? 0}); give it another` });
    return false;
  };
  return { rules: files.flatMap(({ rules }) => rules.filter(isNew)), correlations: files.flatMap(({ correlations }) => correlations.filter(isNew)), filters: files.flatMap(({ filters }) => filters.filter(isNew)), rejects };
}

/** Leaves out filters that name only rules which are not there; to be asked once everything is joined. */
export function checkFilters(file: SigmaFile): SigmaFile {
  const known = new Set(file.rules.flatMap(({ id, name }) => (name === undefined ? [id] : [id, name])));
  const rejects: RuleReject[] = [];
  const filters = file.filters.filter(({ rules, place, title }) => {
    if (rules === undefined || rules.some((rule) => known.has(rule))) return true;
    rejects.push({ ...place, title, rule: `filter.rules names ${rules.join(", ")}, and there is no such rule; load it beside this filter or correct the reference` });
    return false;
  });
  return { ...file, filters, rejects: [...file.rejects, ...rejects] };
}
