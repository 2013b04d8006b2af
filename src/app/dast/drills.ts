// Drills: probes go out, the runtime room is watched, and what it saw is a measured time to detect for each class of attack.
import { randomBytes } from "node:crypto";
import type { Drill, DrillProbe } from "../../dast/drill.ts";
import { drillResult } from "../../dast/drill.ts";
import type { DastTarget } from "../../dast/scan.ts";
import { minuteMs, secondMs } from "../../kernel/clock.ts";
import { Fault, messageOf } from "../../kernel/fault.ts";
import type { Page, PageRequest } from "../../kernel/page.ts";
import type { Fact } from "../../ledger/fact.ts";
import type { Ports } from "../../store/store.ts";
import type { Job } from "../jobs.ts";
import type { LoopContext } from "../loop/context.ts";
import { probeKinds, probeRequest, targetOf } from "./drill-probes.ts";
import { sendProbes } from "./drill-sending.ts";
import type { ProbeSending } from "./drill-sending.ts";
import { sightedElsewhere } from "./drill-sightings.ts";

export interface DrillDesk {
  /** Sends the probes and answers at once; the drill ends when all was seen, or after watchMs. Throws request.not-found, and request.conflict while another drill of the target is open. */
  start(org: string, targetId: string, options: { watchMs: number | undefined }, actor: string): Promise<Drill>;
  find(org: string, drillId: string): Promise<Drill | undefined>;
  /** Newest first. */
  list(org: string, targetId: string | undefined, page: PageRequest): Promise<Page<Drill>>;
}

export interface OpenDrills { desk: DrillDesk; job: Job & { round(): Promise<void>; stop(): Promise<void> } }

const watchDefaultMs = 5 * minuteMs;
const roundMs = 5 * secondMs;
// Sending takes some ten seconds: who has not ended by then has ended altogether.
const abandonedAfterMs = 3 * minuteMs;

export function openDrills(context: LoopContext, sending: Omit<ProbeSending, "context" | "signal">): OpenDrills {
  const stopping = new AbortController();
  const running = new Map<string, Promise<void>>();
  const { store } = context;
  const round = async (): Promise<void> => {
    for (const { org, drill } of await store.read.dast.openDrills()) if (!running.has(drill.drillId)) await lookAt(context, org, drill);
  };
  return {
    desk: {
      start: async (org, targetId, { watchMs }, actor) => {
        const { drill, target } = await write(context, (ports) => plan(context, ports, org, targetId, watchMs ?? watchDefaultMs, actor));
        running.set(drill.drillId, run({ ...sending, context, signal: stopping.signal }, org, drill, target).catch((cause: unknown) => { context.log.error("drill not kept", { drill: drill.drillId, cause }); }).finally(() => { running.delete(drill.drillId); }));
        return drill;
      },
      find: (org, id) => store.read.dast.findDrill(org, id),
      list: (org, targetId, page) => store.read.dast.listDrills(org, targetId, page),
    },
    job: {
      id: "drills", round: async () => { await Promise.all(running.values()); await round(); },
      run: async () => { await round(); return { againInMs: roundMs }; },
      stop: async () => { stopping.abort(); await Promise.allSettled(running.values()); },
    },
  };
}

async function plan(context: LoopContext, ports: Ports, org: string, targetId: string, watchMs: number, actor: string): Promise<{ drill: Drill; target: DastTarget }> {
  const target = await ports.dast.findTarget(org, targetId);
  if (target === undefined) throw new Fault("request.not-found", { detail: `There is no target ${targetId}.` });
  const open = (await ports.dast.openDrills()).find((one) => one.org === org && one.drill.targetId === targetId);
  if (open !== undefined) throw new Fault("request.invalid", { places: [{ at: "/id", rule: `the drill ${open.drill.drillId} of this target has not ended`, mend: "Wait for its end: two at once could not be told apart by people." }] });
  const startedAt = context.clock.now();
  const probes = probeKinds.map((kind): DrillProbe => { const token = randomBytes(16).toString("hex"); return { attackClass: kind.attackClass, token, target: targetOf(probeRequest(kind, target.url, token)), sentAt: undefined, status: undefined, why: undefined, sightings: [] }; });
  const drill: Drill = { drillId: context.ids.next("drl"), targetId, url: target.url, state: "sending", startedBy: actor, startedAt, watchUntilAt: startedAt + watchMs, endedAt: undefined, authorisedBy: undefined, failure: undefined, probes };
  await ports.dast.putDrills(org, [drill]);
  await ports.ledger.append(org, [{ kind: "drill.started", subject: drill.drillId, actor, body: { target: targetId, url: target.url, probes: probes.length } }]);
  return { drill, target };
}

