// The main lines of Alertmanager's behaviour on PostgreSQL: sending, resolving, inhibiting, silencing.
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { postgresBinaries, startCluster } from "../store/postgres-under-test.ts";
import type { Cluster } from "../store/postgres-under-test.ts";
import { alert, openAlertmanager, quick } from "./alertmanager-under-test.ts";
import type { AlertmanagerUnderTest } from "./alertmanager-under-test.ts";

const binaries = postgresBinaries();
const isMissing = binaries === undefined && process.env["CI"] !== "true";
const note = isMissing ? " (skipped: no PostgreSQL server is installed here)" : "";

describe.skipIf(isMissing)(`test/acceptance/alertmanager on PostgreSQL${note}`, () => {
  let cluster: Cluster | undefined;
  let am: AlertmanagerUnderTest;
  beforeAll(async () => { if (binaries !== undefined) cluster = await startCluster(binaries); });
  afterAll(async () => { await cluster?.stop(); });
  const opened = async (routing: Record<string, unknown>, work: () => Promise<void>): Promise<void> => {
    if (!cluster) throw new Error("no PostgreSQL server is installed here, and in CI its tests may not be skipped");
    const place = await (cluster.ground.ready ?? cluster.ground.fresh)();
    if (place.kind !== "postgres") throw new TypeError("a PostgreSQL ground gives a URL");
    am = await openAlertmanager(routing, { databaseUrl: place.url });
    try { await work(); } finally { await am.close(); await cluster.ground.remove(place); }
  };
  const short = () => am.messages.map(({ at, firing, resolved }) => [at, firing.join(" "), resolved.join(" ")]);
  const route = { receiver: "default", ...quick, groupBy: [] };

  it("groups, tells, tells what is new, and tells the end", () => opened({ route: { ...route, groupInterval: "5s" } }, async () => {
    await am.push({ ...alert("one"), ends: "1h" });
    await am.at("3s");
    await am.push({ ...alert("two"), ends: "1h" });
    await am.at("7s");
    await am.push({ ...alert("one"), starts: "0s", ends: "now" }, { ...alert("two"), starts: "3s", ends: "now" });
    await am.at("30s");
    expect(short()).toEqual([[1, "one", ""], [6, "one two", ""], [11, "", "one two"]]);
  }));

  it("inhibits and silences, and names what held", () => opened({ route, inhibitRules: [{ id: "down", sourceMatchers: ['alertname="JobDown"'], targetMatchers: ['alertname="InstanceDown"'], equal: ["job"] }] }, async () => {
    const id = await am.silence('alertname="quiet"');
    await am.push(alert("JobDown", { job: "j" }), alert("InstanceDown", { job: "j" }), alert("quiet"));
    await am.at("2s");
    expect(short()).toEqual([[1, "JobDown", ""]]);
    const { items } = await am.test.app.alerts.suppressions(am.test.app.org, {}, { limit: 9, after: undefined });
    expect(items.filter(({ by }) => by !== "duplicate").map(({ by, byId }) => [by, byId]).toSorted()).toEqual([["inhibition", "down"], ["silence", id]]);
  }));
});
