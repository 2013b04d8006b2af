// The join: every kind of origin against a fleet, and what is left open rather than guessed.
import { describe, expect, it } from "vitest";
import { createFleet } from "./fleet.ts";
import type { FleetDeployment } from "./fleet.ts";
import type { Origin, RuntimeEvent } from "./event.ts";
import { seeds } from "./decoder-seeds.sample.ts";
import { contextOf } from "./decoder.suite.ts";
import { decoders } from "./decoders/index.ts";
import { createJoin, joinOn } from "./join.ts";

const digestOf = (letter: string): string => `sha256:${letter.repeat(64)}`;

function deployment(service: string, version: string, endpoint: string, more: Partial<FleetDeployment> = {}): FleetDeployment {
  return {
    deploymentId: `${service} ${version} ${endpoint}`, serviceId: `svc ${service}`, service, owner: "team-a", releaseId: `${service} ${version}`, version, digest: undefined, endpointId: `end ${endpoint}`, endpoint,
    environment: "prod", exposure: "internal", startedAt: 1000, ...more,
  };
}

const fleet = [
  deployment("pay-api", "2.4.0", "eks-eu/pay", { digest: digestOf("a"), exposure: "internet" }),
  deployment("pay-api", "2.4.0", "eks-us/pay", { digest: digestOf("a"), startedAt: 2000 }),
  deployment("orders", "1.0", "eks-eu/shop", { digest: digestOf("b") }),
  deployment("orders", "1.1", "eks-us/shop", { digest: digestOf("c") }),
  deployment("host vm-17", "packages-1", "vm-17"), deployment("batch", "7", "vm-17"),
  deployment("host vm-18.example", "packages-2", "vm-18.example"),
  deployment("api", "1", "eks-eu/team-a"), deployment("api", "5", "eks-eu/team-b", { serviceId: "svc api b", owner: "team-b" }),
  deployment("twin-a", "1", "eks-eu/x", { digest: digestOf("d") }), deployment("twin-b", "1", "eks-eu/y", { digest: digestOf("d") }),
];
const join = createJoin(fleet);
const seen = (origin: Origin): (string | undefined)[] => { const { joinedBy, service, version, endpoint } = join(origin); return [joinedBy, service, version, endpoint]; };

