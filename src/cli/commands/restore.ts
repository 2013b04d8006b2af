// aftwatch restore: a data directory made from a backup.
import { stat } from "node:fs/promises";
import { resolve } from "node:path";
import { Fault } from "../../kernel/fault.ts";
import { defineCommand } from "../command.ts";

const restore = defineCommand({
  path: "restore",
  about: "make a data directory from a backup",
  examples: ["aftwatch restore aftwatch-2026-12-10.backup --data ./restored", "aftwatch serve --data ./restored"],
  arguments: [{ name: "<file>", about: "written by aftwatch backup" }],
  options: [{ flags: "--data <dir>", about: "an empty or new directory", required: true }],
  async run(call) {
    const [name = ""] = call.arguments;
    const file = resolve(call.io.cwd, name);
    if (!(await stat(file).catch(() => undefined))?.isFile()) throw new Fault("cli.usage", { detail: `There is no file ${name}.` });
    const dir = resolve(call.io.cwd, call.text("data") ?? "");
    const { restoreBackup } = await import("../../app/open.ts");
    await restoreBackup(file, dir);
    call.output.thing("restore", { file, dir });
    call.say(`Verify it with: aftwatch ledger verify --data ${dir}`);
    return 0;
  },
});

export const commands = [restore];
