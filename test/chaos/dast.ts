// The long form of the test beside: npm run chaos:dast -- --kills 20; the last line counts.
import { dastCampaign, isWhole } from "./dast-campaign.ts";

const given = process.argv.indexOf("--kills");
const kills = Number(process.argv[given + 1] ?? 20);
const totals = await dastCampaign({ kills: given < 0 ? 20 : kills, random: Math.random, requestsPerSecond: 40 });
process.stdout.write(`${JSON.stringify(totals, null, 2)}\nTOTAL ${totals.killsDuringScan} kills, ${totals.asked} asked, ${totals.logged} logged, ${totals.unlogged} unlogged, ${totals.twice} twice, ${totals.missing.length} findings missing, ${totals.beyond.length} beyond, ${totals.overspent} overspent\n`);
process.exitCode = isWhole(totals) ? 0 : 1;
