// Routes: read with every wrong place, shown and read back, and the way of a label set through the tree.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isFault } from "../kernel/fault.ts";
import { compileRouting, noticeReceivers } from "./compiled-routing.ts";
import type { LabelSet } from "./label.ts";
import { labelSetsOf } from "./notice-labels.ts";
import { compileMatchers } from "./matcher.ts";
import { sampleNotice } from "./notice.sample.ts";
import { routesFor } from "./route-list.sample.ts";
import type { Routes } from "./routing-list.ts";
import { routingFromList } from "./routing-list.ts";
import { readRouting, readRoutingText } from "./routing-reader.ts";
import { showRouting } from "./routing.ts";
import type { RouteNode } from "./routing.ts";

const ids = ["all", "pager", "db", "dev"];
const text = `# Who gets what.
route:
  receiver: all
  groupBy: [alertname, service]
  routes:
    - matchers: ['severity="critical"']
      receivers: [pager, all]
      groupWait: 0s
      continue: true
    - id: databases
      matchers: [team="db", service=~"pg-.*|mysql"]
      receiver: db
      repeatInterval: 1d12h
      muteTimeIntervals: [nights]
      routes:
        - matchers: [environment="dev"]
          receiver: dev
          groupBy: ["..."]
    - matchers: [environment=~"dev|test"]
      activeTimeIntervals: [office]
inhibitRules:
  - sourceMatchers: [severity="critical"]
    targetMatchers: [severity="low"]
    equal: [service]
timeIntervals:
  - name: nights
    timeIntervals:
      - { times: [{ startTime: "22:00", endTime: "24:00" }, { startTime: "00:00", endTime: "06:00" }], location: Europe/Berlin }
  - name: office
    timeIntervals:
      - { weekdays: ["monday:friday"], times: [{ startTime: "09:00", endTime: "17:00" }], months: [1:3, december], daysOfMonth: ["-3:-1", 1], years: [2026] }
`;
const placesOf = (read: () => unknown): string[] => {
  try {
    read();
    return [];
  } catch (thrown) {
    if (isFault(thrown, "routing.invalid")) return thrown.places.map(({ at, rule }) => `${at} ${rule}`);
    throw thrown;
  }
};
const compiled = compileRouting(readRoutingText(text, ids));
const leafIds = (labels: LabelSet): string[] => compiled.routesFor(labels).map(({ id }) => id);

