// Routes taken over from Alertmanager: shown first, then made with their receivers, all or nothing.
import { afterEach, describe, expect, it } from "vitest";
import { openTestApp } from "../open-test-app.ts";
import type { TestApp } from "../open-test-app.ts";

let test: TestApp | undefined;
afterEach(() => test?.close());

const text = `global:
  resolve_timeout: 10m
route:
  receiver: team-chat
  group_by: [alertname]
  routes:
    - matchers: [severity="critical"]
      receiver: pager
receivers:
  - name: team-chat
    slack_configs:
      - api_url: https://hooks.slack.com/services/T000/B000/XXXXXXXX
  - name: pager
    webhook_configs:
      - url: https://pager.example/hook
        send_resolved: false
`;

describe("test/acceptance/alertmanager-import", () => {
  it("a dry run shows what would be made and changes nothing", async () => {
    const { app } = test = await openTestApp();
    const before = await app.routes.get(app.org);
    const shown = await app.routes.importAlertmanager(app.org, text, { apply: false }, "ana");
    expect(shown).toMatchObject({ applied: false, receivers: [{ id: "team-chat", channel: "slack", exists: false, problem: undefined }, { id: "pager", channel: "alertmanager", exists: false, problem: undefined }] });
    expect(shown.left.map(({ at }) => at)).toEqual(expect.arrayContaining([expect.stringContaining("resolve_timeout")]));
    expect(JSON.stringify(shown)).not.toContain("XXXXXXXX");
    expect(await app.routes.get(app.org)).toEqual(before);
    expect(await app.store.read.settings.receivers(app.org)).toEqual([]);
  });

  it("applied, the receivers are there with send_resolved as the file has it, and the routes are in force", async () => {
    const { app } = test = await openTestApp();
    expect(await app.routes.importAlertmanager(app.org, text, { apply: true }, "ana")).toMatchObject({ applied: true });
    const kept = new Map((await app.store.read.settings.receivers(app.org)).map(({ id, common }) => [id, JSON.parse(common) as unknown]));
    // Alertmanager's defaults: Slack does not want resolves, a webhook does; this one says no.
    expect(kept).toEqual(new Map([["pager", { sendResolved: false }], ["team-chat", { sendResolved: false }]]));
    expect((await app.routes.simulate(app.org, { severity: "critical" }, undefined)).receivers).toEqual(["pager"]);
    const facts = (await app.store.read.ledger.list(app.org, { kind: "receiver.kept", subject: undefined }, { limit: 10, after: undefined })).items;
    expect(facts.map(({ subject, actor }) => [subject, actor]).toSorted()).toEqual([["pager", "ana"], ["team-chat", "ana"]]);
    expect(JSON.stringify(facts)).not.toContain("XXXXXXXX");
  });

  it("a receiver that is there stays as it is", async () => {
    const { app, clock } = test = await openTestApp();
    await app.store.write((ports) => ports.settings.putReceiver(app.org, { id: "pager", channel: "webhook", settings: '{"url":"https://other.example/"}', createdAt: clock.now() }));
    const shown = await app.routes.importAlertmanager(app.org, text, { apply: true }, "ana");
    expect(shown.receivers.find(({ id }) => id === "pager")).toMatchObject({ exists: true });
    expect(await app.store.read.settings.findReceiver(app.org, "pager")).toMatchObject({ channel: "webhook", settings: '{"url":"https://other.example/"}' });
  });

  it("a receiver that cannot be made refuses everything, with its place", async () => {
    const { app } = test = await openTestApp();
    const broken = text.replace("- url: https://pager.example/hook\n        send_resolved: false", "- url_file: /etc/secret");
    expect((await app.routes.importAlertmanager(app.org, broken, { apply: false }, "ana")).receivers.find(({ id }) => id === "pager")?.problem).toContain("url");
    await expect(app.routes.importAlertmanager(app.org, broken, { apply: true }, "ana")).rejects.toMatchObject({ code: "routing.invalid", places: [{ at: "/receivers/pager" }] });
    expect(await app.store.read.settings.receivers(app.org)).toEqual([]);
    expect((await app.routes.get(app.org)).saved).toBe(false);
  });
});
