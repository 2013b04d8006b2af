// Small named values: settings people edit, answers kept under an idempotency key.
import { insertMany } from "./bulk.ts";
import type { Tx } from "./bulk.ts";
import type { ReceiverTable } from "./tables.ts";

/** settings are the channel's own, common those of every receiver; both JSON as they were given. */
export interface KeptReceiver { id: string; channel: string; settings: string; common: string; createdAt: number }

export interface SettingStore {
  find(org: string, name: string): Promise<{ value: string; version: number } | undefined>;
  /** 0 when there is none: asked before a large value is read again. */
  versionOf(org: string, name: string): Promise<number>;
  put(org: string, name: string, value: string, at: number): Promise<void>;
  findAnswer(org: string, key: string): Promise<{ digest: string; status: number; body: string; createdAt: number } | undefined>;
  keepAnswer(org: string, key: string, answer: { digest: string; status: number; body: string; createdAt: number }): Promise<void>;
  forgetAnswersBefore(at: number): Promise<void>;
  receivers(org: string): Promise<readonly KeptReceiver[]>;
  findReceiver(org: string, id: string): Promise<KeptReceiver | undefined>;
  putReceiver(org: string, receiver: Omit<KeptReceiver, "common"> & { common?: string }): Promise<void>;
  removeReceiver(org: string, id: string): Promise<boolean>;
}

export function settingStore(tx: Tx): SettingStore {
  return {
    find: async (org, name) => tx.db.selectFrom("setting").select(["value", "version"]).where("org_id", "=", org).where("name", "=", name).executeTakeFirst(),
    versionOf: async (org, name) => (await tx.db.selectFrom("setting").select("version").where("org_id", "=", org).where("name", "=", name).executeTakeFirst())?.version ?? 0,
    put: async (org, name, value, at) => {
      await tx.db.insertInto("setting").values({ org_id: org, name, value, version: 1, updated_at: at })
        .onConflict((conflict) => conflict.columns(["org_id", "name"]).doUpdateSet((set) => ({ value, updated_at: at, version: set("setting.version", "+", 1) }))).execute();
    },
    findAnswer: async (org, key) => {
      const row = await tx.db.selectFrom("idempotency").selectAll().where("org_id", "=", org).where("key", "=", key).executeTakeFirst();
      return row && { digest: row.digest, status: row.status, body: row.body, createdAt: row.created_at };
    },
    keepAnswer: (org, key, answer) => insertMany(tx, "idempotency", ["org_id", "key", "digest", "status", "body", "created_at"], [[org, key, answer.digest, answer.status, answer.body, answer.createdAt]], { key: ["org_id", "key"], update: ["digest", "status", "body", "created_at"] }),
    forgetAnswersBefore: async (at) => { await tx.db.deleteFrom("idempotency").where("created_at", "<", at).execute(); },
    receivers: async (org) => (await tx.db.selectFrom("receiver").selectAll().where("org_id", "=", org).orderBy("receiver_id").execute()).map(receiverFrom),
    findReceiver: async (org, id) => {
      const row = await tx.db.selectFrom("receiver").selectAll().where("org_id", "=", org).where("receiver_id", "=", id).executeTakeFirst();
      return row && receiverFrom(row);
    },
    putReceiver: (org, receiver) => insertMany(tx, "receiver", ["org_id", "receiver_id", "channel", "settings", "common", "created_at"], [[org, receiver.id, receiver.channel, receiver.settings, receiver.common ?? "{}", receiver.createdAt]], { key: ["org_id", "receiver_id"], update: ["channel", "settings", "common"] }),
    removeReceiver: async (org, id) => (await tx.db.deleteFrom("receiver").where("org_id", "=", org).where("receiver_id", "=", id).executeTakeFirstOrThrow()).numDeletedRows > 0n,
  };
}

const receiverFrom = (row: ReceiverTable): KeptReceiver => ({ id: row.receiver_id, channel: row.channel, settings: row.settings, common: row.common, createdAt: row.created_at });
