// On-call in the store, on SQLite and on PostgreSQL.
import { afterAll, beforeAll, describe } from "vitest";
import { describeOncallStore } from "./oncall.suite.ts";
import { postgresBinaries, startCluster } from "./postgres-under-test.ts";
import type { Cluster } from "./postgres-under-test.ts";
import { sqliteGround } from "./store-under-test.ts";

describeOncallStore("SQLite", () => sqliteGround);

const binaries = postgresBinaries();
const isMissing = binaries === undefined && process.env["CI"] !== "true";

describe.skipIf(isMissing)(`on PostgreSQL${isMissing ? " (skipped: no PostgreSQL server is installed here)" : ""}`, () => {
  let cluster: Cluster | undefined;
  beforeAll(async () => { if (binaries !== undefined) cluster = await startCluster(binaries); });
  afterAll(async () => { await cluster?.stop(); });
  describeOncallStore("PostgreSQL", () => {
    if (!cluster) throw new Error("no PostgreSQL server is installed here, and in CI its suite may not be skipped");
    return cluster.ground;
  });
});
