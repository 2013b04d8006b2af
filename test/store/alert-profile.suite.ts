// What every store must do for what is remembered of alerts: read all or what is newer, write what changed, say who wrote last.
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { ProfileRow } from "../../src/incidents/storm/profile.ts";
import { createStorm } from "../../src/incidents/storm/storm.ts";
import { openUnderTest, startAt } from "./store-under-test.ts";
import type { Ground, StoreUnderTest } from "./store-under-test.ts";

const alert = (name: string, host: string, at: number) => ({ name, entities: [`host:${host}`], at, ref: name });
const sorted = (rows: readonly ProfileRow[]): ProfileRow[] => rows.toSorted((a, b) => (a.key < b.key ? -1 : 1));
const row = (key: string, total: number): ProfileRow => ({ kind: "name", key, seenAt: total, dueAt: undefined, body: { spells: { n: 1, at: 1 }, firstAt: 1, lastAt: 1, total } });

export function describeAlertProfileStore(name: string, groundOf: () => Ground): void {
  describe(`${name}: src/store/alert-profile-store.ts`, () => {
    let opened: StoreUnderTest;
    beforeAll(async () => { opened = await openUnderTest(groundOf()); });
    afterAll(() => opened.close());

    const write = (org: string, version: number, rows: readonly ProfileRow[], removed: readonly string[] = []) =>
      opened.store.write(({ alertProfiles }) => alertProfiles.write(org, { rows, removed }, { version, stamps: [`s${version}`] }, startAt + version));
    const read = (org: string, after = 0) => opened.store.read.alertProfiles.read(org, after);

    it("gives back what was written, for its own organisation, and who wrote it", async () => {
      const storm = createStorm();
      storm.observe(alert("Über 🔔", "a", startAt));
      storm.observe({ ...alert("other", "b", startAt + 1), opens: "marked" });
      expect(await opened.store.read.alertProfiles.head("o1")).toBeUndefined();
      await write("o1", 1, storm.takeChanges().rows);
      expect(sorted((await read("o1")).rows)).toEqual(sorted(storm.snapshot()));
      expect(await opened.store.read.alertProfiles.head("o1")).toEqual({ version: 1, stamps: ["s1"] });
      expect(await read("o2")).toEqual({ rows: [], gone: [] });
    });

    it("reads what a later version wrote or removed, and nothing else", async () => {
      await write("o3", 1, [row("name x", 1), row("name y", 1), row("name z", 1)]);
      await write("o3", 2, [{ ...row("name y", 2), dueAt: 9 }], ["name z"]);
      expect(await read("o3", 1)).toEqual({ rows: [{ ...row("name y", 2), dueAt: 9 }], gone: ["name z"] });
      expect((await read("o3")).rows.map(({ key }) => key)).toEqual(["name x", "name y"]);
      await write("o3", 3, [row("name z", 3)]);
      expect(await read("o3", 2)).toEqual({ rows: [row("name z", 3)], gone: [] });
    });

    it("what went is noted until it is forgotten", async () => {
      await write("o4", 1, [row("name x", 1), row("name y", 1)]);
      await write("o4", 2, [], ["name x"]);
      await opened.store.write(({ alertProfiles }) => alertProfiles.forget("o4", startAt + 2));
      expect((await read("o4", 1)).gone).toEqual(["name x"]);
      await opened.store.write(({ alertProfiles }) => alertProfiles.forget("o4", startAt + 3));
      expect(await read("o4", 1)).toEqual({ rows: [], gone: [] });
      expect((await read("o4")).rows.map(({ key }) => key)).toEqual(["name y"]);
    });

    it("more rows than one page", async () => {
      const rows = Array.from({ length: 5003 }, (_, n) => row(`name ${String(n).padStart(5, "0")}`, n));
      await write("o5", 1, rows);
      expect((await read("o5")).rows.length).toBe(5003);
    });
  });
}
