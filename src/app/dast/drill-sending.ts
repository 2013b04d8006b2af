// Sends a drill's probes by the traffic of scans: its guard, its pace, its headers and its log hold for them too.
import { authorise } from "../../dast/authorisation/authorise.ts";
import type { Drill } from "../../dast/drill.ts";
import type { TestRequest } from "../../dast/exchange.ts";
import { profiles } from "../../dast/profile.ts";
import type { DastTarget } from "../../dast/scan.ts";
import { openTraffic } from "../../dast/traffic/open-traffic.ts";
import type { Traffic } from "../../dast/traffic/traffic.ts";
import type { Instant } from "../../kernel/clock.ts";
import { Fault } from "../../kernel/fault.ts";
import type { LoopContext } from "../loop/context.ts";
import { probeKinds, probeRequest } from "./drill-probes.ts";
import { makeScanFolder, requestLogIn, scanFolder } from "./scan-folder.ts";
import { machineWorld } from "./scan-world.ts";

export interface ProbeSending { context: LoopContext; dataDir: string; version: string; authorisationKey(): Promise<string>; signal: AbortSignal }

/** Told in this order for each probe, and waited for. held: it was not sent, for this reason. */
export interface ProbeNews { authorised(by: string): Promise<void>; leaves(token: string, at: Instant): Promise<void>; held(token: string, why: string): Promise<void>; answered(token: string, status: number, why: string | undefined): Promise<void> }

const budget = { requests: 200, requestsPerSecond: 10, totalMs: 120_000, concurrency: 1, replyMs: 10_000 };

/** One after the other. Throws when the target may not be tested, or nothing of it answers any more. */
export async function sendProbes(sending: ProbeSending, drill: Drill, target: DastTarget, news: ProbeNews): Promise<void> {
  const traffic = await trafficOf(sending, drill, target);
  try {
    await news.authorised(await grantOf(sending, target, traffic));
    for (const [place, { token }] of drill.probes.entries()) {
      const kind = probeKinds[place];
      if (kind !== undefined) await sendOne(sending.context, traffic, probeRequest(kind, target.url, token), token, news);
    }
  } finally {
    await traffic.close();
  }
}

async function sendOne({ clock }: LoopContext, traffic: Traffic, request: TestRequest, token: string, news: ProbeNews): Promise<void> {
  const refused = traffic.refusal(request);
  if (refused !== undefined) return news.held(token, refused);
  await news.leaves(token, clock.now());
  const { reply, failure, seq } = await traffic.send(request, { session: undefined, about: { phase: "check", check: "drill" } });
  return seq === 0 ? news.held(token, failure?.why ?? "it was refused") : news.answered(token, reply?.status ?? 0, failure?.why);
}

async function trafficOf({ context, dataDir, version, signal }: ProbeSending, { drillId }: Drill, target: DastTarget) {
  const folder = scanFolder(dataDir, drillId);
  makeScanFolder(folder);
  const scope = { origins: [], include: [], exclude: [], addresses: [], ...target.defaults.scope, start: target.url };
  return openTraffic({
    profile: profiles.production, scope, budget, window: target.defaults.window, outsideWindow: "end", logFile: requestLogIn(folder), clock: context.clock, elapsedMs: machineWorld.elapsedMs, scanId: drillId, userAgent: `aftwatch-dast/${version}`, signal, resolve: machineWorld.resolve,
    note: (text) => { context.log.info("note of a drill", { drill: drillId, note: text }); }, canaryEveryMs: 0,
  });
}

async function grantOf({ authorisationKey }: ProbeSending, target: DastTarget, traffic: Traffic): Promise<string> {
  if (target.testable) return `the word of ${target.testableBy ?? "somebody"}`;
  const answer = await authorise({ url: target.url, key: await authorisationKey(), traffic, resolveTxt: machineWorld.resolveTxt });
  if ("refused" in answer) throw new Fault("request.invalid", { detail: answer.refused });
  return answer.granted;
}
