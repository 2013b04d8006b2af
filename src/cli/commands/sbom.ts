// aftwatch sbom push: an SBOM from a file or a pipe, streamed to the server.
import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import { resolve } from "node:path";
import type { SbomReceipt } from "../../contract/inventory.ts";
import { Fault } from "../../kernel/fault.ts";
import { defineCommand } from "../command.ts";
import type { CommandCall } from "../command.ts";

const push = defineCommand({
  path: "sbom push",
  about: "send the SBOM of a release (CycloneDX or SPDX, plain or gzipped)",
  examples: [
    "aftwatch sbom push sbom.cdx.json --service pay-api --version 1.4.0",
    "syft app:1.4.0 -o cyclonedx-json | aftwatch sbom push - --service pay-api --version 1.4.0",
  ],
  arguments: [{ name: "<file>", about: "the document; - reads standard input" }],
  options: [
    { flags: "--service <name>", about: "the service it belongs to", required: true },
    { flags: "--version <version>", about: "the version that was built", required: true },
    { flags: "--digest <digest>", about: "digest of the image or artifact" },
    { flags: "--commit <sha>", about: "commit it was built from" },
    { flags: "--owner <team>", about: "who owns the service" },
  ],
  exits: { 4: "taken, but some components could not be" },
  async run(call) {
    const [file = "-"] = call.arguments;
    const { chunks, sizeBytes } = await openDocument(call, file);
    const query = { service: call.text("service"), version: call.text("version"), digest: call.text("digest"), commit: call.text("commit"), owner: call.text("owner") };
    const receipt = await (await call.client()).upload<SbomReceipt>("/sboms", query, shown(call, chunks, sizeBytes));
    const { rejects, ...rest } = receipt;
    call.output.thing("sbom-receipt", call.output.format === "json" || call.output.format === "jsonl" ? receipt : { ...rest, rejects: rejects.length });
    for (const { at, reason, detail } of rejects) call.say(`not taken: ${at}: ${reason}: ${detail}`);
    return rejects.length > 0 ? 4 : 0;
  },
});

async function openDocument({ io }: CommandCall, file: string): Promise<{ chunks: AsyncIterable<Uint8Array>; sizeBytes: number | undefined }> {
  if (file !== "-") {
    const path = resolve(io.cwd, file);
    const found = await stat(path).catch(() => undefined);
    if (!found?.isFile()) throw new Fault("cli.usage", { detail: `There is no file ${file}.` });
    return { chunks: createReadStream(path), sizeBytes: found.size };
  }
  if (io.input.isTty) throw new Fault("cli.usage", { detail: "- reads standard input, but nothing is piped into it." });
  return { chunks: io.input, sizeBytes: undefined };
}

async function* shown({ progress }: CommandCall, chunks: AsyncIterable<Uint8Array>, sizeBytes: number | undefined): AsyncIterable<Uint8Array> {
  const bar = progress.start("sending", sizeBytes, "bytes");
  let done = 0;
  for await (const chunk of chunks) {
    yield chunk;
    done += chunk.length;
    bar.at(done);
  }
  bar.end();
}

export const commands = [push];
