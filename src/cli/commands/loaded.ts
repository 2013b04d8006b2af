// aftwatch loaded: which components the processes of this Linux host have loaded now.
import { defineCommand } from "../command.ts";

const loaded = defineCommand({
  path: "loaded",
  about: "which components running processes have loaded now (Linux)",
  examples: ["aftwatch loaded", "aftwatch loaded --send", "aftwatch loaded --container 4f1c --digest sha256:9a0e... --send", "aftwatch loaded --pid 4711 --service pay-api --version 2.4.0 --complete --send"],
  options: [
    { flags: "--pid <pid>", about: "only this process", repeats: true }, { flags: "--container <id>", about: "the processes of this container, by the beginning of its id" },
    { flags: "--send", about: "report it to the server" }, { flags: "--service <name>", about: "the service it is of" }, { flags: "--version <version>", about: "of the service" }, { flags: "--digest <digest>", about: "of the image it is of" },
    { flags: "--endpoint <place>", about: "where it runs: cluster/namespace, host" }, { flags: "--host <name>", about: "the name of this host, where it goes by another" },
    { flags: "--complete", about: "the named processes are the whole release: what is missing is not loaded" },
  ],
  // Loaded on the call only: the help of every command reads this file.
  run: async (call) => (await import("../loaded-run.ts")).runLoaded(call),
});

export const commands = [loaded];
