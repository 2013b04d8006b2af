// aftwatch profiles against a paper server: what is asked for, what is shown, and what the exit code says.
import { describe, expect, it } from "vitest";
import type { ProfileDetail } from "../contract/runtime.ts";
import { paperTerminal } from "./cli.fixtures/paper-terminal.ts";

const fact = (kind: ProfileDetail["items"][number]["kind"], value: string, origin: ProfileDetail["items"][number]["origin"]): ProfileDetail["items"][number] =>
  ({ kind, value, origin, firstAt: "2026-11-01T10:00:00Z", lastAt: "2026-11-01T11:00:00Z", count: 3, approvedBy: null });
const began = [fact("process", "/usr/bin/curl", "pending"), fact("destination", "198.51.100.0/24:443", "pending")];
const profile: ProfileDetail = {
  id: "prf_1", workload: "shop/cart", service: "cart", releaseId: "rel_1", version: "2.4.1", state: "watching", because: "Every kind it was seen to do is known.", learningSince: "2026-10-01T00:00:00Z", learnsUntil: "2026-10-02T00:00:00Z", inheritedFrom: "2.4.0", events: 1200, facts: 3, pending: 2,
  coverage: [{ kind: "process", facts: 2, events: 900, lastNewAt: null, unseenShare: 0.001 }], items: [fact("process", "/usr/bin/node", "inherited"), ...began], difference: { from: "2.4.0", sentences: ["2.4.1 began to run /usr/bin/curl."], began, ceased: [fact("listen", "8080/tcp", "inherited")] },
};
const quiet: ProfileDetail = { ...profile, difference: { from: "2.4.0", sentences: [], began: [], ceased: [] } };
const { items: _items, difference: _difference, ...row } = profile;

describe("cli/commands/profiles", () => {
  it("list sends every filter and shows the state", async () => {
    const terminal = paperTerminal({ "GET /profiles": { items: [row], total: 1, next: null } }, { isTty: true, env: { NO_COLOR: "1" } });
    expect(await terminal.run("profiles", "list", "--workload", "shop/cart", "--service", "cart", "--state", "watching")).toBe(0);
    expect(terminal.out()).toMatch(/STATE.*\nwatching +shop\/cart +2\.4\.1 +3 +2 /);
    expect(terminal.asked[0]?.query).toMatchObject({ workload: "shop/cart", service: "cart", state: "watching" });
  });
  it("show narrows to a kind and an origin", async () => {
    const terminal = paperTerminal({ "GET /profiles/prf_1": profile });
    expect(await terminal.run("profiles", "show", "prf_1", "--kind", "process", "--origin", "pending", "--json")).toBe(0);
    expect(JSON.parse(terminal.out())).toMatchObject({ items: [{ value: "/usr/bin/curl" }], profile: { state: "watching" } });
  });
  it("diff says what began and what ceased, and exits 1 while something is pending", async () => {
    const terminal = paperTerminal({ "GET /profiles/prf_1": profile }, { isTty: true, env: { NO_COLOR: "1" } });
    expect(await terminal.run("profiles", "diff", "prf_1")).toBe(1);
    expect(terminal.out()).toMatch(/began +pending +process +\/usr\/bin\/curl[\s\S]*ceased +inherited +listen +8080\/tcp/);
    expect(await paperTerminal({ "GET /profiles/prf_1": quiet }).run("profiles", "diff", "prf_1")).toBe(0);
  });
  it.each<[string, string[], object[]]>([
    ["named facts", ["process:/usr/bin/curl"], [{ kind: "process", value: "/usr/bin/curl" }]],
    ["a value with colons", ["destination:198.51.100.0/24:443"], [{ kind: "destination", value: "198.51.100.0/24:443" }]],
    ["everything pending", ["--all"], began.map(({ kind, value }) => ({ kind, value }))],
    ["one kind", ["--kind", "destination"], [{ kind: "destination", value: "198.51.100.0/24:443" }]],
  ])("approve sends %s", async (_claim, args, facts) => {
    const terminal = paperTerminal({ "GET /profiles/prf_1": profile, "POST /profiles/prf_1/approve": { approved: facts, left: [] } });
    expect(await terminal.run("profiles", "approve", "prf_1", ...args, "--reason", "reviewed")).toBe(0);
    expect(terminal.asked.at(-1)).toMatchObject({ body: { facts, reason: "reviewed" } });
  });
  it("approve names what was not pending, and refuses what it cannot read", async () => {
    const left = [{ kind: "process", value: "/bin/none" }];
    expect(await paperTerminal({ "POST /profiles/prf_1/approve": { approved: [], left } }).run("profiles", "approve", "prf_1", "process:/bin/none", "--reason", "x")).toBe(4);
    expect(await paperTerminal({}).run("profiles", "approve", "prf_1", "curl", "--reason", "x")).toBe(2);
    expect(await paperTerminal({}).run("profiles", "approve", "prf_1", "--reason", "x")).toBe(2);
  });
});
