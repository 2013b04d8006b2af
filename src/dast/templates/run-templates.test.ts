// What is handed over: hits that repeat and that controls do not show, within what the profile allows.
import { describe, expect, it } from "vitest";
import { profiles } from "../profile.ts";
import type { ProfileId } from "../profile.ts";
import { checkTools } from "../../../test/dast/check-tools.ts";
import { runTemplates } from "./run-templates.ts";
import type { TemplateFigures, TemplatesOptions } from "./run-templates.ts";
import { ours, testServer } from "./templates.suite.ts";
import type { Template } from "./template.ts";

const server = testServer();
const exposed = ours("http:\n  - method: GET\n    path: ['{{BaseURL}}/conf/app.ini']\n    matchers-condition: and\n    matchers:\n      - type: word\n        words: ['[database]']\n      - type: status\n        status: [200]", "exposed-ini");
const injected = ours("variables:\n  a: '{{rand_int(1000, 9999)}}'\nhttp:\n  - method: GET\n    path: [\"{{BaseURL}}/items.php?id=1'+union+select+md5({{a}})--\"]\n    matchers:\n      - type: word\n        words: ['{{md5(a)}}']", "injected-md5");
const slow = ours("http:\n  - method: GET\n    path: [\"{{BaseURL}}/slow.php?id=1'+and+sleep(1)--\"]\n    matchers:\n      - type: dsl\n        dsl: ['duration>=0.2 && status_code == 200']", "slow-sleep");

const asTech = (template: Template): Template => ({ ...template, info: { ...template.info, severity: "info", tags: ["tech"] } });

interface Scanned { ids: string[]; notes: string[]; figures: TemplateFigures | undefined; confidences: string[] }

async function scan(templates: readonly Template[], more: Partial<TemplatesOptions> & { profileId?: ProfileId } = {}): Promise<Scanned> {
  const profile = profiles[more.profileId ?? "full"];
  const tools = checkTools({ risks: profile.risks });
  let figures: TemplateFigures | undefined;
  const found: Scanned = { ids: [], notes: tools.notes, figures: undefined, confidences: [] };
  for await (const { proof } of runTemplates(templates, { origin: server.origin(), tools, profile, progress: (now) => { figures = { ...now }; }, ...more })) {
    found.ids.push(proof.about ?? "");
    found.confidences.push(proof.confidence);
    expect(proof.steps.length).toBeLessThanOrEqual(6);
    expect(proof.steps.map(({ role }) => role)).toEqual(expect.arrayContaining(["attack", "control"]));
  }
  return { ...found, figures };
}

describe("templates/run-templates: a hit stands", () => {
  it("when the file is there and nowhere else", async () => {
    server.answer(({ path }) => (path === "/conf/app.ini" ? { body: "[database]\npassword=x" } : { status: 404, body: "nothing" }));
    expect(await scan([exposed])).toMatchObject({ ids: ["exposed-ini"], confidences: ["firm"] });
  });

  it("when a computed value comes back, confirmed", async () => {
    const { createHash } = await import("node:crypto");
    server.answer(({ path }) => { const number = /^\/items\.php.*md5\((\d+)\)/.exec(decodeURIComponent(path))?.[1]; return { body: number === undefined ? "items" : createHash("md5").update(number).digest("hex") }; });
    expect(await scan([injected])).toMatchObject({ ids: ["injected-md5"], confidences: ["confirmed"] });
  });

  it("when the time follows what was sent", async () => {
    server.answer(({ path }) => (/sleep/.test(path) && path.startsWith("/slow.php") ? { delayMs: 260, body: "ok" } : { body: "ok" }));
    expect(await scan([slow])).toMatchObject({ ids: ["slow-sleep"] });
  });
});

