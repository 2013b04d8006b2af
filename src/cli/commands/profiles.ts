// aftwatch profiles: what each release of a workload was seen to do, what is new, and approving it.
import { FactKind, FactOrigin } from "../../contract/runtime.ts";
import type { Profile, ProfileDetail } from "../../contract/runtime.ts";
import { Fault } from "../../kernel/fault.ts";
import { defineCommand } from "../command.ts";
import type { CommandCall } from "../command.ts";
import type { Column } from "../output.ts";
import { count } from "../sentences.ts";

type FactRow = ProfileDetail["items"][number];

const columns: readonly Column<Profile>[] = [
  { head: "STATE", of: (row) => row.state }, { head: "WORKLOAD", of: (row) => row.workload }, { head: "RELEASE", of: (row) => row.version ?? row.releaseId }, { head: "FACTS", of: (row) => row.facts }, { head: "PENDING", of: (row) => row.pending },
  { head: "EVENTS", of: (row) => row.events }, { head: "UNTIL", of: (row) => row.learnsUntil }, { head: "FROM", isWide: true, of: (row) => row.inheritedFrom }, { head: "SERVICE", isWide: true, of: (row) => row.service }, { head: "BECAUSE", isWide: true, of: (row) => row.because }, { head: "ID", of: (row) => row.id },
];

const factColumns: readonly Column<FactRow>[] = [
  { head: "ORIGIN", of: (row) => row.origin }, { head: "KIND", of: (row) => row.kind }, { head: "VALUE", of: (row) => row.value }, { head: "COUNT", of: (row) => row.count }, { head: "FIRST", of: (row) => row.firstAt }, { head: "LAST", of: (row) => row.lastAt }, { head: "BY", isWide: true, of: (row) => row.approvedBy },
];

const path = (call: CommandCall): string => `/profiles/${encodeURIComponent(call.arguments[0] ?? "")}`;
const theProfile = { name: "<profile>", about: "its id, as `profiles list` shows it" } as const;
const kinds = [...FactKind.enum];

const list = defineCommand({
  path: "profiles list",
  about: "profiles of behaviour, one for each release of a workload, the latest heard first",
  examples: ["aftwatch profiles list", "aftwatch profiles list --workload shop/api", "aftwatch profiles list --state learning -o wide"],
  options: [{ flags: "--workload <name>", about: "only of this one" }, { flags: "--service <name>", about: "only of this one" }, { flags: "--state <state>", about: "only these", choices: ["learning", "watching", "paused"] }, { flags: "--limit <count>", about: "the first so many; all by default" }],
  async run(call) {
    const { items, total } = await (await call.client()).list<Profile>("/profiles", { workload: call.text("workload"), service: call.text("service"), state: call.text("state") }, call.count("limit"));
    call.output.rows("profiles", columns, items, { total });
    return 0;
  },
});

const show = defineCommand({
  path: "profiles show",
  about: "the facts of a profile, and how much of each kind is known",
  examples: ["aftwatch profiles show prf_01J8ZC4Q", "aftwatch profiles show prf_01J8ZC4Q --origin pending", "aftwatch profiles show prf_01J8ZC4Q --kind destination --json"],
  arguments: [theProfile],
  options: [{ flags: "--kind <kind>", about: "only these facts", choices: kinds }, { flags: "--origin <origin>", about: "only these facts", choices: [...FactOrigin.enum] }],
  async run(call) {
    const { items, difference, ...profile } = await (await call.client()).get<ProfileDetail>(path(call));
    const [kind, origin] = [call.text("kind"), call.text("origin")];
    const facts = items.filter((row) => (kind === undefined || row.kind === kind) && (origin === undefined || row.origin === origin));
    call.output.rows("facts", factColumns, facts, { profile, difference });
    call.say(`${profile.workload} ${profile.version ?? profile.releaseId ?? "unknown release"} is ${profile.state}: ${profile.because}`);
    for (const one of profile.coverage) call.say(`${one.kind}: ${count(one.facts, "fact")} in ${count(one.events, "observation")}; the next one is new in ${(one.unseenShare * 100).toFixed(1)} %.`);
    return 0;
  },
});

