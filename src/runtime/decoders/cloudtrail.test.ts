// CloudTrail records in all the envelopes they come in.
import { describe, expect, it } from "vitest";
import { trailRecord } from "../decoder-seeds.sample.ts";
import { contextOf } from "../decoder.suite.ts";
import { cloudtrail } from "./cloudtrail.ts";

const decode = (record: unknown) => cloudtrail.open(contextOf()).push(record, "/");

describe("runtime/decoders/cloudtrail", () => {
  it("a record keeps the provider's names, its id and its account", () => {
    expect(decode(trailRecord).events[0]).toMatchObject({ id: trailRecord.eventID, at: Date.parse(trailRecord.eventTime), logsource: { product: "aws", service: "cloudtrail" }, origin: { service: "aws/111122223333" }, fields: { eventName: "StopLogging", User: "ann", SourceIp: "203.0.113.9", outcome: "success" } });
  });

  it.each([
    ["a delivered file", { Records: [trailRecord, 7] }, 1, ["/Records/1"]],
    ["EventBridge", { "detail-type": "AWS API Call via CloudTrail", detail: trailRecord }, 1, []],
    ["CloudWatch's log events", { logEvents: [{ id: "1", message: JSON.stringify(trailRecord) }, { id: "2", message: "START" }] }, 1, ["/logEvents/1"]],
    ["CloudTrail Lake", { eventData: JSON.stringify(trailRecord) }, 1, []],
  ])("in the envelope of %s", (_case, record, count, places) => {
    const { events, rejects } = decode(record);
    expect([events.length, rejects.map(({ at }) => at)]).toEqual([count, places]);
    expect(cloudtrail.recognises(record)).toBe(true);
  });

  it.each([
    ["a login that failed", { eventName: "ConsoleLogin", responseElements: { ConsoleLogin: "Failure" } }, "failure"],
    ["one that did not", { eventName: "ConsoleLogin", responseElements: { ConsoleLogin: "Success" } }, "success"],
    ["a call that was denied", { errorCode: "AccessDenied" }, "failure"],
  ])("the outcome of %s", (_case, more, outcome) => { expect(decode({ ...trailRecord, ...more }).events[0]?.fields["outcome"]).toBe(outcome); });

  it("an assumed role is known by its arn", () => {
    expect(decode({ ...trailRecord, userIdentity: { type: "AssumedRole", arn: "arn:aws:sts::1:assumed-role/r/s" } }).events[0]?.fields["User"]).toBe("arn:aws:sts::1:assumed-role/r/s");
  });
});