describe("notify/routing-reader", () => {
  it("reads the tree, with what is inherited and what is left out", () => {
    const { root, inhibitions, times } = readRoutingText(text, ids);
    expect(root).toMatchObject({ id: "root", receivers: ["all"], groupBy: ["alertname", "service"], groupWaitMs: 30_000, groupIntervalMs: 300_000, repeatIntervalMs: 14_400_000, muteTimes: [] });
    const [critical, databases, tests] = root.routes;
    expect(critical).toMatchObject({ id: "root/0", receivers: ["pager", "all"], groupBy: ["alertname", "service"], groupWaitMs: 0, continue: true });
    expect(databases).toMatchObject({ id: "databases", repeatIntervalMs: 129_600_000, muteTimes: ["nights"], continue: false });
    expect(databases?.matchers).toEqual([{ name: "team", op: "=", value: "db" }, { name: "service", op: "=~", value: "pg-.*|mysql" }]);
    expect(databases?.routes[0]).toMatchObject({ id: "root/1/0", groupBy: "all", repeatIntervalMs: 129_600_000, muteTimes: [] });
    expect(tests).toMatchObject({ id: "root/2", receivers: ["all"], activeTimes: ["office"] });
    expect(inhibitions).toEqual([{ id: "inhibit/0", source: [{ name: "severity", op: "=", value: "critical" }], target: [{ name: "severity", op: "=", value: "low" }], equal: ["service"] }]);
    expect(times[1]?.intervals).toEqual([{ weekdays: [{ from: 1, to: 5 }], times: [{ from: 540, to: 1020 }], months: [{ from: 1, to: 3 }, { from: 12, to: 12 }], daysOfMonth: [{ from: -3, to: -1 }, { from: 1, to: 1 }], years: [{ from: 2026, to: 2026 }] }]);
  });

  it("what is shown is read back as the same, and shown the same", () => {
    const routing = readRoutingText(text, ids);
    const shown = showRouting(routing);
    expect(readRouting(JSON.parse(JSON.stringify(shown)), ids)).toEqual(routing);
    expect(showRouting(readRouting(shown, ids))).toEqual(shown);
  });

  it("names every wrong place at once, with its line", () => {
    expect(placesOf(() => readRoutingText(`route:
  matchers: [a=b]
  groupInterval: 0s
  routes:
    - receiver: nobody
      matchers: ["a=~\\"(\\"", b=c]
      groupWait: soon
    - id: x
      muteTimeIntervals: [never]
      match: {a: b}
    - id: x
      continue: perhaps
      groupBy: ["...", a]
timeIntervals:
  - name: odd
    timeIntervals:
      - weekdays: [monday:sunday]
        times: [{startTime: "22:00", endTime: "06:00"}]
        daysOfMonth: [0, "-1:5"]
        months: []
        location: Mars/Olympus
`, ids))).toEqual(expect.arrayContaining([
      expect.stringMatching(/^line 2, \/route must name a receiver|^line 1, \/route must name a receiver/),
      expect.stringMatching(/^line 2, \/route\/matchers is not for the root/),
      expect.stringMatching(/^line 3, \/route\/groupInterval may not be zero/),
      expect.stringMatching(/^line 5, \/route\/routes\/0\/receiver names the receiver nobody/),
      expect.stringMatching(/^line 6, \/route\/routes\/0\/matchers\/0 cannot be read as a matcher: character 1 begins a matcher that is not readable/),
      expect.stringMatching(/^line 7, \/route\/routes\/0\/groupWait must be a duration/),
      expect.stringMatching(/^line 9, \/route\/routes\/1\/muteTimeIntervals\/0 names the time interval never/),
      expect.stringMatching(/^line 10, \/route\/routes\/1\/match is not known; a route has id, receiver/),
      expect.stringMatching(/^line 11, \/route\/routes\/2\/id is x, which is the id of \/route\/routes\/1/),
      expect.stringMatching(/^line 12, \/route\/routes\/2\/continue must be true or false/),
      expect.stringMatching(/^line 13, \/route\/routes\/2\/groupBy has \.\.\./),
      expect.stringMatching(/^line 17, \/timeIntervals\/0\/timeIntervals\/0\/weekdays\/0 ends before it starts/),
      expect.stringMatching(/^line 18, .*times\/0 starts at its end or after it; a night is two ranges/),
      expect.stringMatching(/^line 19, .*daysOfMonth\/0 must be a day/),
      expect.stringMatching(/^line 19, .*daysOfMonth\/1 starts from the end/),
      expect.stringMatching(/^line 20, .*months is an empty list/),
      expect.stringMatching(/^line 21, .*location is Mars\/Olympus/),
    ]));
  });

  it.each([
    ["", "/ must be an object"],
    ["route:", "must have a route"],
    ["route: {receiver: [all], receivers: [all]}", "has both receiver and receivers"],
    ["route: {receiver: all\n  x", "line 2 is not YAML"],
    ["a: 1\n---\nb: 2", "holds more than one document"],
    ["route: {receiver: all, receiver: db}", "duplicated mapping key"],
    ["route: {receiver: all, routes: [{id: root/1}]}", "is root/1, which is what the route at that place is called"],
    ["route: {receiver: all}\ninhibitRules: [{id: a}, {id: a}]", "is a, which is taken"],
    [`a: &a [x,x]\n${"bcdefghijklmnopqrstu".split("").map((name, index) => `${name}: &${name} [*${"abcdefghijklmnopqrst"[index]},*${"abcdefghijklmnopqrst"[index]}]`).join("\n")}`, "holds more than 200000 values when its aliases are followed"],
  ])("refuses %j", (broken, why) => {
    expect(placesOf(() => readRoutingText(broken, ids)).join("\n")).toContain(why);
  });

  it("nobody may be named as the receiver, on purpose only", () => {
    expect(readRouting({ route: { receivers: [] } }, ids).root.receivers).toEqual([]);
    expect(placesOf(() => readRouting({ route: {} }, ids))).toEqual(["/route must name a receiver for what no other route takes; write receivers: [] when nobody is to get it"]);
  });
});

