// The import of Alertmanager's file: routes with the old and the new forms, receivers that their channels accept, and nothing lost in silence.
import { describe, expect, it } from "vitest";
import { isFault } from "../kernel/fault.ts";
import { importAlertmanager } from "./alertmanager-yaml.ts";
import { channels } from "./channels/index.ts";
import { compileRouting } from "./compiled-routing.ts";
import { isWithin } from "./time-interval.ts";
import { readRouting } from "./routing-reader.ts";

const key = "a1b2c3d4e5f6a7b8c9d0a1b2c3d4e5f6";
const text = `global:
  resolve_timeout: 10m
  smtp_smarthost: mail.example.org:587
  smtp_from: "Alerts <alerts@example.org>"
  smtp_auth_username: alerts
  smtp_auth_password: smtp-secret
  slack_api_url: https://hooks.slack.com/services/T000/B000/slacksecret
  opsgenie_api_key: ${key}
  victorops_api_key: nobody-needs-it
templates: [/etc/alertmanager/*.tmpl]
route: &root
  receiver: Default Mail
  group_by: [alertname, cluster]
  group_wait: 10s
  routes:
    - match: { severity: critical, port: 8080 }
      match_re: { service: "foo1|foo2", cluster: ^(eu|us)-.* }
      matchers: [ 'team!="ops"', "a=b,c=d" ]
      receiver: pager
      continue: true
      repeat_interval: 1h
    - matchers: [ owner=~"db.*" ]
      receiver: db
      group_by: ['...']
      mute_time_intervals: [offhours, holidays]
      active_time_intervals: [offhours]
      routes:
        - { receiver: blackhole, matchers: ['environment="dev"'], wat: 1 }
    - { receiver: gone, match: { owner: x } }
receivers:
  - name: Default Mail
    email_configs:
      - { to: "Ops <ops@example.org>, oncall@example.org", headers: { Subject: "x" } }
  - name: pager
    pagerduty_configs:
      - { routing_key: ${key}, severity: critical }
    slack_configs:
      - { channel: "#alerts", send_resolved: true, title: t }
      - { api_url: "https://slack.com/api/chat.postMessage", channel: C0123456789, http_config: { authorization: { credentials: xoxb-1-2-abc } } }
    opsgenie_configs:
      - { responders: [ { type: team, name: Ops }, { type: user, username: ada } ] }
  - name: db
    webhook_configs:
      - { url: "https://hooks.example.org/x", max_alerts: 50, http_config: { bearer_token: tok, proxy_url: "http://p" } }
    msteamsv2_configs:
      - { webhook_url: "https://teams.example.org/workflow", title: x }
    discord_configs:
      - { webhook_url: "https://discord.com/api/webhooks/1/x" }
    telegram_configs:
      - { bot_token: "123456:abcdefghijklmnopqrstuvwxyz0123456789", chat_id: -1001, parse_mode: HTML }
  - name: blackhole
  - name: gone
    sns_configs: [ { topic_arn: x } ]
inhibit_rules:
  - source_match: { severity: critical }
    source_match_re: { team: "a|b" }
    target_matchers: [ severity=~"warning|info" ]
    equal: [alertname, alertname, cluster]
mute_time_intervals:
  - name: offhours
    time_intervals:
      - times: [ { start_time: 18:00, end_time: 24:00 }, { start_time: "00:00", end_time: "08:00" } ]
        weekdays: [ 'monday:friday', Sunday ]
        location: Europe/Paris
time_intervals:
  - name: holidays
    time_intervals:
      - { days_of_month: [ 1, '-2:-1', 24:26 ], months: [ december, 1:2 ], years: [ 2026:2027, 2030 ] }
`;
const imported = importAlertmanager(text);
const routing = readRouting(imported.routing, imported.receivers.map(({ id }) => id));
const faultOf = (yaml: string): string => {
  try {
    return `read ${JSON.stringify(importAlertmanager(yaml).routing)}`;
  } catch (thrown) {
    if (isFault(thrown, "routing.invalid")) return thrown.places.map(({ at, rule }) => `${at} ${rule}`).join("\n");
    throw thrown;
  }
};

