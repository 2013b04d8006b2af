// Detections streamed out: to every receiver that asks for them, in the transaction of the detection, whatever the routes say.
import { isFault } from "../../kernel/fault.ts";
import { channels } from "../../notify/channels/index.ts";
import { outboxRows } from "../../notify/notice-store.ts";
import type { Notice } from "../../notify/notice.ts";
import type { OcsfActivity } from "../../notify/ocsf-words.ts";
import type { Detection, Sample } from "../../runtime/detection.ts";
import { toDetectionFinding } from "../../runtime/ocsf.ts";
import type { KeptReceiver } from "../../store/setting-store.ts";
import type { Ports } from "../../store/store.ts";
import type { LoopContext } from "../loop/context.ts";

const kinds: Readonly<Record<OcsfActivity, string>> = { 1: "detection.opened", 2: "detection.changed", 3: "detection.closed" };

/** Of the receivers' own settings: who takes single detections. */
const takers = async (ports: Ports, org: string): Promise<string[]> => (await ports.settings.receivers(org)).filter(takesDetections).map(({ id }) => id);

function takesDetections({ channel: name, settings }: KeptReceiver): boolean {
  const channel = channels.find(name);
  if (channel?.wants === undefined) return false;
  // Settings of another version that cannot be read any more: its deliveries say so; ingest does not stop for it.
  try { return channel.wants(kinds[1], channel.readSettings(JSON.parse(settings))); } catch (thrown) {
    if (isFault(thrown, "settings.invalid")) return false;
    throw thrown;
  }
}

/** samples: those the caller has at hand; read when absent. Nothing is read but the receivers when nobody asks for detections. */
export async function tellOcsf({ clock, ids, publicUrl }: LoopContext, ports: Ports, org: string, all: readonly Detection[], activity: OcsfActivity, samples?: readonly Sample[]): Promise<void> {
  // What an exception leaves out from the first tells nobody.
  const detections = activity === 1 ? all.filter(({ state }) => state !== "excepted") : all;
  if (detections.length === 0) return;
  const receivers = await takers(ports, org);
  if (receivers.length === 0) return;
  const now = clock.now();
  const byDetection = Map.groupBy(samples ?? await ports.detections.samplesOf(org, detections.map(({ detectionId }) => detectionId)), ({ detectionId }) => detectionId);
  await ports.notices.enqueueAll(detections.map((one) => outboxRows({
    org, noticeId: ids.next("ntc"), notice: noticeOf(one, byDetection.get(one.detectionId) ?? [], activity, now, publicUrl), routed: { kind: "routed", receivers }, now, groupWaitMs: 0,
  })));
}

/** Each is a story of its own: what is put together for people would be lost to a machine. */
function noticeOf(one: Detection, samples: readonly Sample[], activity: OcsfActivity, at: number, publicUrl: string): Notice {
  const { placement, evidence } = one;
  return {
    kind: kinds[activity], groupKey: `detection|${one.detectionId}|${activity}|${at}`, severity: one.level === "informational" ? "low" : one.level, title: one.title,
    what: one.why.sentences[0] ?? one.title, where: [placement.workload, placement.endpoint, placement.environment].filter((part) => part !== undefined).join(", "), why: evidence.because, due: "Nothing is due.",
    action: { label: "Look at it", url: `${publicUrl}/runtime/detections/${one.detectionId}` }, at, items: [],
    labels: { services: placement.service === undefined ? [] : [placement.service], owner: placement.owner, environments: placement.environment === undefined ? [] : [placement.environment], vulnerability: evidence.state === "confirmed" ? evidence.vulnerability : undefined },
    ocsf: toDetectionFinding(one, samples, { activity, at, publicUrl }),
  };
}
