// Alerts posted day after day, then a burst: one incident with its reasons, whatever restarts in between.
import { afterEach, describe, expect, it } from "vitest";
import { dayMs, hourMs, minuteMs } from "../../src/kernel/clock.ts";
import { alert, openAlertmanager } from "./alertmanager-under-test.ts";
import type { AlertmanagerUnderTest } from "./alertmanager-under-test.ts";

let am: AlertmanagerUnderTest | undefined;
afterEach(() => am?.close());

const routing = { route: { receiver: "default", groupBy: ["alertname"] } };

/** Two days of the same two alerts, every two hours; each is over before it comes again. */
async function ordinaryDays(under: AlertmanagerUnderTest): Promise<void> {
  for (let passed = 0; passed < 2 * dayMs; passed += 2 * hourMs) {
    under.test.clock.advance(2 * hourMs);
    await under.push(alert("DiskCheck", { host: "ash" }), alert("Backup", { host: "elm" }));
  }
}

const opened = async (under: AlertmanagerUnderTest): Promise<readonly string[]> =>
  (await under.test.app.store.read.ledger.list(under.test.app.org, { kind: "incident.opened", subject: undefined }, { limit: 100, after: undefined })).items.map(({ subject }) => subject);

describe("test/acceptance/alert-fatigue", () => {
  it("days of ordinary alerts are no incident; kinds never seen before within a minute are one, and more of the same joins it", async () => {
    am = await openAlertmanager(routing);
    await ordinaryDays(am);
    expect(await opened(am)).toEqual([]);
    am.test.clock.advance(minuteMs);
    await am.push(...["PortScan", "ForbiddenFile", "WebShell", "SudoToRoot", "NewUser", "OddCommand"].map((name) => alert(name, { host: "ash", severity: "critical" })));
    const first = await opened(am);
    expect(first).toHaveLength(1);
    await am.push(alert("DataOut", { host: "ash", severity: "critical" }));
    expect(await opened(am)).toEqual(first);
    const members = await am.test.app.store.read.incidents.membersOf(am.test.app.org, first[0] ?? "");
    expect(members.map(({ signal }) => signal.title)).toEqual(expect.arrayContaining(["PortScan", "DataOut", "DiskCheck"]));
  });

  it("critical and incident=true opens one at once, also in the first hour", async () => {
    am = await openAlertmanager(routing);
    await am.push(alert("BreakIn", { host: "ash", severity: "critical", incident: "true" }));
    expect(await opened(am)).toHaveLength(1);
  });
});
