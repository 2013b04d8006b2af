// The long form of the test beside: npm run chaos:playbooks [kills]; the last line counts.
import { isWhole, playbookCampaign } from "./playbook-campaign.ts";

const kills = Number(process.argv[2] ?? 50);
const totals = await playbookCampaign({ kills, runsEach: 10, random: Math.random });
process.stdout.write(`${JSON.stringify(totals, null, 2)}\nTOTAL ${totals.kills} kills, ${totals.received} received, ${totals.recorded} recorded, ${totals.twice} twice, ${totals.unrecorded} unrecorded, ${totals.repeatedUnasked} repeated unasked\n`);
process.exitCode = isWhole(totals) ? 0 : 1;
