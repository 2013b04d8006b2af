// GitHub's requests over the life of an issue, on a server that keeps issues: found again, never made twice, made anew when deleted.
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { faultOf } from "../channel.suite.ts";
import { anyHugeNotice } from "../far-side.sample.ts";
import { sampleNotice } from "../notice.sample.ts";
import type { Received } from "../receiver.sample.ts";
import { openTicketSystem } from "../ticket-system.sample.ts";
import type { Reply, TicketSystem } from "../ticket-system.sample.ts";
import { github } from "./github.ts";

interface Issue { number: number; title: string; body: string; state: string; labels: string[] }

const ref = "acme/ops#1";
const issuesPath = "/repos/acme/ops/issues";

describe("src/notify/channels/github.ts", () => {
  let far: TicketSystem;
  let issues: Map<number, Issue>;
  let isSearchedOnly: boolean;
  beforeEach(async () => {
    [issues, isSearchedOnly] = [new Map(), false];
    far = await openTicketSystem(github, (url) => ({ token: "ghp_0123456789", repository: "acme/ops", labels: "team a,ops", url }), answer);
  });
  afterEach(() => far.close());

  const sendOther = (notice: ReturnType<typeof sampleNotice>, from = ref) => far.send(notice, from);
  const shown = (issue: Issue) => ({ ...issue, labels: issue.labels.map((name) => ({ name })) });
  function answer({ method, path, body }: Received): Reply {
    const sent = body === "" ? {} : JSON.parse(body) as Partial<Issue>;
    if (path.startsWith("/search/issues")) return { status: 200, body: { total_count: 1, items: [...issues.values()].map(shown) } };
    if (path.startsWith(`${issuesPath}?`)) return { status: 200, body: isSearchedOnly ? [] : [{ number: 99, pull_request: {}, body: "story=sty_0123456789ABCDEFGHJKMNPQRS" }, ...[...issues.values()].map(shown)] };
    if (path === issuesPath) {
      const issue = { number: issues.size + 1, title: "", body: "", labels: [], ...sent, state: "open" };
      issues.set(issue.number, issue);
      return { status: 201, body: shown(issue) };
    }
    const issue = issues.get(Number(path.split("/")[5]));
    if (issue === undefined) return { status: 410, body: { message: "This issue was deleted" } };
    if (method === "PATCH") Object.assign(issue, sent);
    return path.endsWith("/comments") ? { status: 201, body: { id: 1 } } : { status: 200, body: shown(issue) };
  }

  it("the first message looks for the story, then makes an issue", async () => {
    expect(await far.send()).toEqual({ kind: "sent", ref, detail: `made ${ref}` });
    expect(far.asked()).toEqual([`GET ${issuesPath}`, "GET /search/issues", `POST ${issuesPath}`]);
    expect(far.received[0]?.headers).toMatchObject({ authorization: "Bearer ghp_0123456789", accept: "application/vnd.github+json", "x-github-api-version": "2022-11-28", "user-agent": "aftwatch/0.0.0-test" });
    expect(far.body()).toEqual({
      title: "[critical] Upgrade libalder to 2.4.1", labels: ["aftwatch", "severity:critical", "team a", "ops"],
      body: [
        "**What:** libalder 2.3.0 parses a length field without a bound", "**Where:** checkout on prod-eu, internet-facing", "**Why:** exploited in the wild, loaded in the process",
        "**Due:** 2026-03-04 by the team's policy, clause 2", "**Do:** [Plan the fix](https://aftwatch.example/findings/fnd_1)",
        "- checkout 4.2: prod-eu [open](https://aftwatch.example/deployments/dpl_1)", "<!-- aftwatch story=sty_0123456789ABCDEFGHJKMNPQRS delivery=msg_01KEY -->",
      ].join("\n\n"),
    });
  });

  it("a retry after a lost answer finds what was made", async () => {
    far.loseAnswerTo("POST", issuesPath);
    expect(await far.send()).toMatchObject({ kind: "retry" });
    expect(await far.send()).toEqual({ kind: "sent", ref, detail: "made by an earlier attempt whose answer was lost" });
    expect(issues.size).toBe(1);
  });

  it("the search finds an old one that is not among the newest", async () => {
    await far.send();
    isSearchedOnly = true;
    expect(await far.send()).toMatchObject({ ref, detail: "made by an earlier attempt whose answer was lost" });
  });

  it("a later message comments; a new severity changes title and label, and leaves people's labels", async () => {
    await far.send();
    issues.get(1)?.labels.push("by hand");
    far.forget();
    expect(await sendOther(sampleNotice({ changes: ["2 more services"] }))).toEqual({ kind: "sent", ref, detail: `commented ${ref}` });
    expect(far.asked()).toEqual([`GET ${issuesPath}/1`, `POST ${issuesPath}/1/comments`]);
    expect(far.body()).toEqual({ body: expect.stringMatching(/^\\\[critical\\\] Upgrade libalder to 2\.4\.1\n\nChanged: 2 more services\n\n<!-- aftwatch story=\w+ delivery=\w+ -->$/) });
    await sendOther(sampleNotice({ severity: "low", title: "Other" }));
    expect(issues.get(1)).toMatchObject({ title: "[low] Other", labels: ["aftwatch", "team a", "ops", "by hand", "severity:low"] });
  });
  it("resolved closes it, open opens it again, and a second resolve only comments", async () => {
    await far.send();
    expect(await sendOther(sampleNotice({ state: "resolved" }))).toMatchObject({ detail: `closed ${ref}` });
    expect([issues.get(1)?.state, far.sentTo(`PATCH ${issuesPath}/1`)]).toEqual(["closed", { state: "closed", state_reason: "completed" }]);
    await sendOther(sampleNotice({ state: "resolved" }));
    expect(far.asked().filter((line) => line.startsWith("PATCH"))).toHaveLength(1);
    await sendOther(sampleNotice());
    expect(far.sentTo(`PATCH ${issuesPath}/1`, 1)).toEqual({ state: "open", state_reason: "reopened" });
  });

  it("a story that began and ended while it waited is made and closed", async () => {
    await far.send(sampleNotice({ state: "resolved" }));
    expect(issues.get(1)?.state).toBe("closed");
  });

  it.each([404, 410, 301])("a deleted issue (%i) is made anew and says so; a resolved story needs none", async (status) => {
    await far.send();
    issues.clear();
    far.answers((response, request) => {
      const { status: told, body } = request.path === `${issuesPath}/1` && request.method === "GET" ? { status, body: {} } : answer(request);
      response.writeHead(told).end(JSON.stringify(body));
    });
    expect(await sendOther(sampleNotice({ state: "resolved" }))).toEqual({ kind: "sent", detail: `${ref} is no longer there: nothing to close` });
    expect(await sendOther(sampleNotice(), ref)).toMatchObject({ kind: "sent", detail: expect.stringContaining(`in place of ${ref}`) });
    expect(issues.get(1)?.body).toMatch(/^This takes the place of acme\/ops\\#\u200b?1, which/);
  });

  it("an issue of another repository is left alone", async () => {
    expect(await sendOther(sampleNotice(), "acme/other#5")).toMatchObject({ ref });
    expect(far.asked().some((line) => line.includes("other"))).toBe(false);
  });

  it.each([
    ["a primary limit", 403, { message: "API rate limit exceeded for user" }, "retry"], ["a secondary limit", 403, { message: "You have exceeded a secondary rate limit" }, "retry"],
    ["a wrong token", 401, { message: "Bad credentials" }, "refused"], ["no right", 403, { message: "Resource not accessible by personal access token" }, "refused"], ["issues are off", 410, { message: "Issues are disabled" }, "refused"],
  ])("%s: %i %j", async (_claim, status, body, kind) => {
    far.says(status, body);
    expect(await far.send()).toMatchObject({ kind, why: expect.stringContaining(`HTTP ${status}`) });
  });

  it("what others have named calls nobody, refers to nothing and is no markup, at every length", async () => {
    const evil = "@acme/all #12 GH-1 https://evil.example www.evil.example [x](https://evil.example) <img src=x> `c` **b** :tada: !3 /close";
    for (const title of [evil, `${evil} ${"x".repeat(2000)}`]) {
      await far.send(sampleNotice({ groupKey: title, title, what: title, items: [{ title, detail: "", url: "" }] }));
      const { title: shownTitle, body } = far.body<Issue>();
      for (const text of [shownTitle, body.replace(/\*\*Do:\*\* .*/, "").replace(/<!--.*-->/, "").replaceAll("**What:**", "")]) expect(text).not.toMatch(/@\w|#\d|https?:\/\/|www\.|:tada:|!\d/);
      expect(body.replace(/<!--.*-->/, "")).not.toMatch(/(?<!\\)[<`]|^\//m);
      issues.clear();
    }
  });

  it("any notice keeps the limits: title 256, body 65,536, and says what it left out", async () => {
    await fc.assert(fc.asyncProperty(anyHugeNotice, async (notice) => {
      issues.clear();
      await far.send(notice);
      const { title, body } = far.sentTo<Issue>(`POST ${issuesPath}`, far.asked().filter((line) => line === `POST ${issuesPath}`).length - 1);
      expect([title.length > 0, title.length <= 256, body.length <= 65_536]).toEqual([true, true, true]);
      if (notice.items.length === 10_000) expect(body).toMatch(/… and \d+ more\n/);
    }), { numRuns: 15 });
  });

  it.each([["/repository", { repository: "acme" }], ["/repository", { repository: "acme/.." }], ["/token", { token: "a b" }], ["/labels", { labels: "x".repeat(51) }]])("names %s", (at, changed) => {
    expect(faultOf(() => github.readSettings({ token: "ghp_0123456789", repository: "acme/ops", ...changed })).places.map((place) => place.at)).toEqual([at]);
  });
});
