// Backups: the whole store as one file, taken while the server runs.
import { createReadStream } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { door } from "../route.ts";
import type { Resource } from "../route.ts";

const take = door({
  id: "takeBackup", method: "GET", path: "/backup", tag: "backups", scope: "admin", answersWith: "application/octet-stream", summary: "A consistent copy of the whole store, for `aftwatch restore`",
  async handle({ app, org, actor, reply }) {
    const dir = await mkdtemp(join(tmpdir(), "aftwatch-backup-"));
    const forget = (): void => { void rm(dir, { recursive: true, force: true }); };
    try {
      const { bytes } = await app.backup(join(dir, "backup"));
      await app.ledger.append(org, "backup.taken", "store", actor, { bytes });
      const file = createReadStream(join(dir, "backup")).on("close", forget);
      return reply.headers({ "cache-control": "no-store", "content-length": String(bytes) }).type("application/octet-stream").send(file);
    } catch (thrown) {
      forget();
      throw thrown;
    }
  },
});

export const backups: Resource = { tag: "backups", about: "The whole store as one file", doors: [take] };
