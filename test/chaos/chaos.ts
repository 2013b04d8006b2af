// npm run chaos: kill -9 at a hundred random points of ingest, feed and notices; exit code 1 when anything acknowledged is lost.
import { parseArgs } from "node:util";
import { aligned, quantile, round } from "../bench/figures.ts";
import { runCampaign } from "./campaign.ts";
import type { Verdict } from "./campaign.ts";

// kill -9 leaves what the kernel already has; that the disk has it too is what synchronous = full is for, and no script can show.
function tableOf({ targets, ...verdict }: Verdict): string {
  const rows = targets.map(({ target, kills, requestsCut, pullsCut, messagesCut, openMs }) => [target, kills, requestsCut, pullsCut, messagesCut, `${round(quantile(openMs, 0.5))} / ${round(Math.max(...openMs))}`].map(String));
  const totals = [["SBOMs acknowledged", verdict.sboms], ["deployments acknowledged", verdict.deployments], ["advisories in the mirror", verdict.advisories], ["messages delivered", verdict.messages], ["of them again after a kill or a 503, same key", verdict.repeated], ["ledger entries, chain whole", verdict.ledgerEntries], ["lost or damaged", verdict.wrong.length]].map((row) => row.map(String));
  return `${aligned([["killed during", "kills", "requests cut", "pulls cut", "messages cut", "reopened in ms, p50 / most"], ...rows])}\n${aligned(totals)}`;
}

const { values } = parseArgs({ options: { kills: { type: "string", default: "100" }, seed: { type: "string", default: "1" } } });
const verdict = await runCampaign({ kills: Number(values.kills), firstLoad: 4000, packages: 800 }, Number(values.seed));
process.stdout.write(tableOf(verdict));
for (const what of verdict.wrong.slice(0, 50)) process.stdout.write(`LOST  ${what}\n`);
process.exitCode = verdict.wrong.length > 0 ? 1 : 0;
