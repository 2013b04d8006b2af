// The settings of every receiver: read, shown, refused with the place.
import { describe, expect, it } from "vitest";
import { minuteMs } from "../kernel/clock.ts";
import { faultOf } from "./channel.suite.ts";
import { commonFields, defaultCommon, readReceiverCommon, showReceiverCommon } from "./receiver-settings.ts";

const full = { fallback: "mail", fallbackAfterMinutes: 5, messagesPerMinute: 30, heartbeatMinutes: 60, failingAfterMinutes: 20, sendResolved: false, titleTemplate: "{{ title | upcase }}" };

describe("src/notify/receiver-settings.ts", () => {
  it("without any, ends are told, nothing is limited beyond the channel, no heartbeat goes out", () => {
    expect(defaultCommon).toEqual({ fallback: undefined, fallbackAfterMs: 10 * minuteMs, limit: undefined, heartbeatMs: undefined, failingAfterMs: 15 * minuteMs, sendResolved: true, templates: {} });
  });

  it("are read, and shown as they were given", () => {
    expect(readReceiverCommon(full)).toMatchObject({ fallback: "mail", limit: { messages: 30, perMs: minuteMs }, heartbeatMs: 60 * minuteMs, sendResolved: false, templates: { title: "{{ title | upcase }}" } });
    expect(showReceiverCommon(readReceiverCommon(full))).toEqual(full);
  });

  it("are taken as texts from a form too", () => {
    const texts = Object.fromEntries(Object.entries(full).map(([name, value]) => [name, String(value)]));
    expect(readReceiverCommon(texts)).toEqual(readReceiverCommon(full));
  });

  it("a form asks for exactly those that are read", () => {
    const rule = faultOf(() => readReceiverCommon({ stranger: 1 })).places[0]?.rule ?? "";
    expect(rule.slice(rule.indexOf("are ") + 4).split(", ").toSorted()).toEqual(commonFields.map(({ name }) => name).toSorted());
  });

  it.each([
    ["fallback", "Not An Id"], ["messagesPerMinute", -1], ["messagesPerMinute", "many"], ["heartbeatMinutes", 0.5], ["fallbackAfterMinutes", 0], ["sendResolved", "perhaps"], ["stranger", 1], ["titleTemplate", "{% if %}"],
  ])("%s = %j is refused with its place", (name, value) => expect(faultOf(() => readReceiverCommon({ [name]: value })).places.map(({ at }) => at)).toEqual([`/common/${name}`]));
});
