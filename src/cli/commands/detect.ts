// aftwatch detect: run log files through the rules once, without a server, and say what they show.
import { defineCommand } from "../command.ts";

const levels = ["informational", "low", "medium", "high", "critical"];

const detect = defineCommand({
  path: "detect",
  about: "what log files show of attacks, without a server",
  examples: ["aftwatch detect /var/log/nginx/access.log*", "journalctl -o short-iso | aftwatch detect - --min-level high", "aftwatch detect audit.log --rules my-rules --fail-on critical -o jsonl"],
  arguments: [{ name: "<file...>", about: "log files, plain or .gz; - for standard input" }],
  options: [
    { flags: "--rules <dir>", about: "rules in Sigma, beside Aftwatch's own", repeats: true },
    { flags: "--decoder <id>", about: "the format, instead of telling it from each line" },
    { flags: "--setting <name=value>", about: "a setting of the decoder, such as zone=Europe/Paris", repeats: true },
    { flags: "--host <name>", about: "the host the lines are of, where they do not say" },
    { flags: "--min-level <level>", about: "leave out what is below (low)", choices: levels },
    { flags: "--fail-on <level>", about: "exit 1 when something of this level or above is found", choices: levels },
  ],
  exits: { 1: "something of --fail-on was found", 4: "no line of the files could be read" },
  // Loaded on the call only: the help of every command reads this file.
  run: async (call) => (await import("../detect-run.ts")).runDetect(call),
});

export const commands = [detect];
