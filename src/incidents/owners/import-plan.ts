// What an import of owners would change, what it leaves as somebody set it by hand, and what it cannot place.
import type { OwnedService } from "../oncall/oncall-store.ts";
import type { OncallDocument } from "../oncall/oncall.ts";
import { findOwner } from "../oncall/oncall.ts";
import type { Claim, Left } from "./owner-reader.ts";

/** at: "path:line" of the claim. conflict: kept as it is. forced: a conflict that was overruled. */
export interface OwnerChange { serviceId: string; service: string; before: string | undefined; after: string; at: string; state: "set" | "same" | "conflict" | "forced"; why: string | undefined }
export interface ImportPlan { changes: readonly OwnerChange[]; unknown: readonly { service: string; owner: string; at: string }[]; unclaimed: readonly string[]; left: readonly Left[] }

export interface Importing {
  claims: readonly Claim[];
  services: readonly OwnedService[];
  document: Pick<OncallDocument, "teams" | "people">;
  /** Services whose owner somebody set by hand after the last import, though to what the import said. */
  setByHand: ReadonlySet<string>;
  force: boolean;
}

/** A service that two files claim belongs to the first; the second is left and said so when it names another owner. */
export function planImport({ claims, services, document, setByHand, force }: Importing): ImportPlan {
  const byName = new Map(services.map((service) => [service.name, service]));
  const taken = new Map<string, OwnerChange>();
  const [unknown, left]: [ImportPlan["unknown"][number][], Left[]] = [[], []];
  for (const { service: name, owners, at } of claims) {
    const [service, after] = [byName.get(name), ownerAmong(owners, document)];
    const earlier = taken.get(name);
    if (!service) unknown.push({ service: name, owner: after, at });
    else if (!earlier) taken.set(name, changeOf(service, after, at, { setByHand, force }));
    else if (earlier.after !== after) left.push({ at, why: `${name} is given to ${earlier.after} at ${earlier.at} already` });
  }
  return { changes: [...taken.values()], unknown, unclaimed: services.filter(({ name }) => !taken.has(name)).map(({ name }) => name), left };
}

/** The first whom the on-call document knows, by the name it has there; else the first of all, without GitHub's @ of a plain name kept apart. */
function ownerAmong(owners: readonly string[], document: Pick<OncallDocument, "teams" | "people">): string {
  for (const owner of owners) {
    const known = findOwner(document, owner) ?? findOwner(document, owner.replace(/^@/, ""));
    if (known) return known.kind === "team" ? known.team.name : known.person.name;
  }
  return owners[0] ?? "";
}

function changeOf({ serviceId, name, owner, source }: OwnedService, after: string, at: string, { setByHand, force }: Pick<Importing, "setByHand" | "force">): OwnerChange {
  const change = { serviceId, service: name, before: owner, after, at };
  if (owner === after) return { ...change, state: "same", why: undefined };
  const why = conflictOf(owner, source, setByHand.has(serviceId));
  if (why === undefined) return { ...change, state: "set", why: undefined };
  return { ...change, state: force ? "forced" : "conflict", why };
}

/** Only what an import set, and nobody touched since, is an import's to change. */
function conflictOf(owner: string | undefined, source: OwnedService["source"], isSetByHand: boolean): string | undefined {
  if (owner === undefined) return source === undefined ? undefined : `the owner ${source.owner} of ${source.source} was taken away since`;
  if (source === undefined) return `${owner} was set by hand or by a deployment`;
  if (source.owner !== owner) return `${owner} was set since; the last import (${source.source}) said ${source.owner}`;
  return isSetByHand ? `${owner} was confirmed by hand after the import` : undefined;
}

/** Where the present owner came from: "import:FILE:LINE", "hand", or undefined without an owner. */
export function sourceOf({ owner, source }: Pick<OwnedService, "owner" | "source">, isSetByHand = false): string | undefined {
  if (owner === undefined) return undefined;
  return source !== undefined && source.owner === owner && !isSetByHand ? source.source : "hand";
}
