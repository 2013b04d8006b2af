// Jira's requests over the life of an issue, in Cloud and Data Center, on a server that keeps issues and a workflow.
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { faultOf } from "../channel.suite.ts";
import { anyHugeNotice } from "../far-side.sample.ts";
import { sampleNotice } from "../notice.sample.ts";
import type { Received } from "../receiver.sample.ts";
import { openTicketSystem } from "../ticket-system.sample.ts";
import type { Reply, TicketSystem } from "../ticket-system.sample.ts";
import { jira } from "./jira.ts";

interface Issue { key: string; fields: { summary: string; description: unknown; labels: string[]; status: { statusCategory: { key: string } }; priority?: { name: string } } }
interface Node { type: string; text?: string; content?: Node[]; marks?: { type: string; attrs?: { href: string } }[] }

const story = "sty_0123456789ABCDEFGHJKMNPQRS";
const cloud = { edition: "cloud", user: "watch@acme.example", token: "ATATT-0123456789", project: "OPS", priorities: "critical=Highest, low=Low" };
const server = { edition: "server", token: "pat-0123456789", project: "OPS", closeTransition: "resolve issue" };
const textsIn = (node: Node): string => (node.text ?? "") + (node.content ?? []).map(textsIn).join(node.type === "doc" ? "\n" : "");

