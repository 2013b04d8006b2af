// aftwatch evidence: an incident's pack, and its proof without a server.
import { readFile, stat, writeFile } from "node:fs/promises";
import { resolve } from "node:path";
import { Fault } from "../../kernel/fault.ts";
import { defineCommand } from "../command.ts";

const pack = defineCommand({
  path: "evidence pack",
  about: "write everything on record about an incident into one file",
  examples: ["aftwatch evidence pack INC-31", "aftwatch evidence pack INC-31 --to inc-31.zip"],
  arguments: [{ name: "<incident>", about: "its id or number" }],
  options: [{ flags: "--to <file>", about: "the file to write; it must not exist; the server's name for it by default" }],
  async run(call) {
    const [id = ""] = call.arguments;
    const response = await (await call.client()).open(`/incidents/${encodeURIComponent(id)}/pack`);
    const [, offered = "evidence.zip"] = /filename="([\w.-]+)"/.exec(response.headers.get("content-disposition") ?? "") ?? [];
    const name = call.text("to") ?? offered;
    const file = resolve(call.io.cwd, name);
    if (await stat(file).catch(() => undefined)) throw new Fault("cli.usage", { detail: `${name} exists; a pack never overwrites.` });
    const bytes = Buffer.from(await response.arrayBuffer());
    await writeFile(file, bytes, { mode: 0o600, flag: "wx" });
    const { verifyPack } = await import("../../evidence/verify-pack.ts");
    const verdict = verifyPack(bytes);
    call.output.thing("pack", { file, bytes: bytes.length, ...(verdict.kind === "whole" ? { digest: verdict.digest, entries: verdict.entries } : {}) });
    return 0;
  },
});

const verify = defineCommand({
  path: "evidence verify",
  about: "prove a pack without a server or a network",
  examples: ["aftwatch evidence verify INC-31.zip", "aftwatch evidence verify INC-31.zip --digest 20c0c71ccefa... --json"],
  arguments: [{ name: "<file>", about: "a pack that `aftwatch evidence pack` or the console wrote" }],
  options: [{ flags: "--digest <sha256>", about: "the digest that was noted elsewhere when the pack was made" }],
  exits: { 1: "it is not as it was made", 2: "there is no such file" },
  async run(call) {
    const [name = ""] = call.arguments;
    const bytes = await readFile(resolve(call.io.cwd, name)).catch((cause: unknown) => { throw new Fault("cli.usage", { detail: `${name} cannot be read.` }, cause); });
    const { verifyPack } = await import("../../evidence/verify-pack.ts");
    const verdict = verifyPack(bytes);
    const noted = call.text("digest");
    if (verdict.kind === "broken") {
      call.output.rows("broken", [{ head: "PLACE", of: (row: { at: string; why: string }) => row.at }, { head: "WHY", of: (row) => row.why }], verdict.places, { whole: false });
      return 1;
    }
    const { head: _head, incident, ...rest } = verdict;
    call.output.thing("evidence", { whole: true, incident: `INC-${incident.number}`, title: incident.title, ...rest });
    if (noted !== undefined && noted !== verdict.digest) {
      call.say(`The pack is whole, and it is another one: its digest is ${verdict.digest}, noted was ${noted}.`);
      return 1;
    }
    if (noted === undefined) call.output.note("Whole in itself. Compare the digest with one noted elsewhere (--digest) to know that it is the pack that was made.");
    return 0;
  },
});

export const commands = [pack, verify];
