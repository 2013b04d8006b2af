// GitLab's requests over the life of an issue, on a server that keeps issues: found again, never made twice, made anew when deleted.
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { faultOf } from "../channel.suite.ts";
import { anyHugeNotice } from "../far-side.sample.ts";
import { sampleNotice } from "../notice.sample.ts";
import type { Received } from "../receiver.sample.ts";
import { openTicketSystem } from "../ticket-system.sample.ts";
import type { Reply, TicketSystem } from "../ticket-system.sample.ts";
import { gitlab } from "./gitlab.ts";

interface Issue { iid: number; title: string; description: string; state: string; labels: string[] }

const ref = "acme/ops#1";
const path = "/api/v4/projects/acme%2Fops/issues";

describe("src/notify/channels/gitlab.ts", () => {
  let far: TicketSystem;
  let issues: Map<number, Issue>;
  beforeEach(async () => {
    issues = new Map();
    far = await openTicketSystem(gitlab, (url) => ({ token: "glpat-0123456789", project: "acme/ops", labels: "team", confidential: true, url }), answer);
  });
  afterEach(() => far.close());

  function answer({ method, path: asked, body }: Received): Reply {
    const sent = body === "" ? {} : JSON.parse(body) as Record<string, string>;
    if (method === "GET" && asked.startsWith(`${path}?`)) return { status: 200, body: [...issues.values()].filter(({ description }) => description.includes(new URLSearchParams(asked.split("?")[1]).get("search") ?? "-")) };
    if (asked === path) {
      const issue = { iid: issues.size + 1, title: sent["title"] ?? "", description: sent["description"] ?? "", state: "opened", labels: (sent["labels"] ?? "").split(",") };
      issues.set(issue.iid, issue);
      return { status: 201, body: issue };
    }
    const issue = issues.get(Number(asked.split("/")[6]));
    if (issue === undefined) return { status: 404, body: { message: "404 Not found" } };
    if (sent["state_event"] !== undefined) issue.state = sent["state_event"] === "close" ? "closed" : "opened";
    return { status: asked.endsWith("/notes") ? 201 : 200, body: issue };
  }

  it("the first message looks for the story, then makes an issue", async () => {
    expect(await far.send()).toEqual({ kind: "sent", ref, detail: `made ${ref}` });
    expect(far.asked()).toEqual([`GET ${path}`, `POST ${path}`]);
    expect(far.received[0]).toMatchObject({ path: expect.stringContaining("search=sty_0123456789ABCDEFGHJKMNPQRS&in=description"), headers: { "private-token": "glpat-0123456789" } });
    expect(far.body()).toMatchObject({ title: "[critical] Upgrade libalder to 2.4.1", labels: "aftwatch,severity::critical,team", confidential: true, description: expect.stringContaining("story=sty_0123456789ABCDEFGHJKMNPQRS delivery=msg_01KEY") });
  });

  it("a retry after a lost answer finds what was made", async () => {
    far.loseAnswerTo("POST", path);
    expect(await far.send()).toMatchObject({ kind: "retry" });
    expect(await far.send()).toMatchObject({ kind: "sent", ref });
    expect(issues.size).toBe(1);
  });

  it("later ones comment; a new severity changes title and label; resolved closes; open opens again", async () => {
    await far.send();
    far.forget();
    await far.send(sampleNotice({ severity: "low", state: "resolved", changes: ["all upgraded"] }), ref);
    expect(far.asked()).toEqual([`GET ${path}/1`, `PUT ${path}/1`, `POST ${path}/1/notes`]);
    expect(far.sentTo(`PUT ${path}/1`)).toEqual({ state_event: "close", title: "[resolved, low] Upgrade libalder to 2.4.1", add_labels: "severity::low", remove_labels: "severity::critical" });
    expect(far.body()).toEqual({ body: expect.stringContaining("Changed: all upgraded") });
    await far.send(sampleNotice(), ref);
    expect(far.sentTo(`PUT ${path}/1`, 1)).toMatchObject({ state_event: "reopen" });
  });

  it("a deleted issue is made anew and says so", async () => {
    expect(await far.send(sampleNotice(), "acme/ops#9")).toMatchObject({ ref, detail: expect.stringContaining("in place of acme/ops#9") });
    expect(issues.get(1)?.description).toContain("takes the place of");
  });

  it("a name is no quick action, mention, reference or link", async () => {
    const title = "/close @all #1 !2 $3 %4 &5 ~bug https://evil.example [vulnerability:1]";
    await far.send(sampleNotice({ title, what: title, items: [{ title, detail: "", url: "" }] }));
    for (const text of Object.values(far.body()).map(String)) expect(text.replace(/\*\*Do:\*\* .*/, "").replaceAll("severity::", "")).not.toMatch(/^\/|@\w|[#!$%&]\d|~\w|https?:\/\/|(?<!\\)\[(?!critical|\u200b)/m);
  });

  it.each([[401, "refused"], [403, "refused"], [429, "retry"], [502, "retry"]] as const)("%i is %s", async (status, kind) => {
    far.says(status, { message: "no" });
    expect(await far.send()).toMatchObject({ kind });
  });

  it("any notice keeps the limits, and says what it left out", async () => {
    await fc.assert(fc.asyncProperty(anyHugeNotice, async (notice) => {
      issues.clear();
      far.forget();
      await far.send(notice);
      const { title, description } = far.sentTo<{ title: string; description: string }>(`POST ${path}`);
      expect([title.length > 0, title.length <= 255, description.length <= 60_000]).toEqual([true, true, true]);
      if (notice.items.length === 10_000) expect(description).toMatch(/… and \d+ more\n/);
    }), { numRuns: 15 });
  });

  it.each([["/project", { project: "ops" }], ["/token", { token: "" }]])("names %s", (at, changed) => {
    expect(faultOf(() => gitlab.readSettings({ token: "glpat-0123456789", project: "acme/ops", ...changed })).places.map((place) => place.at)).toEqual([at]);
  });
});
