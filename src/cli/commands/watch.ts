// aftwatch watch: facts as they happen, resuming where the connection broke; with files, their lines are followed and sent.
import type { StreamEvent } from "../../contract/operations.ts";
import { secondMs } from "../../kernel/clock.ts";
import { isFault } from "../../kernel/fault.ts";
import type { Client } from "../client.ts";
import { defineCommand } from "../command.ts";
import { eventsOf } from "../event-stream.ts";
import type { Column } from "../output.ts";

const retryMs = 3 * secondMs;

const watch = defineCommand({
  path: "watch",
  about: "show facts as they happen; with files, follow them and send their lines to the server",
  examples: ["aftwatch watch", "aftwatch watch --kind finding.opened -o jsonl", "aftwatch watch /var/log/nginx/access.log /var/log/audit/audit.log"],
  arguments: [{ name: "[file...]", about: "log files to follow, through their rotations" }],
  options: [
    { flags: "--kind <kind>", about: "only facts of this kind" }, { flags: "--after <seq>", about: "from this fact on; only new ones by default" },
    { flags: "--decoder <id>", about: "the format of the files, instead of telling it from each line" }, { flags: "--setting <name=value>", about: "a setting of the decoder, such as zone=Europe/Paris", repeats: true },
    { flags: "--from-start", about: "files from their beginning when they were never read; else from their end" }, { flags: "--once", about: "send what the files hold and end" },
    { flags: "--state <dir>", about: "where positions are kept ($XDG_STATE_HOME/aftwatch/watch)" }, { flags: "--source <name>", about: "the name of the sender (host:file)" }, { flags: "--host <name>", about: "the host the lines are of (this one)" },
  ],
  async run(call) {
    // Loaded on the call only: facts need none of it.
    if (call.arguments.length > 0) return (await import("../watch-files.ts")).watchFiles(call);
    const client = await call.client();
    let lastSeq = call.count("after");
    while (!call.io.signal.aborted) {
      try {
        for await (const event of follow(client, lastSeq)) {
          lastSeq = event.seq;
          if (call.text("kind") === undefined || event.kind === call.text("kind")) call.output.line(columns, event);
        }
      } catch (thrown) {
        // A server that restarts is waited for; one that refuses the token is not.
        if (call.io.signal.aborted) break;
        if (isFault(thrown) && !isFault(thrown, "cli.server-unreachable")) throw thrown;
      }
      if (!call.io.signal.aborted) call.say("The stream ended; connecting again.");
      await call.io.wait(retryMs);
    }
    return 130;
  },
});

async function* follow(client: Client, lastSeq: number | undefined): AsyncIterable<StreamEvent> {
  const response = await client.open("/stream", { accept: "text/event-stream", ...(lastSeq === undefined ? {} : { "last-event-id": String(lastSeq) }) });
  if (!response.body) return;
  for await (const data of eventsOf(response.body)) yield JSON.parse(data) as StreamEvent;
}

const columns: readonly Column<StreamEvent>[] = [
  { head: "AT", of: (row) => row.at },
  { head: "KIND", of: (row) => row.kind },
  { head: "SUBJECT", of: (row) => row.subject },
  { head: "BODY", of: (row) => JSON.stringify(row.body) },
];

export const commands = [watch];
