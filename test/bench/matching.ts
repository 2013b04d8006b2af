// npm run bench:matching: advisories against components, warm, cold, growing and beside a peer; as tables and in bench/results/matching.json.
import { mkdirSync } from "node:fs";
import { resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { isMet } from "./figures.ts";
import { measureParts } from "./matching/parts.ts";
import { absentPeers, findPeer, installPeer, noPeer } from "./matching/peer.ts";
import { grown, partNames, quick, whole } from "./matching/plan.ts";
import type { PartName } from "./matching/plan.ts";
import { growthTable, keep, resultFile, textOf } from "./matching/results.ts";
import type { PartResult } from "./matching/results.ts";
import { inTemporaryFolder } from "./temporary-folder.ts";

const { values } = parseArgs({
  options: {
    quick: { type: "boolean" }, grow: { type: "boolean" }, only: { type: "string" }, "install-peers": { type: "boolean" },
    // Where advisories, indexes and archives are kept for another run; a temporary folder otherwise.
    work: { type: "string" },
  },
});

const isPart = (name: string): name is PartName => partNames.some((part) => part === name);
const say = (text: string): void => { process.stderr.write(`${text}\n`); };

async function main(work: string, only: PartName | undefined): Promise<void> {
  if (values["install-peers"]) installPeer();
  const peer = findPeer();
  const peers = [peer ? `osv-scanner ${peer.version}, from archives of the same records` : noPeer, absentPeers];
  const results: PartResult[] = [];
  for await (const result of measureParts({ plan: values.quick ? quick : values.grow ? grown : whole, work, only, peer, say })) {
    results.push(result);
    process.stdout.write(`\n${textOf(result)}`);
    if (!values.quick) keep([result], peers);
  }
  process.stdout.write(`${growthTable(results)}\n${peers.map((line) => `${line}\n`).join("")}`);
  const missed = results.flatMap(({ rows }) => rows).filter((row) => row.aim !== undefined && !isMet(row));
  process.stdout.write(`${missed.length === 0 ? "Every aim is met." : `MISSED: ${missed.map(({ size, measure }) => `${measure}${size === "" ? "" : ` (${size})`}`).join("; ")}.`}\n`);
  if (!values.quick) process.stdout.write(`kept in ${fileURLToPath(resultFile)}\n`);
}

if (values.only !== undefined && !isPart(values.only)) {
  say(`error: there is no part "${values.only}".\n  mend: Use one of ${partNames.join(", ")}.`);
  process.exitCode = 2;
} else {
  const { only } = values;
  const kept = values.work;
  if (kept === undefined) await inTemporaryFolder("aftwatch-bench-matching", (work) => main(work, only));
  else {
    mkdirSync(resolve(kept), { recursive: true });
    await main(resolve(kept), only);
  }
}
