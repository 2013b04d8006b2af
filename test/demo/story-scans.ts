// The fourth story: a copy of the storefront is tested from outside; some of what is found is mended, some comes back, some cannot be looked at; a drill asks who saw it.
import { setTimeout as pause } from "node:timers/promises";
import { drillResult } from "../../src/dast/drill.ts";
import type { DastScan, ScanSpec } from "../../src/dast/scan.ts";
import { placeText } from "../../src/dast/finding.ts";
import { secondMs } from "../../src/kernel/clock.ts";
import { collector } from "./story-runtime.ts";
import { collected } from "./runtime-senders.ts";
import { seconds } from "./telling.ts";
import type { Telling } from "./telling.ts";
import type { WeakWeb } from "./weak-web.ts";

const storefront = { service: "storefront-web", version: "1.6.0", place: "staging" } as const;
// What the story is about, so that it does not take minutes. A person who looks around may ask for more.
const checks = { only: ["xss-reflected", "sql-injection", "open-redirect", "missing-csp", "missing-frame-protection", "cookie-without-httponly"], except: [] };
const defaults = { profile: "staging", browser: "off", checks, limits: { routes: 50, pages: 10, depth: 3 } } as const;
const patienceMs = 180 * secondMs;

/** Throws when a step does not happen. The target stays, with its findings, for whoever looks around. */
export async function tellScans(telling: Telling, web: WeakWeb, breath: () => Promise<void>): Promise<void> {
  const { app, say } = telling;
  const { targetId } = await app.dast.putTarget(app.org, undefined, { name: "storefront-staging", url: web.url, service: storefront.service, endpoint: storefront.place, testable: true, defaults, everyHours: 24, afterDeployment: true }, "person:mara");
  say(`mara says that the staging copy of ${storefront.service} may be tested from outside`);
  await tested(telling, targetId, "the first scan");
  await breath();

  Object.assign(web.has, { search: false, leave: false });
  await tested(telling, targetId, "the search and the way out are mended; the next scan looks at both again");
  await breath();

  Object.assign(web.has, { search: true, news: false });
  await tested(telling, targetId, "a merge brings the search's mistake back, and the news page is taken down");
  await breath();
  await drilled(telling, web, targetId);
}

/** Goes slowly on purpose: something to watch, and to stop. */
export async function leaveRunning({ app }: Pick<Telling, "app">): Promise<void> {
  await app.dast.startScan(app.org, { target: "storefront-staging", spec: { profile: "production", checks: { only: [], except: [] }, budget: { requestsPerSecond: 1 } as ScanSpec["budget"] }, reason: "asked" }, "person:noor");
}

async function tested(telling: Telling, targetId: string, what: string): Promise<void> {
  const { app, say, signal } = telling;
  const { scanId } = await app.dast.startScan(app.org, { target: targetId, spec: {}, reason: "asked" }, "person:mara");
  const scan = await ended(what, signal, async () => { const one = await app.dast.findScan(app.org, scanId); return one?.endedAt === undefined ? undefined : one; });
  if (scan.state !== "done") throw new Error(`${what}: the scan is ${scan.state}: ${scan.failure ?? ""}`);
  const { rows } = await app.dast.diff(app.org, scanId, undefined);
  const news = rows.filter(({ after }) => after !== "same").map(({ finding, after, why }) => `${after}: ${finding.title}, ${placeText({ ...finding.place, origin: "the whole site" })}${after === "not-retested" ? ` (${why ?? ""})` : ""}`);
  say(`${what}: ${countsOf(scan)}; ${scan.report?.requests ?? 0} requests in ${seconds((scan.endedAt ?? 0) - (scan.startedAt ?? 0))}`, news);
}

const countsOf = ({ counts }: DastScan): string => Object.entries(counts).filter(([, count]) => count > 0).map(([outcome, count]) => `${count} ${outcome}`).join(", ");

/** Probes go out; the access log arrives as it always does, and the rules say what they saw. */
async function drilled(telling: Telling, web: WeakWeb, targetId: string): Promise<void> {
  const { app, say, signal } = telling;
  const send = await collector(telling);
  web.log();
  const { drillId } = await app.dast.drills.start(app.org, targetId, { watchMs: 60 * secondMs }, "person:mara");
  const drill = await ended("the drill", signal, async () => {
    const requests = web.log();
    if (requests.length > 0) await send(collected([{ of: storefront, requests }]));
    const one = await app.dast.drills.find(app.org, drillId);
    return one?.endedAt === undefined ? undefined : one;
  });
  say(`drill: would anybody have seen it?`, drillResult(drill).classes.map(({ attackClass, outcome, mttdMs, rules }) => `${attackClass}: ${outcome}${mttdMs === undefined ? "" : ` after ${seconds(mttdMs)}`}${rules[0] === undefined ? "" : ` by "${rules[0].title}"`}`));
}

async function ended<T>(what: string, signal: AbortSignal, look: () => Promise<T | undefined>): Promise<T> {
  for (let waitedMs = 0; waitedMs < patienceMs; waitedMs += 200) {
    const seen = await look();
    if (seen !== undefined) return seen;
    await pause(200, undefined, { signal });
  }
  throw new Error(`within ${patienceMs / secondMs} s this did not end: ${what}`);
}
