// aftwatch backup: the whole store as one file, from the running server or from a directory.
import { createWriteStream } from "node:fs";
import { rename, rm, stat } from "node:fs/promises";
import { resolve } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { Fault } from "../../kernel/fault.ts";
import { defineCommand } from "../command.ts";
import type { CommandCall } from "../command.ts";
import { withOfflineApp } from "../offline.ts";

const backup = defineCommand({
  path: "backup",
  about: "copy the whole store into one file, while the server runs",
  examples: ["aftwatch backup aftwatch-2026-12-10.backup", "aftwatch backup copy.backup --data ./data"],
  arguments: [{ name: "<file>", about: "the file to write; it must not exist" }],
  options: [{ flags: "--data <dir>", about: "copy a directory without a server" }],
  async run(call) {
    const [name = ""] = call.arguments;
    const file = resolve(call.io.cwd, name);
    if (await stat(file).catch(() => undefined)) throw new Fault("cli.usage", { detail: `${name} exists; a backup never overwrites.` });
    const dir = call.text("data");
    const bytes = dir === undefined ? await download(call, file) : (await withOfflineApp(call.io, dir, (app) => app.backup(file))).bytes;
    call.output.thing("backup", { file, bytes });
    return 0;
  },
});

/** Written beside and renamed: a file under the wanted name is whole. It holds everything, so only its owner may read it. */
async function download(call: CommandCall, file: string): Promise<number> {
  const response = await (await call.client()).open("/backup");
  const part = `${file}.part`;
  const bar = call.progress.start("copying", Number(response.headers.get("content-length")) || undefined, "bytes");
  let bytes = 0;
  async function* counted(chunks: AsyncIterable<Uint8Array>): AsyncIterable<Uint8Array> {
    for await (const chunk of chunks) {
      bar.at(bytes += chunk.length);
      yield chunk;
    }
  }
  try {
    await pipeline(Readable.from(counted(response.body ?? Readable.from([]))), createWriteStream(part, { mode: 0o600, flags: "wx" }));
    await rename(part, file);
    return bytes;
  } finally {
    bar.end();
    await rm(part, { force: true });
  }
}

export const commands = [backup];
