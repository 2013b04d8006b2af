// One component against the index: its names, the parts that speak of it, every verdict.
import type { AdvisoryIndex, IndexedPart } from "../advisories/advisory-index/advisory-index.ts";
import type { Component } from "../inventory/component.ts";
import { namesOfText } from "../inventory/component-names.ts";
import type { ComponentName, NamedComponent } from "../inventory/component-names.ts";
import { schemeFor } from "../versions/scheme-of.ts";
import { concerns, preparePart, verdictsOn } from "./match.ts";
import type { PreparedPart, Verdict } from "./match.ts";

/** named.ownedBy only when the owner's distribution can be judged in its place. verdicts: as if nobody owned it. */
export interface Judged {
  component: Component;
  named: NamedComponent;
  parts: readonly PreparedPart<IndexedPart>[];
  /** The parts of one advisory among them; a kernel has thousands, so they are sorted out once, and only for what has findings. */
  partsOf(advisoryId: string): readonly PreparedPart<IndexedPart>[];
  /** None where all are "not affected". */
  verdicts: readonly Verdict[];
}

/** The index answers the same question with the same array, so what was prepared once is not prepared again. */
export function createJudge(index: AdvisoryIndex): (component: Component) => Judged {
  const prepared = new WeakMap<readonly IndexedPart[], Parts>();
  const preparedOf = (parts: readonly IndexedPart[]): Parts => {
    if (parts.length === 0) return none;
    let known = prepared.get(parts);
    if (!known) prepared.set(parts, known = parts.map(preparePart));
    return known;
  };
  const partsOn = ([first, ...others]: readonly ComponentName[]): Parts => {
    const parts = first ? preparedOf(index.partsOf(first.packageKey, first.ecosystem)) : none;
    return others.length === 0 ? parts : [...parts, ...others.flatMap(({ packageKey, ecosystem }) => preparedOf(index.partsOf(packageKey, ecosystem)))];
  };
  return (component) => {
    const { names } = namesOfText(component.purl);
    const parts = partsOn(names);
    return { component, named: { names, ownedBy: ownerOf(component) }, parts, partsOf: parts.length === 0 ? nothingOf : sortedOut(parts), verdicts: verdictsThatCount({ names, ownedBy: undefined }, parts) };
  };
}

type Parts = readonly PreparedPart<IndexedPart>[];
const none: Parts = [];
const nothingOf: Judged["partsOf"] = () => none;

/** Of most components every advisory says "not affected", and nobody asks why: only where one says more are all worked out. */
const verdictsThatCount = (component: NamedComponent, parts: Parts): readonly Verdict[] =>
  parts.length > 0 && concerns(component, parts) ? verdictsOn(component, parts) : [];

function sortedOut(parts: readonly PreparedPart<IndexedPart>[]): Judged["partsOf"] {
  let byAdvisory: ReadonlyMap<string, readonly PreparedPart<IndexedPart>[]> | undefined;
  return (advisoryId) => {
    byAdvisory ??= Map.groupBy(parts, ({ part }) => part.advisoryId);
    return byAdvisory.get(advisoryId) ?? [];
  };
}

/** A distribution without advisories, or without an order of versions, cannot speak for what it owns. */
function ownerOf({ ownedBy }: Component): string | undefined {
  if (ownedBy === undefined) return undefined;
  const [owner] = namesOfText(ownedBy).names;
  return owner && schemeFor(owner.ecosystem) ? ownedBy : undefined;
}
