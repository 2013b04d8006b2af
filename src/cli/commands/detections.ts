// aftwatch detections: what happened on live systems that should not, why it is thought so, and what a person says of it.
import type { Detection, DetectionDetail } from "../../contract/runtime.ts";
import { verdicts } from "../../runtime/detection.ts";
import { defineCommand } from "../command.ts";
import type { CommandCall } from "../command.ts";
import { exportFormats, exportLines } from "../detection-export.ts";
import type { ExportFormat } from "../detection-export.ts";
import { filterOptions, filterQuery } from "../detection-filter.ts";
import { detectionText } from "../detection-text.ts";
import type { Column } from "../output.ts";
import { count } from "../sentences.ts";

const detection = { name: "<detection>", about: "its id" };
const pathOf = (call: Pick<CommandCall, "arguments">): string => `/detections/${encodeURIComponent(call.arguments[0] ?? "")}`;

const evidenceWords: Readonly<Record<Detection["evidence"]["state"], string>> = { confirmed: "raised: it runs", present: "raised: it is there", lowered: "lowered", unknown: "?", none: "" };

const columns: readonly Column<Detection>[] = [
  { head: "LEVEL", of: (row) => row.level },
  { head: "DETECTION", of: (row) => row.title },
  { head: "WORKLOAD", of: (row) => row.placement.workload },
  { head: "RELEASE", of: (row) => (row.placement.service === null ? null : `${row.placement.service} ${row.placement.version ?? ""}`.trim()) },
  { head: "ACTOR", of: (row) => row.actor },
  { head: "ABOUT", of: (row) => row.subject },
  { head: "TIMES", of: (row) => row.count },
  { head: "LAST", of: (row) => row.lastAt },
  { head: "EVIDENCE", of: (row) => evidenceWords[row.evidence.state] },
  { head: "STATE", of: (row) => row.verdict ?? row.state },
  { head: "INCIDENT", of: (row) => row.incident && `INC-${row.incident.number}` },
  { head: "TAGS", isWide: true, of: (row) => row.tags.join(" ") },
  { head: "RULE", isWide: true, of: (row) => row.ruleId },
  { head: "JOINED BY", isWide: true, of: (row) => row.placement.joinedBy },
  { head: "ID", of: (row) => row.id },
];

const list = defineCommand({
  path: "detections list",
  about: "open detections, the latest first",
  examples: ["aftwatch detections list --level high", "aftwatch detections list --actor ip:203.0.113.9 --state all --json"],
  options: [...filterOptions, { flags: "--limit <count>", about: "the first so many; all by default" }],
  async run(call) {
    const { items, total } = await (await call.client()).list<Detection>("/detections", filterQuery(call), call.count("limit"));
    call.output.rows("detections", columns, items, { total });
    call.output.note(items.length < total ? `${items.length} of ${count(total, "detection")}.` : `${count(total, "detection")}.${total === 0 ? " Whether the watch works: aftwatch event-sources list." : ""}`);
    return 0;
  },
});

const show = defineCommand({
  path: "detections show",
  about: "why it was made, the process behind it, what runs there",
  examples: ["aftwatch detections show det_01K2", "aftwatch detections show det_01K2 --json"],
  arguments: [detection],
  async run(call) {
    const one = await (await call.client()).get<DetectionDetail>(pathOf(call));
    call.output.text("detection", detectionText(one), one);
    return 0;
  },
});

const judge = defineCommand({
  path: "detections judge",
  about: "say what it was; anything but true-positive dismisses it",
  examples: ["aftwatch detections judge det_01K2 benign --note 'our own backup'", "aftwatch detections judge det_01K2 true-positive"],
  arguments: [detection, { name: "<verdict>", about: verdicts.join(", ") }],
  options: [{ flags: "--note <text>", about: "what others should know" }],
  async run(call) {
    const client = await call.client();
    await client.put(`${pathOf(call)}/verdict`, { verdict: call.arguments[1], ...(call.text("note") === undefined ? {} : { note: call.text("note") }) });
    call.output.rows("detections", columns, [await client.get<Detection>(pathOf(call))]);
    return 0;
  },
});

const reopen = defineCommand({
  path: "detections reopen",
  about: "take the verdict back",
  examples: ["aftwatch detections reopen det_01K2"],
  arguments: [detection],
  async run(call) {
    const client = await call.client();
    await client.remove(`${pathOf(call)}/verdict`);
    call.output.rows("detections", columns, [await client.get<Detection>(pathOf(call))]);
    return 0;
  },
});

const exportAll = defineCommand({
  path: "detections export",
  about: "lines of JSON with samples and proof, for other systems",
  examples: ["aftwatch detections export --format ocsf --since 2026-12-01 > findings.ndjson"],
  options: [{ flags: "--format <format>", about: "jsonl (as the API has them) by default", choices: exportFormats }, ...filterOptions.map((one) => (one.flags.startsWith("--state") ? { ...one, about: "all unless given" } : one)), { flags: "--limit <count>", about: "the latest so many; all by default" }],
  async run(call) {
    const query = filterQuery(call);
    let lines = 0;
    for await (const line of exportLines(await call.client(), { ...query, state: call.text("state") === undefined ? undefined : query["state"] }, (call.text("format") ?? "jsonl") as ExportFormat, call.count("limit"))) {
      call.io.out.write(`${line}\n`);
      lines += 1;
    }
    call.say(`${count(lines, "detection")}.`);
    return 0;
  },
});

export const commands = [list, show, judge, reopen, exportAll];
