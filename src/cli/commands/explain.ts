// aftwatch explain: the comparison that decided, advisory by advisory; from the server, or from the advisory index where there is none.
import type { Explanation, Trace } from "../../contract/findings.ts";
import { defineCommand } from "../command.ts";
import type { CommandCall } from "../command.ts";
import type { Explained } from "../explain-index.ts";
import type { Column } from "../output.ts";

const explain = defineCommand({
  path: "explain",
  about: "why is a component affected, or not? With a server or without",
  examples: ["aftwatch explain pkg:npm/lodash@4.17.20 CVE-2021-23337", "aftwatch explain 'pkg:deb/debian/openssl@3.0.11-1?distro=debian-12' -o wide", "aftwatch explain pkg:npm/lodash@4.17.20 --db ./advisories"],
  arguments: [{ name: "<purl>", about: "the component, with its version" }, { name: "[advisory]", about: "one advisory id or alias, with its whole trace; all by default" }],
  options: [{ flags: "--db <dir>", about: "ask this advisory index, not a server; AFTWATCH_DB's when no server is configured" }],
  exits: { 1: "affected", 4: "no advisory speaks of it, or one cannot be decided" },
  async run(call) {
    const [purl = "", advisory] = call.arguments;
    const answer = await (await asksServer(call) ? fromServer : fromIndex)(call, purl, advisory);
    const { items } = answer;
    show(call, answer, { purl, advisory: advisory ?? null });
    if (items.length === 0) call.say(`No advisory that is held here speaks of ${purl}${advisory ? ` under ${advisory}` : ""}.`);
    if (items.some((trace) => trace.verdict === "affected")) return 1;
    return items.length === 0 || items.some((trace) => trace.verdict === "unknown") ? 4 : 0;
  },
});

/** A server is configured when anything names one, or a local one left its token here. */
async function asksServer(call: CommandCall): Promise<boolean> {
  if (call.text("db") !== undefined) return false;
  const { url, token } = await call.connection();
  return url.origin !== "default" || token !== undefined;
}

async function fromServer(call: CommandCall, purl: string, advisory: string | undefined): Promise<Explained> {
  return (await call.client()).get<Explanation>("/explain", { purl, advisory });
}

async function fromIndex(call: CommandCall, purl: string, advisory: string | undefined): Promise<Explained> {
  const [{ explainFromIndex }, { openAdvisoryIndex }, { advisoryIndexPlace }] = await Promise.all([import("../explain-index.ts"), import("../../advisories/advisory-index/open-index.ts"), import("../../app/advisory-index/advisory-index-place.ts")]);
  const { env, cwd, home } = call.io;
  const place = advisoryIndexPlace({ env, cwd, home, flag: call.text("db") });
  call.detail(`advisory index ${place}`);
  const index = openAdvisoryIndex(place);
  try { return explainFromIndex(index, purl, advisory); } finally { index.close(); }
}

function show(call: CommandCall, { items, clearsAll }: Explained, asked: { purl: string; advisory: string | null }): void {
  const { output } = call;
  if (output.format === "table" && asked.advisory !== null) for (const line of items.flatMap(wholeTrace)) output.note(line);
  else output.rows("traces", columns, items, { ...asked, clearsAll });
  if (!items.some(({ verdict }) => verdict === "affected")) return;
  output.note(clearsAll === null ? "No version that is named clears every advisory that affects it." : `${clearsAll} is the smallest version that clears every advisory that affects it.`);
}

const shown = (text: string | null): string => text ?? "-";

function wholeTrace({ advisory, source, why, component, compared, order, events, fixState, clearedBy }: Trace): string[] {
  const facts: readonly (readonly [string, string])[] = [
    ["Record", `${advisory} of ${source}`], ["Component", component], ["Compared", shown(compared)], ["By", shown(order)], ["Range", events.join(", ") || "-"], ["Fix", fixState?.replaceAll("-", " ") ?? "not said"], ["Cleared by", shown(clearedBy)],
  ];
  return [why, ...facts.map(([name, value]) => `  ${name.padEnd(10)}  ${value}`)];
}

const columns: readonly Column<Trace>[] = [
  { head: "VERDICT", of: (row) => row.verdict.toUpperCase() },
  { head: "ADVISORY", of: (row) => row.advisory },
  { head: "SOURCE", of: (row) => row.source },
  { head: "WHY", of: (row) => row.why },
  { head: "CLEARED BY", of: (row) => row.clearedBy },
  { head: "COMPARED", isWide: true, of: (row) => row.compared },
  { head: "ORDER", isWide: true, of: (row) => row.order },
  { head: "EVENTS", isWide: true, of: (row) => row.events.join(", ") },
  { head: "FIX STATE", isWide: true, of: (row) => row.fixState },
];

export const commands = [explain];
