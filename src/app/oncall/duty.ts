// The on-call document in force, with the overrides and receivers it works with.
import { noDocument } from "../../incidents/oncall/oncall.ts";
import { readDocument } from "../../incidents/oncall/document-reader.ts";
import type { ReadDocument } from "../../incidents/oncall/document-reader.ts";
import type { DocumentRow } from "../../incidents/oncall/oncall-store.ts";
import type { Duty } from "../../incidents/oncall/who.ts";
import type { Instant } from "../../kernel/clock.ts";
import type { Ports } from "../../store/store.ts";

export interface Kept { row: DocumentRow | undefined; read: ReadDocument }

// The newest texts of a few organisations: the same one is read for each incident.
const readTexts = new Map<string, ReadDocument>();
const mostTexts = 16;

export async function keptDocument(ports: Pick<Ports, "oncall">, org: string): Promise<Kept> {
  const row = await ports.oncall.findDocument(org);
  return { row, read: row ? readOnce(row.text) : { document: noDocument, errors: [], lineOf: () => undefined } };
}

function readOnce(text: string): ReadDocument {
  const kept = readTexts.get(text);
  if (kept) return kept;
  const read = readDocument(text);
  const [oldest] = readTexts.keys();
  if (readTexts.size >= mostTexts && oldest !== undefined) readTexts.delete(oldest);
  readTexts.set(text, read);
  return read;
}

type DutyPorts = Pick<Ports, "oncall" | "settings"> & Partial<Pick<Ports, "notices">>;

/** Overrides are those that touch [from, to); by default those of this very instant. Given the outbox, it knows which receivers are switched off. */
export async function dutyAt(ports: DutyPorts, org: string, at: Instant, { from = at, to = at + 1 }: { from?: Instant; to?: Instant } = {}): Promise<Duty & { hasDocument: boolean }> {
  const { row, read } = await keptDocument(ports, org);
  return {
    document: read.document ?? noDocument, hasDocument: row !== undefined, at,
    ...(ports.notices ? { off: new Map((await ports.notices.receiverHealth(org)).flatMap(({ receiverId, offSince, offWhy }) => (offSince === undefined ? [] : [[receiverId, offWhy ?? "it is gone"] as const]))) } : {}),
    overrides: await ports.oncall.overridesBetween(org, undefined, from, to), receivers: new Set((await ports.settings.receivers(org)).map(({ id }) => id)),
  };
}
