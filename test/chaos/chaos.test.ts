// The short form of npm run chaos: three kills, and nothing that was acknowledged is lost.
import { describe, expect, it } from "vitest";
import { runCampaign } from "./campaign.ts";

describe("test/chaos/campaign.ts", () => {
  it("kill -9 in the middle of ingest, feed and notices loses nothing that was acknowledged", { timeout: 300_000 }, async () => {
    const verdict = await runCampaign({ kills: 3, firstLoad: 1000, packages: 300 }, 11);
    expect(verdict.wrong).toEqual([]);
    expect(verdict.targets.map(({ target, kills }) => [target, kills])).toEqual([["ingest", 1], ["feed", 1], ["notify", 1]]);
    // It was about something: all of the work was done in the end, and messages were sent.
    expect(verdict).toMatchObject({ sboms: 18, deployments: 30 });
    expect(verdict.messages).toBeGreaterThan(0);
  });
});
