// Counts what readers find and puts together what is the same component: nothing is lost, nothing is listed twice.
import type { Component, ComponentReject } from "./component.ts";
import type { LocalPackage, LockfilePart } from "./lockfile.ts";
import type { SbomNote } from "./sbom-format.ts";

/** What was listed = components + duplicates + the sum of rejected + local. */
interface TallyCounts { components: number; duplicates: number; rejected: Partial<Record<ComponentReject["reason"], number>>; local: number }

export interface Tallied { components: Component[]; rejects: ComponentReject[]; locals: LocalPackage[]; notes: SbomNote[]; counts: TallyCounts }

export interface ComponentTally {
  take(part: LockfilePart): void;
  /** Duplicates that a reader has already counted itself. */
  addDuplicates(count: number): void;
  /** How many components were taken so far, those seen before included. */
  taken(): number;
  finish(): Tallied;
}

export function createTally(): ComponentTally {
  const components = new Map<string, Component>();
  const rejects: ComponentReject[] = [];
  const locals: LocalPackage[] = [];
  const notes: SbomNote[] = [];
  const rejected: TallyCounts["rejected"] = {};
  let duplicates = 0;
  let taken = 0;
  // A file that another one includes is read twice, once for itself.
  const told = new Set<string>();
  const isFirst = (...words: readonly (string | undefined)[]): boolean => { const before = told.size; return told.add(words.join("\0")).size > before; };
  return {
    take(part) {
      switch (part.kind) {
        case "component": {
          taken++;
          const known = components.get(part.component.purl);
          if (known) { duplicates++; merge(known, part.component); }
          else components.set(part.component.purl, part.component);
          break;
        }
        case "reject":
          if (!isFirst("reject", part.reject.at, part.reject.reason, part.reject.name, part.reject.detail)) { duplicates++; break; }
          rejects.push(part.reject);
          rejected[part.reject.reason] = (rejected[part.reject.reason] ?? 0) + 1;
          break;
        case "local":
          if (isFirst("local", part.local.at, part.local.name)) locals.push(part.local);
          else duplicates++;
          break;
        case "note": if (isFirst("note", part.note.at, part.note.text)) notes.push(part.note); break;
        default: part satisfies never;
      }
    },
    addDuplicates(count) { duplicates += count; },
    taken: () => taken,
    finish: () => ({ components: [...components.values()], rejects, locals, notes, counts: { components: components.size, duplicates, rejected, local: locals.length } }),
  };
}

// A file that many projects share stands in many places; more than these tell nobody anything.
const maxPlaces = 100;

/** The second sight of a component: its place is added, and what it is for becomes the widest that was told. */
function merge(known: Component, again: Component): void {
  const places = known.locations ?? [];
  for (const place of [again.location, ...(again.locations ?? [])]) {
    if (place !== undefined && place !== known.location && places.length < maxPlaces && !(known.locations ?? []).includes(place)) known.locations = [...(known.locations ?? []), place];
  }
  known.location ??= again.location;
  setOrDelete(known, "scope", widest(known.scope, again.scope));
  setOrDelete(known, "direct", known.direct === true || again.direct === true ? true : known.direct === again.direct ? known.direct : undefined);
}

function setOrDelete<K extends "scope" | "direct">(component: Component, key: K, value: Component[K] | undefined): void {
  if (value === undefined) delete component[key];
  else component[key] = value;
}

/** What runs goes before what is not told, and that before what is only said to be optional or of development. */
function widest(a: Component["scope"], b: Component["scope"]): Component["scope"] | undefined {
  const order = ["development", "optional", undefined, "runtime"];
  return order.indexOf(a) >= order.indexOf(b) ? a : b;
}
