// The settings that every receiver has beside its channel's own: fallback, limit, heartbeat, whether ends are told.
import { minuteMs } from "../kernel/clock.ts";
import { Fault } from "../kernel/fault.ts";
import type { RateLimit } from "./rate-limit.ts";
import { readFields } from "./settings-reader.ts";
import { readTemplate, templateParts } from "./template.ts";
import type { Templates } from "./template.ts";

export interface ReceiverCommon {
  /** Who gets what this receiver cannot be given. */
  fallback: string | undefined;
  /** How long a message may be undelivered before the fallback gets it too. */
  fallbackAfterMs: number;
  /** undefined: what the channel allows. */
  limit: RateLimit | undefined;
  /** How often it is told that Aftwatch is alive; undefined: never. */
  heartbeatMs: number | undefined;
  /** How long nothing may arrive while something waits before the others are told. */
  failingAfterMs: number;
  /** false: the end of a story is not told here. */
  sendResolved: boolean;
  /** The receiver's own words for lines of a message. */
  templates: Templates;
}

/** As a form asks for them; the names are those of the API. */
export const commonFields: readonly { name: string; about: string }[] = [
  { name: "fallback", about: "Another receiver: gets what this one refuses, what is given up, and what is undelivered for too long" },
  { name: "fallbackAfterMinutes", about: "How long a message may be undelivered before the fallback gets it too; 10 unless given" },
  { name: "messagesPerMinute", about: "The most messages a minute; the channel's own limit unless given" },
  { name: "heartbeatMinutes", about: "How often a heartbeat goes out, so that its absence can be noticed; 0 or empty: never" },
  { name: "failingAfterMinutes", about: "How long nothing may arrive while something waits before the other receivers are told; 15 unless given" },
  { name: "sendResolved", about: "false: the end of a story is not told here" },
  ...templateParts.map((part) => ({ name: `${part}Template`, about: `The line "${part}" of a message in your own words: a Liquid template over the notice` })),
];

const dayMinutes = 24 * 60;

/** Reads them from a file or the API; throws settings.invalid with a place below /common for each that is wrong. */
export function readReceiverCommon(raw: unknown): ReceiverCommon {
  const given: Readonly<Record<string, unknown>> = typeof raw === "object" && raw !== null && !Array.isArray(raw) ? { ...raw } : {};
  try {
    return readFields("a receiver", raw ?? {}, (fields) => {
      const minutes = (name: string, otherwise: number, least: number): number => fields.integer(name, { least, most: dayMinutes, otherwise }) * minuteMs;
      const fallback = fields.optionalText("fallback", "is the id of another receiver", (text) => text === "" || /^[a-z0-9][a-z0-9-]{0,62}$/.test(text));
      const perMinute = fields.integer("messagesPerMinute", { least: 0, most: 6000, otherwise: 0 });
      const sendResolved = fields.flag("sendResolved");
      const templates = templateParts.flatMap((part) => {
        const source = fields.optionalText(`${part}Template`, "is a Liquid template", () => true);
        return source === undefined || source === "" ? [] : [[part, readTemplate(`${part}Template`, source)]];
      });
      return {
        fallback: fallback === "" ? undefined : fallback, fallbackAfterMs: minutes("fallbackAfterMinutes", 10, 1), limit: perMinute === 0 ? undefined : { messages: perMinute, perMs: minuteMs },
        heartbeatMs: minutes("heartbeatMinutes", 0, 0) || undefined, failingAfterMs: minutes("failingAfterMinutes", 15, 1), sendResolved: given["sendResolved"] === undefined || sendResolved,
        templates: Object.fromEntries(templates) as Templates,
      };
    });
  } catch (thrown) {
    if (!(thrown instanceof Fault)) throw thrown;
    throw new Fault("settings.invalid", { ...(thrown.detail === undefined ? {} : { detail: thrown.detail }), places: thrown.places.map((place) => ({ ...place, at: `/common${place.at}` })) });
  }
}

/** The same, as the API shows and takes it. */
export const showReceiverCommon = ({ fallback, fallbackAfterMs, limit, heartbeatMs, failingAfterMs, sendResolved, templates }: ReceiverCommon): Record<string, string | number | boolean> => ({
  ...(fallback === undefined ? {} : { fallback }), fallbackAfterMinutes: fallbackAfterMs / minuteMs, ...(limit === undefined ? {} : { messagesPerMinute: limit.messages }),
  ...(heartbeatMs === undefined ? {} : { heartbeatMinutes: heartbeatMs / minuteMs }), failingAfterMinutes: failingAfterMs / minuteMs, sendResolved,
  ...Object.fromEntries(Object.entries(templates).map(([part, source]) => [`${part}Template`, source])),
});

export const defaultCommon: ReceiverCommon = readReceiverCommon({});
