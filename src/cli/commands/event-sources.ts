// aftwatch event-sources: who sends events, whether they are heard, and whether the way from event to detection works.
import type { EventSource } from "../../contract/runtime.ts";
import { parseInstant } from "../../kernel/clock.ts";
import type { Instant } from "../../kernel/clock.ts";
import { defineCommand } from "../command.ts";
import type { CommandCall, ExitCode } from "../command.ts";
import type { Column } from "../output.ts";
import { ageText, count } from "../sentences.ts";

const columnsAt = (now: Instant): readonly Column<EventSource>[] => [
  { head: "SOURCE", of: (row) => row.name },
  { head: "DECODER", of: (row) => row.decoder },
  { head: "STATE", of: (row) => row.state },
  { head: "LAST HEARD", of: (row) => `${ageText(now - (parseInstant(row.lastAt) ?? now))} ago` },
  { head: "STALE AFTER", of: (row) => ageText(row.staleAfterMs) },
  { head: "CANARY", of: (row) => (row.canary === "ok" ? `seen in ${row.canaryMs ?? "?"} ms` : row.canary) },
  { head: "EVENTS", of: (row) => row.events },
  { head: "REJECTED", of: (row) => row.rejected },
  { head: "DETECTIONS", of: (row) => row.detections },
  { head: "LAST REJECT", isWide: true, of: (row) => row.lastReject },
  { head: "ID", isWide: true, of: (row) => row.id },
];

/** A source that fell silent and a canary that nobody saw: what happens there is not seen. */
const isBlind = ({ state, canary }: EventSource): boolean => state === "stale" || canary === "missing";

const read = async (call: CommandCall): Promise<readonly EventSource[]> => (await (await call.client()).get<{ items: EventSource[] }>("/event-sources")).items;

function answer(call: CommandCall, items: readonly EventSource[]): ExitCode {
  const blind = items.filter(isBlind);
  call.output.rows("event-sources", columnsAt(call.io.clock.now()), items);
  call.output.note(items.length === 0 ? "Nobody has sent an event yet: docs/runtime.md says how." : `${count(items.length, "source")}; ${blind.length === 0 ? "all of them are heard" : `not seen: ${blind.map(({ name, decoder }) => `${name} (${decoder})`).join(", ")}`}.`);
  return blind.length > 0 ? 4 : 0;
}

const exits = { 4: "a source is stale, or its canary was not seen" } as const;

const list = defineCommand({
  path: "event-sources list",
  about: "who sends, when last, and how the last canary fared",
  examples: ["aftwatch event-sources list", "aftwatch event-sources list -o wide", "aftwatch event-sources list --json"],
  exits,
  run: async (call) => answer(call, await read(call)),
});

const patienceMs = 10_000;
const lookEveryMs = 250;

const test = defineCommand({
  path: "event-sources test",
  about: "send a harmless canary through every source's path now",
  examples: ["aftwatch event-sources test", "aftwatch event-sources test --json"],
  exits,
  async run(call) {
    const { sent } = await (await call.client()).post<{ sent: number }>("/event-sources/test", {});
    call.say(`${count(sent, "canary").replace(/canarys$/, "canaries")} sent.`);
    let items = await read(call);
    for (let waitedMs = 0; items.some(({ canary }) => canary === "waiting") && waitedMs < patienceMs; waitedMs += lookEveryMs) {
      await call.io.wait(lookEveryMs);
      items = await read(call);
    }
    const code = answer(call, items);
    return items.some(({ canary }) => canary === "waiting") ? 4 : code;
  },
});

export const commands = [list, test];
