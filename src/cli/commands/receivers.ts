// aftwatch receivers: who can be told, how each fares, and a test of the way there.
import type { Delivery, Receiver } from "../../contract/deliveries.ts";
import { Fault } from "../../kernel/fault.ts";
import type { Client } from "../client.ts";
import { defineCommand } from "../command.ts";
import type { Column } from "../output.ts";

const columns: readonly Column<Receiver>[] = [
  { head: "RECEIVER", of: (row) => row.id },
  { head: "CHANNEL", of: (row) => row.channel },
  { head: "STATE", of: (row) => row.state },
  { head: "WAITING", of: (row) => row.waiting },
  { head: "DEAD", of: (row) => row.dead },
  { head: "LAST SENT", of: (row) => row.lastSentAt },
  { head: "P50 MS", of: (row) => row.p50Ms },
  { head: "P99 MS", of: (row) => row.p99Ms },
  { head: "LAST FAILURE", of: (row) => (row.state === "off" ? row.offWhy : row.lastFailureAt !== null && row.lastFailureAt > (row.lastSentAt ?? "") ? row.lastFailure : null) },
];

const list = defineCommand({
  path: "receivers list",
  about: "who can be told, and how each fares",
  examples: ["aftwatch receivers list", "aftwatch receivers list --json"],
  exits: { 4: "one fails, is off or has given up messages" },
  async run(call) {
    const { items } = await (await call.client()).get<{ items: Receiver[] }>("/receivers");
    call.output.rows("receivers", columns, items);
    return items.some(({ state, dead }) => state === "failing" || state === "off" || dead > 0) ? 4 : 0;
  },
});

const pollMs = 500;

const test = defineCommand({
  path: "receivers test",
  about: "send a test notice and wait for what becomes of it",
  examples: ["aftwatch receivers test slack-payments", "aftwatch receivers test slack-payments --no-wait"],
  arguments: [{ name: "<id>", about: "of the receiver; one that is off is switched on again" }],
  options: [{ flags: "--no-wait", about: "queue it and return" }],
  exits: { 3: "it did not arrive at the first attempt" },
  async run(call) {
    const id = call.arguments[0] ?? "";
    const client = await call.client();
    const before = new Set((await tests(client, id)).map((delivery) => delivery.id));
    await client.post(`/receivers/${encodeURIComponent(id)}/test`, {});
    if (call.isOff("wait")) { call.say("Queued; `aftwatch deliveries list` shows what becomes of it."); return 0; }
    for (;;) {
      const made = (await tests(client, id)).find((delivery) => !before.has(delivery.id));
      if (made === undefined) throw new Fault("request.not-found", { detail: `The test notice to ${id} is not among its deliveries.` });
      if (call.io.signal.aborted) return 130;
      if (made.state === "sent" || made.state === "refused" || made.state === "dead" || made.attempts > 0 && made.state === "waiting") {
        call.output.thing("delivery", made);
        return made.state === "sent" ? 0 : 3;
      }
      await call.io.wait(pollMs);
    }
  },
});

const tests = async (client: Client, receiver: string): Promise<Delivery[]> => (await client.list<Delivery>("/deliveries", { receiver, kind: "test" }, 20)).items;

export const commands = [list, test];
