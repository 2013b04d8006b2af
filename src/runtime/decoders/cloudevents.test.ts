// CloudEvents 1.0: required attributes, both modes, and what they carry.
import { describe, expect, it } from "vitest";
import { auditEvent, cloudEvent, falcoAlert } from "../decoder-seeds.sample.ts";
import { contextOf } from "../decoder.suite.ts";
import { decodeBody, openSession } from "../framing.ts";
import { cloudevents } from "./cloudevents.ts";

const decode = (record: unknown) => openSession(cloudevents, contextOf()).push(record, "/");

describe("runtime/decoders/cloudevents", () => {
  it("an event nobody else knows keeps its data's names and its attributes", () => {
    expect(decode(cloudEvent({ user: "ann" })).events[0]).toMatchObject({ id: "/acme/shop/e-1", at: Date.parse("2026-11-22T11:59:59Z"), logsource: { product: "cloudevents", service: "com.acme.login.failed" }, fields: { user: "ann", type: "com.acme.login.failed", data: { user: "ann" } } });
  });

  it("what it carries is read by who knows it; the events' own ids stay, others get the envelope's", () => {
    const list = decode(cloudEvent({ kind: "EventList", apiVersion: "audit.k8s.io/v1", items: [auditEvent, { ...auditEvent, auditID: undefined }] })).events;
    expect(list.map(({ decoder, id }) => [decoder, id])).toEqual([["k8s-audit", `${auditEvent.auditID}/ResponseComplete`], ["k8s-audit", "/acme/shop/e-1#1"]]);
    expect(decode(cloudEvent(falcoAlert)).events[0]).toMatchObject({ decoder: "falco", fields: { source: "syscall", type: "com.acme.login.failed" } });
  });

  it.each([
    ["binary mode", { headers: { "ce-specversion": "1.0", "ce-id": "1", "ce-source": "/s", "ce-type": "t", "ce-subject": "Euro%20%E2%82%AC", "content-type": "application/json" }, data: "{\"a\":1}" }, { a: 1, subject: "Euro €" }],
    ["data_base64", { specversion: "1.0", id: "1", source: "/s", type: "t", data_base64: Buffer.from("{\"a\":1}").toString("base64") }, { a: 1 }],
    ["JSON that is declared a text", { specversion: "1.0", id: "1", source: "/s", type: "t", datacontenttype: "text/plain", data: "{\"a\":1}" }, { message: "{\"a\":1}", data: "{\"a\":1}" }],
  ])("%s", (_case, record, fields) => { expect(decode(record).events[0]?.fields).toMatchObject(fields); });

  it("a batch loses only its bad members, each named with what it lacks", () => {
    const { events, rejects } = decodeBody(cloudevents, Buffer.from(JSON.stringify([cloudEvent({ n: 1 }), { specversion: "1.0", id: "x" }, cloudEvent({ n: 2 })])), contextOf());
    expect(events.map(({ fields }) => fields["n"])).toEqual([1, 2]);
    expect(rejects).toEqual([{ at: "/1", rule: "has no source, type: CloudEvents 1.0 requires id, source, specversion and type." }]);
  });
});
