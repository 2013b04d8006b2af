// A program that changes an index for as long as it lives: each round says the same of every advisory. argv: directory.
import { openIndexWriter } from "./index-writer.ts";
import { advisoryOf } from "./index.sample.ts";

const [directory = ""] = process.argv.slice(2);
const parts = (round: number) => [{ ecosystem: "npm", name: "a", ranges: [], versions: [String(round)], severities: [], fixState: undefined }];

for (let round = 1; ; round++) {
  // Every fifth round is small beside the rest and becomes a delta; the others write everything again.
  const writer = openIndexWriter(directory);
  const from = Number(writer.cursors["osv"] ?? 0) + round;
  for (let number = 0; number < 300; number++) writer.put(advisoryOf(`GHSA-${number}`, { modifiedAt: from, summary: String(from), affected: number < 5 ? parts(from) : [] }));
  if (round % 5 === 0) for (let number = 300; number < 3000; number++) writer.put(advisoryOf(`CVE-2026-${number}`));
  writer.enrich("epss", { kind: "epss", cve: "CVE-2026-1", probability: 0.5, percentile: undefined, scoredOn: String(from), model: undefined });
  writer.completeEnrichments("epss");
  writer.commit(from, { heard: ["osv"], cursors: { osv: String(from) } });
  if (round === 1) process.stdout.write("begun\n");
}
