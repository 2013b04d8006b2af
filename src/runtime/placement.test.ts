// The workload's name: what people know it by, as far as an event says.
import { describe, expect, it } from "vitest";
import type { Origin } from "./event.ts";
import { unplaced, workloadOf } from "./placement.ts";

describe("runtime/placement: workloadOf", () => {
  it.each<[string, Origin, string]>([
    ["cluster, namespace and workload", { cluster: "eu", namespace: "shop", workload: "web", pod: "web-x", host: "n" }, "eu/shop/web"], ["without a cluster", { namespace: "shop", workload: "web" }, "shop/web"],
    ["a deployment's pod", { namespace: "shop", pod: "web-7d9f8b6c5-x2x4z" }, "shop/web"], ["a daemon set's pod", { pod: "agent-x2x4z" }, "agent"], ["a stateful set's pod", { namespace: "db", pod: "postgres-0" }, "db/postgres"],
    ["a pod whose name merely ends in letters is kept", { pod: "my-audio" }, "my-audio"], ["a year is no number of a stateful set", { pod: "report-20261" }, "report-20261"], ["a name that is all suffix is kept", { pod: "-0" }, "-0"],
    ["a service", { service: "pay", containerName: "c", host: "h" }, "pay"], ["a container", { containerName: "c", image: "nginx:1", host: "h" }, "c"], ["an image without its digest", { image: "registry.example/shop:2@sha256:00", host: "h" }, "registry.example/shop:2"],
    ["a host", { host: "vm-17" }, "vm-17"], ["nothing", {}, "unknown"],
  ])("%s", (_what, origin, workload) => { expect(workloadOf(origin)).toBe(workload); });

  it("what is nowhere says so", () => { expect(unplaced("w")).toMatchObject({ workload: "w", joinedBy: "nothing", because: "no deployment is known there", releaseId: undefined }); });
});