const diff = defineCommand({
  path: "profiles diff",
  about: "what a release began to do, and what it ceased to do",
  examples: ["aftwatch profiles diff prf_01J8ZC4Q", "aftwatch profiles diff prf_01J8ZC4Q --json", "aftwatch profiles diff prf_01J8ZC4Q && deploy-everywhere"],
  arguments: [theProfile],
  exits: { 0: "nothing is new, or all of it is approved", 1: "something new is pending" },
  async run(call) {
    const { difference, workload, version } = await (await call.client()).get<ProfileDetail>(path(call));
    const rows = [...difference.began.map((row) => ({ ...row, change: "began" })), ...difference.ceased.map((row) => ({ ...row, change: "ceased" }))];
    call.output.rows("difference", [{ head: "CHANGE", of: (row) => row.change }, ...factColumns as readonly Column<typeof rows[number]>[]], rows, { from: difference.from, sentences: difference.sentences, workload, version });
    for (const sentence of difference.sentences) call.say(sentence);
    if (rows.length === 0) call.say(`Nothing differs${difference.from === null ? "" : ` from ${difference.from}`}.`);
    return difference.began.some(({ origin }) => origin === "pending") ? 1 : 0;
  },
});

const approve = defineCommand({
  path: "profiles approve",
  about: "makes pending facts part of the profile",
  examples: ["aftwatch profiles approve prf_01J8ZC4Q process:/usr/bin/curl --reason 'health check of 2.4.1'", "aftwatch profiles approve prf_01J8ZC4Q --all --reason 'reviewed with payments'", "aftwatch profiles approve prf_01J8ZC4Q --kind route --reason 'new API'"],
  arguments: [theProfile, { name: "[facts...]", about: "kind:value, as `profiles show` shows them" }],
  options: [{ flags: "--all", about: "everything that is pending" }, { flags: "--kind <kind>", about: "everything of this kind that is pending", choices: kinds }, { flags: "--reason <text>", about: "kept in the ledger", required: true }],
  exits: { 4: "something named is not pending there" },
  async run(call) {
    const client = await call.client();
    const facts = await namedFacts(call, () => client.get<ProfileDetail>(path(call)));
    if (facts.length === 0) { call.say("Nothing is pending."); return 0; }
    const answers = { approved: [] as Named[], left: [] as Named[] };
    for (let from = 0; from < facts.length; from += factsAtOnce) {
      const { approved, left } = await client.post<typeof answers>(`${path(call)}/approve`, { facts: facts.slice(from, from + factsAtOnce), reason: call.text("reason") });
      answers.approved.push(...approved);
      answers.left.push(...left);
    }
    call.output.rows("approved", [{ head: "KIND", of: (row) => row.kind }, { head: "VALUE", of: (row) => row.value }], answers.approved, { left: answers.left });
    for (const { kind, value } of answers.left) call.say(`not pending: ${kind}:${value}`);
    return answers.left.length > 0 ? 4 : 0;
  },
});

type Named = Pick<FactRow, "kind" | "value">;
const factsAtOnce = 1000;

async function namedFacts(call: CommandCall, read: () => Promise<ProfileDetail>): Promise<Named[]> {
  const named = call.arguments.slice(1).map(factNamed);
  const kind = call.text("kind");
  if (named.length > 0 && (call.flag("all") || kind !== undefined)) throw new Fault("cli.usage", { detail: "Name facts, or give --all or --kind." });
  if (named.length > 0) return named;
  if (!call.flag("all") && kind === undefined) throw new Fault("cli.usage", { detail: "Name facts as kind:value, or give --all or --kind." });
  return (await read()).items.filter((row) => row.origin === "pending" && (kind === undefined || row.kind === kind)).map((row) => ({ kind: row.kind, value: row.value }));
}

function factNamed(text: string): Named {
  const [, kind, value] = /^([a-z-]+):(.+)$/s.exec(text) ?? [];
  const known = kinds.find((one) => one === kind);
  if (known === undefined || value === undefined) throw new Fault("cli.usage", { detail: `"${text}" is not kind:value; kinds are ${kinds.join(", ")}.` });
  return { kind: known, value };
}

export const commands = [list, show, diff, approve];
