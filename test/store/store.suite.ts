// What every store must do, whatever it stands on: migrations, transactions, and each port's main behaviour.
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { hourMs } from "../../src/kernel/clock.ts";
import { describeNoticeStore } from "../../src/notify/notice-store.suite.ts";
import type { NoticeStore } from "../../src/notify/notice-store.ts";
import { openStore } from "../../src/store/store.ts";
import type { Store } from "../../src/store/store.ts";
import { migrations } from "../../src/store/migrate.ts";
import { openUnderTest, startAt } from "./store-under-test.ts";
import type { Ground, StoreUnderTest } from "./store-under-test.ts";
import { fakeClock } from "../../src/kernel/clock.ts";
import { addFleet, nameOf, publish, smallFleet } from "./sample-fleet.ts";

const tablesOf = (ground: Ground): string => (ground.dialect === "sqlite" ? "select name from sqlite_master where type = 'table'" : "select tablename as name from pg_tables where schemaname = 'public'");

export function describeStore(name: string, groundOf: () => Ground): void {
  describeNoticeStore(`${name}: src/store/notice-store.ts`, async () => {
    const opened = await openUnderTest(groundOf());
    return { store: transacted(opened.store), close: opened.close };
  });

  describe(`${name}: src/store/migrate.ts`, () => {
    it("a fresh store is at the newest migration, and opening it again changes nothing", async () => {
      const ground = groundOf();
      const place = await ground.fresh();
      for (let round = 0; round < 2; round++) {
        const store = await openStore(place, fakeClock(startAt));
        await store.write(({ settings }) => settings.put("o", "round", String(round), startAt));
        expect(await store.read.settings.find("o", "round")).toEqual({ value: String(round), version: round + 1 });
        await store.close();
      }
      expect(await ground.execute(place, "select number, name from schema_version")).toMatchObject(migrations.map(({ number, name }) => ({ number, name })));
      await ground.remove(place);
    });

    it("two servers may bring one store up at the same time, or the second is told that it is taken", async () => {
      const ground = groundOf();
      const place = await ground.fresh();
      const opened = await Promise.allSettled([openStore(place, fakeClock(startAt)), openStore(place, fakeClock(startAt))]);
      const refused = opened.filter((one) => one.status === "rejected");
      expect(refused.map((one) => (one.reason as { code?: string }).code)).toEqual(ground.dialect === "sqlite" ? ["store.locked"] : []);
      for (const one of opened) if (one.status === "fulfilled") await one.value.close();
      await ground.remove(place);
    });

    it("a store of a newer version is refused, and left as it is", async () => {
      const ground = groundOf();
      const place = await ground.fresh();
      await (await openStore(place, fakeClock(startAt))).close();
      await ground.execute(place, "insert into schema_version (number, name) values (999, 'later')");
      await expect(openStore(place, fakeClock(startAt))).rejects.toMatchObject({ code: "store.newer", detail: expect.stringContaining("999") as string });
      expect(await ground.execute(place, "select max(number) as number from schema_version")).toMatchObject([{ number: 999 }]);
      await ground.execute(place, "delete from schema_version where number = 999");
      await (await openStore(place, fakeClock(startAt))).close();
      await ground.remove(place);
    });

    it("a migration that fails half-way leaves nothing behind, and works once the cause is gone", async () => {
      const ground = groundOf();
      const place = await ground.fresh();
      // The last table of the first migration is in the way.
      await ground.execute(place, "create table idempotency (other integer)");
      await expect(openStore(place, fakeClock(startAt))).rejects.toThrow(/idempotency/);
      expect((await ground.execute(place, tablesOf(ground))).map((row) => row["name"]).toSorted()).toEqual(["idempotency", "schema_version"]);
      await ground.execute(place, "drop table idempotency");
      await (await openStore(place, fakeClock(startAt))).close();
      await ground.remove(place);
    });
  });

  describe(`${name}: src/store/store.ts`, () => {
    let opened: StoreUnderTest;
    beforeAll(async () => { opened = await openUnderTest(groundOf()); });
    afterAll(() => opened.close());

    it("what a transaction did before it failed is not there, in any table it touched", async () => {
      const { store } = opened;
      await expect(store.write(async (ports) => {
        await ports.ledger.append("gone", [{ kind: "a.b", subject: "s", actor: "t", body: {} }]);
        await ports.inventory.ensureService("gone", { name: "s", owner: undefined, at: startAt });
        await ports.settings.put("gone", "n", "v", startAt);
        throw new Error("stop");
      })).rejects.toThrow("stop");
      expect(await store.read.ledger.head("gone")).toMatchObject({ seq: 0 });
      expect((await store.views.inventory.services("gone", {}, { limit: 9, after: undefined })).total).toBe(0);
      expect(await store.read.settings.find("gone", "n")).toBeUndefined();
    });

    it("concurrent writers each see what the one before them wrote", async () => {
      const { store } = opened;
      const add = () => store.write(async ({ settings }) => {
        const before = Number((await settings.find("sum", "n"))?.value ?? 0);
        await settings.put("sum", "n", String(before + 1), startAt);
      });
      await Promise.all(Array.from({ length: 20 }, add));
      expect(await store.read.settings.find("sum", "n")).toEqual({ value: "20", version: 20 });
    });

    it("is ready while it is open", async () => expect(await opened.store.ready()).toBe(true));
  });

  describe(`${name}: the ports`, () => {
    let opened: StoreUnderTest;
    beforeAll(async () => { opened = await openUnderTest(groundOf()); });
    afterAll(() => opened.close());

    it("inventory: the same name is the same thing; a version keeps its digest", async () => {
      const { store } = opened;
      const [first, again] = [await service(store, "team-a"), await service(store, undefined)];
      expect([again.service.serviceId, again.changed, again.service.owner]).toEqual([first.service.serviceId, false, "team-a"]);
      const release = (digest: string | undefined) => store.write(({ inventory }) => inventory.ensureRelease("inv", { serviceId: first.service.serviceId, service: "pay", version: "1", digest, commit: undefined, at: startAt }));
      await release(undefined);
      expect((await release("sha256:1")).release.digest).toBe("sha256:1");
      await expect(release("sha256:2")).rejects.toMatchObject({ code: "release.digest-differs" });
    });

    it("inventory: a new SBOM replaces the content of the release", async () => {
      const { store } = opened;
      await publish(store, 3, startAt);
      const fleet = await addFleet(store, "swap", { services: 1, endpoints: 1, vulnerabilities: 3 }, startAt);
      const releaseId = fleet.services[0]?.affected ?? "";
      const purls = async () => (await store.views.inventory.releaseComponents("swap", releaseId, {}, { limit: 9, after: undefined })).items.map(({ purl }) => purl);
      expect(await purls()).toEqual([0, 1, 2].map((index) => nameOf(index).affected));
      const kept = await store.read.inventory.componentByPurl("swap", nameOf(1).affected);
      await store.write(({ inventory }) => inventory.putSbom("swap", releaseId, { digest: "sha256:next", format: "spdx-json", specVersion: "2.3", receivedAt: startAt + 1, components: 1, rejects: 0, duplicates: 0, notCovered: 0 }, [kept?.componentId ?? 0], []));
      expect(await purls()).toEqual([nameOf(1).affected]);
      expect((await store.views.inventory.releaseRejects("swap", releaseId, { limit: 9, after: undefined })).total).toBe(0);
      expect((await store.views.inventory.findRelease("swap", releaseId))?.sbom).toMatchObject({ digest: "sha256:next", components: 1 });
    });

    it("matches: what holds keeps its instant, what was retracted opens anew", async () => {
      const { store } = opened;
      const match = { componentId: 1, advisoryId: "GHSA-x", packageKey: "npm:x", clearedBy: undefined, reason: "range" };
      const open = (at: number, change = {}) => store.write(({ matches }) => matches.openMatches("m", [{ ...match, ...change }], at));
      const stored = async () => (await store.read.matches.ofComponent("m", 1))[0];
      expect([await open(10), await open(20), await open(30, { clearedBy: "2" })]).toEqual([1, 0, 0]);
      expect(await stored()).toMatchObject({ detectedAt: 10, clearedBy: "2", retractedAt: undefined });
      await store.write(({ matches }) => matches.retract("m", [{ advisoryId: "GHSA-x", componentId: 1 }], 40));
      expect([await store.read.matches.holding("m", ["GHSA-x"]), await stored()]).toMatchObject([[], { retractedAt: 40 }]);
      expect([await open(50), await stored()]).toMatchObject([1, { detectedAt: 50, retractedAt: undefined }]);
    });

    it("access: tokens, sessions and links are found by digest alone, and a link is used once", async () => {
      const { store } = opened;
      const token = { tokenId: "tok_1", org: "acc", name: "ci", scopes: ["read", "write"] as const, digest: "d1", prefix: "aft_1234", createdAt: 1, expiresAt: undefined, lastUsedAt: undefined, revokedAt: undefined };
      const session = { digest: "d2", org: "acc", name: "admin", scopes: ["admin"] as const, createdAt: 1, expiresAt: 100 };
      const link = { digest: "d3", org: "acc", createdAt: 1, expiresAt: 100, usedAt: undefined };
      await store.write(async ({ access }) => { await access.addToken(token); await access.addSession(session); await access.addLink(link); await access.touchToken("acc", "tok_1", 7); });
      expect([await store.read.access.findToken("d1"), await store.read.access.findSession("d2"), await store.read.access.findToken("d2")]).toEqual([{ ...token, lastUsedAt: 7 }, session, undefined]);
      expect(await Promise.all([1, 2, 3].map(() => store.write(({ access }) => access.useLink("d3", 50))))).toEqual(expect.arrayContaining([{ ...link, usedAt: 50 }, undefined, undefined]));
      await store.write(({ access }) => access.addLink({ ...link, digest: "d4" }));
      expect(await store.write(({ access }) => access.useLink("d4", 100))).toBeUndefined();
      const revoke = (org: string, at: number) => store.write(({ access }) => access.revokeToken(org, "tok_1", at));
      expect([await revoke("other", 8), await revoke("acc", 9), await revoke("acc", 10)]).toEqual([false, true, true]);
      expect((await store.read.access.listTokens("acc")).map(({ revokedAt }) => revokedAt)).toEqual([9]);
      await store.write(({ access }) => access.endSession("d2"));
      expect(await store.read.access.findSession("d2")).toBeUndefined();
    });

    it("findings: where two merge, the older one stays and answers for the other", async () => {
      const { store } = opened;
      await publish(store, 2, startAt);
      const fleet = await addFleet(store, "merge", { services: 1, endpoints: 2, vulnerabilities: 2 }, startAt);
      const list = async () => (await store.views.findings.findings("merge", {}, { limit: 9, after: undefined }, startAt)).items;
      const [kept, other] = (await list()).toSorted((a, b) => (a.id < b.id ? -1 : 1));
      // Both speak of one package from here on, as after an alias was found.
      await opened.store.write(({ findings }) => findings.addDecision("merge", { decisionId: "dec_1", scope: { vulnerabilityId: other?.vulnerability ?? "", packageKey: undefined, serviceId: undefined }, kind: "accepted", justification: undefined, reason: "r", actor: "a", fromAt: 1, untilAt: 9, revokedAt: undefined, recordedAt: 1 }));
      await groundOf().execute(opened.place, `update finding set package_key = 'npm:one' where org_id = 'merge'`);
      await store.write(({ findings }) => findings.repoint("merge", other?.vulnerability ?? "", kept?.vulnerability ?? ""));
      expect((await list()).map(({ id }) => id)).toEqual([kept?.id]);
      expect((await store.views.findings.findFinding("merge", other?.id ?? "", startAt))?.id).toBe(kept?.id);
      // A decision keeps the name it was made under, so that it follows that name when the two split again.
      expect((await store.read.findings.findDecision("merge", "dec_1"))?.scope.vulnerabilityId).toBe(other?.vulnerability);
      expect((await store.views.findings.exposures("merge", {}, { limit: 9, after: undefined }, startAt)).total).toBe(fleet.endpoints.length);
    });

    it("settings: an answer is kept under its key until it is forgotten", async () => {
      const { store } = opened;
      await store.write(({ settings }) => settings.keepAnswer("set", "k", { digest: "d", status: 201, body: "{}", createdAt: startAt }));
      expect([await store.read.settings.findAnswer("set", "k"), await store.read.settings.findAnswer("else", "k")]).toEqual([{ digest: "d", status: 201, body: "{}", createdAt: startAt }, undefined]);
      await store.write(({ settings }) => settings.forgetAnswersBefore(startAt + hourMs));
      expect(await store.read.settings.findAnswer("set", "k")).toBeUndefined();
    });

    it("advisories: what was stored first keeps its instant, and what is removed leaves nothing", async () => {
      const { store } = opened;
      await publish(store, smallFleet.vulnerabilities, startAt);
      await publish(store, smallFleet.vulnerabilities, startAt + hourMs);
      expect((await store.views.vulnerabilities.advisoriesOf(nameOf(0).cve)).map(({ id, ingestedAt }) => [id, ingestedAt])).toEqual([["DSA-9000-1", startAt], [nameOf(0).ghsa, startAt]]);
      await store.write(({ advisories }) => advisories.removeAdvisories(["DSA-9000-1"]));
      expect((await store.views.vulnerabilities.advisoriesOf(nameOf(0).cve)).map(({ id }) => id)).toEqual([nameOf(0).ghsa]);
      expect(await store.read.advisories.partsOfAdvisories(["DSA-9000-1"])).toEqual([]);
    });
  });
}

const service = (store: Store, owner: string | undefined) => store.write(({ inventory }) => inventory.ensureService("inv", { name: "pay", owner, at: startAt }));

/** Every call of the port in a transaction of its own, as the outbox's worker does it. */
const transacted = ({ read, write }: Store): NoticeStore => ({
  ...read.notices,
  enqueue: (rows) => write(({ notices }) => notices.enqueue(rows)),
  enqueueAll: (rows) => write(({ notices }) => notices.enqueueAll(rows)),
  claimDue: (...asked) => write(({ notices }) => notices.claimDue(...asked)),
  settle: (claim, settlement) => write(({ notices }) => notices.settle(claim, settlement)),
  requeue: (...asked) => write(({ notices }) => notices.requeue(...asked)),
  requeueReceiver: (...asked) => write(({ notices }) => notices.requeueReceiver(...asked)),
  switchReceiver: (...asked) => write(({ notices }) => notices.switchReceiver(...asked)),
  noteReceiver: (...asked) => write(({ notices }) => notices.noteReceiver(...asked)),
  handOver: (...asked) => write(({ notices }) => notices.handOver(...asked)),
});
