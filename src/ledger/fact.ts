// Facts: the immutable entries of an organisation's ledger, each bound to the one before by its hash.
import { createHash } from "node:crypto";
import { toIso } from "../kernel/clock.ts";
import type { Instant } from "../kernel/clock.ts";
import { canonicalJson } from "../kernel/json.ts";
import type { Json } from "../kernel/json.ts";

/**
 * What happened, to what, said by whom. `kind` is noun.verb: "sbom.received", "finding.opened".
 * `subject` is the id of the thing it is about. `body` holds digests of bulk data, never the data, and no secrets.
 */
export interface Fact { kind: string; subject: string; actor: string; body: Record<string, Json | undefined> }

/** A fact in its place: seq counts from 1 without gaps; hash covers everything before it. */
export interface LedgerEntry extends Fact { org: string; seq: number; at: Instant; prev: string; hash: string }

/** The hash before the first entry. */
export const genesis = "0".repeat(64);

/** SHA-256 over the canonical JSON of the entry without its hash: whoever changes one field changes every hash after it. */
export function hashOf(entry: Omit<LedgerEntry, "hash">): string {
  const { org, seq, at, kind, subject, actor, body, prev } = entry;
  return createHash("sha256").update(canonicalJson({ org, seq, at: toIso(at), kind, subject, actor, body, prev })).digest("hex");
}

/** Puts facts behind the head of a ledger. */
export function chain(org: string, head: { seq: number; hash: string }, at: Instant, facts: readonly Fact[]): LedgerEntry[] {
  let { seq, hash: prev } = head;
  return facts.map((fact) => {
    const open = { ...fact, org, seq: ++seq, at, prev };
    const entry = { ...open, hash: hashOf(open) };
    prev = entry.hash;
    return entry;
  });
}

export type LedgerVerdict =
  | { kind: "whole"; entries: number; head: string }
  | { kind: "broken"; seq: number; why: "gap" | "prev" | "hash" | "head"; expected: string; found: string };

/** Walks the chain and names the first entry that does not hold. `head` is what the store believes to be last. */
export async function verifyChain(entries: AsyncIterable<LedgerEntry>, head: { seq: number; hash: string }): Promise<LedgerVerdict> {
  let last = { seq: 0, hash: genesis };
  for await (const entry of entries) {
    const fault = brokenAt(entry, last);
    if (fault) return fault;
    last = entry;
  }
  if (last.seq !== head.seq || last.hash !== head.hash) return { kind: "broken", seq: last.seq + 1, why: "head", expected: `${head.seq}:${head.hash}`, found: `${last.seq}:${last.hash}` };
  return { kind: "whole", entries: last.seq, head: last.hash };
}

function brokenAt(entry: LedgerEntry, last: { seq: number; hash: string }): LedgerVerdict | undefined {
  if (entry.seq !== last.seq + 1) return { kind: "broken", seq: last.seq + 1, why: "gap", expected: String(last.seq + 1), found: String(entry.seq) };
  if (entry.prev !== last.hash) return { kind: "broken", seq: entry.seq, why: "prev", expected: last.hash, found: entry.prev };
  const hash = hashOf(entry);
  return hash === entry.hash ? undefined : { kind: "broken", seq: entry.seq, why: "hash", expected: hash, found: entry.hash };
}
