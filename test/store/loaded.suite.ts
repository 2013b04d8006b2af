// What runs now, as an index in memory is filled from it, and what of it is loaded: on either dialect.
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { dayMs, hourMs } from "../../src/kernel/clock.ts";
import { silentLog } from "../../src/kernel/log.ts";
import { createIds } from "../../src/kernel/id.ts";
import { createPlacing } from "../../src/app/runtime/placing.ts";
import type { LoopContext } from "../../src/app/loop/context.ts";
import { editEndpoint } from "../../src/app/loop/edit.ts";
import { recordDeployment } from "../../src/app/loop/record-deployment.ts";
import type { LoadedReport, LoadedSighting } from "../../src/runtime/loaded.ts";
import { openUnderTest, startAt } from "./store-under-test.ts";
import type { Ground, StoreUnderTest } from "./store-under-test.ts";

const org = "o";
const place = { releaseId: "rel_1", endpointId: "end_1", host: "node-1" };
const report = (at: number, more: Partial<LoadedReport> = {}): LoadedReport => ({ ...place, at, complete: true, components: 2, ...more });
const sighting = (purl: string, at: number, more: Partial<LoadedSighting> = {}): LoadedSighting => ({ ...place, purl, how: "open", path: `/app/${at}.jar`, firstAt: at, lastAt: at, ...more });
const jar = "pkg:maven/org.example/a@1.0";

export const describeLoaded = (name: string, groundOf: () => Ground): void => { describe(`${name}: what is loaded, and what runs`, () => {
  let under: StoreUnderTest;
  let context: LoopContext;
  beforeEach(async () => {
    under = await openUnderTest(groundOf());
    context = { store: under.store, clock: under.clock, ids: createIds(under.clock), log: silentLog, publicUrl: "http://x", committed: () => {} };
    await under.store.write((ports) => ports.inventory.ensureOrganisation(org, org, startAt));
  });
  afterEach(() => under.close());

  describe("src/store/loaded-store.ts", () => {
    const put = (one: LoadedReport, ...sightings: LoadedSighting[]) => under.store.write((ports) => ports.loaded.put(org, one, sightings));
    const read = () => under.store.read.loaded.ofRelease(org, "rel_1");

    it("a component seen again is one sighting, from its first to its last time; the newer path stands, whichever comes last", async () => {
      await put(report(1000), sighting(jar, 1000));
      await put(report(3000), sighting(`${jar}?type=jar`, 3000, { how: "mapped" }));
      await put(report(2000, { complete: false }), sighting(jar, 2000), sighting("pkg:npm/b@2.0.0", 2000, { path: undefined }));
      expect(await read()).toEqual({
        reports: [report(3000)],
        sightings: [sighting(jar, 1000, { lastAt: 3000, how: "mapped", path: "/app/3000.jar" }), sighting("pkg:npm/b@2.0.0", 2000, { path: undefined })],
      });
    });

    it("hosts, endpoints, releases and organisations are kept apart", async () => {
      await put(report(1000), sighting(jar, 1000));
      await put(report(1000, { host: "node-2" }), sighting(jar, 1000, { host: "node-2" }));
      await put(report(1000, { endpointId: "" }), sighting(jar, 1000, { endpointId: "" }));
      await put(report(1000, { releaseId: "rel_2" }), sighting(jar, 1000, { releaseId: "rel_2" }));
      const { reports, sightings } = await read();
      expect([reports.length, sightings.length, (await under.store.read.loaded.ofRelease("other", "rel_1")).reports.length]).toEqual([3, 3, 0]);
    });
  });

  describe("src/app/runtime/placing.ts", () => {
    const deploy = (service: string, version: string, endpoint: string, more: object = {}) => recordDeployment(context, org, { service, version, endpoint, ...more }, "test");
    const joined = async (placing: ReturnType<typeof createPlacing>, service: string) => { await placing.refresh(); const { version, endpoint, exposure, joinedBy } = placing.place({ origin: { service } }); return [joinedBy, version, endpoint, exposure]; };

    it("follows deployments, releases, ends and edits, as a fleet that is read whole would show them", async () => {
      const placing = createPlacing(context, org);
      expect(await joined(placing, "pay-api")).toEqual(["nothing", undefined, undefined, undefined]);
      await deploy("pay-api", "1", "eks/pay", { exposure: "internal" });
      await deploy("orders", "7", "eks/shop");
      expect([await joined(placing, "pay-api"), await joined(placing, "orders")]).toEqual([["service", "1", "eks/pay", "internal"], ["service", "7", "eks/shop", "unknown"]]);
      under.clock.advance(hourMs);
      await deploy("pay-api", "2", "eks/pay");
      expect(await joined(placing, "pay-api")).toEqual(["service", "2", "eks/pay", "internal"]);
      const endpoint = await under.store.views.inventory.findEndpoint(org, "eks/pay");
      await editEndpoint(context, org, endpoint?.id ?? "", { exposure: "internet" }, "test");
      expect(await joined(placing, "pay-api")).toEqual(["service", "2", "eks/pay", "internet"]);
      await deploy("pay-api", "1", "eks-us/pay");
      expect(await joined(placing, "pay-api")).toEqual(["service", undefined, undefined, undefined]);
      under.clock.advance(dayMs);
      await recordDeployment(context, org, { service: "pay-api", endpoint: "eks/pay", kind: "ended" }, "test");
      expect(await joined(placing, "pay-api")).toEqual(["service", "1", "eks-us/pay", "unknown"]);
      for (const service of ["pay-api", "orders", "gone"]) expect(await joined(placing, service)).toEqual(await joined(createPlacing(context, org), service));
    });

    it("pages give every live deployment once, and none that ended", async () => {
      for (let index = 0; index < 7; index++) await deploy(`s${index}`, "1", "e");
      under.clock.advance(hourMs);
      await recordDeployment(context, org, { service: "s3", endpoint: "e", kind: "ended" }, "test");
      const { inventory } = under.store.views;
      const seen: string[] = [];
      for (let after: string | undefined; ;) {
        const rows = await inventory.runningAfter(org, after, 2);
        seen.push(...rows.map(({ service }) => service));
        after = rows.at(-1)?.deploymentId;
        if (rows.length < 2) break;
      }
      expect(seen.toSorted()).toEqual(["s0", "s1", "s2", "s4", "s5", "s6"]);
      expect((await inventory.runningOf(org, { services: ["s1", "s3"], endpoints: [] })).map(({ service }) => service)).toEqual(["s1"]);
      expect((await inventory.runningOf(org, { services: ["s1"], endpoints: ["e"] })).length).toBe(6);
      expect(await inventory.runningAfter("other", undefined, 5)).toEqual([]);
    });
  });
}); };
