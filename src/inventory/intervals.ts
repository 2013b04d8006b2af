// Deployment intervals: a fold over what was reported, so that the order of arrival never changes them.
import { derivedId } from "../kernel/id.ts";
import type { Deployment, DeploymentEvent } from "./inventory.ts";

/**
 * The intervals of one service on one endpoint. A release reported again while it runs continues its interval:
 * redeploying is not a new deployment. Events at one instant are ordered ended before started, then by release id.
 */
export function intervalsOf(org: string, events: readonly DeploymentEvent[]): Deployment[] {
  const intervals: Deployment[] = [];
  for (const event of events.toSorted(inTime)) {
    const running = intervals.at(-1);
    const isRunning = running !== undefined && running.endedAt === undefined;
    if (event.kind === "ended") {
      if (isRunning) running.endedAt = event.at;
    } else if (isRunning && running.releaseId === event.releaseId) {
      running.recordedAt = Math.min(running.recordedAt, event.recordedAt);
    } else {
      if (isRunning) running.endedAt = event.at;
      intervals.push(startOf(org, event));
    }
  }
  return intervals.filter((interval) => interval.endedAt === undefined || interval.endedAt > interval.startedAt);
}

function startOf(org: string, event: Extract<DeploymentEvent, { kind: "started" }>): Deployment {
  const { endpointId, serviceId, releaseId, at, recordedAt } = event;
  return { deploymentId: derivedId("dep", org, endpointId, serviceId, releaseId, String(at)), endpointId, serviceId, releaseId, startedAt: at, endedAt: undefined, recordedAt };
}

function inTime(a: DeploymentEvent, b: DeploymentEvent): number {
  return a.at - b.at || Number(a.kind === "started") - Number(b.kind === "started") || ((a.releaseId ?? "") < (b.releaseId ?? "") ? -1 : 1);
}
