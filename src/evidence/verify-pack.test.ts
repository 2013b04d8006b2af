// Packs are made, and then broken in every way we can think of.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { zipOf } from "../kernel/zip-writer.ts";
import { bufferReader, zipEntries } from "../kernel/zip.ts";
import { chain, genesis } from "../ledger/fact.ts";
import { packOf } from "./pack.ts";
import type { PackContent } from "./pack.ts";
import { verifyPack } from "./verify-pack.ts";

const segment = chain("main", { seq: 4, hash: genesis }, Date.UTC(2026, 2, 1), ["a", "b", "c", "d"].map((text) => ({ kind: "incident.noted", subject: "inc_1", actor: "ana", body: { text } })));
const content = (more: Partial<PackContent> = {}): PackContent => ({
  incident: { id: "inc_1", number: 31, title: "A story" }, org: "main", madeAt: Date.UTC(2026, 2, 2), version: "0.1.0", files: [{ name: "incident.json", content: "{}\n" }, { name: "review.md", content: "# Review\n" }],
  segment, facts: [5, 7], head: { seq: 8, hash: segment[3]?.hash ?? "" }, ...more,
});
/** The pack with one member changed. */
function changed(bytes: Uint8Array, name: string, change: (text: string) => string | undefined): Uint8Array {
  const members = zipEntries(bufferReader(bytes)).flatMap((entry) => {
    const text = Buffer.from(entry.read()).toString("utf8");
    const next = entry.name === name ? change(text) : text;
    return next === undefined ? [] : [{ name: entry.name, content: next }];
  });
  return zipOf(members);
}
const placesOf = (bytes: Uint8Array): string[] => { const verdict = verifyPack(bytes); return verdict.kind === "whole" ? [] : verdict.places.map(({ at, why }) => `${at}: ${why}`); };

describe("src/evidence/verify-pack.ts", () => {
  it("a pack as it was made is whole, and the same content gives the same bytes", () => {
    expect(verifyPack(packOf(content()))).toMatchObject({ kind: "whole", files: 4, entries: 4, ledger: "whole segment", incident: { number: 31 } });
    expect(Buffer.from(packOf(content())).equals(Buffer.from(packOf(content())))).toBe(true);
  });
  it("another title or another file gives another digest", () => {
    const digestOf = (more: Partial<PackContent>): string => { const verdict = verifyPack(packOf(content(more))); return verdict.kind === "whole" ? verdict.digest : "broken"; };
    expect(new Set([digestOf({}), digestOf({ incident: { id: "inc_1", number: 31, title: "Another" } }), digestOf({ files: [] })]).size).toBe(3);
  });
  it("entries with gaps prove themselves one by one, and the verdict says so", () => {
    expect(verifyPack(packOf(content({ segment: segment.filter(({ seq }) => seq !== 6) })))).toMatchObject({ kind: "whole", ledger: "single entries" });
  });
  it.each([
    ["a file was edited", "review.md", (text: string) => text.replace("Review", "Praise"), "review.md: is not what it was: the SHA-256 differs"],
    ["a file was lengthened", "review.md", (text: string) => `${text}!`, "review.md: has 10 bytes instead of 9"],
    ["a file was taken out", "incident.json", () => undefined, "incident.json: is missing"],
    ["the manifest was taken out", "manifest.json", () => undefined, "manifest.json: is missing"],
    ["the title in the manifest was edited", "manifest.json", (text: string) => text.replace("A story", "B story"), "incident.json: its line in the chain does not follow from the ones before"],
    ["the digest was edited", "manifest.json", (text: string) => text.replace(/("digest": ")./, "$1x"), "manifest.json: the digest is not that of the chain"],
    ["the format is another one", "manifest.json", (text: string) => text.replace("pack/1", "pack/9"), 'manifest.json: says format "aftwatch-evidence-pack/9"; this program knows aftwatch-evidence-pack/1'],
    ["the head was edited", "manifest.json", (text: string) => text.replace(segment[3]?.hash ?? "", genesis), "ledger.jsonl: does not end with the head that the manifest names"],
  ])("%s: broken, and the place is named", (_claim, name, change, expected) => expect(placesOf(changed(packOf(content()), name, change))).toContain(expected));

  it("a ledger entry edited with all its digests made anew is still found by its hash", () => {
    const forged = segment.map((entry) => (entry.seq === 6 ? { ...entry, body: { text: "forged" } } : entry));
    expect(placesOf(packOf(content({ segment: forged })))).toEqual(["ledger.jsonl entry 6: is not what it was: its hash differs"]);
  });
  it.each([
    ["an entry left out", segment.filter(({ seq }) => seq !== 7), "ledger.jsonl: lacks the entries 7"],
    ["entries out of order", segment.toReversed(), "ledger.jsonl entry 7: is out of order"],
    ["an entry of another organisation", chain("other", { seq: 4, hash: genesis }, 0, [{ kind: "a.b", subject: "x", actor: "y", body: {} }]), "ledger.jsonl entry 5: belongs to another organisation"],
  ])("%s: broken", (_claim, entries, expected) => expect(placesOf(packOf(content({ segment: entries })))).toContain(expected));

  it("a file that the manifest does not name is found", () => {
    const bytes = packOf(content());
    const members = zipEntries(bufferReader(bytes)).map((entry) => ({ name: entry.name, content: entry.read() }));
    expect(placesOf(zipOf([...members, { name: "extra.txt", content: "x" }]))).toEqual(["extra.txt: is not named in the manifest"]);
  });
  it("noise is broken and never throws", () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 400 }), (noise) => { expect(verifyPack(noise).kind).toBe("broken"); }), { numRuns: 300 });
  });
  it("any one byte changed in what the pack holds is found", () => {
    const bytes = packOf(content());
    fc.assert(fc.property(fc.nat(bytes.length - 1), fc.integer({ min: 1, max: 255 }), (at, delta) => {
      const copy = Uint8Array.from(bytes);
      copy[at] = ((copy[at] ?? 0) + delta) % 256;
      const verdict = verifyPack(copy);
      // Bytes that carry no content (times, versions, attributes of the archive) may change without changing the evidence.
      if (verdict.kind === "whole") expect(verdict.digest).toBe((verifyPack(bytes) as { digest: string }).digest);
    }), { numRuns: 400 });
  });
});