/** What is sent is known by the store before it leaves: the runtime may see it before the answer is here. */
async function run(sending: ProbeSending, org: string, drill: Drill, target: DastTarget): Promise<void> {
  const { context } = sending;
  const keep = (change: (one: Drill) => Drill): Promise<void> => write(context, async (ports) => { const now = await ports.dast.findDrill(org, drill.drillId); if (now !== undefined) await ports.dast.putDrills(org, [change(now)]); });
  const keepProbe = (token: string, change: (probe: DrillProbe) => DrillProbe): Promise<void> => keep((now) => ({ ...now, probes: now.probes.map((probe) => (probe.token === token ? change(probe) : probe)) }));
  try {
    await sendProbes(sending, drill, target, {
      authorised: (by) => keep((now) => ({ ...now, authorisedBy: by })),
      leaves: (token, sentAt) => keepProbe(token, (probe) => ({ ...probe, sentAt })),
      held: (token, why) => keepProbe(token, (probe) => ({ ...probe, sentAt: undefined, why })),
      answered: (token, status, why) => keepProbe(token, (probe) => ({ ...probe, status, why })),
    });
    await keep((now) => ({ ...now, state: "watching", watchUntilAt: Math.max(now.watchUntilAt, context.clock.now()) }));
  } catch (thrown) {
    await end(context, org, drill.drillId, messageOf(thrown));
  }
}

async function lookAt(context: LoopContext, org: string, drill: Drill): Promise<void> {
  const now = context.clock.now();
  if (drill.state === "sending") { if (now - drill.startedAt > abandonedAfterMs) await end(context, org, drill.drillId, "The server that sent the probes ended before all had left."); return; }
  const { classes } = drillResult(drill);
  if (now >= drill.watchUntilAt || classes.every(({ outcome }) => outcome === "seen" || outcome === "not-sent")) await end(context, org, drill.drillId, undefined);
}

/** failure: why it has not been carried out; what was seen until then stays. */
const end = (context: LoopContext, org: string, drillId: string, failure: string | undefined): Promise<void> => write(context, async (ports) => {
  const drill = await ports.dast.findDrill(org, drillId);
  if (drill === undefined || drill.state === "done" || drill.state === "failed") return;
  const ended: Drill = { ...drill, probes: await sightedElsewhere(ports, org, drill), state: failure === undefined ? "done" : "failed", failure, endedAt: context.clock.now() };
  await ports.dast.putDrills(org, [ended]);
  await ports.ledger.append(org, [endFact(ended)]);
});

function endFact(drill: Drill): Fact {
  const { classes, sent, seen, meanMttdMs, worstMttdMs } = drillResult(drill);
  const times = Object.fromEntries(classes.map(({ attackClass, outcome, mttdMs }) => [attackClass, mttdMs ?? outcome]));
  return { kind: "drill.ended", subject: drill.drillId, actor: drill.startedBy, body: { target: drill.targetId, url: drill.url, state: drill.state, failure: drill.failure ?? null, authorisedBy: drill.authorisedBy ?? null, classesSent: sent, classesSeen: seen, meanMttdMs: meanMttdMs === undefined ? null : Math.round(meanMttdMs), worstMttdMs: worstMttdMs ?? null, classes: times } };
}

async function write<T>(context: LoopContext, work: (ports: Ports) => Promise<T>): Promise<T> {
  const done = await context.store.write(work);
  context.committed();
  return done;
}
