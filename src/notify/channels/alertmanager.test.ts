// Alertmanager's webhook body, version 4: alerts as they are, and any other notice as one alert.
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { faultOf } from "../channel.suite.ts";
import { anyHugeNotice, openFarSide } from "../far-side.sample.ts";
import type { FarSide } from "../far-side.sample.ts";
import type { NoticeAlerts } from "../alert.ts";
import { sampleNotice } from "../notice.sample.ts";
import { alertmanager } from "./alertmanager.ts";

interface Alert { status: string; labels: Record<string, string>; annotations: Record<string, string>; startsAt: string; endsAt: string; generatorURL: string; fingerprint: string }
interface Body { status: string; receiver: string; groupKey: string; truncatedAlerts: number; alerts: Alert[]; commonLabels: Record<string, string>; version: string; externalURL: string; notification_reason?: string }

const at = Date.UTC(2026, 2, 1, 12);
const alert = (n: number, status: "firing" | "resolved" = "firing"): NoticeAlerts["alerts"][number] =>
  ({ status, fingerprint: `f${n}`, labels: { alertname: "Down", instance: `i${n}` }, annotations: { summary: "down" }, startsAt: at, endsAt: status === "firing" ? at + 300_000 : at + 60_000, generatorUrl: "http://prom.example/graph" });
const group = (count: number, truncatedAlerts = 0): NoticeAlerts => ({
  groupKey: '{}/{team="a"}:{alertname="Down"}', status: "firing", reason: "first notification", groupLabels: { alertname: "Down" }, commonLabels: { alertname: "Down" }, commonAnnotations: { summary: "down" },
  alerts: Array.from({ length: count }, (_, n) => alert(n, n === 1 ? "resolved" : "firing")), truncatedAlerts,
});

describe("src/notify/channels/alertmanager.ts", () => {
  let far: FarSide;
  beforeEach(async () => { far = await openFarSide(alertmanager, (url) => ({ url: `${url}/hook`, token: "t0ken", receiver: "team-a", maxAlerts: 3 }), { status: 200, body: "" }); });
  afterEach(() => far.close());

  it("alerts go out as Alertmanager would send them", async () => {
    expect(await far.send(sampleNotice({ alerts: group(2) }))).toEqual({ kind: "sent", detail: "HTTP 200" });
    expect(far.received[0]?.headers).toMatchObject({ authorization: "Bearer t0ken", "content-type": "application/json", "idempotency-key": "msg_01KEY" });
    expect(far.body()).toEqual({
      version: "4", receiver: "team-a", externalURL: "https://aftwatch.example", groupKey: '{}/{team="a"}:{alertname="Down"}', status: "firing", notification_reason: "first notification", truncatedAlerts: 0,
      groupLabels: { alertname: "Down" }, commonLabels: { alertname: "Down" }, commonAnnotations: { summary: "down" },
      alerts: [
        { status: "firing", fingerprint: "f0", labels: { alertname: "Down", instance: "i0" }, annotations: { summary: "down" }, startsAt: "2026-03-01T12:00:00Z", endsAt: "0001-01-01T00:00:00Z", generatorURL: "http://prom.example/graph" },
        { status: "resolved", fingerprint: "f1", labels: { alertname: "Down", instance: "i1" }, annotations: { summary: "down" }, startsAt: "2026-03-01T12:00:00Z", endsAt: "2026-03-01T12:01:00Z", generatorURL: "http://prom.example/graph" },
      ],
    });
  });

  it("beyond maxAlerts they are counted, on top of those left out before", async () => {
    await far.send(sampleNotice({ alerts: group(10, 5) }));
    const { alerts, truncatedAlerts } = far.body<Body>();
    expect([alerts.length, truncatedAlerts]).toEqual([3, 12]);
  });

  it("0 sends all of them", async () => {
    const all = await openFarSide(alertmanager, (url) => ({ url, maxAlerts: 0 }), { status: 200, body: "" });
    await all.send(sampleNotice({ alerts: group(2500) }));
    expect([all.body<Body>().alerts.length, all.body<Body>().truncatedAlerts, all.received[0]?.headers.authorization]).toEqual([2500, 0, undefined]);
    await all.close();
  });

  it("any other notice is one alert of its labels", async () => {
    await far.send(sampleNotice({ links: [{ label: "Runbook", url: "https://aftwatch.example/run" }] }));
    const body = far.body<Body>();
    const labels = { alertname: "finding.opened", kind: "finding.opened", severity: "critical", owner: "payments", vulnerability: "CVE-2026-10001", service: "checkout", environment: "production" };
    expect(body).toMatchObject({ status: "firing", groupKey: "sty_0123456789ABCDEFGHJKMNPQRS", truncatedAlerts: 0, commonLabels: labels, groupLabels: { alertname: "finding.opened" } });
    expect(body.alerts).toEqual([{ status: "firing", labels, startsAt: "2026-03-01T12:00:00Z", endsAt: "0001-01-01T00:00:00Z", generatorURL: "https://aftwatch.example/findings/fnd_1", fingerprint: expect.stringMatching(/^[0-9a-f]{16}$/), annotations: expect.objectContaining({ summary: "Upgrade libalder to 2.4.1", runbook_url: "https://aftwatch.example/run" }) }]);
    expect(body.alerts[0]?.annotations["description"]).toContain("Where: checkout on prod-eu, internet-facing\n");
  });

  it("its resolve carries the fingerprint of its trigger, though the severity has changed", async () => {
    await far.send();
    await far.send(sampleNotice({ severity: "low", state: "resolved" }));
    const [first, last] = [far.body<Body>(0).alerts[0], far.body<Body>(1).alerts[0]];
    expect(last).toMatchObject({ status: "resolved", endsAt: "2026-03-01T12:00:00Z", fingerprint: first?.fingerprint });
    expect(far.body<Body>(1).status).toBe("resolved");
  });

  it("an acknowledged one still fires, and says that somebody has it", async () => {
    await far.send(sampleNotice({ state: "acknowledged" }));
    expect(far.body<Body>().alerts[0]).toMatchObject({ status: "firing", annotations: { acknowledged: "true" } });
  });

  it.each([["/maxAlerts", { maxAlerts: -1 }], ["/token", { token: "a b" }], ["/receiver", { receiver: "" }], ["/url", { url: "http://x.example" }]])("names %s", (place, changed) => {
    expect(faultOf(() => alertmanager.readSettings({ url: "https://x.example/", ...changed })).places.map((one) => one.at)).toEqual([place]);
  });

  it("any notice has every field a reader of version 4 asks for, as text", async () => {
    await fc.assert(fc.asyncProperty(anyHugeNotice, async (notice) => {
      await far.send(notice);
      const { alerts, commonLabels, version } = far.body<Body>();
      expect([version, alerts.length, Number.isNaN(Date.parse(alerts[0]?.startsAt ?? ""))]).toEqual(["4", 1, false]);
      for (const value of [...Object.values(commonLabels), ...Object.values(alerts[0]?.annotations ?? {})]) expect(typeof value).toBe("string");
      expect((alerts[0]?.annotations["description"] ?? "").length).toBeLessThanOrEqual(16_000);
      if (notice.items.length > 200) expect(alerts[0]?.annotations["description"]).toMatch(/… and \d+ more/);
    }), { numRuns: 30 });
  });
});
