// Edits of routes as text: the value is what was asked for, comments stay, and what cannot be followed is written anew and says so.
import fc from "fast-check";
import { dump } from "js-yaml";
import { describe, expect, it } from "vitest";
import { editRoute, readRoutes, routeAt } from "./route-text.ts";
import type { RawRouting, RouteEdit } from "./route-text.ts";

const text = `# Who is woken, and who reads mail.
route:
  receiver: mail   # everybody
  groupBy: [alertname]
  routes:
    # Woken at night.
    - id: urgent
      matchers: ['severity=~"critical|high"']
      receivers:
        - pager
        - chat
      routes:
        - matchers: ['team="db"']   # the database people
          receiver: db
    # Nobody reads these.
    - matchers: ['severity="info"']
      receivers: []
timeIntervals:
  - name: nights
    timeIntervals: []
`;
const routingOf = (of: string): RawRouting => { const read = readRoutes(of); if (!("routing" in read)) throw new Error(read.rule); return read.routing; };
const edited = (path: number[], edit: RouteEdit, of = text) => { const done = editRoute(of, path, edit); if (!done) throw new Error("cannot be read"); return { ...done, routing: routingOf(done.text) }; };

describe("console/src/lists/route-text", () => {
  it("setting keys of a route leaves every other line as it was", () => {
    const { text: after, rewritten, routing } = edited([0], { kind: "set", patch: { receivers: ["chat"], groupWait: "10s", matchers: ['severity="critical"'] } });
    expect(rewritten).toBe(false);
    expect(routeAt(routing, [0])).toMatchObject({ id: "urgent", receiver: "chat", groupWait: "10s", matchers: ['severity="critical"'] });
    for (const comment of ["# Who is woken", "# everybody", "# Woken at night.", "# the database people", "# Nobody reads these."]) expect(after).toContain(comment);
    expect(routeAt(routing, [0, 0])).toEqual({ matchers: ['team="db"'], receiver: "db" });
  });
  it("the root is set like any other", () => {
    const { rewritten, routing, text: after } = edited([], { kind: "set", patch: { groupWait: "1m" } });
    expect([rewritten, routing.route?.groupWait, routing.route?.receiver]).toEqual([false, "1m", "mail"]);
    expect(after).toContain("# Woken at night.");
  });
  it("a route is added below one without routes, and after the last of those with some", () => {
    const leaf = edited([1], { kind: "add", patch: { matchers: ['a="b"'] } });
    expect([leaf.rewritten, routeAt(leaf.routing, [1, 0])]).toEqual([false, { matchers: ['a="b"'] }]);
    const root = edited([], { kind: "add", patch: { receivers: ["x", "y"] } });
    expect([root.rewritten, root.routing.route?.routes?.length, routeAt(root.routing, [2])]).toEqual([false, 3, { receivers: ["x", "y"] }]);
  });
  it("moving takes the comment above along; the last one that is removed takes the key", () => {
    const moved = edited([0], { kind: "move", step: 1 });
    expect(moved.rewritten).toBe(false);
    expect(moved.text.indexOf("# Nobody reads these.")).toBeLessThan(moved.text.indexOf("# Woken at night."));
    expect(routeAt(moved.routing, [1])?.id).toBe("urgent");
    const removed = edited([0, 0], { kind: "remove" });
    expect([removed.rewritten, routeAt(removed.routing, [0])?.routes]).toEqual([false, undefined]);
  });
  it("flow style is written anew, and says so", () => {
    const { rewritten, routing } = edited([0], { kind: "set", patch: { receivers: ["b"] } }, '{"route": {"receiver": "a", "routes": [{"matchers": ["x=1"]}]}}');
    expect([rewritten, routeAt(routing, [0])]).toEqual([true, { matchers: ["x=1"], receiver: "b" }]);
  });
  it("a text that is no YAML is told with its line", () => {
    expect(readRoutes("route:\n  receiver: [a\n")).toMatchObject({ rule: expect.any(String), line: expect.any(Number) });
    expect(editRoute("route: [", [], { kind: "remove" })).toBeUndefined();
  });

  const word = fc.stringMatching(/^[a-z"'#:[ -]{1,12}$/).filter((each) => each.trim() === each && each !== "");
  const patch = fc.record({ id: word, receivers: fc.array(word, { maxLength: 3 }), matchers: fc.array(word, { maxLength: 3 }), groupWait: fc.constantFrom("10s", "5m"), continue: fc.boolean() }, { requiredKeys: [] });
  const route = fc.letrec((tie) => ({ route: fc.record({ receiver: word, matchers: fc.array(word, { minLength: 1, maxLength: 2 }), routes: fc.oneof({ depthSize: "small" }, fc.constant(undefined), fc.array(tie("route"), { minLength: 1, maxLength: 3 })) }) })).route;
  it("whatever is set in whatever tree, only that route changes and no line is written anew", () => {
    fc.assert(fc.property(route, patch, (root, given) => {
      const written = dump({ route: JSON.parse(JSON.stringify(root)) as unknown });
      const done = edited([], { kind: "set", patch: given }, written);
      expect(done.rewritten).toBe(false);
      if (given.receivers !== undefined && given.receivers.length !== 1) expect(done.routing.route?.receivers).toEqual(given.receivers);
      expect(done.routing.route?.routes).toEqual(routingOf(written).route?.routes);
    }));
  });
});
