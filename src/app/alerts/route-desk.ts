// Routes as the doors see them: the text people saved, what it was read as, an import from Alertmanager, and "who would get this?".
import { dump } from "js-yaml";
import type { Instant } from "../../kernel/clock.ts";
import { Fault, isFault } from "../../kernel/fault.ts";
import { sha256 } from "../../kernel/id.ts";
import { importAlertmanager } from "../../notify/alertmanager-yaml.ts";
import { channels } from "../../notify/channels/index.ts";
import { compileRouting } from "../../notify/compiled-routing.ts";
import type { RouteStep } from "../../notify/compiled-routing.ts";
import type { LabelSet } from "../../notify/label.ts";
import { readRouting } from "../../notify/routing-reader.ts";
import { showRouting } from "../../notify/routing.ts";
import type { RouteOptions, Routing } from "../../notify/routing.ts";
import type { Ports } from "../../store/store.ts";
import type { LoopContext } from "../loop/context.ts";
import { replaceRouting } from "./replace-routing.ts";
import { compareRoutings } from "./route-history.ts";
import type { RouteHistory } from "./route-history.ts";
import { readSaved, routingInForce } from "./routes.ts";
import type { KeptRouting } from "./routes.ts";

/** text: as it was saved, comments and all; written by us when a program sent an object or nobody saved any. */
export interface RoutingShown { text: string; routing: Record<string, unknown>; version: number; saved: boolean; nodes: readonly (RouteOptions & { depth: number })[] }
export interface ImportShown {
  text: string; routing: Record<string, unknown>;
  receivers: readonly { id: string; channel: string; settings: Readonly<Record<string, string>>; exists: boolean; problem: string | undefined }[];
  left: readonly { at: string; why: string }[]; applied: boolean;
}
export interface Simulated { steps: readonly RouteStep[]; receivers: readonly string[]; groups: readonly { leafId: string; receivers: readonly string[]; muted: string | undefined }[] }

export interface RouteDesk {
  get(org: string): Promise<RoutingShown>;
  /** Refuses what is broken with every place; the old routes stay in force. */
  put(org: string, routing: KeptRouting, actor: string): Promise<RoutingShown>;
  /** apply: makes the receivers that are not there and replaces the routes, all or nothing. */
  importAlertmanager(org: string, text: string, options: { apply: boolean }, actor: string): Promise<ImportShown>;
  /** Node by node; by the routes in force, or by others. */
  simulate(org: string, labels: LabelSet, other: KeptRouting | undefined): Promise<Simulated>;
  /** Who got past alerts and notices by the routes in force, and who would have by others. */
  compare(org: string, since: Instant, other: KeptRouting): Promise<RouteHistory>;
}

export function createRouteDesk(context: LoopContext): RouteDesk {
  const { store } = context;
  const readOther = async (org: string, other: KeptRouting): Promise<Routing> => readSaved(other, await receiverIds(store.read, org));
  return {
    get: (org) => shown(context, org),
    put: async (org, routing, actor) => {
      await store.write(async (ports) => replaceRouting(context, ports, org, { kept: routing, routing: readSaved(routing, await receiverIds(ports, org)) }, actor));
      context.committed();
      return shown(context, org);
    },
    importAlertmanager: (org, text, { apply }, actor) => bringIn(context, org, text, apply, actor),
    simulate: async (org, labels, other) => {
      const compiled = other ? compileRouting(await readOther(org, other)) : (await routingInForce(context, store.read, org)).compiled;
      const { steps, leaves } = compiled.explainRouting(labels);
      const groups = leaves.map((leaf) => ({ leafId: leaf.id, receivers: leaf.receivers, muted: compiled.mutedAt(leaf, context.clock.now())?.times.join(", ") }));
      return { steps, receivers: [...new Set(leaves.flatMap(({ receivers }) => receivers))], groups };
    },
    compare: async (org, since, other) => compareRoutings(store.read, org, since, (await routingInForce(context, store.read, org)).compiled, compileRouting(await readOther(org, other))),
  };
}

const receiverIds = async (ports: Pick<Ports, "settings">, org: string): Promise<string[]> => (await ports.settings.receivers(org)).map(({ id }) => id);

async function shown(context: LoopContext, org: string): Promise<RoutingShown> {
  const { compiled, kept, isSaved, version } = await routingInForce(context, context.store.read, org);
  const routing = showRouting(compiled.routing);
  return { text: kept && "text" in kept ? kept.text : dump(routing), routing, version, saved: isSaved, nodes: nodeList(compiled.routing.root) };
}

function nodeList(root: Routing["root"]): (RouteOptions & { depth: number })[] {
  const list: (RouteOptions & { depth: number })[] = [];
  const visit = (node: Routing["root"], depth: number): void => { list.push({ ...node, depth }); for (const child of node.routes) visit(child, depth + 1); };
  visit(root, 0);
  return list;
}

async function bringIn(context: LoopContext, org: string, text: string, apply: boolean, actor: string): Promise<ImportShown> {
  const { store, clock } = context;
  const { routing, receivers, left } = importAlertmanager(text);
  const known = new Set(await receiverIds(store.read, org));
  const parts = receivers.map(({ id, channel, settings, common }) => ({ id, channel, common, exists: known.has(id), ...settingsShown(channel, settings), raw: settings }));
  const all = [...known, ...receivers.map(({ id }) => id)];
  const saved = dump(routing);
  const answer = { text: saved, routing: showRouting(readRouting(routing, all)), receivers: parts.map(({ raw: _secret, common: _common, ...one }) => one), left };
  if (!apply) return { ...answer, applied: false };
  const broken = parts.filter(({ problem, exists }) => problem !== undefined && !exists);
  if (broken.length > 0) throw new Fault("routing.invalid", { detail: "Some receivers cannot be made.", places: broken.map(({ id, problem = "" }) => ({ at: `/receivers/${id}`, rule: problem })) });
  await store.write(async (ports) => {
    for (const { id, channel, raw, common, exists } of parts) {
      if (exists) continue;
      await ports.settings.putReceiver(org, { id, channel, settings: JSON.stringify(raw), common: JSON.stringify(common), createdAt: clock.now() });
      await ports.ledger.append(org, [{ kind: "receiver.kept", subject: id, actor, body: { channel, importedFrom: sha256(text) } }]);
    }
    await replaceRouting(context, ports, org, { kept: { text: saved }, routing: readSaved({ text: saved }, all) }, actor);
  });
  context.committed();
  return { ...answer, applied: true };
}

/** The channel itself says whether the settings will do, and how they may be shown. */
function settingsShown(channel: string, settings: Readonly<Record<string, unknown>>): { settings: Readonly<Record<string, string>>; problem: string | undefined } {
  const known = channels.find(channel);
  if (!known) return { settings: {}, problem: `there is no channel ${channel}` };
  try { return { settings: known.showSettings(known.readSettings(settings)), problem: undefined }; } catch (cause) {
    if (!isFault(cause)) throw cause;
    return { settings: {}, problem: cause.places.map(({ at, rule }) => `${at} ${rule}`).join("; ") || cause.message };
  }
}
