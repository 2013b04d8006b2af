// The incident commands send what they were given, to the door that their word names.
import { describe, expect, it } from "vitest";
import { commands } from "./commands/incident.ts";
import type { CommandCall } from "./command.ts";

interface Sent { path: string; body: unknown }

/** Runs a command with these options against a client that keeps what is posted. */
async function run(path: string, args: readonly string[], options: Readonly<Record<string, string | readonly string[] | boolean>> = {}): Promise<Sent[]> {
  const sent: Sent[] = [];
  const command = commands.find((one) => one.path === `incident ${path}`);
  const call = {
    arguments: args, text: (name: string) => { const value = options[name]; return typeof value === "string" ? value : undefined; }, texts: (name: string) => { const value = options[name]; return Array.isArray(value) ? value as string[] : []; },
    flag: (name: string) => options[name] === true, isOff: (name: string) => options[name] === false, count: () => undefined, output: { format: "json", rows: () => {}, note: () => {}, thing: () => {} },
    client: async () => ({ post: async (to: string, body: unknown) => { sent.push({ path: to, body: JSON.parse(JSON.stringify(body)) as unknown }); return {}; } }),
  };
  if (!command) throw new Error(`there is no command incident ${path}`);
  expect(await command.run(call as unknown as CommandCall)).toBe(0);
  return sent;
}

describe("cli/commands/incident", () => {
  it.each<[string, string[], Parameters<typeof run>[2], string, unknown]>([
    ["open", ["A leak"], { severity: "high", service: ["pay"], env: [], entity: ["ip:::1"] }, "/incidents", { title: "A leak", severity: "high", services: ["pay"], environments: [], entities: [{ kind: "ip", value: "::1" }] }],
    ["ack", ["INC-3"], { comment: "mine" }, "/incidents/INC-3/acknowledge", { comment: "mine" }], ["ack", ["INC-3"], {}, "/incidents/INC-3/acknowledge", {}],
    ["assign", ["INC-3"], { owner: false }, "/incidents/INC-3/assign", { owner: null }], ["assign", ["INC-3"], { role: ["commander=ana"] }, "/incidents/INC-3/assign", { roles: [{ role: "commander", person: "ana" }] }],
    ["phase", ["INC-3", "contained"], {}, "/incidents/INC-3/phase", { phase: "contained" }], ["severity", ["INC-3", "low"], { reason: "known" }, "/incidents/INC-3/severity", { severity: "low", reason: "known" }],
    ["next", ["INC-3", "look"], { due: "2026-01-01" }, "/incidents/INC-3/next", { text: "look", dueAt: "2026-01-01T00:00:00Z" }], ["next", ["INC-3"], { clear: true }, "/incidents/INC-3/next", { text: null }],
    ["note", ["INC-3", "it was us"], {}, "/incidents/INC-3/story", { text: "it was us" }], ["close", ["INC-3"], { reason: "done", force: true }, "/incidents/INC-3/close", { reason: "done", force: true }], ["reopen", ["INC-3"], { reason: "again" }, "/incidents/INC-3/reopen", { reason: "again" }],
    ["merge", ["INC-3", "INC-1"], { reason: "same" }, "/incidents/INC-3/merge", { into: "INC-1", reason: "same" }], ["split", ["INC-3", "alert:a", "finding:f"], { reason: "two" }, "/incidents/INC-3/split", { members: [{ kind: "alert", ref: "a" }, { kind: "finding", ref: "f" }], reason: "two" }],
    ["move", ["INC-3", "alert:a:b", "INC-1"], { reason: "there" }, "/incidents/INC-3/move", { member: { kind: "alert", ref: "a:b" }, to: "INC-1", reason: "there" }], ["link", ["INC-3", "INC-1"], { reason: "one" }, "/incidents/INC-3/link", { to: "INC-1", reason: "one" }],
    ["link", ["INC-3", "INC-1"], { reason: "not", remove: true }, "/incidents/INC-3/unlink", { to: "INC-1", reason: "not" }],
  ])("%s %j", async (word, args, options, path, body) => { expect(await run(word, args, options)).toEqual([{ path, body }]); });

  it.each<[string, string[], Parameters<typeof run>[2]]>([["next", ["INC-3"], {}], ["assign", ["INC-3"], { role: ["ana"] }], ["move", ["INC-3", "a", "INC-1"], { reason: "x" }], ["open", ["x"], { severity: "low", entity: ["nothing"] }]])("refuses a half-said %s", async (word, args, options) => {
    await expect(run(word, args, options)).rejects.toMatchObject({ code: "cli.usage" });
  });
});
