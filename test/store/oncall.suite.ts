// What every store must do for on-call: versions of the document, overrides, pages that move once, sources of owners.
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { movePage, startPage, toldOf } from "../../src/incidents/oncall/escalation.ts";
import { noDocument } from "../../src/incidents/oncall/oncall.ts";
import type { Page } from "../../src/incidents/oncall/page.ts";
import type { Override } from "../../src/incidents/oncall/shift.ts";
import { minuteMs } from "../../src/kernel/clock.ts";
import { openUnderTest, startAt } from "./store-under-test.ts";
import type { Ground, StoreUnderTest } from "./store-under-test.ts";

const policy = { name: "p", steps: [{ notify: [{ kind: "receiver" as const, name: "r1" }], afterMinutes: 0 }, { notify: [{ kind: "receiver" as const, name: "r2" }], afterMinutes: 5 }], giveUpAfterMinutes: 15, repeat: 0, thenReceivers: [] };
const pageOf = (pageId: string, more: Partial<Page> = {}): Page => ({ ...startPage({ pageId, incidentId: "inc_1", title: "Über a shell", severity: "critical", policy, because: "default" }, startAt), ...more });
const override = (id: string, more: Partial<Override> = {}): Override => ({ overrideId: id, schedule: "s", person: "ana", from: startAt, to: startAt + 10, reason: undefined, createdAt: startAt, createdBy: "t", removedAt: undefined, removedBy: undefined, ...more });
const whole = { limit: 50, after: undefined };

