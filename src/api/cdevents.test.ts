// CDEvents and CloudEvents as deployment reports: the mapping, the modes, and what bad ones are told.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { artifactOf, readCdEvents } from "./cdevents.ts";

const digest = `sha256:${"ab".repeat(32)}`;

const cdEvent = (verb = "deployed", changes: { type?: string; content?: object; subject?: object; context?: object } = {}): Record<string, unknown> => ({
  context: { version: "0.4.1", id: "evt-1", source: "/ci", type: `dev.cdevents.service.${verb}.0.2.0`, timestamp: "2026-10-02T08:00:00Z", ...changes.context },
  subject: { id: "pay-api", type: "service", content: { environment: { id: "eks-eu/pay" }, artifactId: "pkg:oci/pay@1.4.0", ...changes.content }, ...changes.subject },
});
const structured = (data: unknown, changes: object = {}): object => ({ specversion: "1.0", id: "evt-1", source: "/ci", type: "dev.cdevents.service.deployed.0.2.0", data, ...changes });
const json = { "content-type": "application/json" };
const report = { service: "pay-api", endpoint: "eks-eu/pay", environment: "eks-eu/pay", kind: "started", at: Date.UTC(2026, 9, 2, 8), version: "1.4.0" };

describe("api/cdevents", () => {
  it.each([
    ["deployed starts a release", "deployed", report],
    ["upgraded starts a release", "upgraded", report],
    ["rolledback starts a release", "rolledback", report],
  ])("%s", (_claim, verb, expected) => {
    expect(readCdEvents(json, cdEvent(verb))).toEqual([{ kind: "report", id: "evt-1", report: expected }]);
  });

  it("removed ends it and needs no artifact", () => {
    const { version: _version, ...ended } = report;
    expect(readCdEvents(json, cdEvent("removed", { content: { artifactId: undefined } }))).toEqual([{ kind: "report", id: "evt-1", report: { ...ended, kind: "ended" } }]);
  });

  it.each(["0.1.0", "0.1.1", "0.2.0", "0.3.0", "0.3.0-draft"])("event version %s is read", (version) => {
    expect(readCdEvents(json, cdEvent("deployed", { context: { type: `dev.cdevents.service.deployed.${version}` } }))[0]?.kind).toBe("report");
  });

  it("an environment's name is the environment, its id the endpoint", () => {
    const [event] = readCdEvents(json, cdEvent("deployed", { content: { environment: { id: "ns-7", name: "prod" } } }));
    expect(event).toMatchObject({ report: { endpoint: "ns-7", environment: "prod" } });
  });

  it.each([
    ["structured", { "content-type": "application/cloudevents+json; charset=utf-8" }, structured(cdEvent())],
    ["structured with data as text", { "content-type": "application/cloudevents+json" }, structured(JSON.stringify(cdEvent()))],
    ["structured with base64", { "content-type": "application/cloudevents+json" }, structured(undefined, { data_base64: Buffer.from(JSON.stringify(cdEvent())).toString("base64") })],
    ["batched", { "content-type": "application/cloudevents-batch+json" }, [structured(cdEvent())]],
    ["binary", { ...json, "ce-specversion": "1.0", "ce-id": "evt-1", "ce-source": "/ci", "ce-type": "dev.cdevents.service.deployed.0.2.0" }, cdEvent()],
    ["plain", json, cdEvent()],
    ["plain, several", json, [cdEvent()]],
  ])("CloudEvents mode: %s", (_mode, headers, body) => {
    expect(readCdEvents(headers, body)).toEqual([{ kind: "report", id: "evt-1", report }]);
  });

  it("a bad event of a batch is named, the good ones are taken", () => {
    const events = readCdEvents({ "content-type": "application/cloudevents-batch+json" }, [structured(cdEvent()), structured(cdEvent("sold")), { specversion: "1.0" }, structured(cdEvent())]);
    expect(events.map(({ kind }) => kind)).toEqual(["report", "bad", "bad", "report"]);
    expect(events[1]).toMatchObject({ id: "evt-1", places: [{ at: "/context/type" }] });
    expect(events[2]).toMatchObject({ places: [{ at: "/id" }, { at: "/source" }, { at: "/type" }] });
  });

  it.each([
    ["no service", cdEvent("deployed", { subject: { id: "" } }), "/subject/id"],
    ["no environment", cdEvent("deployed", { content: { environment: {} } }), "/subject/content/environment/id"],
    ["no time", cdEvent("deployed", { context: { timestamp: "yesterday" } }), "/context/timestamp"],
    ["no artifact", cdEvent("deployed", { content: { artifactId: undefined } }), "/subject/content/artifactId"],
    ["an artifact without version", cdEvent("deployed", { content: { artifactId: "pkg:oci/pay" } }), "/subject/content/artifactId"],
    ["another vocabulary", cdEvent("deployed", { context: { type: "dev.cdevents.build.finished.0.2.0" } }), "/context/type"],
  ])("%s is told at its place", (_case, event, at) => {
    expect(readCdEvents(json, event)).toMatchObject([{ kind: "bad", places: [{ at }] }]);
  });

  it.each([
    ["pkg:oci/pay@1.4.0", { version: "1.4.0" }],
    [`pkg:oci/pay@${encodeURIComponent(digest)}?tag=1.4.0`, { version: "1.4.0", digest }],
    [`pkg:oci/pay@${encodeURIComponent(digest)}`, { version: digest, digest }],
    ["pkg:npm/%40acme/pay@2.0.0#dist", { version: "2.0.0" }],
    [`registry.example:5000/pay:1.4.0@${digest}`, { version: "1.4.0", digest }],
    ["registry.example:5000/pay:1.4.0", { version: "1.4.0" }],
    ["registry.example:5000/pay", undefined],
    ["pkg:oci/pay", undefined],
    ["pkg:npm/@acme/pay", undefined],
  ])("artifact %s", (artifactId, expected) => expect(artifactOf(artifactId)).toEqual(expected));

  it("noise never throws, and every event gets one answer", () => {
    fc.assert(fc.property(fc.array(fc.anything({ maxDepth: 4 })), (events) => {
      expect(readCdEvents(json, events)).toHaveLength(events.length);
      expect(readCdEvents({ "content-type": "application/cloudevents-batch+json" }, events)).toHaveLength(events.length);
    }));
  });
});
