// AWS CloudTrail records: one, a delivered file's {"Records": [...]}, EventBridge's envelope, or CloudWatch's log events.
import { toIso } from "../../kernel/clock.ts";
import type { Decoder } from "../decoder.ts";
import { jsonSession, membersBelow, parseRecord } from "../decoding-session.ts";
import type { EventParts, Member } from "../decoding-session.ts";
import { at, firstInstant, firstText, isRecord, listOf, memberOf, present, textAt } from "../decoding-values.ts";
import type { JsonRecord } from "../decoding-values.ts";
import type { LogSource } from "../event.ts";

const trail: LogSource = { product: "aws", service: "cloudtrail" };

const isTrail = (value: unknown): boolean => isRecord(value) && typeof value["eventName"] === "string"
  && (typeof value["eventSource"] === "string" ? value["eventSource"].endsWith(".amazonaws.com") || value["awsRegion"] !== undefined || value["eventVersion"] !== undefined : value["awsRegion"] !== undefined && ["userIdentity", "eventVersion", "requestID", "sourceIPAddress"].some((name) => value[name] !== undefined));

/** CloudTrail Lake, EventBridge and subscriptions put the record into one of these. */
const inside = (record: JsonRecord): unknown => [memberOf(record, "detail"), memberOf(record, "eventData"), parseRecord(memberOf(record, "eventData")), parseRecord(memberOf(record, "message"))].find(isTrail) ?? record;

function membersOf(record: JsonRecord, place: string): readonly Member[] {
  if (Array.isArray(record["Records"])) return membersBelow(record["Records"], place, "Records");
  if (Array.isArray(record["logEvents"])) return membersBelow(listOf(record["logEvents"]).map((event) => (isRecord(event) ? inside(event) : event)), place, "logEvents");
  return [{ value: inside(record), at: place }];
}

/** ConsoleLogin and its like say how it went in their answer; everything else by its error code. */
function outcomeOf(record: JsonRecord): string {
  const login = textAt(record, "responseElements", "ConsoleLogin") ?? textAt(record, "responseElements", "SwitchRole") ?? textAt(record, "responseElements", "CheckMfa");
  if (login !== undefined) return login === "Success" ? "success" : "failure";
  return textAt(record, "errorCode") === undefined && textAt(record, "errorMessage") === undefined ? "success" : "failure";
}

const userOf = (record: JsonRecord): string | undefined => firstText(
  at(record, "userIdentity", "userName"), at(record, "userIdentity", "onBehalfOf", "userId"), at(record, "userIdentity", "arn"), at(record, "userIdentity", "sessionContext", "sessionIssuer", "userName"),
  at(record, "userIdentity", "principalId"), at(record, "userIdentity", "invokedBy"), at(record, "userIdentity", "type"),
);

function decodeRecord(record: JsonRecord): EventParts | string {
  if (textAt(record, "eventName") === undefined) return "has no eventName: this is no record of CloudTrail.";
  const account = firstText(memberOf(record, "recipientAccountId"), at(record, "userIdentity", "accountId"));
  return {
    id: textAt(record, "eventID"), at: firstInstant(memberOf(record, "eventTime"), memberOf(record, "@timestamp")), logsource: trail,
    origin: account === undefined ? {} : { service: `aws/${account}` },
    fields: { ...record, ...present({ User: userOf(record), SourceIp: textAt(record, "sourceIPAddress") }), outcome: outcomeOf(record) },
  };
}

export const cloudtrail: Decoder = {
  id: "cloudtrail",
  about: "AWS CloudTrail: management, data and sign-in events of an account.",
  reads: "json",
  logsources: [trail],
  mapping: { User: "userIdentity.userName, else its arn, session issuer, principal", SourceIp: "sourceIPAddress", outcome: "responseElements.ConsoleLogin; else failure when there is an errorCode" },
  settings: {},
  recognises: (record) => isRecord(record) && (isTrail(inside(record)) || [record["Records"], record["logEvents"]].some((list) => Array.isArray(list) && isRecord(list[0]) && isTrail(inside(list[0])))),
  open: (context) => jsonSession("cloudtrail", context, decodeRecord, membersOf),
  canary: (token, at) => JSON.stringify({
    Records: [{
      eventVersion: "1.09", userIdentity: { type: "IAMUser", principalId: "AFTWATCHCANARY", arn: "arn:aws:iam::000000000000:user/aftwatch-selftest", accountId: "000000000000", userName: "aftwatch-selftest" }, eventTime: toIso(at), eventSource: "sts.amazonaws.com",
      eventName: "GetCallerIdentity", awsRegion: "us-east-1", sourceIPAddress: "127.0.0.1", userAgent: `aftwatch-selftest/${token}`, requestParameters: null, responseElements: null, eventID: `canary-${token}`, readOnly: true, eventType: "AwsApiCall", managementEvent: true, recipientAccountId: "000000000000",
    }],
  }),
};
