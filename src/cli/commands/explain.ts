// aftwatch explain: the comparison that decided, advisory by advisory.
import type { Trace } from "../../contract/findings.ts";
import { defineCommand } from "../command.ts";
import type { Column } from "../output.ts";

const explain = defineCommand({
  path: "explain",
  about: "why is a component affected, or not?",
  examples: ["aftwatch explain pkg:npm/lodash@4.17.20 CVE-2021-23337", "aftwatch explain pkg:deb/debian/openssl@3.0.11-1?distro=debian-12"],
  arguments: [{ name: "<purl>", about: "the component, with its version" }, { name: "[advisory]", about: "one advisory id or alias; all by default" }],
  exits: { 1: "affected", 4: "no advisory speaks of it, or one cannot be decided" },
  async run(call) {
    const [purl = "", advisory] = call.arguments;
    const { items } = await (await call.client()).get<{ items: Trace[] }>("/explain", { purl, advisory });
    call.output.rows("traces", columns, items, { purl, advisory: advisory ?? null });
    if (items.length === 0) call.say(`No advisory that is held here speaks of ${purl}${advisory ? ` under ${advisory}` : ""}.`);
    if (items.some((trace) => trace.verdict === "affected")) return 1;
    return items.length === 0 || items.some((trace) => trace.verdict === "unknown") ? 4 : 0;
  },
});

const columns: readonly Column<Trace>[] = [
  { head: "VERDICT", of: (row) => row.verdict.toUpperCase() },
  { head: "ADVISORY", of: (row) => row.advisory },
  { head: "SOURCE", of: (row) => row.source },
  { head: "WHY", of: (row) => row.why },
  { head: "CLEARED BY", of: (row) => row.clearedBy },
];

export const commands = [explain];
