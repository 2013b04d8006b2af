// aftwatch pages: escalations that run or ran, and answering one.
import type { IncidentPage } from "../../contract/oncall.ts";
import { defineCommand } from "../command.ts";
import type { Column } from "../output.ts";

const columns: readonly Column<IncidentPage>[] = [
  { head: "STATE", of: (row) => row.state }, { head: "STARTED", of: (row) => row.startedAt }, { head: "TITLE", of: (row) => row.title }, { head: "SEVERITY", of: (row) => row.severity }, { head: "POLICY", of: (row) => row.policy },
  { head: "TOLD", of: (row) => [...new Set(row.told.flatMap(({ person, receiver, target }) => (receiver === null ? [] : [person ?? target])))].join(", ") }, { head: "NEXT", of: (row) => row.next ?? row.endedBy },
  { head: "BECAUSE", isWide: true, of: (row) => row.because }, { head: "INCIDENT", of: (row) => row.incidentId }, { head: "ID", of: (row) => row.id },
];

const list = defineCommand({
  path: "pages list",
  about: "escalations, newest first",
  examples: ["aftwatch pages list", "aftwatch pages list --state running", "aftwatch pages list --state exhausted --json"],
  options: [{ flags: "--state <state>", about: "only these", choices: ["running", "acknowledged", "ended", "exhausted"] }, { flags: "--incident <id>", about: "only of this one" }, { flags: "--limit <count>", about: "the first so many; all by default" }],
  async run(call) {
    const { items, total } = await (await call.client()).list<IncidentPage>("/pages", { state: call.text("state"), incident: call.text("incident") }, call.count("limit"));
    call.output.rows("pages", columns, items, { total });
    return 0;
  },
});

const ack = defineCommand({
  path: "pages ack",
  about: "acknowledge a page's incident: nobody else is told",
  examples: ["aftwatch pages ack pag_01J8ZC4Q --comment 'on it'"],
  arguments: [{ name: "<page>", about: "its id" }],
  options: [{ flags: "--comment <text>", about: "for the others" }],
  async run(call) {
    const page = await (await call.client()).post<IncidentPage>(`/pages/${encodeURIComponent(call.arguments[0] ?? "")}/acknowledge`, { comment: call.text("comment") });
    call.output.rows("pages", columns, [page]);
    if (page.state === "ended") call.say("That page was over already; nothing was changed.");
    return 0;
  },
});

export const commands = [list, ack];
