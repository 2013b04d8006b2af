// The store on PostgreSQL: the same suites on a throw-away cluster.
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { fakeClock } from "../../src/kernel/clock.ts";
import { openStore } from "../../src/store/store.ts";
import { describeDast } from "./dast.suite.ts";
import { describeDetections } from "./detections.suite.ts";
import { describeIncidentLives } from "./incident-lives.suite.ts";
import { describeIncidents } from "./incidents.suite.ts";
import { describeAlertStore } from "./alert-store.suite.ts";
import { describeAlertProfileStore } from "./alert-profile.suite.ts";
import { describeOncallStore } from "./oncall.suite.ts";
import { describePlaybookStore } from "../../src/store/playbook-store.suite.ts";
import { describeLoaded } from "./loaded.suite.ts";
import { describeLedger } from "./ledger.suite.ts";
import { postgresBinaries, startCluster } from "./postgres-under-test.ts";
import type { Cluster } from "./postgres-under-test.ts";
import { describeResponse } from "./response.suite.ts";
import { describeStore } from "./store.suite.ts";
import { openUnderTest, startAt } from "./store-under-test.ts";
import type { Ground } from "./store-under-test.ts";
import { describeViews } from "./views.suite.ts";

const binaries = postgresBinaries();

// In CI the server must be there: a suite that is skipped in silence proves nothing.
const isMissing = binaries === undefined && process.env["CI"] !== "true";
const note = isMissing ? " (skipped: no PostgreSQL server is installed here; looked for pg_config and /usr/lib/postgresql)" : "";

describe.skipIf(isMissing)(`the store on PostgreSQL${note}`, () => {
  let cluster: Cluster | undefined;
  const ground = (): Ground => {
    if (!cluster) throw new Error("no PostgreSQL server is installed here, and in CI its suite may not be skipped");
    return cluster.ground;
  };
  beforeAll(async () => { if (binaries !== undefined) cluster = await startCluster(binaries); });
  afterAll(async () => { await cluster?.stop(); });

  describeStore("PostgreSQL", ground);
  describeLedger("PostgreSQL", ground);
  describeLoaded("PostgreSQL", ground);
  describeDast("PostgreSQL", ground);
  describeAlertStore("PostgreSQL", ground);
  describeIncidents("PostgreSQL", ground);
  describeDetections("PostgreSQL", ground);
  describeIncidentLives("PostgreSQL", ground);
  describeViews("PostgreSQL", ground);
  describeResponse("PostgreSQL", ground);
  describeAlertProfileStore("PostgreSQL", ground);
  describeOncallStore("PostgreSQL", ground);
  describePlaybookStore("PostgreSQL", () => openUnderTest(ground()));

  describe("PostgreSQL: src/store/store.ts", () => {
    it("a server that is not there is store.unreachable", async () => {
      await expect(openStore({ kind: "postgres", url: "postgres://aftwatch@127.0.0.1:1/none" }, fakeClock(startAt))).rejects.toMatchObject({ code: "store.unreachable" });
    });

    it("a backup is refused with the tool that makes one", async () => {
      const { store, close } = await openUnderTest(ground());
      await expect(store.backup("copy.db")).rejects.toMatchObject({ detail: expect.stringContaining("pg_dump") as string });
      await close();
    });
  });
});
