// The store of what is remembered of alerts: one row a name, a place, a name on a place and an open story, and one for who wrote last.
import type { AlertProfileStore, ProfileHead, ProfileReading } from "../incidents/alert-profile-store.ts";
import type { ProfileRow } from "../incidents/storm/profile.ts";
import { insertMany } from "./bulk.ts";
import type { Tx } from "./bulk.ts";
import type { AlertProfileTable } from "./tables/alerts.ts";

const headKey = "head";
/** A key that went stays as a mark, so that another server that holds it hears of it. */
const gone = "gone";
const rowsPerRead = 5000;

export function alertProfileStore(tx: Tx): AlertProfileStore {
  return {
    head: async (org) => {
      const row = await tx.db.selectFrom("alert_profile").select("body").where("org_id", "=", org).where("profile_key", "=", headKey).executeTakeFirst();
      return row && JSON.parse(row.body) as ProfileHead;
    },
    read: (org, afterVersion) => read(tx, org, afterVersion),
    write: (org, { rows, removed }, head, at) => insertMany(tx, "alert_profile", ["org_id", "profile_key", "kind", "seen_at", "due_at", "version", "body"], [
      ...rows.map((row) => [org, row.key, row.kind, row.seenAt, row.dueAt ?? null, head.version, JSON.stringify(row.body)]),
      ...removed.map((key) => [org, key, gone, at, null, head.version, ""]),
      [org, headKey, headKey, at, null, head.version, JSON.stringify(head)],
    ], { key: ["org_id", "profile_key"], update: ["kind", "seen_at", "due_at", "version", "body"] }),
    forget: async (org, at) => { await tx.db.deleteFrom("alert_profile").where("org_id", "=", org).where("kind", "=", gone).where("seen_at", "<", at).execute(); },
  };
}

async function read(tx: Tx, org: string, afterVersion: number): Promise<ProfileReading> {
  const found: ProfileReading = { rows: [], gone: [] };
  for (let after = ""; ;) {
    const page = await tx.db.selectFrom("alert_profile").selectAll().where("org_id", "=", org).where("profile_key", ">", after).where("version", ">", afterVersion).orderBy("profile_key").limit(rowsPerRead).execute();
    for (const row of page) {
      if (row.kind === gone) found.gone.push(row.profile_key);
      else if (row.kind !== headKey) found.rows.push(rowFrom(row));
    }
    if (page.length < rowsPerRead) return found;
    after = page.at(-1)?.profile_key ?? "";
  }
}

const rowFrom = (row: AlertProfileTable): ProfileRow => ({ kind: row.kind as ProfileRow["kind"], key: row.profile_key, seenAt: row.seen_at, dueAt: row.due_at ?? undefined, body: JSON.parse(row.body) as ProfileRow["body"] });
