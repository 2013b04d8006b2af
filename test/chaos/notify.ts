// npm run chaos:notify: kill -9 at 200 random points while 10,000 notices flow to receivers that misbehave.
//
// The server is the real one (src/app/open.ts: store, jobs, channel webhook) as a process of its own. Stories open and resolve; a
// notice counts as sent once the server has acknowledged its commit. The receivers answer a third of all messages wrongly: too
// late, 429 with Retry-After, 500, connection reset, slow bodies, answers cut off (bad-receiver.ts). What the words of the last line
// mean: notify-verdict.ts. Exit code 1 when something is lost, out of order or came under a second key; duplicates under their one
// key are what "at least once" means.
import { parseArgs } from "node:util";
import { runNotifyCampaign } from "./notify-campaign.ts";

const { values } = parseArgs({ options: { kills: { type: "string", default: "200" }, notices: { type: "string", default: "10000" }, receivers: { type: "string", default: "5" }, stories: { type: "string", default: "80" }, seed: { type: "string", default: "1" } } });
const startedAt = performance.now();
const verdict = await runNotifyCampaign({
  kills: Number(values.kills), notices: Number(values.notices), receivers: Number(values.receivers), stories: Number(values.stories), seed: Number(values.seed),
  progress: (line) => { process.stderr.write(`${line}\n`); },
});
for (const what of verdict.wrong.slice(0, 50)) process.stdout.write(`WRONG  ${what}\n`);
const { sent, lost, duplicated, outOfOrder, left } = verdict;
process.stdout.write(`${values.kills} kills, ${verdict.arrivals} arrivals, ${verdict.messages} messages accepted, ${left.unsettled} left, ${left.dead} dead, ${left.refused} refused, ${left.suppressed} suppressed, ${Math.round((performance.now() - startedAt) / 1000)} s\n`);
process.stdout.write(`TOTAL ${sent} sent, ${lost} lost, ${duplicated} duplicated, ${outOfOrder} out of order\n`);
process.exitCode = lost + outOfOrder + verdict.wrong.length + left.dead + left.refused > 0 ? 1 : 0;
