// What a responder does to an incident from a terminal: one command each.
import type { Incident, StoryEntry } from "../contract/incidents.ts";
import { Fault } from "../kernel/fault.ts";
import { defineCommand } from "./command.ts";
import type { CommandCall, CommandSpec } from "./command.ts";
import { isoFlag } from "./flags.ts";
import type { Column } from "./output.ts";

export const pathOf = (call: Pick<CommandCall, "arguments">): string => `/incidents/${encodeURIComponent(call.arguments[0] ?? "")}`;

const columns: readonly Column<Incident>[] = [
  { head: "INCIDENT", of: (row) => `INC-${row.number}` }, { head: "SEVERITY", of: (row) => row.severity }, { head: "PHASE", of: (row) => row.phase }, { head: "TITLE", of: (row) => row.title },
  { head: "OWNER", of: (row) => row.owner ?? "(none)" }, { head: "ACKNOWLEDGED", of: (row) => row.acknowledgedBy }, { head: "LACKS", of: (row) => row.attention.join(" ") }, { head: "ID", isWide: true, of: (row) => row.id },
];

const incident = { name: "<incident>", about: "its id or number" };
const because = { flags: "--reason <text>", about: "why, in a sentence", required: true } as const;
const said = { flags: "--comment <text>", about: "what others should know" };

/** A command that posts to a door of the incident and shows what it is then. */
function act(spec: Omit<CommandSpec, "run">, door: string, bodyOf: (call: CommandCall) => unknown): CommandSpec {
  return defineCommand({
    ...spec,
    async run(call) {
      call.output.rows("incidents", columns, [await (await call.client()).post<Incident>(`${pathOf(call)}/${door}`, bodyOf(call))]);
      return 0;
    },
  });
}

const open = defineCommand({
  path: "incident open",
  about: "open one by hand",
  examples: ["aftwatch incident open 'Customer data on a public bucket' --severity critical --service files --entity user:deploy-bot"],
  arguments: [{ name: "<title>", about: "what it is" }],
  options: [
    { flags: "--severity <severity>", about: "how bad", required: true, choices: ["critical", "high", "medium", "low", "unknown"] },
    { flags: "--kind <kind>", about: "manual unless given", choices: ["exploited-vulnerability", "malicious-package", "attack", "web-shell", "leaked-credential", "crypto-miner", "integrity", "blind-source", "manual"] },
    { flags: "--why <text>", about: "why you think so" }, { flags: "--service <name>", about: "that it touches", repeats: true }, { flags: "--env <environment>", about: "in which it is", repeats: true },
    { flags: "--entity <entity>", about: "seen with it, as ip:203.0.113.9", repeats: true }, { flags: "--owner <team>", about: "whose it is" },
  ],
  async run(call) {
    const entities = call.texts("entity").map(entityFrom);
    const opened = await (await call.client()).post<Incident>("/incidents", { title: call.arguments[0], severity: call.text("severity"), kind: call.text("kind"), why: call.text("why"), services: call.texts("service"), environments: call.texts("env"), entities, owner: call.text("owner") });
    call.output.rows("incidents", columns, [opened]);
    return 0;
  },
});

function entityFrom(text: string): { kind: string; value: string } {
  const at = text.indexOf(":");
  if (at < 1 || at === text.length - 1) throw new Fault("cli.usage", { detail: `--entity is a kind and a value (ip:203.0.113.9), not "${text}".` });
  return { kind: text.slice(0, at), value: text.slice(at + 1) };
}

const ack = act({ path: "incident ack", about: "say that you have it in hand", examples: ["aftwatch incident ack INC-31 --comment 'looking at the proxy logs'"], arguments: [incident], options: [said] }, "acknowledge", (call) => ({ comment: call.text("comment") }));

const assign = act({
  path: "incident assign", about: "name its owner and roles", examples: ["aftwatch incident assign INC-31 --owner payments --role commander=ana --role scribe=ben", "aftwatch incident assign INC-31 --no-owner"],
  arguments: [incident], options: [{ flags: "--owner <team>", about: "a team or person" }, { flags: "--no-owner", about: "take the owner away" }, { flags: "--role <role>", about: "as commander=ana; replaces the roles there are", repeats: true }],
}, "assign", (call) => ({ owner: call.isOff("owner") ? null : call.text("owner"), ...(call.texts("role").length === 0 ? {} : { roles: call.texts("role").map(roleFrom) }) }));

function roleFrom(text: string): { role: string; person: string } {
  const [role = "", person = ""] = text.split("=", 2);
  if (role === "" || person === "") throw new Fault("cli.usage", { detail: `--role is a role and a person (commander=ana), not "${text}".` });
  return { role, person };
}

const phase = act({
  path: "incident phase", about: "move it on", examples: ["aftwatch incident phase INC-31 contained --comment 'egress closed'"],
  arguments: [incident, { name: "<phase>", about: "triaged, contained, eradicated, recovered; reviewed after closing" }], options: [said],
}, "phase", (call) => ({ phase: call.arguments[1], comment: call.text("comment") }));

