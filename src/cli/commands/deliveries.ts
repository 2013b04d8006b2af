// aftwatch deliveries: what became of every message, each attempt of it, and how to send it again.
import type { Delivery, DeliveryDetail } from "../../contract/deliveries.ts";
import { Fault } from "../../kernel/fault.ts";
import { defineCommand } from "../command.ts";
import { isoFlag } from "../flags.ts";
import type { Column } from "../output.ts";

const columns: readonly Column<Delivery>[] = [
  { head: "MADE", of: (row) => row.createdAt },
  { head: "RECEIVER", of: (row) => row.receiver },
  { head: "STATE", of: (row) => row.state },
  { head: "TRIES", of: (row) => row.attempts },
  { head: "NOTICE", of: (row) => row.title },
  { head: "WHY", of: (row) => row.why },
  { head: "KIND", isWide: true, of: (row) => row.kind },
  { head: "SENT", isWide: true, of: (row) => row.sentAt },
  { head: "NEXT TRY", isWide: true, of: (row) => row.nextAttemptAt },
  { head: "ID", of: (row) => row.id },
];

const list = defineCommand({
  path: "deliveries list",
  about: "what became of every message, newest first",
  examples: ["aftwatch deliveries list --state dead", "aftwatch deliveries list --receiver slack-payments --since 2026-03-01T00:00:00Z", "aftwatch deliveries list --limit 20 -o json"],
  options: [
    { flags: "--state <state>", about: "only these", choices: ["waiting", "sending", "sent", "refused", "dead", "suppressed", "no-receiver"] },
    { flags: "--receiver <id>", about: "only to this receiver" },
    { flags: "--kind <kind>", about: "only notices of this kind, as incident.opened" },
    { flags: "--notice <id>", about: "only of this notice" },
    { flags: "--since <instant>", about: "made then or later (RFC 3339)" },
    { flags: "--limit <number>", about: "at most so many; 100 by default" },
  ],
  exits: { 4: "some were given up or refused" },
  async run(call) {
    const query = { state: call.text("state"), receiver: call.text("receiver"), kind: call.text("kind"), notice: call.text("notice"), since: isoFlag(call, "since") };
    const { items, total } = await (await call.client()).list<Delivery>("/deliveries", query, call.count("limit") ?? 100);
    call.output.rows("deliveries", columns, items, { total });
    if (items.length < total) call.output.note(`${items.length} of ${total} are shown; --limit shows more.`);
    return items.some(({ state }) => state === "dead" || state === "refused") ? 4 : 0;
  },
});

const attemptColumns: readonly Column<DeliveryDetail["attempts"][number]>[] = [
  { head: "TRY", of: (row) => row.number },
  { head: "AT", of: (row) => row.at },
  { head: "TOOK MS", of: (row) => row.latencyMs },
  { head: "OUTCOME", of: (row) => row.outcome ?? "under way" },
  { head: "WHY", of: (row) => row.why },
  { head: "WORKER", isWide: true, of: (row) => row.worker },
];

const show = defineCommand({
  path: "deliveries show",
  about: "one delivery, and every attempt of the message it went in",
  examples: ["aftwatch deliveries show dlv_01K6X0R0T0", "aftwatch deliveries show dlv_01K6X0R0T0 --json"],
  arguments: [{ name: "<id>", about: "of the delivery" }],
  async run(call) {
    const detail = await (await call.client()).get<DeliveryDetail>(`/deliveries/${encodeURIComponent(call.arguments[0] ?? "")}`);
    const { delivery, attempts, together } = detail;
    if (call.output.format === "json" || call.output.format === "jsonl") {
      call.output.thing("delivery", detail);
      return 0;
    }
    call.output.thing("delivery", delivery);
    if (together.length > 1) call.output.note(`It went in one message with ${together.length - 1} others: ${together.filter(({ id }) => id !== delivery.id).slice(0, 5).map(({ title }) => title).join("; ")}${together.length > 6 ? ", and more" : ""}.`);
    call.output.rows("attempts", attemptColumns, attempts);
    return 0;
  },
});

const replay = defineCommand({
  path: "deliveries replay",
  about: "send what was refused or given up again",
  examples: ["aftwatch deliveries replay dlv_01K6X0R0T0", "aftwatch deliveries replay --receiver slack-payments"],
  arguments: [{ name: "[id]", about: "of one delivery; it goes with all of its message, under the same key" }],
  options: [{ flags: "--receiver <id>", about: "all of this receiver" }],
  async run(call) {
    const [[id], receiver] = [call.arguments, call.text("receiver")];
    if ((id === undefined) === (receiver === undefined)) throw new Fault("cli.usage", { detail: "Name one delivery, or a receiver with --receiver." });
    const client = await call.client();
    if (id !== undefined) await client.post(`/deliveries/${encodeURIComponent(id)}/replay`, {});
    const { deliveries } = receiver === undefined ? { deliveries: 1 } : await client.post<{ deliveries: number }>(`/receivers/${encodeURIComponent(receiver)}/replay`, {});
    call.output.thing("replayed", { deliveries });
    return 0;
  },
});

export const commands = [list, show, replay];
