// Settings of alerts: the longest silence, the labels that place an alert, and the end of what nobody reported as over.
import { afterEach, describe, expect, it } from "vitest";
import { minuteMs } from "../../src/kernel/clock.ts";
import { alert, openAlertmanager } from "./alertmanager-under-test.ts";
import type { AlertmanagerUnderTest } from "./alertmanager-under-test.ts";

let am: AlertmanagerUnderTest | undefined;
afterEach(() => am?.close());

const routing = { route: { receiver: "default", groupBy: ["alertname"], groupWait: "1s", groupInterval: "1m", repeatInterval: "4h" } };

describe("test/acceptance/alert-settings", () => {
  it("are 90 days and the built-in labels until somebody changes one of them; the change is a fact", async () => {
    am = await openAlertmanager(routing);
    const { app } = am.test;
    const before = await app.alerts.settings(app.org);
    expect([before.longestSilence, before.entityLabels.slice(0, 3)]).toEqual(["90d", ["host", "hostname", "instance"]]);
    expect(await app.alerts.keepSettings(app.org, { longestSilence: "2h" }, "ana")).toEqual({ ...before, longestSilence: "2h" });
    expect((await app.store.read.ledger.list(app.org, { kind: "alert-settings.kept", subject: undefined }, { limit: 10, after: undefined })).items).toMatchObject([{ actor: "ana", body: { longestSilence: "2h" } }]);
  });

  it("a silence may last so long and no longer", async () => {
    am = await openAlertmanager(routing);
    const { app } = am.test;
    await app.alerts.keepSettings(app.org, { longestSilence: "2h" }, "ana");
    await am.silence('service="a"', { until: "2h" });
    await expect(am.silence('service="a"', { until: "3h" })).rejects.toMatchObject({ code: "silence.invalid", detail: expect.stringContaining("more than 2h ahead") as string });
  });

  it("an alert is placed by the labels that are named", async () => {
    am = await openAlertmanager(routing);
    const { app } = am.test;
    await app.alerts.keepSettings(app.org, { entityLabels: ["site", "host"] }, "ana");
    await am.push(alert("BreakIn", { host: "ash", site: "north" }));
    const keys = (await app.store.read.alertProfiles.read(app.org, 0)).rows.map(({ key }) => key);
    expect(keys).toContain("place site:north");
    expect(keys).not.toContain("place host:ash");
  });

  it.each([
    [{ longestSilence: "soon" }, "/longestSilence"], [{ longestSilence: "0" }, "/longestSilence"], [{ entityLabels: [] }, "/entityLabels"], [{ entityLabels: ["host", "host"] }, "/entityLabels/1"], [{ entityLabels: [" "] }, "/entityLabels/0"],
  ])("%j is refused at %s, and the old ones stay", async (given, at) => {
    am = await openAlertmanager(routing);
    const { app } = am.test;
    const before = await app.alerts.settings(app.org);
    await expect(app.alerts.keepSettings(app.org, given, "ana")).rejects.toMatchObject({ code: "request.invalid", places: [{ at }] });
    expect(await app.alerts.settings(app.org)).toEqual(before);
  });

  it("a member of an incident ends with its alert, also when its sender only fell silent", async () => {
    am = await openAlertmanager(routing);
    const { app, clock } = am.test;
    const one = alert("BreakIn", { host: "ash", severity: "critical", incident: "true" });
    await am.push(one);
    const [opened] = (await app.store.read.ledger.list(app.org, { kind: "incident.opened", subject: undefined }, { limit: 10, after: undefined })).items;
    const ended = async (): Promise<boolean[]> => (await app.store.read.incidents.membersOf(app.org, opened?.subject ?? "")).map(({ signal }) => signal.ended);
    await am.at("2m");
    expect(await ended()).toEqual([false]);
    // The harness gives alerts without an end five minutes, as a sender's silence does.
    await am.at("7m");
    expect(clock.now()).toBeGreaterThan(5 * minuteMs);
    expect(await ended()).toEqual([true]);
  });
});