describe("notify/alertmanager-yaml", () => {
  it("makes one receiver of each entry, with settings its channel accepts", () => {
    expect(imported.receivers.map(({ id, channel, common }) => [id, channel, common.sendResolved])).toEqual([
      ["default-mail", "email", false], ["pager-pagerduty", "pagerduty", true], ["pager-slack", "slack", true], ["pager-slack-2", "slack", false], ["pager-opsgenie", "opsgenie", true],
      ["db-alertmanager", "alertmanager", true], ["db-teams", "teams", true], ["db-discord", "discord", true], ["db-telegram", "telegram", true],
    ]);
    for (const { id, channel, settings } of imported.receivers) expect(() => channels.find(channel)?.readSettings(settings), id).not.toThrow();
  });

  it("fills in the global defaults", () => {
    const settings = Object.fromEntries(imported.receivers.map((receiver) => [receiver.id, receiver.settings]));
    expect(settings["default-mail"]).toEqual({ host: "mail.example.org", port: "587", security: "starttls", from: "alerts@example.org", to: "ops@example.org,oncall@example.org", user: "alerts", password: "smtp-secret" });
    expect(settings["pager-slack"]).toEqual({ url: "https://hooks.slack.com/services/T000/B000/slacksecret" });
    expect(settings["pager-slack-2"]).toEqual({ token: "xoxb-1-2-abc", channel: "C0123456789" });
    expect(settings["pager-opsgenie"]).toEqual({ apiKey: key, teams: "Ops" });
    expect(settings["db-alertmanager"]).toEqual({ url: "https://hooks.example.org/x", token: "tok", receiver: "db", maxAlerts: "50" });
  });

  it("keeps the tree: old and new matchers, timers, times, everybody of a receiver", () => {
    const [critical, db, gone] = routing.root.routes;
    expect(routing.root).toMatchObject({ receivers: ["default-mail"], groupBy: ["alertname", "cluster"], groupWaitMs: 10_000 });
    expect(critical?.matchers.map(({ name, op, value }) => `${name}${op}${value}`)).toEqual(["severity=critical", "port=8080", "service=~foo1|foo2", "cluster=~^(eu|us)-.*", "team!=ops", "a=b", "c=d"]);
    expect(critical).toMatchObject({ receivers: ["pager-pagerduty", "pager-slack", "pager-slack-2", "pager-opsgenie"], continue: true, repeatIntervalMs: 3_600_000 });
    expect(db).toMatchObject({ receivers: ["db-alertmanager", "db-teams", "db-discord", "db-telegram"], groupBy: "all", muteTimes: ["offhours", "holidays"], activeTimes: ["offhours"] });
    expect(db?.routes[0]?.receivers).toEqual([]);
    expect(gone?.receivers).toEqual([]);
    expect(compileRouting(routing).routesFor({ owner: "db1", environment: "dev" }).map(({ id }) => id)).toEqual(["root/1/0"]);
  });

  it("keeps inhibition and times", () => {
    expect(routing.inhibitions).toEqual([{ id: "inhibit/0", source: [{ name: "severity", op: "=", value: "critical" }, { name: "team", op: "=~", value: "a|b" }], target: [{ name: "severity", op: "=~", value: "warning|info" }], equal: ["alertname", "cluster"] }]);
    const within = (name: string, iso: string) => isWithin(routing.times.find((times) => times.name === name)?.intervals ?? [], Date.parse(iso));
    expect([within("offhours", "2026-03-02T17:30:00Z"), within("offhours", "2026-03-02T16:30:00Z"), within("offhours", "2026-03-07T20:00:00Z")]).toEqual([true, false, false]);
    expect([within("holidays", "2026-12-25T10:00:00Z"), within("holidays", "2026-12-31T10:00:00Z"), within("holidays", "2028-12-31T10:00:00Z"), within("holidays", "2027-02-27T10:00:00Z")]).toEqual([true, true, false, true]);
  });

  it("lists all that is left, with its line, and no secret", () => {
    expect(imported.left.map(({ at, why }) => `${at} ${why}`).toSorted((a, b) => Number(/\d+/.exec(a)) - Number(/\d+/.exec(b)))).toEqual([
      expect.stringMatching(/^line 2, \/global\/resolve_timeout is not taken over/),
      expect.stringMatching(/^line 9, \/global\/victorops_api_key is not taken over/),
      expect.stringMatching(/^line 10, \/templates are not taken over: they are Go templates/),
      expect.stringMatching(/^line 28, \/route\/routes\/1\/routes\/0\/wat is not known/),
      expect.stringMatching(/^line 33, .*\/headers is not taken over: the words/),
      expect.stringMatching(/^line 36, .*\/severity is not taken over: the words/),
      expect.stringMatching(/^line 38, .*\/channel an incoming webhook posts to the channel it was made for/),
      expect.stringMatching(/^line 38, .*\/title is not taken over/),
      expect.stringMatching(/^line 41, .*\/responders\/1 is not a team by name/),
      expect.stringMatching(/^line 44, .*\/http_config\/proxy_url is not taken over/),
      expect.stringMatching(/^line 46, .*\/title is not taken over/),
      expect.stringMatching(/^line 50, .*\/parse_mode is not taken over/),
      expect.stringMatching(/^line 52, \/receivers\/4 leaves the receiver gone without anybody/),
      expect.stringMatching(/^line 53, \/receivers\/4\/sns_configs has no channel here/),
    ]);
    expect(JSON.stringify(imported.left)).not.toMatch(/smtp-secret|slacksecret|nobody-needs-it|xoxb|a1b2c3/);
  });

  it.each([
    ["receivers: []", "line 1, / has no route"],
    ["route: [a", "line 1 is not YAML"],
    ["route: { receiver: nobody }", "line 1, /route/receiver/0 names the receiver nobody, which does not exist"],
    ["route:\n  receiver: a\n  routes:\n    - matchers: ['a=~\"(\"']\n      group_interval: 0s\nreceivers: [{name: a}]", "line 4, /route/routes/0/matchers/0 cannot be read as a matcher"],
    ["route:\n  receiver: a\n  routes:\n    - group_interval: 0s\nreceivers: [{name: a}]", "line 4, /route/routes/0/group_interval may not be zero"],
    ["route: {receiver: a}\nreceivers: [{name: a}]\nmute_time_intervals: [{name: m}]\ntime_intervals:\n  - name: t\n    time_intervals:\n      - weekdays: [someday]", "line 7, /time_intervals/0/time_intervals/0/weekdays/0 must be a weekday"],
    ["route: {receiver: a}\nreceivers: [{name: a}]\nmute_time_intervals:\n  - name: m\n    time_intervals: [{location: Nowhere}]", "line 5, /mute_time_intervals/0/time_intervals/0/location is Nowhere"],
    ["just text", "has no route"],
    ["", "has no route"],
  ])("%j is refused: %s", (yaml, why) => {
    expect(faultOf(yaml)).toContain(why);
  });
});
