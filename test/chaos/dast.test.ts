// A server killed in the middle of a scan: started again it goes on, finds the same, spends no second budget, and has it all on record.
import { expect, it } from "vitest";
import { isWhole as isEverything } from "../dast/share-of.ts";
import { dastCampaign, isWhole } from "./dast-campaign.ts";

it("kill -9 at some point of a scan: the same findings, one budget, one log", async () => {
  const totals = await dastCampaign({ kills: 1, random: Math.random });
  expect(isWhole(totals), JSON.stringify(totals)).toBe(true);
}, 240_000);

it.each(isEverything ? [100] : [])("kill -9 with a budget of %i: it is not given a second one", async (requests) => {
  const totals = await dastCampaign({ kills: 2, random: () => 0.5, requests });
  expect([totals.killsDuringScan > 0, totals.endedBecause, totals.overspent === 0, JSON.stringify(totals)]).toEqual([true, "budget", true, JSON.stringify(totals)]);
}, 240_000);
