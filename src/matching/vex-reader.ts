// Reads a document of exploitability statements in whatever format it is.
import { Fault } from "../kernel/fault.ts";
import { parseVexJson } from "./vex-document.ts";
import type { VexRead } from "./vex-document.ts";
import { vexFormats } from "./vex/index.ts";

/** document: how to call it in messages. Throws vex.unreadable when it is none of the formats, or nothing in it can be used. */
export function readVex(text: string, document: string): VexRead & { format: string } {
  const value = parseVexJson(text, document);
  const format = vexFormats.all.find((one) => one.recognise(value));
  if (!format) throw new Fault("vex.unreadable", { detail: `${document} is in no format that is read.`, places: [{ at: document, rule: vexFormats.all.map(({ about }) => about).join(" ") }] });
  const read = format.read(value, document);
  if (read.statements.length === 0 && read.rejects.length > 0) {
    throw new Fault("vex.unreadable", { detail: `No statement of ${document} can be used.`, places: read.rejects.slice(0, 20).map(({ at, reason }) => ({ at, rule: reason })) });
  }
  return { ...read, format: format.id };
}
