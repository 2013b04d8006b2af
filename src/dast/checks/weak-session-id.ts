// Session ids that can be foretold: whoever has one knows those of others.
import type { RouteCheck, Tools } from "../check.ts";
import { defineCheck } from "../check.ts";
import type { Proof } from "../evidence.ts";
import { foretell } from "../session-ids/predictable.ts";
import { mayGiveIds, samplesFrom } from "../session-ids/samples.ts";
import type { IdSample } from "../session-ids/samples.ts";

/** Identity: the origin and the cookie. Asks a place that gives out ids a dozen times as somebody who has none. */
export const weakSessionId = defineCheck<RouteCheck>({
  id: "weak-session-id", about: "Session ids count up, are made of the time, or are too short to be safe from guessing.", title: "Predictable session id",
  cwe: 330, owasp: ["A07", "A02"], severity: "high", risk: "marker", attackClass: "session", on: "route",
  remediation: "Make session ids of at least 128 bits from a cryptographic random generator, best by the framework's own session store. Nothing of the user, the time or a counter belongs in them.",
  fits: (route) => mayGiveIds(route, true),
  async *probe(route, tools) {
    if (!mayGiveIds(route, tools.allows("write"))) return;
    for (const [name, samples] of await samplesFrom(route, tools)) {
      const proof = proofOf(name, samples);
      if (proof !== undefined) yield proof;
    }
    if (new URL(route.request.url).pathname === "/" && route.method === "GET") yield* fromLogins(tools);
  },
});

const logins = 6;

/** What logins give out: a few of them, where writing is allowed. */
async function* fromLogins({ session, allows, send, clock }: Tools): AsyncIterable<Proof> {
  if (session.logIn === undefined || !allows("write")) return;
  const samples = new Map<string, IdSample[]>();
  for (let at = 0; at < logins; at += 1) {
    const fresh = await session.logIn([]);
    if (fresh === undefined) return;
    const exchange = await send({ ...fresh.page, headers: [["cookie", fresh.cookies.map(({ name, value }) => `${name}=${value}`).join("; ")]] }, { session: "none" });
    for (const { name, value } of fresh.cookies) samples.set(name, [...samples.get(name) ?? [], { value, at: clock.now(), exchange }]);
  }
  for (const [name, given] of samples) { const proof = proofOf(name, given); if (proof !== undefined) yield proof; }
}

function proofOf(name: string, samples: readonly IdSample[]): Proof | undefined {
  const told = foretell(samples);
  if (told === undefined) return undefined;
  return {
    technique: told.technique, confidence: told.technique === "short" ? "firm" : "confirmed", at: `origin:cookie:${name}`, because: `${samples.length} ids in the cookie ${name}, given out one after the other: ${told.why}.`,
    steps: [samples[0], samples[1], samples.at(-1)].flatMap((sample, at) => (sample === undefined ? [] : [{ role: at === 0 ? "baseline" as const : "attack" as const, exchange: sample.exchange, shows: at === 0 ? "An id is given out." : "Another one." }])),
  };
}
