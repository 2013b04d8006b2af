// What the playbooks' store must do on each dialect: leases, order, votes, triggers.
import { describe, expect, it } from "vitest";
import type { Attempt, Run } from "../incidents/playbooks/run.ts";
import type { Store } from "./store.ts";

const run = (runId: string, more: Partial<Run> = {}): Run => ({ runId, playbookId: "p", playbookVersion: 1, text: "t", incidentId: "i", state: "running", why: undefined, startedBy: "session:ana", startedAt: 10, endedAt: undefined, inputs: { a: [1, null] }, cooldownKey: "i", nextAt: 10, leaseOwner: undefined, leaseUntil: undefined, ...more });
const attempt = (seq: number, more: Partial<Attempt> = {}): Attempt => ({ runId: "r1", seq, stepId: "s", kind: "http", visit: 1, attempt: 1, state: "begun", with: { url: "x" }, output: null, why: undefined, startedAt: 1, endedAt: undefined, dueAt: undefined, undoes: undefined, repeated: false, ...more });

export function describePlaybookStore(name: string, open: () => Promise<{ store: Store; close(): Promise<void> }>): void {
  describe(`${name}: src/store/playbook-store.ts`, () => {
    it("a run is claimed by one, until its lease ends or is dropped", async () => {
      const { store, close } = await open();
      await store.write(({ playbooks }) => playbooks.addRun("o", run("r1")));
      const claim = (now: number, owner: string) => store.write(async ({ playbooks }) => (await playbooks.claimDue(now, 5, 100, owner)).map(({ run: { runId } }) => runId));
      expect([await claim(9, "a"), await claim(10, "a"), await claim(50, "b"), await claim(110, "b"), await store.read.playbooks.nextDueAt()]).toEqual([[], ["r1"], [], ["r1"], 210]);
      await store.write(({ playbooks }) => playbooks.dropLeasesOfOthers("c"));
      expect([await claim(120, "c"), await store.write(({ playbooks }) => playbooks.claim("o", "r1", 130, 100, "a"))]).toEqual([["r1"], undefined]);
      await close();
    });

    it("runs come back as they were kept, newest first, page by page; those that are over are not due", async () => {
      const { store, close } = await open();
      const kept = [run("r1", { startedAt: 1 }), run("r2", { startedAt: 2, state: "done", endedAt: 3, why: "w" }), run("r3", { startedAt: 2, incidentId: "j" })];
      await store.write(async ({ playbooks }) => { for (const one of kept) await playbooks.addRun("o", one); });
      const first = await store.read.playbooks.listRuns("o", {}, { limit: 2, after: undefined });
      const rest = await store.read.playbooks.listRuns("o", {}, { limit: 2, after: first.next });
      expect([[...first.items, ...rest.items], first.total, rest.next]).toEqual([[kept[2], kept[1], kept[0]], 3, undefined]);
      expect([(await store.read.playbooks.listRuns("o", { incidentId: "j" }, { limit: 9, after: undefined })).total, (await store.read.playbooks.underWay("o", "p", "i"))?.runId, await store.read.playbooks.lastStartedAt("o", "p", "i"), [...await store.read.playbooks.countRuns("o")]]).toEqual([1, "r1", 2, [["p", 3]]]);
      await close();
    });

    it("attempts in order, their outcome over their intent; votes of one actor replace each other; triggers are taken once", async () => {
      const { store, close } = await open();
      const done = attempt(2, { state: "done", output: { a: "é" }, endedAt: 5, repeated: true, undoes: 1 });
      await store.write(async ({ playbooks }) => { await playbooks.putAttempt("o", attempt(2, { undoes: 1, repeated: true })); await playbooks.putAttempt("o", attempt(1)); await playbooks.putAttempt("o", done); });
      expect(await store.read.playbooks.attemptsOf("o", "r1")).toEqual([attempt(1), done]);
      await store.write(async ({ playbooks }) => {
        for (const verdict of ["deny", "approve"] as const) await playbooks.putVote("o", { approvalId: "a", actor: "session:ana", verdict, comment: undefined, at: 1 });
        for (const at of [1, 2]) await playbooks.addTrigger({ org: "o", incidentId: "i", moment: "opened", at });
      });
      expect((await store.read.playbooks.votesOf("o", ["a"])).map(({ verdict }) => verdict)).toEqual(["approve"]);
      const take = () => store.write(({ playbooks }) => playbooks.takeTriggers(1));
      expect([(await take())[0]?.at, (await take())[0]?.at, await take(), await store.read.playbooks.hasTriggers()]).toEqual([1, 2, [], false]);
      await close();
    });

    it("approvals that wait are listed first asked first, page by page", async () => {
      const { store, close } = await open();
      const approval = (approvalId: string, askedAt: number) => ({ approvalId, runId: "r", incidentId: "i", stepId: "s", question: "q", state: "asked" as const, people: 2, subjects: [], askedAt, dueAt: undefined, decidedAt: undefined });
      await store.write(async ({ playbooks }) => { for (const one of [approval("b", 1), approval("a", 1), approval("c", 2)]) await playbooks.putApproval("o", one); await playbooks.putApproval("o", { ...approval("d", 0), state: "denied", decidedAt: 9 }); });
      const first = await store.read.playbooks.listApprovals("o", { all: false }, { limit: 2, after: undefined });
      const rest = await store.read.playbooks.listApprovals("o", { all: false }, { limit: 2, after: first.next });
      expect([[...first.items, ...rest.items].map(({ approvalId }) => approvalId), first.total, (await store.read.playbooks.listApprovals("o", { all: true }, { limit: 9, after: undefined })).items.map(({ approvalId }) => approvalId)]).toEqual([["a", "b", "c"], 3, ["c", "b", "a", "d"]]);
      await close();
    });
  });
}
