// aftwatch incident: the list, one with its story, and everything a responder does to it.
import type { Incident, IncidentCounts, IncidentDetail, IncidentMember, StoryEntry } from "../../contract/incidents.ts";
import type { StreamEvent } from "../../contract/operations.ts";
import { Fault } from "../../kernel/fault.ts";
import { defineCommand } from "../command.ts";
import { eventsOf } from "../event-stream.ts";
import { isoFlag } from "../flags.ts";
import { acts, pathOf } from "../incident-acts.ts";
import type { Column } from "../output.ts";

const columns: readonly Column<Incident>[] = [
  { head: "INCIDENT", of: (row) => `INC-${row.number}` },
  { head: "SEVERITY", of: (row) => row.severity },
  { head: "PHASE", of: (row) => row.phase },
  { head: "TITLE", of: (row) => row.title },
  { head: "SERVICES", of: (row) => row.services.join(" ") },
  { head: "OWNER", of: (row) => row.owner ?? "(none)" },
  { head: "NEXT", of: (row) => row.next?.text },
  { head: "DUE", of: (row) => row.next?.dueAt },
  { head: "LIVE", of: (row) => `${row.live}/${row.members}` },
  { head: "OPENED", of: (row) => row.openedAt },
  { head: "LACKS", of: (row) => row.attention.join(" ") },
  { head: "ID", isWide: true, of: (row) => row.id },
];

const list = defineCommand({
  path: "incident list",
  about: "open incidents, the worst first",
  examples: ["aftwatch incident list", "aftwatch incident list --state all --service pay-api --sort opened", "aftwatch incident list --entity ip:203.0.113.9 --json"],
  options: [
    { flags: "--state <state>", about: "open unless given", choices: ["open", "closed", "all"] },
    { flags: "--phase <phase>", about: "only these", choices: ["detected", "triaged", "contained", "eradicated", "recovered", "closed", "reviewed"] },
    { flags: "--severity <severity>", about: "only these", choices: ["critical", "high", "medium", "low", "unknown"] },
    { flags: "--kind <kind>", about: "only these", choices: ["exploited-vulnerability", "malicious-package", "attack", "web-shell", "leaked-credential", "crypto-miner", "integrity", "blind-source", "manual"] },
    { flags: "--service <name>", about: "that touch this service" },
    { flags: "--owner <team>", about: "of this owner; (none) for nobody" },
    { flags: "--entity <entity>", about: "that were seen with it, as ip:203.0.113.9" },
    { flags: "--search <words>", about: "in title, reason, services" },
    { flags: "--sort <order>", about: "severity by default", choices: ["severity", "opened", "due", "last"] },
    { flags: "--limit <count>", about: "the first so many; all by default" },
  ],
  async run(call) {
    const client = await call.client();
    const { items, total } = await client.list<Incident>("/incidents", {
      state: call.text("state"), phase: call.text("phase"), severity: call.text("severity"), kind: call.text("kind"), service: call.text("service"), owner: call.text("owner"), entity: call.text("entity"), q: call.text("search"), sort: call.text("sort"),
    }, call.count("limit"));
    const counts = await client.get<IncidentCounts>("/incidents/counts");
    call.output.rows("incidents", columns, items, { total, counts });
    call.output.note(`${items.length} of ${total}. Open: ${counts.open}; not acknowledged: ${counts.unacknowledged}; without owner: ${counts.withoutOwner}; without next action: ${counts.withoutNext}; overdue: ${counts.overdue}.`);
    return 0;
  },
});

const memberColumns: readonly Column<IncidentMember>[] = [
  { head: "KIND", of: (row) => row.signal.kind },
  { head: "SEVERITY", of: (row) => row.signal.severity },
  { head: "AT", of: (row) => row.signal.at },
  { head: "TITLE", of: (row) => row.signal.title },
  { head: "STATE", of: (row) => (row.signal.ended ? "over" : "goes on") },
  { head: "WHY", of: (row) => row.why },
  { head: "REF", of: (row) => row.signal.ref },
];

const storyColumns: readonly Column<StoryEntry>[] = [{ head: "AT", of: (row) => row.at }, { head: "AUTHOR", of: (row) => row.author }, { head: "TEXT", of: (row) => row.text }, { head: "NOTE", isWide: true, of: (row) => row.id }];

const shownMembers = 50;

const show = defineCommand({
  path: "incident show",
  about: "one incident: its verdict, its members, its story",
  examples: ["aftwatch incident show INC-31", "aftwatch incident show INC-31 --asof 2026-12-10T13:00:00Z", "aftwatch incident show INC-31 --json"],
  arguments: [{ name: "<incident>", about: "its id or number" }],
  options: [{ flags: "--asof <instant>", about: "as it was known then" }],
  async run(call) {
    const client = await call.client();
    const path = pathOf(call);
    const detail = await client.get<IncidentDetail>(path, { asof: isoFlag(call, "asof") });
    const { items, total } = await client.list<IncidentMember>(`${path}/members`, {}, shownMembers);
    if (call.output.format === "json" || call.output.format === "jsonl") { call.output.thing("incident", { ...detail, members: items, membersTotal: total }); return 0; }
    call.output.rows("incident", columns, [detail.incident]);
    call.output.note(`${detail.verdict}\nOpened because: ${detail.incident.why}${detail.links.length > 0 ? `\nLinked: ${detail.links.map(({ number, title, phase }) => `INC-${number} ${title} (${phase})`).join("; ")}` : ""}\n`);
    call.output.rows("members", memberColumns, items);
    call.output.note(items.length < total ? `The first ${items.length} of ${total} members; all with --json or the API.` : "");
    if (detail.story.length > 0) call.output.rows("story", storyColumns, detail.story);
    return 0;
  },
});

const watchColumns: readonly Column<StreamEvent>[] = [{ head: "AT", of: (row) => row.at }, { head: "KIND", of: (row) => row.kind }, { head: "INCIDENT", of: (row) => nameIn(row) }, { head: "BODY", of: (row) => JSON.stringify({ ...row.body as object, state: undefined }) }];

const nameIn = ({ body, subject }: StreamEvent): string => {
  const { number } = body as { number?: number };
  return number === undefined ? subject : `INC-${number}`;
};

const watch = defineCommand({
  path: "incident watch",
  about: "what happens to incidents, as it happens",
  examples: ["aftwatch incident watch", "aftwatch incident watch INC-31 -o jsonl"],
  arguments: [{ name: "[incident]", about: "only this one" }],
  async run(call) {
    const client = await call.client();
    const [id] = call.arguments;
    const only = id === undefined ? undefined : (await client.get<IncidentDetail>(pathOf(call))).incident.id;
    const { body } = await client.open("/stream", { accept: "text/event-stream" });
    if (!body) throw new Fault("cli.server-strange", { detail: "The stream has no body." });
    for await (const data of eventsOf(body)) {
      const event = JSON.parse(data) as StreamEvent;
      if (event.kind.startsWith("incident.") && (only === undefined || event.subject === only)) call.output.line(watchColumns, event);
    }
    return 130;
  },
});

export const commands = [list, show, ...acts, watch];