describe("runtime/join", () => {
  it.each<[string, Origin, (string | undefined)[]]>([
    ["a digest names the release, the cluster the endpoint", { imageDigest: digestOf("a"), cluster: "eks-us", namespace: "pay" }, ["digest", "pay-api", "2.4.0", "eks-us/pay"]],
    ["a digest behind a repository, in capitals, is the same", { imageDigest: `registry.example/x@${digestOf("A").replace("SHA", "sha")}`, cluster: "eks-eu", namespace: "pay" }, ["digest", "pay-api", "2.4.0", "eks-eu/pay"]],
    ["a digest that runs on two endpoints, without a place, leaves the endpoint open", { imageDigest: digestOf("a") }, ["digest", "pay-api", "2.4.0", undefined]],
    ["a label never wins over the digest", { imageDigest: digestOf("b"), workload: "pay-api", namespace: "pay", cluster: "eks-eu", service: "pay-api", version: "2.4.0" }, ["digest", "orders", "1.0", undefined]],
    ["two services of one digest: a name chooses", { imageDigest: digestOf("d"), workload: "twin-b" }, ["digest", "twin-b", "1", "eks-eu/y"]],
    ["two services of one digest: nothing chooses, nothing is guessed", { imageDigest: digestOf("d") }, ["digest", undefined, "1", undefined]],
    ["an index's digest is unknown: name and tag decide", { imageDigest: digestOf("9"), image: "registry.example:5000/team/pay-api:v2.4.0", cluster: "eks-eu", namespace: "pay" }, ["image", "pay-api", "2.4.0", "eks-eu/pay"]],
    ["a tag nobody recorded: the service alone, and labels do not bring the release back", { image: "pay-api:2.5.0", workload: "pay-api", service: "pay-api", namespace: "pay", cluster: "eks-eu" }, ["image", "pay-api", undefined, "eks-eu/pay"]],
    ["a floating tag: the only live release", { image: "pay-api:latest", cluster: "eks-eu", namespace: "pay" }, ["image", "pay-api", "2.4.0", "eks-eu/pay"]],
    ["a floating tag with another digest: which release is not told", { image: "pay-api:latest", imageDigest: digestOf("9"), cluster: "eks-eu", namespace: "pay" }, ["image", "pay-api", undefined, "eks-eu/pay"]],
    ["the sender names service and version", { service: "Orders", version: "1.1" }, ["service", "orders", "1.1", "eks-us/shop"]],
    ["the sender names the service, the place the release", { service: "orders", cluster: "eks-eu", namespace: "shop" }, ["service", "orders", "1.0", "eks-eu/shop"]],
    ["the sender names the service alone: two releases are live", { service: "orders" }, ["service", "orders", undefined, undefined]],
    ["a version that is not recorded: the service alone", { service: "orders", version: "9" }, ["service", "orders", undefined, undefined]],
    ["a pod's name without what was added to it", { pod: "pay-api-7d9f8b6c5-x2x4z", namespace: "pay", cluster: "eks-eu" }, ["labels", "pay-api", "2.4.0", "eks-eu/pay"]],
    ["an EKS ARN is the cluster it ends with", { workload: "pay-api", namespace: "pay", cluster: "arn:aws:eks:eu-west-1:1:cluster/eks-eu" }, ["labels", "pay-api", "2.4.0", "eks-eu/pay"]],
    ["a workload of the same name in another namespace is another service", { workload: "api", namespace: "team-b", cluster: "eks-eu" }, ["labels", "api", "5", "eks-eu/team-b"]],
    ["a workload of the same name where it is not recorded is none of them", { workload: "api", namespace: "team-c", cluster: "eks-eu" }, ["nothing", undefined, undefined, undefined]],
    ["an unknown workload on a known endpoint: the place alone", { workload: "worker", namespace: "pay", cluster: "eks-eu" }, ["labels", undefined, undefined, "eks-eu/pay"]],
    ["a host's own system", { host: "vm-17" }, ["host", "host vm-17", "packages-1", "vm-17"]],
    ["a host by its short name", { host: "vm-18" }, ["host", "host vm-18.example", "packages-2", "vm-18.example"]],
    ["a container on a host that no release names is not the host's system", { host: "vm-17", containerId: "abc" }, ["host", undefined, undefined, "vm-17"]],
    ["a host of another domain is another host", { host: "vm-18.other" }, ["nothing", undefined, undefined, undefined]],
    ["nothing is known", {}, ["nothing", undefined, undefined, undefined]],
  ])("%s", (_title, origin, expected) => { expect(seen(origin)).toEqual(expected); });

  it("says what was compared, and why no further", () => {
    expect(join({ imageDigest: digestOf("a") }).because).toBe("the image's digest sha256:aaaaaaaaaaaa is that of pay-api 2.4.0, it runs on 2 endpoints (eks-eu/pay, eks-us/pay)");
    expect(join({ service: "orders" }).because).toBe("the sender calls itself orders, which of 2 live releases it is (1.0, 1.1) is not told, it runs on 2 endpoints (eks-eu/shop, eks-us/shop)");
    expect(join({ imageDigest: digestOf("b"), cluster: "eks-us", namespace: "pay" }).because).toContain("it is recorded on eks-eu/shop, not where the event happened");
    expect(join({ service: "gone", host: "db-1" }).because).toBe("none of 11 live deployments fits service gone, host db-1");
    expect(join({}).because).toBe("the event does not say where it happened");
  });

  it("what several endpoints share is told: owner and environment, not exposure", () => {
    expect(join({ imageDigest: digestOf("a") })).toMatchObject({ owner: "team-a", environment: "prod", exposure: undefined, deploymentId: undefined, deployedAt: undefined });
    expect(join({ imageDigest: digestOf("a"), cluster: "eks-us", namespace: "pay" })).toMatchObject({ exposure: "internal", deploymentId: "pay-api 2.4.0 eks-us/pay", deployedAt: 2000 });
  });

  it("a fleet that changed is joined as one that was read whole", () => {
    const index = createFleet(fleet);
    index.put([deployment("pay-api", "2.5.0", "eks-eu/pay", { deploymentId: "new", digest: digestOf("e") })]);
    index.remove(["pay-api 2.4.0 eks-eu/pay", "orders 1.0 eks-eu/shop"]);
    const changed = joinOn(index);
    expect([changed({ imageDigest: digestOf("a") }).endpoint, changed({ imageDigest: digestOf("e") }).version, changed({ service: "orders" }).version, changed({ imageDigest: digestOf("b") }).joinedBy]).toEqual(["eks-us/pay", "2.5.0", "1.1", "nothing"]);
    index.put([deployment("pay-api", "2.5.0", "eks-ap/pay", { deploymentId: "new", digest: digestOf("f") })]);
    expect([index.size, index.byDigest(digestOf("e")).length, index.byDigest(digestOf("f")).length, index.byEndpoint("eks-eu/pay").length]).toEqual([10, 0, 1, 0]);
  });
});

