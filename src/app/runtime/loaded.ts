// Reports of loaded components: the release they are of is found as for an event, and what was seen is kept with it.
import { Fault } from "../../kernel/fault.ts";
import { minuteMs, toIso } from "../../kernel/clock.ts";
import type { Instant } from "../../kernel/clock.ts";
import type { Origin } from "../../runtime/event.ts";
import { digestKey } from "../../runtime/join-names.ts";
import { componentKey } from "../../runtime/loaded.ts";
import type { LoadedComponent, LoadedKnown, LoadedPlace } from "../../runtime/loaded.ts";
import { canonicalPurl, parsePurl } from "../../versions/purl.ts";
import type { Ports } from "../../store/store.ts";
import type { LoopContext } from "../loop/context.ts";
import { loadedKnown } from "./loaded-known.ts";
import { createPlacing } from "./placing.ts";
import type { Placing } from "./placing.ts";

export interface LoadedPush { service?: string | undefined; version?: string | undefined; digest?: string | undefined; endpoint?: string | undefined; host?: string | undefined; components: readonly LoadedComponent[]; complete: boolean; at?: Instant | undefined }
/** fresh: components that were not known to be loaded. because: how the release was found. */
export interface LoadedReceipt { releaseId: string; service: string; version: string; endpoint: string | undefined; because: string; components: number; fresh: number; rejects: readonly { at: string; rule: string }[] }

export interface LoadedDesk {
  /** Throws request.not-found when it cannot be told which release it is, request.invalid when it comes from the future. */
  record(org: string, push: LoadedPush, actor: string): Promise<LoadedReceipt>;
  ofRelease(org: string, releaseId: string): Promise<LoadedKnown>;
}

const clockSkewMs = 5 * minuteMs;

export function createLoadedDesk(context: LoopContext): LoadedDesk {
  const placings = new Map<string, Placing>();
  const placingOf = (org: string): Placing => { const known = placings.get(org) ?? createPlacing(context, org); placings.set(org, known); return known; };
  return {
    ofRelease: (org, releaseId) => loadedKnown(context.store.read, org, releaseId),
    async record(org, push, actor) {
      const at = instantOf(push, context.clock.now());
      const found = await findRelease(context, placingOf(org), org, push);
      const { components, rejects } = readComponents(push.components);
      const place: LoadedPlace = { releaseId: found.releaseId, endpointId: found.endpointId ?? "", host: push.host ?? "" };
      const fresh = await context.store.write((ports) => keep(ports, org, { place, found, components, complete: push.complete && rejects.length === 0, at, actor }));
      context.committed();
      const { releaseId, service, version, endpoint, because } = found;
      return { releaseId, service, version, endpoint, because, components: components.length, fresh, rejects };
    },
  };
}

function instantOf({ at }: LoadedPush, now: Instant): Instant {
  if (at !== undefined && at > now + clockSkewMs) throw new Fault("request.invalid", { detail: `${toIso(at)} is after ${toIso(now)}.`, places: [{ at: "/at", rule: "not in the future" }] });
  return Math.min(at ?? now, now);
}

interface FoundRelease { releaseId: string; service: string; version: string; endpointId: string | undefined; endpoint: string | undefined; because: string }

/** As an event would be joined; what does not run, or does not yet, is found by its digest or by name and version alone. */
async function findRelease({ store: { views } }: LoopContext, placing: Placing, org: string, push: LoadedPush): Promise<FoundRelease> {
  await placing.refresh();
  const { service, version, digest, host } = push;
  const origin: Origin = { ...(service !== undefined && { service }), ...(version !== undefined && { version }), ...(digest !== undefined && { imageDigest: digestKey(digest) }), ...(host !== undefined && { host }) };
  const placed = placing.place({ origin: push.endpoint === undefined ? origin : { ...origin, host: push.endpoint } });
  const stated = push.endpoint === undefined ? undefined : await views.inventory.findEndpoint(org, push.endpoint);
  const place = { endpointId: stated?.id ?? placed.endpointId, endpoint: stated?.name ?? placed.endpoint };
  if (placed.releaseId !== undefined && placed.service !== undefined && placed.version !== undefined) return { releaseId: placed.releaseId, service: placed.service, version: placed.version, because: placed.because, ...place };
  const known = digest === undefined ? undefined : await views.inventory.findRelease(org, digestKey(digest));
  const named = known ?? await namedRelease(views, org, service, version);
  if (named === undefined) throw new Fault("request.not-found", { detail: `It cannot be told which release this is of: ${placed.because}.`, places: [{ at: "/digest", rule: "the digest of a release, or its service and version" }] });
  return { releaseId: named.id, service: named.service, version: named.version, because: "it is recorded, and not as running", ...place };
}

async function namedRelease(views: LoopContext["store"]["views"], org: string, service: string | undefined, version: string | undefined): Promise<{ id: string; service: string; version: string } | undefined> {
  if (service === undefined || version === undefined) return undefined;
  const row = await views.inventory.findService(org, service);
  if (row === undefined) return undefined;
  const { items } = await views.inventory.releases(org, { serviceId: row.id, q: version }, { limit: 100, after: undefined });
  return items.find((one) => one.version === version);
}

/** One that is no package URL with a version costs itself, and the list is no longer complete. */
function readComponents(given: readonly LoadedComponent[]): { components: LoadedComponent[]; rejects: { at: string; rule: string }[] } {
  const components = new Map<string, LoadedComponent>();
  const rejects: { at: string; rule: string }[] = [];
  for (const [index, { purl, how, path }] of given.entries()) {
    const read = parsePurl(purl);
    if (read?.version === undefined) rejects.push({ at: `/components/${index}/purl`, rule: "a package URL with a version, such as pkg:maven/org.example/app@1.0" });
    else components.set(componentKey(purl), { purl: canonicalPurl(read), how, path });
  }
  return { components: [...components.values()], rejects };
}

interface Kept { place: LoadedPlace; found: FoundRelease; components: readonly LoadedComponent[]; complete: boolean; at: Instant; actor: string }

/** A host that reports the same every minute is no news: the fact is appended when something is loaded that was not, or no longer is. */
async function keep(ports: Ports, org: string, { place, found, components, complete, at, actor }: Kept): Promise<number> {
  const { reports, sightings } = await ports.loaded.ofRelease(org, place.releaseId);
  const here = (one: LoadedPlace): boolean => one.endpointId === place.endpointId && one.host === place.host;
  const known = new Set(sightings.filter(here).map(({ purl }) => componentKey(purl)));
  const fresh = components.filter(({ purl }) => !known.has(componentKey(purl))).length;
  const before = reports.find(here);
  await ports.loaded.put(org, { ...place, at, complete, components: components.length }, components.map(({ purl, how, path }) => ({ ...place, purl, how, path, firstAt: at, lastAt: at })));
  if (fresh > 0 || before?.components !== components.length || before.complete !== complete) {
    await ports.ledger.append(org, [{ kind: "components.loaded", subject: place.releaseId, actor, body: { service: found.service, version: found.version, endpoint: found.endpoint ?? null, host: place.host, components: components.length, fresh, complete, at: toIso(at) } }]);
  }
  return fresh;
}