const severity = act({
  path: "incident severity", about: "set its severity by hand", examples: ["aftwatch incident severity INC-31 low --reason 'our own scanner'"],
  arguments: [incident, { name: "<severity>", about: "critical, high, medium, low or unknown" }], options: [because],
}, "severity", (call) => ({ severity: call.arguments[1], reason: call.text("reason") }));

const next = act({
  path: "incident next", about: "set its next action", examples: ["aftwatch incident next INC-31 'rotate the signing key' --due 2026-12-10T13:00:00Z", "aftwatch incident next INC-31 --clear"],
  arguments: [incident, { name: "[text]", about: "what is to be done" }], options: [{ flags: "--due <instant>", about: "by when" }, { flags: "--clear", about: "nothing is next" }],
}, "next", (call) => {
  if (!call.flag("clear") && call.arguments[1] === undefined) throw new Fault("cli.usage", { detail: "Say what is next, or --clear." });
  return { text: call.flag("clear") ? null : call.arguments[1], dueAt: isoFlag(call, "due") };
});

const note = defineCommand({
  path: "incident note",
  about: "add to its story",
  examples: ["aftwatch incident note INC-31 'the attacker left at 14:02' --at 2026-12-10T14:02:00Z", "aftwatch incident note INC-31 'this was us' --fact 4711"],
  arguments: [incident, { name: "<text>", about: "what happened" }],
  options: [{ flags: "--at <instant>", about: "when it happened; now by default" }, { flags: "--fact <seq>", about: "pin this fact of the ledger" }],
  async run(call) {
    const entry = await (await call.client()).post<StoryEntry>(`${pathOf(call)}/story`, { text: call.arguments[1], at: isoFlag(call, "at"), factSeq: call.count("fact") });
    call.output.rows("story", [{ head: "AT", of: (row) => row.at }, { head: "AUTHOR", of: (row) => row.author }, { head: "TEXT", of: (row) => row.text }], [entry]);
    return 0;
  },
});

const close = act({
  path: "incident close", about: "close it with a reason", examples: ["aftwatch incident close INC-31 --reason 'removed, keys rotated, nothing was taken'", "aftwatch incident close INC-31 --force --reason 'an exercise'"],
  arguments: [incident], options: [because, { flags: "--force", about: "although members go on" }],
}, "close", (call) => ({ reason: call.text("reason"), force: call.flag("force") }));

const reopen = act({ path: "incident reopen", about: "begin a new episode of a closed one", examples: ["aftwatch incident reopen INC-31 --reason 'the account is used again'"], arguments: [incident], options: [because] }, "reopen", (call) => ({ reason: call.text("reason") }));

const merge = act({
  path: "incident merge", about: "put it into another one", examples: ["aftwatch incident merge INC-32 INC-31 --reason 'the same attacker'"], arguments: [incident, { name: "<into>", about: "the one that goes on" }], options: [because],
}, "merge", (call) => ({ into: call.arguments[1], reason: call.text("reason") }));

const split = act({
  path: "incident split", about: "begin a new one with some of its members", examples: ["aftwatch incident split INC-31 finding:fnd_01K2 alert:ab12cd34ef56ab12 --reason 'another story'"],
  arguments: [incident, { name: "<members...>", about: "as kind:ref" }], options: [because, { flags: "--title <text>", about: "of the new one" }],
}, "split", (call) => ({ members: call.arguments.slice(1).map(memberFrom), title: call.text("title"), reason: call.text("reason") }));

const move = act({
  path: "incident move", about: "move a member to another one", examples: ["aftwatch incident move INC-31 finding:fnd_01K2 INC-32 --reason 'belongs there'"],
  arguments: [incident, { name: "<member>", about: "as kind:ref" }, { name: "<to>", about: "the other incident" }], options: [because],
}, "move", (call) => ({ member: memberFrom(call.arguments[1] ?? ""), to: call.arguments[2], reason: call.text("reason") }));

function memberFrom(text: string): { kind: string; ref: string } {
  const at = text.indexOf(":");
  if (at < 1) throw new Fault("cli.usage", { detail: `A member is its kind and ref (finding:fnd_01K2), not "${text}".` });
  return { kind: text.slice(0, at), ref: text.slice(at + 1) };
}

const link = act({
  path: "incident link", about: "say that two tell parts of one story", examples: ["aftwatch incident link INC-31 INC-12 --reason 'the same account'", "aftwatch incident link INC-31 INC-12 --remove --reason 'not so'"],
  arguments: [incident, { name: "<to>", about: "the other incident" }], options: [because, { flags: "--remove", about: "they do not" }],
}, "link", (call) => ({ to: call.arguments[1], reason: call.text("reason") }));

// Removing a link is another door of the same noun.
const linkOrNot: CommandSpec = { ...link, run: async (call) => {
  if (!call.flag("remove")) return link.run(call);
  call.output.rows("incidents", columns, [await (await call.client()).post<Incident>(`${pathOf(call)}/unlink`, { to: call.arguments[1], reason: call.text("reason") })]);
  return 0;
} };

export const acts = [open, ack, assign, phase, severity, next, note, close, reopen, merge, split, move, linkOrNot];
