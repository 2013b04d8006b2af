// A proxy and a server that really disagree, and pairs that agree, refuse, or are only slow.
import { describe, expect, it } from "vitest";
import { checkTools } from "../../../test/dast/check-tools.ts";
import { lenient, never, openPair, strict } from "../../../test/dast/smuggling-servers.ts";
import type { Framing } from "../../../test/dast/smuggling-servers.ts";
import { requestSmuggling } from "./request-smuggling.ts";
import { shareOf } from "../../../test/dast/share-of.ts";

const byChunks: Framing = { chunkedBy: strict, wins: "chunks" };
const byLength: Framing = { chunkedBy: strict, wins: "length" };
const deaf: Framing = { chunkedBy: never, wins: "length" };
const keen: Framing = { chunkedBy: lenient, wins: "chunks" };
const refusing: Framing = { chunkedBy: lenient, wins: "refuse" };

const found = async (front: Framing, back: Framing, more: { delayMs?: number } = {}): Promise<string[]> => {
  const pair = await openPair(front, back, more);
  const proofs: string[] = [];
  try { for await (const { technique, confidence } of requestSmuggling.probe(pair.origin, [], checkTools())) proofs.push(`${technique} ${confidence}`); } finally { await pair.close(); }
  return proofs;
};

describe.concurrent("request-smuggling", () => {
  it.each(shareOf([
    ["a proxy by length before a server by chunks", byLength, byChunks, "CL.TE"], ["a proxy that knows no chunks", deaf, byChunks, "CL.TE"], ["a proxy by chunks before a server by length", byChunks, byLength, "TE.CL"],
    ["a server that knows no chunks", byChunks, deaf, "TE.CL"], ["a proxy that overlooks a spelling", byChunks, keen, "CL.TE"], ["a server that overlooks a spelling", keen, byChunks, "TE.CL"],
  ] as const, 3))("finds %s", async (_claim, front, back, kind) => {
    expect(await found(front, back)).toEqual([expect.stringMatching(new RegExp(`^${kind.replace(".", "\\.")} confirmed`))]);
  }, 90_000);
  it.each(shareOf([
    ["both by chunks", byChunks, byChunks, {}], ["both by length", byLength, byLength, {}], ["neither knows chunks", deaf, deaf, {}], ["both read every spelling", keen, keen, {}], ["a proxy that refuses what is ambiguous", refusing, byChunks, {}], ["a slow server that agrees", byChunks, byChunks, { delayMs: 700 }],
  ] as const, 3))("passes %s", async (_claim, front, back, more) => {
    expect(await found(front, back, more)).toEqual([]);
  }, 240_000);
});
