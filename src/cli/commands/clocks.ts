// aftwatch clocks: what is due about incidents, drafts of reports, and the review.
import type { Clock, ClocksAnswer, Draft, Review } from "../../contract/response.ts";
import { defineCommand } from "../command.ts";
import type { Column } from "../output.ts";

const columns: readonly Column<Clock>[] = [
  { head: "INCIDENT", of: (row) => `INC-${row.number}` },
  { head: "STATE", of: (row) => row.state },
  { head: "DUE", of: (row) => row.dueAt },
  { head: "WHAT", of: (row) => row.title },
  { head: "REGIME", of: (row) => row.regime },
  { head: "STAGE", of: (row) => row.stage },
  { head: "CLAUSE", of: (row) => row.clause },
];

const list = defineCommand({
  path: "clocks list",
  about: "clocks of incidents, those due first",
  examples: ["aftwatch clocks list", "aftwatch clocks list INC-31", "aftwatch clocks list --all --json"],
  arguments: [{ name: "[incident]", about: "only this one" }],
  options: [{ flags: "--all", about: "also those that were stopped" }],
  exits: { 1: "one is overdue" },
  async run(call) {
    const client = await call.client();
    const [id] = call.arguments;
    const clocks = id === undefined ? (await client.get<{ items: Clock[] }>("/clocks", { all: call.flag("all") })).items : (await client.get<ClocksAnswer>(`/incidents/${encodeURIComponent(id)}/clocks`)).clocks;
    call.output.rows("clocks", columns, clocks);
    return clocks.some(({ state }) => state === "overdue") ? 1 : 0;
  },
});

const draft = defineCommand({
  path: "clocks draft",
  about: "the draft of a report, what is missing marked",
  examples: ["aftwatch clocks draft INC-31 cra-vulnerability early-warning > early-warning.md", "aftwatch clocks draft INC-31 fedramp initial --json"],
  arguments: [{ name: "<incident>", about: "its id or number" }, { name: "<regime>", about: "as `aftwatch clocks list` shows it" }, { name: "<stage>", about: "as `aftwatch clocks list` shows it" }],
  exits: { 4: "something that the rule asks for is missing" },
  async run(call) {
    const [id = "", regime = "", stage = ""] = call.arguments.map(encodeURIComponent);
    const answer = await (await call.client()).get<Draft>(`/incidents/${id}/reports/${regime}/${stage}`);
    call.output.text("draft", answer.text, answer);
    if (answer.missing.length > 0) call.say(`Missing: ${answer.missing.join(", ")}. Fill in with \`aftwatch clocks answer\` or in the console.`);
    return answer.missing.length > 0 ? 4 : 0;
  },
});

const answer = defineCommand({
  path: "clocks answer",
  about: "fill a field of a report or a review",
  examples: ["aftwatch clocks answer INC-31 root-cause 'the base image was three months old'", "aftwatch clocks answer INC-31 pain-rating 3"],
  arguments: [{ name: "<incident>", about: "its id or number" }, { name: "<field>", about: "its id, as the draft's JSON names it" }, { name: "<text>", about: "what it says; '' takes it back" }],
  async run(call) {
    const [id = "", field = "", text = ""] = call.arguments;
    await (await call.client()).post(`/incidents/${encodeURIComponent(id)}/answers`, { [field]: text });
    call.output.thing("answer", { incident: id, field, text });
    return 0;
  },
});

const stop = defineCommand({
  path: "clocks stop",
  about: "say that a report was sent, or that a rule does not bind",
  examples: ["aftwatch clocks stop INC-31 cra-vulnerability early-warning", "aftwatch clocks stop INC-31 cra-vulnerability notification --not-applicable 'internal tool, not placed on the market'"],
  arguments: [{ name: "<incident>", about: "its id or number" }, { name: "<regime>", about: "as `aftwatch clocks list` shows it" }, { name: "<stage>", about: "as `aftwatch clocks list` shows it" }],
  options: [{ flags: "--not-applicable <why>", about: "the rule does not bind here, and why" }, { flags: "--why <text>", about: "a remark to a report that was sent" }],
  async run(call) {
    const [id = "", regime = "", stage = ""] = call.arguments.map(encodeURIComponent);
    const reason = call.text("notApplicable");
    const { clocks } = await (await call.client()).post<ClocksAnswer>(`/incidents/${id}/clocks/${regime}/${stage}`, { end: reason === undefined ? "done" : "not-applicable", why: reason ?? call.text("why") });
    call.output.rows("clocks", columns, clocks);
    return 0;
  },
});

const review = defineCommand({
  path: "clocks review",
  about: "the review of an incident, drafted from the record",
  examples: ["aftwatch clocks review INC-31 > review.md"],
  arguments: [{ name: "<incident>", about: "its id or number" }],
  exits: { 4: "root-cause questions are not answered yet" },
  async run(call) {
    const [id = ""] = call.arguments;
    const answered = await (await call.client()).get<Review>(`/incidents/${encodeURIComponent(id)}/review`);
    call.output.text("review", answered.text, answered);
    return answered.unanswered > 0 ? 4 : 0;
  },
});

export const commands = [list, draft, answer, stop, review];
