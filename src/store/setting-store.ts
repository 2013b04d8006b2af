// Small named values: settings people edit, answers kept under an idempotency key.
import { insertMany } from "./bulk.ts";
import type { Tx } from "./bulk.ts";

export interface SettingStore {
  find(org: string, name: string): Promise<{ value: string; version: number } | undefined>;
  put(org: string, name: string, value: string, at: number): Promise<void>;
  findAnswer(org: string, key: string): Promise<{ digest: string; status: number; body: string; createdAt: number } | undefined>;
  keepAnswer(org: string, key: string, answer: { digest: string; status: number; body: string; createdAt: number }): Promise<void>;
  forgetAnswersBefore(at: number): Promise<void>;
  receivers(org: string): Promise<readonly { id: string; channel: string; settings: string; createdAt: number }[]>;
  putReceiver(org: string, receiver: { id: string; channel: string; settings: string; createdAt: number }): Promise<void>;
  removeReceiver(org: string, id: string): Promise<boolean>;
}

export function settingStore(tx: Tx): SettingStore {
  return {
    find: async (org, name) => tx.db.selectFrom("setting").select(["value", "version"]).where("org_id", "=", org).where("name", "=", name).executeTakeFirst(),
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
    receivers: async (org) => (await tx.db.selectFrom("receiver").selectAll().where("org_id", "=", org).orderBy("receiver_id").execute()).map((row) => ({ id: row.receiver_id, channel: row.channel, settings: row.settings, createdAt: row.created_at })),
    putReceiver: (org, receiver) => insertMany(tx, "receiver", ["org_id", "receiver_id", "channel", "settings", "created_at"], [[org, receiver.id, receiver.channel, receiver.settings, receiver.createdAt]], { key: ["org_id", "receiver_id"], update: ["channel", "settings"] }),
    removeReceiver: async (org, id) => (await tx.db.deleteFrom("receiver").where("org_id", "=", org).where("receiver_id", "=", id).executeTakeFirstOrThrow()).numDeletedRows > 0n,
  };
}
