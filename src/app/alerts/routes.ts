// The routing in force: read from what people saved, compiled once for each version of it.
import { compileRouting } from "../../notify/compiled-routing.ts";
import type { CompiledRouting } from "../../notify/compiled-routing.ts";
import { routingFromList } from "../../notify/routing-list.ts";
import type { Routes } from "../../notify/routing-list.ts";
import { readRouting, readRoutingText } from "../../notify/routing-reader.ts";
import { defaultTimers } from "../../notify/routing.ts";
import type { RouteNode, Routing } from "../../notify/routing.ts";
import { createSilencer } from "../../notify/silence.ts";
import type { Silencer } from "../../notify/silence.ts";
import { inhibitPlaces } from "../../notify/suppression-sources.ts";
import type { InhibitPlaces } from "../../notify/suppression-sources.ts";
import type { Ports, Store } from "../../store/store.ts";
import type { LoopContext } from "../loop/context.ts";

/** What is kept under the setting "routing": the text as people wrote it, or the object a program sent. */
export type KeptRouting = { text: string } | { routing: unknown };

export interface RoutingInForce {
  compiled: CompiledRouting;
  nodes: ReadonlyMap<string, RouteNode>;
  inhibits: InhibitPlaces;
  /** Undefined for the old list of routes, and when nobody has saved any. */
  kept: KeptRouting | undefined;
  /** False: every receiver gets everything. */
  isSaved: boolean;
  version: number;
}

type Reading = Pick<Ports, "settings" | "silences">;
interface Cached<T> { stamp: string; value: T }

// By store: a test or a demo may have several in one process.
const routings = new WeakMap<Store, Map<string, Cached<RoutingInForce>>>();
const silencers = new WeakMap<Store, Map<string, Cached<Silencer>>>();

/** Only versions are read unless something has changed. */
export async function routingInForce({ store }: Pick<LoopContext, "store">, ports: Reading, org: string): Promise<RoutingInForce> {
  const version = await ports.settings.versionOf(org, "routing");
  const old = version > 0 ? 0 : await ports.settings.versionOf(org, "routes");
  const receiverIds = version > 0 ? [] : (await ports.settings.receivers(org)).map(({ id }) => id);
  return cached(routings, store, org, JSON.stringify([version, old, receiverIds]), async () => {
    const { routing, kept, isSaved } = await readKept(ports, org);
    return { compiled: compileRouting(routing), nodes: nodesOf(routing.root), inhibits: inhibitPlaces(routing.inhibitions), kept, isSaved, version };
  });
}

/** Everything that may keep a label set quiet by a silence; which ones hold now is asked with the instant. */
export async function silencerInForce({ store, clock }: Pick<LoopContext, "store" | "clock">, ports: Reading, org: string): Promise<Silencer> {
  const version = await ports.settings.versionOf(org, "silences");
  return cached(silencers, store, org, String(version), async () => createSilencer(version === 0 ? [] : await ports.silences.silencesEndingAfter(org, clock.now())));
}

async function cached<T>(cache: WeakMap<Store, Map<string, Cached<T>>>, store: Store, org: string, stamp: string, make: () => Promise<T>): Promise<T> {
  const byOrg = cache.get(store) ?? new Map<string, Cached<T>>();
  cache.set(store, byOrg);
  const kept = byOrg.get(org);
  if (kept?.stamp === stamp) return kept.value;
  const value = await make();
  byOrg.set(org, { stamp, value });
  return value;
}

async function readKept(ports: Reading, org: string): Promise<{ routing: Routing } & Pick<RoutingInForce, "kept" | "isSaved">> {
  const receiverIds = (await ports.settings.receivers(org)).map(({ id }) => id);
  const kept = await ports.settings.find(org, "routing");
  if (kept) {
    const saved = JSON.parse(kept.value) as KeptRouting;
    return { routing: readSaved(saved, receiverIds), kept: saved, isSaved: true };
  }
  const list = await ports.settings.find(org, "routes");
  const old = list && (JSON.parse(list.value) as Routes["list"]);
  if (old === undefined || old.length === 0) return { routing: everybody(receiverIds), kept: undefined, isSaved: false };
  return { routing: routingFromList({ list: old, defaultReceivers: [] }), kept: undefined, isSaved: true };
}

/** Throws routing.invalid with every place that is wrong. */
export const readSaved = (saved: KeptRouting, receiverIds: readonly string[]): Routing =>
  "text" in saved ? readRoutingText(saved.text, receiverIds) : readRouting(saved.routing, receiverIds);

/** Without routes every receiver gets everything: a first receiver works at once. */
export const everybody = (receivers: readonly string[]): Routing => ({
  root: { id: "root", receivers, matchers: [], continue: false, groupBy: ["alertname"], ...defaultTimers, muteTimes: [], activeTimes: [], routes: [] }, inhibitions: [], times: [],
});

export function nodesOf(root: RouteNode): Map<string, RouteNode> {
  const nodes = new Map<string, RouteNode>();
  const visit = (node: RouteNode): void => { nodes.set(node.id, node); node.routes.forEach(visit); };
  visit(root);
  return nodes;
}

/** The saved routes that name a receiver, by id; without saved ones every receiver is named and none of them stands in the way. */
export const routesNaming = ({ nodes, isSaved }: RoutingInForce, receiverId: string): string[] =>
  isSaved ? [...nodes.values()].filter(({ receivers }) => receivers.includes(receiverId)).map(({ id }) => id) : [];