describe("templates/run-templates: a hit is refuted", () => {
  it.each([
    ["a path that is not there answers the same", () => ({ body: "every page has [database] in it" })],
    ["did not repeat", (() => { let times = 0; return (path: string) => (path === "/conf/app.ini" && times++ === 0 ? { body: "[database]" } : { status: 404 }); })()],
  ] as const)("%s", async (why, answer) => {
    server.answer(({ path }) => answer(path));
    const { ids, notes } = await scan([exposed]);
    expect([ids, notes]).toEqual([[], [`exposed-ini matched and was refuted: ${why}.`]]);
  });

  it("when a firewall or a limit answers", async () => {
    const blocked = ours("http:\n  - method: GET\n    path: ['{{BaseURL}}/x.php']\n    matchers:\n      - type: status\n        status: [403, 429]", "by-status");
    server.answer(({ path }) => (path === "/x.php" ? { status: 429, body: "slow down" } : { status: 404 }));
    expect((await scan([blocked])).notes).toEqual(["by-status matched and was refuted: the target limits the rate of requests."]);
    server.answer(({ path }) => (path === "/x.php" ? { status: 403, body: "Request blocked by web application firewall" } : { status: 404 }));
    expect((await scan([blocked])).notes).toEqual(["by-status matched and was refuted: a firewall answered."]);
  });

  it("when harmless values match as well", async () => {
    const loose = ours("http:\n  - method: GET\n    path: [\"{{BaseURL}}/items.php?id=1'+or+'1'='1\"]\n    matchers:\n      - type: word\n        words: [wp_users]", "loose");
    server.answer(({ path }) => (path.startsWith("/items.php") ? { body: "docs about wp_users" } : { status: 404 }));
    expect((await scan([loose])).notes).toEqual(["loose matched and was refuted: harmless values match as well."]);
  });

  it("when the target is slow by itself", async () => {
    server.answer(({ path }) => (path.startsWith("/slow.php") ? { delayMs: 260, body: "ok" } : { status: 404 }));
    expect((await scan([slow])).ids).toEqual([]);
  });

  it("when one homepage fits everything", async () => {
    const all = Array.from({ length: 40 }, (_, at) => asTech(ours(`http:\n  - method: GET\n    path: ['{{BaseURL}}']\n    matchers:\n      - type: word\n        words: [product${at}x]`, `product-${at}`)));
    server.answer(() => ({ body: Array.from({ length: 40 }, (_, at) => `product${at}x`).join(" ") }));
    const { ids, notes, figures } = await scan(all);
    expect(ids).toEqual([]);
    expect(notes.at(-1)).toContain("fits 40 templates at once");
    expect(figures?.spared).toBe(39);
  });
});

describe("templates/run-templates: profiles", () => {
  const posting = ours("http:\n  - method: POST\n    path: ['{{BaseURL}}/a']\n    body: a=b\n    matchers:\n      - type: status\n        status: [200]", "posting");
  const meddling = { ...exposed, id: "meddling", info: { ...exposed.info, tags: ["instrusive"] } };
  const third = { ...exposed, id: "third", selfContained: true };
  const personal = ours("http:\n  - method: GET\n    path: ['{{BaseURL}}/{{username}}']\n    matchers:\n      - type: status\n        status: [200]", "personal");

  it("production sends no more than inert requests by reading methods, and says what it leaves out", async () => {
    server.answer(() => ({ status: 404 }));
    const { figures, notes } = await scan([exposed, posting, meddling, third, personal, injected, slow], { profileId: "production" });
    expect(figures).toMatchObject({ chosen: 1, left: 6 });
    expect(server.asked.map(({ method, path }) => `${method} ${path}`)).toEqual(["GET /conf/app.ini"]);
    expect(notes).toEqual(["1 templates are left out: sends POST.", "1 templates are left out: takes the risk stored.", "1 templates are left out: asks addresses of third parties.", "1 templates are left out: needs values of a person.", "1 templates are left out: takes the risk payload.", "1 templates are left out: takes the risk timing."]);
  });

  it("what the target is known to have comes first, or alone", async () => {
    server.answer(() => ({ status: 404 }));
    const known = { ...injected, info: { ...injected.info, cve: ["CVE-2024-1111"] } };
    await scan([exposed, known], { wish: { cves: { ids: ["CVE-2024-1111"], only: false } } });
    expect(server.asked.map(({ path }) => path.split("?")[0])).toEqual(["/items.php", "/conf/app.ini"].toSorted((a, b) => (a < b ? 1 : -1)));
    server.asked.length = 0;
    await scan([exposed, known], { wish: { cves: { ids: ["CVE-2024-1111"], only: true } } });
    expect(server.asked.map(({ path }) => path.split("?")[0])).toEqual(["/items.php"]);
  });

  it("two runs send and find the same", async () => {
    server.answer(({ path }) => (path === "/conf/app.ini" ? { body: "[database]" } : { status: 404 }));
    const one = [(await scan([exposed, injected])).ids, server.asked.map(({ path }) => path)];
    server.asked.length = 0;
    expect([(await scan([exposed, injected])).ids, server.asked.map(({ path }) => path)]).toEqual(one);
  });
});
