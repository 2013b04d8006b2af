// Loose signals in the store, and with which services an entity was seen.
import type { HeldSignal, IncidentStore, SignalRef } from "../incidents/incident-store.ts";
import { entityKey } from "../incidents/signal.ts";
import type { Entity } from "../incidents/signal.ts";
import type { Instant } from "../kernel/clock.ts";
import { chunksOf, inChunks, insertMany } from "./bulk.ts";
import type { Tx } from "./bulk.ts";
import { heldFrom, refKey } from "./incident-rows.ts";

type Held = Pick<IncidentStore, "hold" | "heldSharing" | "heldByRef" | "letGo" | "expireHeld" | "noteServices" | "servicesSeenWith" | "forgetServicesBefore">;

export function heldStore(tx: Tx): Held {
  return {
    hold: (org, held) => hold(tx, org, held),
    heldSharing: (org, entities, now) => heldSharing(tx, org, entities, now),
    heldByRef: async (org, refs) => (await ofRefs(refs, (kind, chunk) => tx.db.selectFrom("held_signal").selectAll().where("org_id", "=", org).where("kind", "=", kind).where("ref", "in", chunk).execute())).map(heldFrom),
    letGo: (org, refs) => letGo(tx, org, refs),
    async expireHeld(org, now, limit) {
      const held = (await tx.db.selectFrom("held_signal").selectAll().where("org_id", "=", org).where("until", "<=", now).orderBy("until").limit(limit).execute()).map(heldFrom);
      await letGo(tx, org, held.map(({ signal }) => signal));
      return held;
    },
    noteServices: (org, seen) => noteServices(tx, org, seen),
    servicesSeenWith: (org, entities, since, limit) => servicesSeenWith(tx, org, entities, since, limit),
    forgetServicesBefore: async (org, at) => { await tx.db.deleteFrom("entity_service").where("org_id", "=", org).where("last_at", "<", at).execute(); },
  };
}

/** Runs a query for the refs of each kind, in parts. */
export async function ofRefs<R>(refs: readonly SignalRef[], query: (kind: string, chunk: readonly string[]) => Promise<readonly R[]>): Promise<R[]> {
  const rows: R[] = [];
  for (const [kind, own] of Map.groupBy(refs, (ref) => ref.kind)) rows.push(...await inChunks(own.map(({ ref }) => ref), (chunk) => query(kind, chunk)));
  return rows;
}

async function hold(tx: Tx, org: string, held: readonly HeldSignal[]): Promise<void> {
  const rows = [...new Map(held.map((one) => [refKey(one.signal), one])).values()];
  await letGo(tx, org, rows.map(({ signal }) => signal));
  await insertMany(tx, "held_signal", ["org_id", "kind", "ref", "signal", "held_at", "until", "why"], rows.map(({ signal, heldAt, until, why }) => [org, signal.kind, signal.ref, JSON.stringify(signal), heldAt, until, why]));
  await insertMany(tx, "held_entity", ["org_id", "entity_kind", "value", "kind", "ref", "at"],
    rows.flatMap(({ signal }) => signal.entities.map((entity) => [org, entity.kind, entity.value, signal.kind, signal.ref, signal.at])), { key: ["org_id", "entity_kind", "value", "kind", "ref"] });
}

async function letGo(tx: Tx, org: string, refs: readonly SignalRef[]): Promise<void> {
  for (const [kind, own] of Map.groupBy(refs, (ref) => ref.kind)) {
    for (const chunk of chunksOf(own.map(({ ref }) => ref))) {
      await tx.db.deleteFrom("held_signal").where("org_id", "=", org).where("kind", "=", kind).where("ref", "in", chunk).execute();
      await tx.db.deleteFrom("held_entity").where("org_id", "=", org).where("kind", "=", kind).where("ref", "in", chunk).execute();
    }
  }
}

async function heldSharing(tx: Tx, org: string, entities: readonly Entity[], now: Instant): Promise<HeldSignal[]> {
  const refs: SignalRef[] = [];
  for (const [kind, own] of Map.groupBy(entities, (entity) => entity.kind)) {
    refs.push(...await inChunks(own.map(({ value }) => value), (chunk) => tx.db.selectFrom("held_entity").select(["kind", "ref"]).distinct().where("org_id", "=", org).where("entity_kind", "=", kind).where("value", "in", chunk).execute()) as SignalRef[]);
  }
  const held = await ofRefs([...new Map(refs.map((ref) => [refKey(ref), ref])).values()], (kind, chunk) => tx.db.selectFrom("held_signal").selectAll().where("org_id", "=", org).where("kind", "=", kind).where("ref", "in", chunk).where("until", ">", now).execute());
  return held.map(heldFrom);
}

async function noteServices(tx: Tx, org: string, seen: readonly { entity: Entity; service: string; at: Instant }[]): Promise<void> {
  const latest = new Map<string, (typeof seen)[number]>();
  for (const one of seen) {
    const key = `${entityKey(one.entity)} ${one.service}`;
    if ((latest.get(key)?.at ?? -Infinity) < one.at) latest.set(key, one);
  }
  await insertMany(tx, "entity_service", ["org_id", "kind", "value", "service", "last_at"], [...latest.values()].map(({ entity, service, at }) => [org, entity.kind, entity.value, service, at]), { key: ["org_id", "kind", "value", "service"], update: ["last_at"] });
}

async function servicesSeenWith(tx: Tx, org: string, entities: readonly Entity[], since: Instant, limit: number): Promise<Map<string, number>> {
  const counts = new Map<string, number>();
  for (const [kind, own] of Map.groupBy(entities, (entity) => entity.kind)) {
    const rows = await inChunks(own.map(({ value }) => value), (chunk) => tx.db.selectFrom("entity_service").select(["value", (at) => at.fn.countAll<number>().as("services")]).where("org_id", "=", org).where("kind", "=", kind).where("value", "in", chunk).where("last_at", ">=", since).groupBy("value").execute());
    for (const { value, services } of rows) counts.set(entityKey({ kind, value }), Math.min(limit, Number(services)));
  }
  return counts;
}