describe("notify/compiled-routing", () => {
  it.each<[LabelSet, string[]]>([
    [{}, ["root"]],
    [{ severity: "critical" }, ["root/0"]],
    [{ severity: "critical", team: "db", service: "pg-1" }, ["root/0", "databases"]],
    [{ team: "db", service: "redis" }, ["root"]],
    [{ team: "db", service: "mysql", environment: "dev" }, ["root/1/0"]],
    [{ environment: "test" }, ["root/2"]],
  ])("%j goes to %j", (labels, taken) => {
    expect(leafIds(labels)).toEqual(taken);
  });

  it("writes group keys as Alertmanager does: matchers sorted, from the root down", () => {
    expect(compiled.routesFor({ team: "db", service: "mysql", environment: "dev" })[0]?.routeKey).toBe('{}/{service=~"pg-.*|mysql",team="db"}/{environment="dev"}');
  });

  it("rounds repeats up to a multiple of the interval", () => {
    const { routesFor: find } = compileRouting(readRouting({ route: { receiver: "all", groupInterval: "7m", repeatInterval: "1m", routes: [{ matchers: "a=b", repeatInterval: "1h" }] } }, ids));
    expect([find({})[0]?.repeatIntervalMs, find({ a: "b" })[0]?.repeatIntervalMs]).toEqual([420_000, 9 * 420_000]);
  });

  it("explains every node it asks", () => {
    expect(compiled.explainRouting({ severity: "low", team: "db", service: "mysql" })).toEqual({
      steps: [
        { id: "root", depth: 0, outcome: "passed-down", why: "it matches, and so does databases below it" },
        { id: "root/0", depth: 1, outcome: "not-matched", why: 'severity is "low", which does not satisfy severity="critical"', failed: 'severity="critical"' },
        { id: "databases", depth: 1, outcome: "taken", why: "it matches, and no route below it does" },
        { id: "root/1/0", depth: 2, outcome: "not-matched", why: 'environment is absent or empty, which does not satisfy environment="dev"', failed: 'environment="dev"' },
        { id: "root/2", depth: 1, outcome: "not-asked", why: "databases before it has taken it and does not continue" },
      ],
      leaves: [expect.objectContaining({ id: "databases" })],
    });
  });

  it.each([
    ["2026-11-22T23:30:00Z", "databases", { by: "mute", times: ["nights"], endsAt: Date.parse("2026-11-23T05:00:00Z") }],
    ["2026-11-22T12:00:00Z", "databases", undefined],
    ["2026-11-22T12:00:00Z", "root/2", { by: "active", times: ["office"], endsAt: Date.parse("2026-12-01T09:00:00Z") }],
    ["2026-12-01T12:00:00Z", "root/2", undefined],
  ])("at %s the leaf %s is quiet: %j", (iso, id, mute) => {
    const leaf = [{ team: "db", service: "mysql" }, { environment: "test" }].flatMap((labels) => compiled.routesFor(labels)).find((found) => found.id === id);
    expect(leaf && compiled.mutedAt(leaf, Date.parse(iso))).toEqual(mute);
  });

  it("a notice reaches the union over its label sets, with the leaves that named each receiver", () => {
    const sets = [{ severity: "critical", environment: "prod" }, { severity: "critical", team: "db", service: "mysql" }, { environment: "test" }];
    expect(noticeReceivers(compiled, sets).map(({ receiverId, leaves }) => [receiverId, leaves.map(({ id }) => id)])).toEqual([["pager", ["root/0"]], ["all", ["root/0", "root/2"]], ["db", ["databases"]]]);
  });

  // Alertmanager's dispatch/route.go, word for word: the answer that the index must give.
  function naive(node: RouteNode, labels: LabelSet): string[] | undefined {
    if (!compileMatchers(node.matchers)(labels)) return undefined;
    const found: string[] = [];
    for (const child of node.routes) {
      const below = naive(child, labels);
      found.push(...(below ?? []));
      if (below && !child.continue) break;
    }
    return found.length > 0 ? found : [node.id];
  }

  const name = fc.constantFrom("a", "b", "c");
  const value = fc.constantFrom("", "x", "y", "z");
  const matcher = fc.oneof(
    fc.tuple(name, fc.constantFrom("=", "!="), value).map(([label, op, text]) => `${label}${op}"${text}"`),
    fc.tuple(name, fc.constantFrom("=~", "!~"), fc.constantFrom("x|y", "x|", "[xy]", ".*", ".+", "(?i)X", "y?")).map(([label, op, text]) => `${label}${op}"${text}"`),
  );
  const { tree } = fc.letrec((tie) => ({
    tree: fc.record({ matchers: fc.array(matcher, { maxLength: 3 }), continue: fc.boolean(), routes: fc.oneof({ depthSize: "small", withCrossShrink: true }, fc.constant([]), fc.array(tie("tree"), { maxLength: 5 })) }),
  }));
  const labels = fc.dictionary(name, value, { maxKeys: 3, noNullPrototype: true });

  it("the index gives what the walk through every node gives", () => {
    fc.assert(fc.property(fc.array(tree, { maxLength: 6 }), fc.array(labels, { minLength: 1, maxLength: 6 }), (routes, asked) => {
      const routing = readRouting({ route: { receiver: "all", routes } }, ids);
      const { routesFor: find, explainRouting } = compileRouting(routing);
      for (const each of asked) {
        expect(find(each).map(({ id }) => id)).toEqual(naive(routing.root, each));
        expect(explainRouting(each).leaves).toEqual(find(each));
      }
    }), { numRuns: 500 });
  });
});

