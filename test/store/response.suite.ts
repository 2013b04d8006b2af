// Clocks, answers and actions on every store.
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { IncidentClock } from "../../src/incidents/clocks/clock.ts";
import type { ActionItem } from "../../src/incidents/incident.ts";
import { openUnderTest } from "./store-under-test.ts";
import type { Ground, StoreUnderTest } from "./store-under-test.ts";

const clock = (more: Partial<IncidentClock> = {}): IncidentClock => ({
  incidentId: "inc_1", regime: "cra", stage: "early-warning", title: "Early warning (24 h)", clause: "Art. 14", because: "exploited", startedAt: 1000, dueAt: 5000, stoppedAt: undefined, end: undefined, endWhy: undefined, stoppedBy: undefined, reportDigest: undefined, told: 0, ...more,
});
const action = (more: Partial<ActionItem> = {}): ActionItem => ({ actionId: "act_1", incidentId: "inc_1", text: "Pin it", owner: "ana", dueAt: 9000, createdAt: 100, doneAt: undefined, ticket: undefined, ...more });

export function describeResponse(name: string, groundOf: () => Ground): void {
  describe(`${name}: src/store/response-store.ts`, () => {
    let opened: StoreUnderTest;
    beforeEach(async () => { opened = await openUnderTest(groundOf()); });
    afterEach(() => opened.close());
    const put = (org: string, ...clocks: IncidentClock[]): Promise<void> => opened.store.write(({ response }) => response.putClocks(org, clocks));

    it("keeps a clock as it was started: only what stops or tells it can change", async () => {
      await put("o", clock());
      await put("o", clock({ startedAt: 9, dueAt: 9, title: "another", because: "else", told: 50, stoppedAt: 4000, end: "done", endWhy: "sent", stoppedBy: "ana", reportDigest: "sha256:1" }));
      expect(await opened.store.read.response.clocksOf("o", ["inc_1"])).toEqual([clock({ told: 50, stoppedAt: 4000, end: "done", endWhy: "sent", stoppedBy: "ana", reportDigest: "sha256:1" })]);
    });
    it("lists running clocks of all organisations, those due first; stopped ones only when asked", async () => {
      await put("o", clock({ stage: "b", dueAt: 3000 }), clock({ stage: "a", dueAt: 4000 }), clock({ stage: "c", dueAt: 1000, stoppedAt: 10, end: "done" }));
      await put("p", clock({ stage: "d", dueAt: 3500 }));
      const { response } = opened.store.read;
      expect((await response.runningClocks(10)).map(({ org, stage }) => `${org} ${stage}`)).toEqual(["o b", "p d", "o a"]);
      expect((await response.runningClocks(1)).map(({ stage }) => stage)).toEqual(["b"]);
      expect([(await response.listClocks("o", { running: true }, 10)).length, (await response.listClocks("o", { running: false }, 10)).map(({ stage }) => stage)]).toEqual([2, ["c", "b", "a"]]);
    });
    it("keeps one answer for a field, the last one; an empty text takes it back", async () => {
      const say = (org: string, field: string, text: string, at: number): Promise<void> => opened.store.write(({ response }) => response.putAnswer(org, "inc_1", { field, text, answeredAt: at, actor: "ana" }));
      await say("o", "root-cause", "first", 1);
      await say("o", "root-cause", "second", 2);
      await say("o", "pattern", "none", 3);
      await say("p", "root-cause", "theirs", 4);
      await say("o", "pattern", "", 5);
      expect(await opened.store.read.response.answersOf("o", "inc_1")).toEqual([{ field: "root-cause", text: "second", answeredAt: 2, actor: "ana" }]);
    });
    it("lists open actions, those due first, then the oldest; done ones stay with their incident", async () => {
      await opened.store.write(async ({ response }) => { for (const one of [action({ actionId: "a", dueAt: undefined, createdAt: 5 }), action({ actionId: "b", dueAt: undefined, createdAt: 2 }), action({ actionId: "c" }), action({ actionId: "d", doneAt: 7 })]) await response.putAction("o", one); });
      const { response } = opened.store.read;
      expect((await response.openActions("o", 10)).map(({ actionId }) => actionId)).toEqual(["c", "b", "a"]);
      expect((await response.actionsOf("o", "inc_1")).map(({ actionId, doneAt }) => [actionId, doneAt])).toEqual([["b", undefined], ["a", undefined], ["c", undefined], ["d", 7]]);
      expect([await response.findAction("p", "a"), (await response.openActions("p", 10)).length]).toEqual([undefined, 0]);
    });
  });
}
