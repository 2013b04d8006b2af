// The third story: somebody tries an old door on two services, through the server's own HTTP; one of them still has what the attack aims at.
import { setTimeout as pause } from "node:timers/promises";
import { makeToken } from "../../src/access/tokens.ts";
import { createIds } from "../../src/kernel/id.ts";
import { secondMs } from "../../src/kernel/clock.ts";
import { anything, lookups, suppliers } from "./recent-runtime.ts";
import { fleet, quietRequests } from "./runtime-quiet.ts";
import { collected } from "./runtime-senders.ts";
import { soon } from "./telling.ts";
import type { Telling } from "./telling.ts";

const attacker = "192.0.2.66";
const trickleMs = 15 * secondMs;

type Send = (body: string) => Promise<void>;

/** As a collector sends it: OTLP over HTTP, with a token that may write. */
export async function collector({ app, signal }: Pick<Telling, "app" | "signal">): Promise<Send> {
  const { secret } = await makeToken({ store: app.access, clock: app.clock, ids: createIds(app.clock) }, { org: app.org, name: "collector-eu", scopes: ["write"], expiresAt: undefined });
  return async (body) => {
    const reply = await fetch(new URL("/v1/logs", app.publicUrl), { method: "POST", headers: { "content-type": "application/json", authorization: `Bearer ${secret}` }, body, signal });
    const said = await reply.text();
    if (!reply.ok || said !== "{}") throw new Error(`the collector was answered ${reply.status} ${said}`);
  };
}

/** Throws when a step does not happen. */
export async function tellRuntime(telling: Telling, breath: () => Promise<void>): Promise<void> {
  const { app, say, signal } = telling;
  const send = await collector(telling);
  say(`${attacker} sends the same JNDI lookup to ${fleet.catalog.service} and to ${suppliers.service}, which a supplier started two hours ago; the access logs arrive by OTLP`);
  const startedAt = performance.now();
  await send(lookups(app.clock.now() - 2 * secondMs, attacker, [fleet.catalog, suppliers]));
  const tookMs = performance.now() - startedAt;
  const found = await soon("both are detected", signal, async () => { const { items } = await app.runtime.detections(app.org, { ...anything, actor: `ip:${attacker}`, tag: "cve.2021-44228" }, { limit: 10, after: undefined }); return items.length >= 2 ? items : undefined; });
  say(`detected and stored before the collector had its answer, ${Math.round(tookMs)} ms after it asked:`, found.map(({ title, level, placement, evidence }) => `${title} on ${placement.workload}: ${level}; ${evidence.because}`));
  await breath();
}

/** While people look around, readers go on reading: sources stay alive. Ends with the signal. */
export async function trickle(telling: Pick<Telling, "app" | "signal">): Promise<void> {
  const send = await collector(telling);
  while (!telling.signal.aborted) {
    const now = telling.app.clock.now();
    const groups = quietRequests(now).map(({ of, requests }) => ({ of, requests: requests.slice(-1).map((one) => ({ ...one, at: now })) }));
    await send(collected(groups)).catch((thrown: unknown) => { if (!telling.signal.aborted) throw thrown; });
    await pause(trickleMs, undefined, { signal: telling.signal }).catch(() => {});
  }
}
