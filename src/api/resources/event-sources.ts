// Event sources: who sends, when they were last heard, and whether their path is proven to work.
import Type from "typebox";
import { EventSource } from "../../contract/runtime.ts";
import { minuteMs } from "../../kernel/clock.ts";
import type { Instant } from "../../kernel/clock.ts";
import { isSilent, silenceAfterMs } from "../../runtime/event-source.ts";
import type { EventSource as Source } from "../../runtime/event-source.ts";
import { door } from "../route.ts";
import type { Resource } from "../route.ts";

// A canary needs no more than its commit; one that took longer is missing until it is seen.
const canaryPatienceMs = minuteMs;

function canaryOf({ canarySentAt: sent, canarySeenAt: seen }: Source, now: Instant): "ok" | "missing" | "waiting" | "never" {
  if (sent === undefined) return "never";
  if (seen !== undefined && seen >= sent) return "ok";
  return now - sent > canaryPatienceMs ? "missing" : "waiting";
}

const list = door({
  id: "listEventSources", method: "GET", path: "/event-sources", tag: "event-sources", answer: Type.Object({ items: Type.Array(EventSource) }), summary: "Senders of events, with the age and the time of their last canary",
  handle: async ({ app, org, now }) => ({ items: (await app.runtime.sources(org)).map((one) => ({ ...one, id: one.sourceId, state: isSilent(one, now) ? "stale" : "live", staleAfterMs: silenceAfterMs(one), canary: canaryOf(one, now) })) }),
});

const test = door({
  id: "testEventSources", method: "POST", path: "/event-sources/test", tag: "event-sources", keeps: false, answer: Type.Object({ sent: Type.Integer() }), summary: "Sends a canary through every source's path now",
  handle: async ({ app, org }) => ({ sent: await app.runtime.testSources(org) }),
});

export const eventSources: Resource = { tag: "event-sources", about: "Who sends events, and whether they are heard", doors: [list, test] };