describe("notify/routing-list", () => {
  const routes: Routes = {
    list: [
      { id: "critical", match: { severities: ["critical", "high"] }, receivers: ["pager"], continue: true },
      { id: "db", match: { services: ["a.b", "c|d"], environments: ["prod"] }, receivers: ["db", "db"], continue: false },
      { id: "root", match: { owners: ["dev"], kinds: ["test"] }, receivers: ["dev"], continue: false },
    ],
    defaultReceivers: ["all"],
  };
  const compiledList = compileRouting(routingFromList(routes));

  it("whoever got a notice still gets it; with one service and one environment nobody else does", () => {
    const some = (of: readonly string[]) => fc.subarray([...of]);
    const labels = fc.record({ services: some(["a.b", "c|d", "axb"]), environments: some(["prod", "dev"]), owner: fc.constantFrom("dev", undefined), vulnerability: fc.constant(undefined) });
    fc.assert(fc.property(labels, fc.constantFrom("critical", "low"), fc.constantFrom("test", "feed.stale"), (given, severity, kind) => {
      const notice = { ...sampleNotice(), labels: given, severity, kind } as ReturnType<typeof sampleNotice>;
      const routed = routesFor(notice, routes);
      const before = routed.kind === "routed" ? routed.receivers : [];
      const after = noticeReceivers(compiledList, labelSetsOf(notice)).map(({ receiverId }) => receiverId);
      expect(after).toEqual(expect.arrayContaining([...before]));
      if (given.services.length <= 1 && given.environments.length <= 1) expect(after).toEqual(before);
    }), { numRuns: 500 });
  });

  it("is shown in the new form and read back", () => {
    const routing = routingFromList(routes);
    expect(readRouting(showRouting(routing), ids)).toEqual(routing);
    expect(routing.root.routes.map(({ id }) => id)).toEqual(["critical", "db", "list/root"]);
  });
});
