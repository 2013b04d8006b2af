// The playbooks' store on SQLite and on a throw-away PostgreSQL.
import { afterAll, beforeAll, describe } from "vitest";
import { describePlaybookStore } from "../../src/store/playbook-store.suite.ts";
import { postgresBinaries, startCluster } from "./postgres-under-test.ts";
import type { Cluster } from "./postgres-under-test.ts";
import { openUnderTest, sqliteGround } from "./store-under-test.ts";

describePlaybookStore("SQLite", () => openUnderTest(sqliteGround));

const binaries = postgresBinaries();
const isMissing = binaries === undefined && process.env["CI"] !== "true";
describe.skipIf(isMissing)(`playbooks on PostgreSQL${isMissing ? " (skipped: no PostgreSQL server is installed here)" : ""}`, () => {
  let cluster: Cluster | undefined;
  beforeAll(async () => { if (binaries !== undefined) cluster = await startCluster(binaries); });
  afterAll(async () => { await cluster?.stop(); });
  describePlaybookStore("PostgreSQL", () => {
    if (!cluster) throw new Error("no PostgreSQL server is installed here, and in CI its suite may not be skipped");
    return openUnderTest(cluster.ground);
  });
});
