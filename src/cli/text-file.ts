// A text file named on the command line, or standard input.
import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import { Fault, messageOf } from "../kernel/fault.ts";
import type { Io } from "./io.ts";

/** UTF-8; - reads standard input. Throws cli.usage when there is no such file. */
export async function readText(io: Pick<Io, "cwd" | "input">, file: string): Promise<string> {
  if (file === "-") return streamText(io.input);
  try { return await readFile(resolve(io.cwd, file), "utf8"); } catch (cause) { throw new Fault("cli.usage", { detail: `${file} cannot be read: ${messageOf(cause)}.` }, cause); }
}

async function streamText(input: Io["input"]): Promise<string> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of input) chunks.push(chunk);
  return Buffer.concat(chunks).toString("utf8");
}