export function describeOncallStore(name: string, groundOf: () => Ground): void {
  describe(`${name}: src/store/oncall-store.ts`, () => {
    let opened: StoreUnderTest;
    beforeAll(async () => { opened = await openUnderTest(groundOf()); });
    afterAll(() => opened.close());

    it("the newest version of the document is the one in force, with its text unchanged", async () => {
      const { store } = opened;
      const text = "# comment\r\npeople: [] # naïve 🔔\n";
      for (const version of [1, 2]) await store.write(({ oncall }) => oncall.addDocument("o", { version, text: `${text}${version}`, writtenAt: startAt, writtenBy: "ana" }));
      expect(await store.read.oncall.findDocument("o")).toEqual({ version: 2, text: `${text}2`, writtenAt: startAt, writtenBy: "ana" });
      expect(await store.read.oncall.findDocument("other")).toBeUndefined();
      await expect(store.write(({ oncall }) => oncall.addDocument("o", { version: 2, text: "other", writtenAt: 1, writtenBy: "b" }))).rejects.toThrow(/unique|duplicate/i);
    });

    it("overrides that touch a time, in the order they were made; a removed one is kept and not counted", async () => {
      const { store } = opened;
      const all = [override("ovr_2", { createdAt: startAt + 1 }), override("ovr_1", { createdAt: startAt + 2 }), override("ovr_3", { from: startAt + 10, to: startAt + 20 }), override("ovr_4", { schedule: "t" }), override("ovr_5", { removedAt: 7, removedBy: "b" })];
      await store.write(async ({ oncall }) => { for (const one of all) await oncall.putOverride("o", one); });
      const ids = async (schedule: string | undefined, from: number, to: number, removed = false) => (await store.read.oncall.overridesBetween("o", schedule, from, to, { removed })).map(({ overrideId }) => overrideId);
      expect([await ids("s", startAt + 9, startAt + 10), await ids("s", startAt + 10, startAt + 11), await ids(undefined, startAt, startAt + 30, true)]).toEqual([["ovr_2", "ovr_1"], ["ovr_3"], ["ovr_3", "ovr_4", "ovr_5", "ovr_2", "ovr_1"]]);
      expect((await store.read.oncall.listOverrides("o", { schedule: "s" }, { limit: 2, after: undefined }))).toMatchObject({ items: [{ overrideId: "ovr_3" }, { overrideId: "ovr_2" }], total: 3 });
      expect(await store.read.oncall.findOverride("o", "ovr_5")).toEqual(all[4]);
    });

    it("a page comes back as it was saved, and what was told stays told", async () => {
      const { store } = opened;
      const { page, taken } = movePage(pageOf("pag_1"), { document: noDocument, overrides: [], receivers: new Set(["r1"]), at: startAt });
      const told = taken.flatMap((step) => toldOf(step, startAt, (receiver) => `ntc_${receiver}`));
      await store.write(({ oncall }) => oncall.putPage("o", { ...page, told }));
      expect(await store.read.oncall.findPage("o", "pag_1")).toEqual({ ...page, told });
      await store.write(({ oncall }) => oncall.putPage("o", { ...page, state: "acknowledged", nextAt: undefined, endedAt: startAt + 3, endedBy: "link:ana", comment: "on it", told: [] }));
      expect(await store.read.oncall.findPage("o", "pag_1")).toMatchObject({ state: "acknowledged", nextAt: undefined, endedBy: "link:ana", comment: "on it", told });
    });

    it("due are running pages whose time has come, those due longest first, of every organisation", async () => {
      const { store } = opened;
      const put = (org: string, id: string, more: Partial<Page>) => store.write(({ oncall }) => oncall.putPage(org, pageOf(id, more)));
      await put("a", "pag_a", { nextAt: startAt + 2 * minuteMs });
      await put("b", "pag_b", { nextAt: startAt + minuteMs });
      await put("b", "pag_c", { state: "ended", nextAt: undefined });
      expect(await store.read.oncall.duePages(startAt + 2 * minuteMs, 10)).toEqual([{ org: "b", pageId: "pag_b" }, { org: "a", pageId: "pag_a" }]);
      expect([await store.read.oncall.duePages(startAt, 10), await store.read.oncall.nextPageAt()]).toEqual([[], startAt + minuteMs]);
      expect((await store.read.oncall.listPages("b", { state: "running" }, whole)).items.map(({ pageId }) => pageId)).toEqual(["pag_b"]);
      expect((await store.read.oncall.pagesOf("b", "inc_1")).map(({ pageId }) => pageId)).toEqual(["pag_b", "pag_c"]);
    });

    it("two workers that see the same page due take its step once", async () => {
      const { store } = opened;
      await store.write(({ oncall }) => oncall.putPage("two", pageOf("pag_2")));
      const step = () => store.write(async ({ oncall, ledger }) => {
        const page = await oncall.findPage("two", "pag_2");
        if (!page || page.nextAt === undefined || page.nextAt > startAt) return;
        await oncall.putPage("two", { ...page, step: 1, nextAt: startAt + 5 });
        await ledger.append("two", [{ kind: "page.step", subject: "pag_2", actor: "pager", body: {} }]);
      });
      await Promise.all([step(), step(), step()]);
      expect((await store.read.ledger.head("two")).seq).toBe(1);
    });

    it("owners: services by name with where their owner came from", async () => {
      const { store } = opened;
      await store.write(async ({ inventory, oncall }) => {
        for (const [service, owner] of [["b", "team-b"], ["a", undefined], ["c", "team-c"]] as const) await inventory.ensureService("own", { name: service, owner, at: startAt });
        const id = await inventory.findServiceId("own", "b");
        for (const source of ["import:x:1", "import:y:2"]) await oncall.putOwnerSources("own", [{ serviceId: id ?? "", owner: "team-b", source, at: startAt, actor: "t" }]);
      });
      expect((await store.read.oncall.ownedServices("own")).map(({ name: service, owner, source }) => [service, owner, source?.source])).toEqual([["a", undefined, undefined], ["b", "team-b", "import:y:2"], ["c", "team-c", undefined]]);
      const names = async (filter: object, limit = 50) => (await store.read.oncall.listOwned("own", filter, { limit, after: undefined })).items.map((row) => row.name);
      expect([await names({ without: true }), await names({ q: "TEAM-C" }), await names({}, 2)]).toEqual([["a"], ["c"], ["a", "b"]]);
      expect((await store.read.oncall.listOwned("own", { q: "team" }, { limit: 1, after: undefined })).total).toBe(2);
    });
  });
}
