// A server killed while playbooks act outside: every request is on record, none is repeated without saying so.
import { expect, it } from "vitest";
import { isWhole, playbookCampaign } from "./playbook-campaign.ts";

it("kill -9 at five points: what arrived is what is on record, and what may not be repeated was asked about", async () => {
  const totals = await playbookCampaign({ kills: 3, runsEach: 4, random: Math.random });
  expect(isWhole(totals), JSON.stringify(totals)).toBe(true);
  expect(totals.received).toBeGreaterThan(0);
}, 120_000);
