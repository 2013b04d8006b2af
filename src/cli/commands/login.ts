// aftwatch login: keeps a server's address and token in the user's own settings file.
import { mkdir, rename, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { createInterface } from "node:readline/promises";
import { Writable } from "node:stream";
import type { Me } from "../../contract/operations.ts";
import { Fault } from "../../kernel/fault.ts";
import { Secret } from "../../kernel/secret.ts";
import { createClient } from "../client.ts";
import { defineCommand } from "../command.ts";
import type { CommandCall } from "../command.ts";
import { ownFilePath, readSettingsFile } from "../connection.ts";

const login = defineCommand({
  path: "login",
  about: "keep a server's address and token in the user's own settings",
  examples: ["aftwatch login --url https://aftwatch.example.com < token.txt", "aftwatch login --url https://aftwatch.example.com"],
  exits: { 3: "the server or the token is not good; nothing is kept" },
  async run(call) {
    const { url } = await call.connection();
    const token = call.text("token") ?? await readToken(call);
    const me = await createClient(call.io, { url, token: { value: new Secret(token), origin: "login" } }).get<Me>("/me");
    const path = await keep(call, url.value, token);
    call.output.thing("login", { url: url.value, name: me.name, scopes: me.scopes.join(" "), organisation: me.organisation, keptIn: path });
    return 0;
  },
});

/** From a pipe, or asked for on a terminal without showing it; never asked for where nobody can answer. */
async function readToken({ io }: CommandCall): Promise<string> {
  if (!io.input.isTty) return (await readAll(io.input)).trim() || noToken();
  io.err.write("Token: ");
  const { stdin } = await import("node:process");
  const silent = new Writable({ write: (_chunk, _encoding, done) => { done(); } });
  const reader = createInterface({ input: stdin, output: silent, terminal: true });
  try { return (await reader.question("", { signal: io.signal })).trim() || noToken(); } finally {
    reader.close();
    io.err.write("\n");
  }
}

const noToken = (): never => { throw new Fault("cli.usage", { detail: "No token came: pipe it in, or give --token." }); };

async function readAll(input: AsyncIterable<Uint8Array>): Promise<string> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of input) chunks.push(chunk);
  return Buffer.concat(chunks).toString("utf8");
}

/** Renamed into place with its rights already set: the token is at no moment readable by others. */
async function keep({ io }: CommandCall, url: string, token: string): Promise<string> {
  const path = ownFilePath(io);
  const { path: _path, ...before } = (await readSettingsFile(path)) ?? { path };
  const { dump } = await import("js-yaml");
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  await writeFile(`${path}.new`, dump({ ...before, url, servers: { ...before.servers, [url]: { token } } }), { mode: 0o600 });
  await rename(`${path}.new`, path);
  return path;
}

export const commands = [login];
