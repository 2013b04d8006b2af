// The incidents' store.
import type { IncidentStore, SharingRows, Sighting } from "../incidents/incident-store.ts";
import { entityKey } from "../incidents/signal.ts";
import type { Instant } from "../kernel/clock.ts";
import { chunksOf, inChunks, insertMany } from "./bulk.ts";
import type { Tx } from "./bulk.ts";
import { takeNumbers } from "./counter.ts";
import { heldStore, ofRefs } from "./incident-held.ts";
import { incidentColumns, incidentFrom, memberColumns, memberFrom, rowOfIncident, rowOfMember, sightingFrom, stateOf, storyFrom } from "./incident-rows.ts";
import { lowered } from "./views/words.ts";

export function incidentStore(tx: Tx): IncidentStore {
  return {
    ...heldStore(tx),
    ...storyStore(tx),
    find: (org, idOrNumber) => find(tx, org, idOrNumber),
    load: async (org, ids) => new Map((await inChunks(ids, (chunk) => tx.db.selectFrom("incident").selectAll().where("org_id", "=", org).where("incident_id", "in", chunk).execute())).map((row) => [row.incident_id, incidentFrom(row)])),
    takeNumbers: (org, count) => takeNumbers(tx, org, "incident", count),
    save: (org, incidents) => save(tx, org, incidents),
    placesOf: async (org, refs) => (await ofRefs(refs, (kind, chunk) => tx.db.selectFrom("incident_member").selectAll().where("org_id", "=", org).where("kind", "=", kind).where("ref", "in", chunk).where("left_at", "is", null).execute())).map(memberFrom),
    membersOf: async (org, incidentId, { left = false } = {}) => {
      const query = tx.db.selectFrom("incident_member").selectAll().where("org_id", "=", org).where("incident_id", "=", incidentId);
      return (await (left ? query : query.where("left_at", "is", null)).execute()).map(memberFrom);
    },
    putMembers: (org, members) => insertMany(tx, "incident_member", memberColumns, members.map((member) => rowOfMember(org, member)), { key: ["org_id", "incident_id", "kind", "ref"], update: memberColumns.slice(4) }),
    sharing: (org, about) => sharing(tx, org, about),
    putSightings: (org, sightings) => putSightings(tx, org, sightings),
    putCauses: (org, rows) => insertMany(tx, "incident_cause", ["org_id", "incident_id", "cause"], rows.map(({ incidentId, cause }) => [org, incidentId, cause]), { key: ["org_id", "cause", "incident_id"] }),
    replaceShared: async (org, incidentId, sightings, causes) => {
      await tx.db.deleteFrom("incident_sighting").where("org_id", "=", org).where("incident_id", "=", incidentId).execute();
      await tx.db.deleteFrom("incident_cause").where("org_id", "=", org).where("incident_id", "=", incidentId).execute();
      await putSightings(tx, org, sightings);
      await insertMany(tx, "incident_cause", ["org_id", "incident_id", "cause"], causes.map((cause) => [org, incidentId, cause]), { key: ["org_id", "cause", "incident_id"] });
    },
    releasesOf: (org, findingIds) => releasesOf(tx, org, findingIds),
    addSubjects: (org, incidentId, subjects) => insertMany(tx, "incident_subject", ["org_id", "incident_id", "subject"], subjects.map((subject) => [org, incidentId, subject]), { key: ["org_id", "incident_id", "subject"] }),
    due: async (org, now, limit) => (await tx.db.selectFrom("incident").selectAll().where("org_id", "=", org).where("look_at", "<=", now).orderBy("look_at").limit(limit).execute()).map(incidentFrom),
    nextDueAt: (org) => nextDueAt(tx, org),
  };
}

function storyStore(tx: Tx): Pick<IncidentStore, "storyOf" | "findStoryEntry" | "putStoryEntry" | "moveStory"> {
  return {
    storyOf: async (org, incidentId) => (await tx.db.selectFrom("incident_story").selectAll().where("org_id", "=", org).where("incident_id", "=", incidentId).where("removed_at", "is", null).orderBy("at").orderBy("entry_id").execute()).map(storyFrom),
    findStoryEntry: async (org, entryId) => {
      const row = await tx.db.selectFrom("incident_story").selectAll().where("org_id", "=", org).where("entry_id", "=", entryId).executeTakeFirst();
      return row && storyFrom(row);
    },
    putStoryEntry: (org, one) => insertMany(tx, "incident_story", ["org_id", "entry_id", "incident_id", "at", "text", "author", "fact_seq", "written_at", "edited_at", "removed_at"],
      [[org, one.entryId, one.incidentId, one.at, one.text, one.author, one.factSeq ?? null, one.writtenAt, one.editedAt ?? null, one.removedAt ?? null]], { key: ["org_id", "entry_id"], update: ["incident_id", "at", "text", "fact_seq", "edited_at", "removed_at"] }),
    moveStory: async (org, from, to) => { await tx.db.updateTable("incident_story").set({ incident_id: to }).where("org_id", "=", org).where("incident_id", "=", from).execute(); },
  };
}

async function find(tx: Tx, org: string, idOrNumber: string): Promise<ReturnType<typeof incidentFrom> | undefined> {
  const number = /^(?:inc-)?(\d{1,15})$/i.exec(idOrNumber)?.[1];
  const query = tx.db.selectFrom("incident").selectAll().where("org_id", "=", org);
  const row = await (number === undefined ? query.where("incident_id", "=", idOrNumber) : query.where("number", "=", Number(number))).executeTakeFirst();
  return row && incidentFrom(row);
}

