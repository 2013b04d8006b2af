// The story: an advisory appears, its owner is told, the fix reaches three of four places, then the last; a false alarm follows; an attack is seen; a copy is tested from outside; the record shows the times.
import { setTimeout as pause } from "node:timers/promises";
import type { OpenApp } from "../../src/app/open.ts";
import { minuteMs, secondMs, toIso } from "../../src/kernel/clock.ts";
import { places, plans } from "./fleet.ts";
import type { PlaceName } from "./fleet.ts";
import { pushSbom } from "./history.ts";
import { story, storyAdvisory, storyId } from "./story-advisory.ts";
import { tellMalware } from "./story-malware.ts";
import { tellRuntime } from "./story-runtime.ts";
import { tellScans } from "./story-scans.ts";
import { seconds, until, untilTold } from "./telling.ts";
import type { Telling } from "./telling.ts";
import type { WeakWeb } from "./weak-web.ts";

/** Throws when a step does not happen: the demo is also a test. */
export async function tellStory(telling: Telling, web: WeakWeb): Promise<void> {
  const { app, mirror, say, speed, signal } = telling;
  const breath = (): Promise<void> => pause(4 * secondMs / speed, undefined, { signal });
  const startedAt = app.clock.now();

  say(`${storyId} is published in the OSV mirror: price rules run as code before ${story.fixed}`);
  mirror.publish([storyAdvisory(startedAt)]);
  const opened = await until(telling, storyId, "a finding is open on four endpoints", (found) => found.live.affected === 4 && found.state === "open");
  say(`found on ${opened.live.affected} endpoints ${seconds(opened.detectedAt - startedAt)} after publication; ${opened.outcome}, due ${opened.clock.dueAt === undefined ? "with the next upgrade" : toIso(opened.clock.dueAt)}`, [opened.clock.clause]);
  await untilTold(telling, "finding.opened");
  await breath();

  await app.acknowledge(app.org, opened.id, "person:payments-oncall");
  say("the on-call person of team-payments takes it on");
  await breath();

  await pushSbom({ app }, { service: story.service, owner: "team-payments" }, story.fixedRelease);
  say(`the build of ${story.service} ${story.fixedRelease} arrives with its SBOM; nothing is fixed before it runs`);
  await breath();

  const everywhere = plans.find(({ service }) => service === story.service)?.places ?? [];
  for (const [index, place] of everywhere.entries()) {
    await deployFix(app, place);
    say(`${story.service} ${story.fixedRelease} runs on ${place}`);
    if (index === everywhere.length - 2) {
      const partly = await until(telling, storyId, "three of four are clear", (found) => found.live.fixed === 3 && found.live.affected === 1 && found.state === "open");
      say(`partly fixed: ${partly.live.fixed} of 4 are clear, the finding stays open`);
      await untilTold(telling, "finding.partly-fixed");
    }
    await breath();
  }
  const closed = await until(telling, storyId, "the finding is closed as fixed", (found) => found.state === "closed" && found.closeReason === "fixed");
  say(`fixed and verified on all four, ${seconds((closed.closedAt ?? 0) - startedAt)} after publication`);
  await untilTold(telling, "finding.fixed");
  await breath();

  await tellMalware(telling, breath);
  await tellRuntime(telling, breath);
  await tellScans(telling, web, breath);
  await reportTimes(telling, startedAt);
}

async function deployFix(app: OpenApp, place: PlaceName): Promise<void> {
  await app.recordDeployment(app.org, { service: story.service, version: story.fixedRelease, endpoint: place, ...places[place] }, "token:ci");
}

/** The figures of the story alone, as the console would show them for these minutes. */
async function reportTimes({ app, say }: Telling, startedAt: number): Promise<void> {
  const { measures } = await app.metrics(app.org, { from: startedAt, to: app.clock.now() + minuteMs, service: story.service });
  const rows = measures.filter(({ unit, n }) => unit === "ms" && n > 0).map(({ about, median, n }) => `${about}: ${seconds(median ?? 0)} (n ${n})`);
  const verdict = await app.ledger.verify(app.org);
  if (verdict.kind !== "whole") throw new Error(`the ledger is broken at entry ${verdict.seq}`);
  say("on the record:", [...rows, `Ledger: whole, ${verdict.entries} entries`]);
}
