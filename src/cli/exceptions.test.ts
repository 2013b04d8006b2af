// aftwatch exceptions against a paper server.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Exception, ExceptionDraft } from "../contract/runtime.ts";
import { paperTerminal } from "./cli.fixtures/paper-terminal.ts";

const text = "title: 'Ana''s backup'\nlogsource: {product: linux}\nfilter: {rules: [r-1], selection: {User: backup}, condition: selection}\n";
const one: Exception = { id: "exc_1", title: "Ana's backup", text, owner: "platform", reason: "nightly", createdBy: "ana", createdAt: "2026-11-01T10:00:00Z", expiresAt: "2026-12-01T10:00:00Z", revokedAt: null, revokedBy: null, state: "in-force", hits: 4, lastHitAt: "2026-11-01T11:00:00Z", forced: null, idle: false };
const drafted: ExceptionDraft = { title: "x", text, removes: [], removesTotal: 7, asked: 2, covered: 2, hides: [], problems: [] };

let dir: string;
let file: string;
beforeAll(() => { dir = mkdtempSync(join(tmpdir(), "aftwatch-exceptions-")); file = join(dir, "backup.yml"); writeFileSync(file, text); });
afterAll(() => { rmSync(dir, { recursive: true }); });

describe("cli/commands/exceptions", () => {
  it("list shows what is idle, asks for a state, and show ends with the filter", async () => {
    const terminal = paperTerminal({ "GET /exceptions": { items: [one, { ...one, id: "exc_2", idle: true }] }, "GET /exceptions/exc_1": one }, { isTty: true, env: { NO_COLOR: "1" } });
    expect(await terminal.run("exceptions", "list", "--state", "in-force")).toBe(0);
    expect(terminal.out()).toMatch(/exc_1 +in-force[^]*exc_2 +idle/);
    expect(terminal.asked[0]?.query).toEqual({ state: "in-force" });
    expect(await terminal.run("exceptions", "show", "exc_1")).toBe(0);
    expect(terminal.out() + terminal.err()).toContain("selection: {User: backup}");
  });

  it("draft prints the filter alone and says what it does; hiding something is exit 1", async () => {
    const terminal = paperTerminal({ "POST /exceptions/draft": drafted });
    expect(await terminal.run("exceptions", "draft", "det_1", "det_2")).toBe(0);
    expect(terminal.out().trim()).toBe(text.trim());
    expect([terminal.asked[0]?.body, terminal.err().includes("2 of the 2 detections"), terminal.err().includes("removes 7 detections")]).toEqual([{ detections: ["det_1", "det_2"] }, true, true]);
    const hiding = paperTerminal({ "POST /exceptions/draft": { ...drafted, hides: [{ rule: "r-1", title: "Curl", sample: "content/rules/a.samples.jsonl:1", why: "a dropper" }] } });
    expect(await hiding.run("exceptions", "draft", "--file", file)).toBe(1);
    expect([hiding.asked[0]?.body, hiding.err().includes("Curl: a dropper (content/rules/a.samples.jsonl:1)")]).toEqual([{ text }, true]);
    expect(await hiding.run("exceptions", "draft")).toBe(2);
  });

  it("add sends the filter with its title, owner, reason and end; a force only when given", async () => {
    const terminal = paperTerminal({ "POST /exceptions": one });
    expect(await terminal.run("exceptions", "add", file, "--owner", "platform", "--reason", "nightly", "--until", "2026-12-01T10:00:00Z")).toBe(0);
    expect(terminal.asked[0]?.body).toEqual({ title: "Ana's backup", text, owner: "platform", reason: "nightly", expiresAt: "2026-12-01T10:00:00Z" });
    await terminal.run("exceptions", "add", file, "--owner", "o", "--reason", "r", "--for", "90d", "--force", "a lab", "--title", "Lab");
    expect(terminal.asked[1]?.body).toMatchObject({ title: "Lab", force: "a lab" });
    for (const wrong of [["--for", "soon"], ["--until", "then"], ["--for", "1d", "--until", "2026-12-01T10:00:00Z"]]) expect(await terminal.run("exceptions", "add", file, "--owner", "o", "--reason", "r", ...wrong)).toBe(2);
  });

  it("revoke ends each that is named", async () => {
    const terminal = paperTerminal({ "POST /exceptions/exc_1/revoke": one, "POST /exceptions/exc_2/revoke": one });
    expect(await terminal.run("exceptions", "revoke", "exc_1", "exc_2")).toBe(0);
    expect(terminal.err()).toContain("2 revoked.");
  });
});