const shop = [
  deployment("shop", "2.4.1", "eks-eu/prod", { digest: `sha256:${"0a".repeat(32)}` }), deployment("shop", "2.4.0", "eks-eu/staging"),
  deployment("host node-1", "packages-1", "node-1"), deployment("host host-1", "packages-1", "host-1"), deployment("host door", "packages-1", "door"), deployment("host ws-1", "packages-1", "ws-1"),
];
const joinShop = createJoin(shop);

describe("runtime/join of what decoders give", () => {
  it.each<[string, string[]]>([
    ["falco", ["digest", "shop", "2.4.1"]], ["tetragon", ["digest", "shop", "2.4.1"]], ["otlp-logs", ["service", "shop", "2.4.1"]], ["k8s-audit", ["digest", "shop", "2.4.1"]],
    ["windows-event", ["host", "host ws-1", "packages-1"]], ["syslog", ["host", "host host-1", "packages-1"]], ["access-log", ["host", "host door", "packages-1"]], ["auditd", ["host", "host door", "packages-1"]],
  ])("%s", (id, expected) => {
    const { joinedBy, service, version } = joinShop(firstOf(id).origin);
    expect([joinedBy, service, version]).toEqual(expected);
  });

  it("Falco without digest, as without the plug-in of its container engine: name and tag; with neither: the pod", () => {
    const { imageDigest, ...rest } = firstOf("falco").origin;
    expect([imageDigest?.length, joinShop(rest).joinedBy, joinShop(rest).version]).toEqual([71, "image", "2.4.1"]);
    const { image, containerName, ...pod } = rest;
    expect([image, containerName, joinShop(pod).joinedBy, joinShop(pod).version]).toEqual(["registry.example/shop:2.4.1", "shop", "labels", "2.4.1"]);
  });

  it("no seed of any decoder makes it throw, and all say why", () => {
    for (const [id, lines] of Object.entries(seeds)) for (const line of lines) for (const { origin } of eventsOf(id, line)) expect(joinShop(origin).because).not.toBe("");
  });
});

function eventsOf(id: string, line: string): readonly RuntimeEvent[] {
  const decoder = decoders.find(id);
  const session = decoder?.open(contextOf());
  return session === undefined ? [] : [session.push(decoder?.reads === "json" ? JSON.parse(line) : line, "line 1"), session.end()].flatMap(({ events }) => events);
}

function firstOf(id: string): RuntimeEvent {
  const [event] = eventsOf(id, seeds[id]?.[0] ?? "");
  if (event === undefined) throw new Error(`the seed of ${id} gives no event`);
  return event;
}

// Of this thread alone: what else runs on the machine is not measured.
const cpuMsSince = (before: NodeJS.CpuUsage): number => { const { user, system } = process.threadCpuUsage(before); return (user + system) / 1000; };

describe("runtime/join at scale", () => {
  it("100,000 deployments are built in a second, and an origin is joined in microseconds", () => {
    const many = Array.from({ length: 100_000 }, (_, index) => deployment(`service-${index % 5000}`, `1.${index % 20_000}`, `cluster-${index % 40}/ns-${index % 5000}`, { deploymentId: String(index), digest: `sha256:${(index % 20_000).toString(16).padStart(64, "0")}` }));
    const before = process.threadCpuUsage();
    const joined = createJoin(many);
    const builtMs = cpuMsSince(before);
    expect(joined({ imageDigest: `sha256:${"1".padStart(64, "0")}`, cluster: "cluster-1", namespace: "ns-1" })).toMatchObject({ joinedBy: "digest", service: "service-1" });
    expect(builtMs).toBeLessThan(3000);
    const start = process.threadCpuUsage();
    for (let index = 0; index < 20_000; index++) joined({ workload: `service-${index % 5000}`, namespace: `ns-${index % 5000}`, cluster: `cluster-${index % 40}`, pod: `p-${index}` });
    const eachUs = cpuMsSince(start) / 20;
    expect(eachUs).toBeLessThan(200);
  });
});
