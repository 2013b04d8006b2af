// Scans that start by themselves: after a deployment, and every so many hours.
import { hourMs, minuteMs } from "../../kernel/clock.ts";
import type { Instant } from "../../kernel/clock.ts";
import type { DastScan, DastTarget } from "../../dast/scan.ts";
import type { Ports } from "../../store/store.ts";
import type { LoopContext } from "../loop/context.ts";
import type { Settings } from "../settings.ts";
import { joinsOf } from "./scan-joins.ts";
import type { SpecPart } from "./scan-spec.ts";
import { servedBy } from "./served-by.ts";
import { newScan } from "./start-scan.ts";

// A release that has just started is given this long to be ready.
const settleMs = minuteMs;

/** When the schedule of a target is due; undefined: it has none. */
export const dueAt = ({ everyHours, lastScanAt, createdAt }: Pick<DastTarget, "everyHours" | "lastScanAt" | "createdAt">): Instant | undefined => (everyHours === undefined ? undefined : (lastScanAt ?? createdAt) + everyHours * hourMs);

/** Only targets that somebody has marked as testable start by themselves: nobody is there to put the file in place. */
export async function queueDue(context: LoopContext, settings: Pick<Settings, "dast">): Promise<readonly DastScan[]> {
  const queued: DastScan[] = [];
  for (const org of await context.store.read.dast.organisations()) {
    const targets = (await context.store.read.dast.listTargets(org)).filter(({ testable, everyHours, afterDeployment }) => testable && (everyHours !== undefined || afterDeployment));
    for (const target of targets) {
      const reason = await reasonFor(context, context.store.read, org, target);
      if (reason !== undefined) queued.push(...await queueOnce(context, org, target, reason, await joinsOf(context, settings, org, target)));
    }
  }
  return queued;
}

async function reasonFor({ clock, store }: LoopContext, ports: Ports, org: string, target: DastTarget): Promise<"schedule" | "deployment" | undefined> {
  const now = clock.now();
  if ((dueAt(target) ?? Infinity) <= now) return "schedule";
  if (!target.afterDeployment) return undefined;
  const { deployedAt } = await servedBy({ ...ports, views: store.views } as Ports, org, target);
  return deployedAt !== undefined && deployedAt > (target.lastScanAt ?? 0) && now - deployedAt >= settleMs ? "deployment" : undefined;
}

/** Under the writers' order: two servers that see the same deployment queue one scan. */
const queueOnce = (context: LoopContext, org: string, target: DastTarget, reason: "schedule" | "deployment", joins: SpecPart): Promise<DastScan[]> => context.store.write(async (ports) => {
  if ((await ports.dast.pendingScans()).some((one) => one.org === org && one.scan.targetId === target.targetId)) return [];
  const latest = await ports.dast.findTarget(org, target.targetId);
  if (latest === undefined || latest.lastScanAt !== target.lastScanAt) return [];
  return [await newScan(context, ports, org, latest, { spec: {}, reason, actor: `schedule:${target.targetId}`, joins })];
});
