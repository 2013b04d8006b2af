// Who answers in the bookshop that does not exist: the on-call document, who can be told and how, and the routes between.

/** The document as its people would keep it; schedules in three zones, one with a gap at night. */
export const oncallText = `# Who answers for the bookshop.
people:
  - {name: ana, email: ana@lantern.example, zone: Europe/Berlin, receivers: [ana-pager]}
  - {name: ben, email: ben@lantern.example, zone: America/New_York, receivers: [ben-slack]}
  - {name: chidi, email: chidi@lantern.example, zone: Africa/Lagos, receivers: [chidi-pager]}
  - {name: dora, email: dora@lantern.example, zone: Europe/Berlin, receivers: [dora-teams]}
  - {name: emil, zone: Europe/Berlin, receivers: [emil-slack]}
  - {name: amir, zone: Asia/Kolkata, receivers: [amir-chat]}
  - {name: noor, zone: Asia/Kolkata, receivers: [amir-chat]}
  - {name: mara, email: mara@lantern.example, zone: America/New_York, receivers: [mara-pager]}
teams:
  - {name: team-payments, members: [ana, ben], schedule: payments, policy: payments, aliases: ["@lantern/payments"]}
  - {name: team-orders, members: [chidi, dora], schedule: orders, policy: orders, aliases: ["@lantern/orders"]}
  - {name: team-web, members: [emil], receivers: [web-chat], aliases: ["@lantern/web"]}
  - {name: team-catalog, members: [amir], aliases: ["@lantern/catalog"]}
  - {name: team-messaging, members: [noor]}
  - {name: team-identity, members: [mara, dora]}
  - {name: team-media, members: [emil]}
  - {name: team-data, members: [amir]}
  - {name: team-loyalty, members: [ben, emil]}
  - {name: security, members: [mara], receivers: [security-desk], schedule: security}
schedules:
  - name: payments
    zone: Europe/Berlin
    layers:
      - {name: week, rotation: [ana, ben], handover: weekly, weekday: mon, handoverAt: "09:00", startsOn: 2024-01-01}
  - name: orders
    zone: Europe/Berlin
    layers:
      - {name: week, rotation: [dora, chidi], handover: weekly, weekday: wed, handoverAt: "10:00", startsOn: 2024-01-03}
      - {name: nights, rotation: [chidi], handover: daily, startsOn: 2024-01-01, restrict: [{days: [sat, sun], from: "20:00", to: "08:00"}]}
  - name: security
    zone: America/New_York
    layers:
      - {name: office, rotation: [mara], handover: weekly, weekday: mon, startsOn: 2024-01-01, restrict: [{days: [mon, tue, wed, thu, fri], from: "08:00", to: "20:00"}]}
policies:
  - name: payments
    steps:
      - {notify: ["schedule:payments"]}
      - {notify: ["team:team-payments"], afterMinutes: 10}
    giveUpAfterMinutes: 20
    repeat: 1
    thenReceivers: [security-desk]
  - name: orders
    steps:
      - {notify: ["schedule:orders"]}
      - {notify: ["team:team-orders"], afterMinutes: 15}
    thenReceivers: [security-desk]
  - name: everyone
    steps: [{notify: ["schedule:security", "receiver:security-desk"]}]
holidays: [2026-12-25, 2026-12-26, 2027-01-01]
rules:
  minimumSeverity: high
  defaultPolicy: everyone
  alwaysKinds: [malicious-package, web-shell]
`;

/** A tree people would write: a copy of every incident for the archive, then each team its own, quiet nights for what can wait. */
export const routesText = `# Who hears what. The first route that fits takes it, unless it says continue.
route:
  receiver: security-desk
  routes:
    - id: archive
      matchers: ['kind=~"incident.*|page.*"']
      receiver: siem
      continue: true
    - id: payments
      matchers: ['owner="team-payments"']
      receiver: payments-oncall
    - id: orders
      matchers: ['owner="team-orders"']
      receiver: orders-chat
    - id: web
      matchers: ['owner="team-web"']
      receiver: web-chat
    - id: batch
      matchers: ['service=~"search-indexer|mail-worker|media-ingest"', 'severity=~"low|medium|warning"']
      receiver: batch-tickets
      muteTimeIntervals: [nights]
    - id: platform
      matchers: ['team="platform"']
      groupBy: [alertname]
      groupWait: 10s
      groupInterval: 5m
      repeatInterval: 12h
      receiver: platform-chat
      routes:
        - {id: platform-old, matchers: ['host="tape-1"'], receivers: [old-pager, platform-chat]}
inhibitRules:
  - id: node-down
    sourceMatchers: ['alertname="NodeDown"']
    targetMatchers: ['alertname!="NodeDown"']
    equal: [host]
timeIntervals:
  - name: nights
    timeIntervals:
      - {times: [{startTime: "20:00", endTime: "24:00"}, {startTime: "00:00", endTime: "07:00"}], location: Europe/Berlin}
`;

export interface DemoReceiver { id: string; channel: string; settings: Readonly<Record<string, unknown>>; common?: Readonly<Record<string, unknown>> }

/** good, broken: the bases of two loopback receivers; what the broken one answers depends on the path. secret: signs the webhooks. */
export function demoReceivers(good: string, broken: string, secret: string): DemoReceiver[] {
  const at = (base: string, id: string) => ({ url: `${base}/${id}`, allowPrivate: true });
  const webhook = (id: string, base = good, common?: DemoReceiver["common"]): DemoReceiver => ({ id, channel: "webhook", settings: { ...at(base, id), secrets: [secret] }, ...(common ? { common } : {}) });
  const chat = (id: string, channel: string): DemoReceiver => ({ id, channel, settings: at(good, id) });
  return [
    webhook("payments-oncall"), webhook("security-desk", good, { heartbeatMinutes: 1440 }),
    { id: "ana-pager", channel: "pagerduty", settings: { routingKey: "a0".repeat(16), ...at(good, "ana-pager") } }, { id: "chidi-pager", channel: "pagerduty", settings: { routingKey: "c0".repeat(16), ...at(good, "chidi-pager") } },
    { id: "mara-pager", channel: "opsgenie", settings: { apiKey: "demo-key-of-mara", ...at(good, "mara-pager") } },
    chat("ben-slack", "slack"), chat("emil-slack", "slack"), chat("dora-teams", "teams"), chat("orders-chat", "teams"), chat("web-chat", "discord"), chat("amir-chat", "mattermost"), chat("platform-chat", "mattermost"),
    webhook("batch-tickets"), { id: "siem", channel: "ocsf", settings: { file: "incidents.ndjson" } },
    // What goes wrong in every company: a pager nobody runs any more, a bot that was deleted, a list that refuses.
    webhook("old-pager", broken, { fallback: "security-desk", fallbackAfterMinutes: 30 }), webhook("gone-bot", broken), webhook("press-list", broken),
  ];
}