describe("src/notify/channels/jira.ts", () => {
  let far: TicketSystem;
  let issues: Issue[];
  let transitions: { id: string; name: string; to: { statusCategory: { key: string } } }[];
  const open = async (settings: object): Promise<void> => { far = await openTicketSystem(jira, (url) => ({ url, ...settings }), answer); };
  beforeEach(() => {
    issues = [];
    transitions = [{ id: "11", name: "Start", to: { statusCategory: { key: "indeterminate" } } }, { id: "31", name: "Resolve Issue", to: { statusCategory: { key: "done" } } }];
  });
  afterEach(() => far.close());

  function answer({ method, path, body }: Received): Reply {
    const sent = body === "" ? {} : JSON.parse(body) as { fields?: Issue["fields"]; transition?: { id: string } };
    if (path.includes("/search")) return { status: 200, body: { issues: issues.filter(({ fields }) => (new URLSearchParams(path.split("?")[1]).get("jql") ?? "").includes(`labels = "${fields.labels[1]}"`)) } };
    if (path.endsWith("/issue")) {
      issues.push({ key: `OPS-${issues.length + 1}`, fields: { ...sent.fields as Issue["fields"], status: { statusCategory: { key: "new" } } } });
      return { status: 201, body: { id: "1", key: issues.at(-1)?.key, self: "" } };
    }
    const issue = issues.find(({ key }) => new RegExp(`/issue/${key}(?:[/?]|$)`).test(path));
    if (issue === undefined) return { status: 404, body: { errorMessages: ["Issue does not exist or you do not have permission to see it."] } };
    if (path.endsWith("/transitions") && method === "GET") return { status: 200, body: { transitions } };
    if (path.endsWith("/transitions")) issue.fields.status.statusCategory.key = transitions.find(({ id }) => id === sent.transition?.id)?.to.statusCategory.key ?? "";
    return method === "GET" ? { status: 200, body: issue } : path.endsWith("/comment") ? { status: 201, body: { id: "5" } } : { status: 204 };
  }

  it("Cloud: the first message looks for the story, then makes an issue described in ADF", async () => {
    await open(cloud);
    expect(await far.send()).toEqual({ kind: "sent", ref: "OPS-1", detail: "made OPS-1" });
    expect(far.asked()).toEqual(["GET /rest/api/3/search/jql", "POST /rest/api/3/issue"]);
    expect(far.received[0]?.headers.authorization).toBe(`Basic ${Buffer.from("watch@acme.example:ATATT-0123456789").toString("base64")}`);
    const { fields } = far.body<Issue>();
    expect(fields).toMatchObject({ project: { key: "OPS" }, issuetype: { name: "Task" }, summary: "[critical] Upgrade libalder to 2.4.1", labels: ["aftwatch", story, "severity-critical"], priority: { name: "Highest" } });
    expect(fields.description).toMatchObject({ type: "doc", version: 1 });
    expect(textsIn(fields.description as Node)).toBe([
      "What: libalder 2.3.0 parses a length field without a bound", "Where: checkout on prod-eu, internet-facing", "Why: exploited in the wild, loaded in the process", "Due: 2026-03-04 by the team's policy, clause 2",
      "Do: Plan the fix", "- checkout 4.2: prod-eu open", `aftwatch story=${story} delivery=msg_01KEY`,
    ].join("\n"));
    expect(JSON.stringify(fields.description)).toContain('"marks":[{"type":"link","attrs":{"href":"https://aftwatch.example/findings/fnd_1"}}]');
  });

  it("Data Center: REST v2, a bearer token, wiki markup in which names are no markup", async () => {
    await open(server);
    await far.send(sampleNotice({ what: "{code} [~admin] *b* http://evil.example !x.png! h1. :)" }));
    expect(far.asked()).toEqual(["GET /rest/api/2/search", "POST /rest/api/2/issue"]);
    expect(far.received[0]?.headers.authorization).toBe("Bearer pat-0123456789");
    const description = String(far.body<Issue>().fields.description);
    expect(description).toContain("*What:* &#123;code&#125; &#91;&#126;admin&#93; &#42;b&#42; http&#58;//evil.example &#33;x.png&#33; h1. &#58;&#41;");
    expect(description).toContain("&#45; checkout 4.2&#58; prod&#45;eu [open|https://aftwatch.example/deployments/dpl_1]");
    expect(description).toContain("*Do:* [Plan the fix|https://aftwatch.example/findings/fnd_1]");
  });

  it("a retry after a lost answer finds what was made", async () => {
    await open(cloud);
    far.loseAnswerTo("POST", "/issue");
    expect(await far.send()).toMatchObject({ kind: "retry" });
    expect(await far.send()).toMatchObject({ kind: "sent", ref: "OPS-1" });
    expect(issues).toHaveLength(1);
  });

  it("later ones comment; a new severity changes summary, label and priority", async () => {
    await open(cloud);
    await far.send();
    far.forget();
    expect(await far.send(sampleNotice({ severity: "low", changes: ["one left"] }), "OPS-1")).toEqual({ kind: "sent", ref: "OPS-1", detail: "commented OPS-1" });
    expect(far.asked()).toEqual(["GET /rest/api/3/issue/OPS-1", "PUT /rest/api/3/issue/OPS-1", "POST /rest/api/3/issue/OPS-1/comment"]);
    expect(far.body(1)).toEqual({ fields: { summary: "[low] Upgrade libalder to 2.4.1", priority: { name: "Low" } }, update: { labels: [{ remove: "severity-critical" }, { add: "severity-low" }] } });
    expect(textsIn(far.body<{ body: Node }>().body)).toBe(`[low] Upgrade libalder to 2.4.1\nChanged: one left\naftwatch story=${story} delivery=msg_01KEY`);
  });

  it.each([["cloud, by category", cloud], ["server, by name", server]])("resolved closes by a transition, open opens again (%s)", async (_way, settings) => {
    await open(settings);
    await far.send();
    expect(await far.send(sampleNotice({ state: "resolved" }), "OPS-1")).toMatchObject({ detail: "closed OPS-1" });
    expect(issues[0]?.fields.status.statusCategory.key).toBe("done");
    await far.send(sampleNotice(), "OPS-1");
    expect(issues[0]?.fields.status.statusCategory.key).toBe("indeterminate");
  });

  it("a workflow without that transition is named before anything is said twice", async () => {
    await open(server);
    await far.send();
    transitions = transitions.slice(0, 1);
    far.forget();
    expect(await far.send(sampleNotice({ state: "resolved" }), "OPS-1")).toEqual({ kind: "refused", why: "OPS-1 cannot be closed: it has no transition resolve issue now, only Start; correct closeTransition" });
    expect(far.asked().some((line) => line.includes("comment"))).toBe(false);
  });

  it("a deleted issue is made anew and says so; a resolved story needs none", async () => {
    await open(cloud);
    expect(await far.send(sampleNotice({ state: "resolved" }), "OPS-9")).toEqual({ kind: "sent", detail: "OPS-9 is no longer there: nothing to close" });
    expect(await far.send(sampleNotice(), "OPS-9")).toMatchObject({ ref: "OPS-1", detail: expect.stringContaining("in place of OPS-9") });
    expect(textsIn(issues[0]?.fields.description as Node)).toMatch(/^This takes the place of OPS-9/);
  });

  it.each([[400, "refused"], [401, "refused"], [429, "retry"], [503, "retry"]] as const)("%i is %s", async (status, kind) => {
    await open(cloud);
    far.says(status, { errorMessages: ["no"], errors: {} });
    expect(await far.send()).toMatchObject({ kind });
  });

  it.each([["cloud", cloud], ["server", server]])("any notice keeps the limits, and says what it left out (%s)", async (_edition, settings) => {
    await open(settings);
    await fc.assert(fc.asyncProperty(anyHugeNotice, async (notice) => {
      issues = [];
      far.forget();
      await far.send(notice);
      const { fields: { summary, description } } = far.sentTo<Issue>("POST /rest/api");
      const text = typeof description === "string" ? description : textsIn(description as Node);
      expect([summary.length > 0, summary.length <= 255, summary.includes("\n"), text.length <= 32_767]).toEqual([true, true, false, true]);
      if (typeof description !== "string") expect(JSON.stringify(description)).not.toMatch(/"text":""/);
      if (notice.items.length === 10_000) expect(text).toMatch(/… and \d+ more\naftwatch/);
    }), { numRuns: 15 });
  });

  it.each([["/user", { user: undefined }], ["/project", { project: "ops" }], ["/priorities", { priorities: "urgent=High" }], ["/edition", { edition: "self" }]])("names %s", (at, changed) => {
    const raw = Object.fromEntries(Object.entries({ url: "https://acme.atlassian.net", ...cloud, ...changed }).filter(([, value]) => value !== undefined));
    expect(faultOf(() => jira.readSettings(raw)).places.map((place) => place.at)).toEqual([at]);
  });
});
