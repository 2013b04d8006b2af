// What the storm engine remembers between batches: exact after a rollback, after another server wrote, and in a new process.
import { afterEach, describe, expect, it } from "vitest";
import type { ProfileRow } from "../../src/incidents/storm/profile.ts";
import { stormDefaults } from "../../src/incidents/storm/settings.ts";
import { hourMs } from "../../src/kernel/clock.ts";
import type { Ports } from "../../src/store/store.ts";
import { openTestApp } from "../open-test-app.ts";
import type { TestApp } from "../open-test-app.ts";
import { createStormMemories } from "../../src/app/alerts/alert-memory.ts";
import type { StormMemories } from "../../src/app/alerts/alert-memory.ts";

let test: TestApp | undefined;
afterEach(() => test?.close());

const sorted = (rows: readonly ProfileRow[]): ProfileRow[] => rows.toSorted((a, b) => (a.key < b.key ? -1 : 1));

async function open() {
  test = await openTestApp();
  const { app, clock } = test;
  /** One batch of alerts by one server; `reads` counts how many rows it had to read for it. */
  const batch = (server: StormMemories, names: readonly string[], fail = false): Promise<{ rows: ProfileRow[]; reads: number }> => app.store.write(async (ports) => {
    let reads = 0;
    const counting: Ports = { ...ports, alertProfiles: { ...ports.alertProfiles, read: async (org, after) => { const found = await ports.alertProfiles.read(org, after); reads += found.rows.length; return found; } } };
    const { storm, keep } = await server(app.store, counting, app.org, clock.now());
    for (const name of names) storm.observe({ name, entities: ["host:ash"], at: clock.now(), ref: name });
    await keep(clock.now());
    if (fail) throw new Error("the transaction ends here");
    // A copy: the rows of the memory go on changing.
    return { rows: structuredClone(sorted(storm.snapshot())), reads };
  });
  return { batch, clock, kept: async () => sorted((await app.store.read.alertProfiles.read(app.org, 0)).rows) };
}

describe("src/app/alerts/alert-memory.ts", () => {
  it("reads nothing while nobody else writes, and what is kept is what is remembered", async () => {
    const { batch, kept } = await open();
    const server = createStormMemories(stormDefaults);
    await batch(server, ["a", "b"]);
    const { rows, reads } = await batch(server, ["b", "c"]);
    expect(reads).toBe(0);
    expect(await kept()).toEqual(rows);
  });

  it("a batch that was rolled back is forgotten", async () => {
    const { batch, kept } = await open();
    const server = createStormMemories(stormDefaults);
    const before = await batch(server, ["a"]);
    await expect(batch(server, ["b"], true)).rejects.toThrow("ends here");
    expect(await kept()).toEqual(before.rows);
    const { rows } = await batch(server, ["c"]);
    expect(rows.map(({ key }) => key)).not.toContain("name b");
    expect(await kept()).toEqual(rows);
  });

  it("the first batch of all rolled back leaves nothing", async () => {
    const { batch } = await open();
    const server = createStormMemories(stormDefaults);
    await expect(batch(server, ["b"], true)).rejects.toThrow("ends here");
    expect((await batch(server, ["c"])).rows.map(({ key }) => key)).not.toContain("name b");
  });

  it("two servers in turn know what the other wrote, and read only that", async () => {
    const { batch, kept } = await open();
    const [one, two] = [createStormMemories(stormDefaults), createStormMemories(stormDefaults)];
    await batch(one, Array.from({ length: 50 }, (_, n) => `kind ${n}`));
    await batch(two, ["a"]);
    const { rows, reads } = await batch(one, ["b"]);
    expect(reads).toBeLessThan(10);
    expect(rows.map(({ key }) => key)).toEqual(expect.arrayContaining(["name a", "name b", "name kind 3"]));
    expect(await kept()).toEqual(rows);
  });

  it("rolled back while another wrote, all is read again; so is it after an hour away", async () => {
    const { batch, clock, kept } = await open();
    const [one, two] = [createStormMemories(stormDefaults), createStormMemories(stormDefaults)];
    await batch(one, ["a"]);
    await expect(batch(one, ["lost"], true)).rejects.toThrow("ends here");
    await batch(two, ["b"]);
    const { rows } = await batch(one, ["c"]);
    expect(rows.map(({ key }) => key).filter((key) => key.startsWith("name"))).toEqual(["name a", "name b", "name c"]);
    await batch(two, ["d"]);
    clock.advance(hourMs);
    const later = await batch(one, ["e"]);
    expect(later.reads).toBeGreaterThan(rows.length);
    expect(await kept()).toEqual(later.rows);
  });
});