async function save(tx: Tx, org: string, incidents: Parameters<IncidentStore["save"]>[1]): Promise<void> {
  await insertMany(tx, "incident", incidentColumns, incidents.map((incident) => rowOfIncident(org, incident)), { key: ["org_id", "incident_id"], update: incidentColumns.slice(2) });
  await insertMany(tx, "incident_word", ["org_id", "incident_id", "words", "state"], incidents.map((one) => [org, one.incidentId, lowered(`${one.title}\n${one.why}\n${one.services.join("\n")}`), stateOf(one)]), { key: ["org_id", "incident_id"], update: ["words", "state"] });
  for (const chunk of chunksOf(incidents.map(({ incidentId }) => incidentId))) await tx.db.deleteFrom("incident_service").where("org_id", "=", org).where("incident_id", "in", chunk).execute();
  await insertMany(tx, "incident_service", ["org_id", "incident_id", "service"], incidents.flatMap(({ incidentId, services, mergedInto }) => (mergedInto === undefined ? services.map((service) => [org, incidentId, service]) : [])), { key: ["org_id", "service", "incident_id"] });
}

// An entity that thousands of incidents share ties none of them; the last ones are enough to say so.
const sharingLimit = 200;

async function sharing(tx: Tx, org: string, { entities, causes, since, until, closedSince }: Parameters<IncidentStore["sharing"]>[1]): Promise<SharingRows> {
  const causeRows = await inChunks(causes, (chunk) => tx.db.selectFrom("incident_cause").select(["incident_id", "cause"]).where("org_id", "=", org).where("cause", "in", chunk).execute());
  const sightings: Sighting[] = [];
  for (const [kind, own] of Map.groupBy(entities, (entity) => entity.kind)) {
    for (const value of new Set(own.map((entity) => entity.value))) {
      const rows = await tx.db.selectFrom("incident_sighting").select(["incident_id", "kind", "value", "first_at", "last_at"]).where("org_id", "=", org).where("kind", "=", kind).where("value", "=", value)
        .where("last_at", ">=", since).where("first_at", "<=", until).orderBy("last_at", "desc").limit(sharingLimit).execute();
      sightings.push(...rows.map(sightingFrom));
    }
  }
  const ids = [...new Set([...causeRows.map((row) => row.incident_id), ...sightings.map(({ incidentId }) => incidentId)])];
  const incidents = (await inChunks(ids, (chunk) => tx.db.selectFrom("incident").selectAll().where("org_id", "=", org).where("incident_id", "in", chunk)
    .where((at) => at.or([at("state", "=", "open"), at.and([at("state", "=", "closed"), at("closed_at", ">=", closedSince)])])).execute())).map(incidentFrom);
  return { incidents, sightings, causes: causeRows.map((row) => ({ incidentId: row.incident_id, cause: row.cause })) };
}

async function putSightings(tx: Tx, org: string, sightings: readonly Sighting[]): Promise<void> {
  const wide = new Map<string, Sighting>();
  for (const one of sightings) {
    const key = `${one.incidentId} ${entityKey(one.entity)}`;
    const kept = wide.get(key);
    wide.set(key, kept ? { ...one, firstAt: Math.min(kept.firstAt, one.firstAt), lastAt: Math.max(kept.lastAt, one.lastAt) } : one);
  }
  for (const chunk of chunksOf([...wide.values()], 200)) await putChunk(tx, org, chunk);
}

/** Widens what is there: a late sighting moves the start, a new one the end. */
async function putChunk(tx: Tx, org: string, sightings: readonly Sighting[]): Promise<void> {
  await tx.db.insertInto("incident_sighting").values(sightings.map(({ incidentId, entity, firstAt, lastAt }) => ({ org_id: org, incident_id: incidentId, kind: entity.kind, value: entity.value, first_at: firstAt, last_at: lastAt })))
    .onConflict((conflict) => conflict.columns(["org_id", "incident_id", "kind", "value"]).doUpdateSet((set) => ({
      first_at: set.case().when("excluded.first_at", "<", set.ref("incident_sighting.first_at")).then(set.ref("excluded.first_at")).else(set.ref("incident_sighting.first_at")).end(),
      last_at: set.case().when("excluded.last_at", ">", set.ref("incident_sighting.last_at")).then(set.ref("excluded.last_at")).else(set.ref("incident_sighting.last_at")).end(),
    }))).execute();
}

async function nextDueAt(tx: Tx, org: string): Promise<Instant | undefined> {
  const look = await tx.db.selectFrom("incident").select("look_at").where("org_id", "=", org).where("look_at", "is not", null).orderBy("look_at").limit(1).executeTakeFirst();
  const held = await tx.db.selectFrom("held_signal").select("until").where("org_id", "=", org).orderBy("until").limit(1).executeTakeFirst();
  const [first] = [look?.look_at, held?.until].filter((at) => at !== undefined && at !== null).toSorted((a, b) => a - b);
  return first;
}

async function releasesOf(tx: Tx, org: string, findingIds: readonly string[]): Promise<Map<string, string[]>> {
  const rows = await inChunks(findingIds, (chunk) => tx.db.selectFrom("exposure as e").innerJoin("deployment as d", (join) => join.onRef("d.org_id", "=", "e.org_id").onRef("d.deployment_id", "=", "e.deployment_id"))
    .select(["e.finding_id", "d.release_id"]).distinct().where("e.org_id", "=", org).where("e.finding_id", "in", chunk).where("e.retracted_at", "is", null).where("d.ended_at", "is", null).execute());
  return new Map([...Map.groupBy(rows, (row) => row.finding_id)].map(([id, own]) => [id, own.map((row) => row.release_id).toSorted()]));
}
