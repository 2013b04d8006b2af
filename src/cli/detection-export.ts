// Detections as lines of JSON, through every page: as the API has them, or as OCSF Detection Findings.
import type { Detection, DetectionDetail } from "../contract/runtime.ts";
import type { Client } from "./client.ts";
import { detectionFrom } from "./detection-wire.ts";

export const exportFormats = ["jsonl", "ocsf"] as const;
export type ExportFormat = (typeof exportFormats)[number];

const pageSize = 200;
/** Asked at the same time: a detail holds samples, and a server has other people. */
const together = 8;

/** Newest first. Each line is one detection with its samples; what is made or judged meanwhile may be seen as it was or as it is. */
export async function* exportLines(client: Pick<Client, "get">, query: Record<string, string | undefined>, format: ExportFormat, limit = Infinity): AsyncGenerator<string> {
  const write = format === "ocsf" ? await ocsfWriter() : (detail: DetectionDetail): unknown => detail;
  let left = limit;
  for await (const ids of pagesOf(client, query)) {
    for (let from = 0; from < ids.length && left > 0; from += together) {
      const chosen = ids.slice(from, from + Math.min(together, left));
      const details = await Promise.all(chosen.map((id) => client.get<DetectionDetail>(`/detections/${encodeURIComponent(id)}`)));
      for (const detail of details) yield JSON.stringify(write(detail));
      left -= chosen.length;
    }
    if (left <= 0) return;
  }
}

async function* pagesOf(client: Pick<Client, "get">, query: Record<string, string | undefined>): AsyncGenerator<string[]> {
  for (let after: string | undefined; ;) {
    const page = await client.get<{ items: Detection[]; next: string | null }>("/detections", { ...query, limit: pageSize, after });
    yield page.items.map(({ id }) => id);
    if (page.next === null) return;
    after = page.next;
  }
}

/** A dismissed or excepted one is a finding that was closed (OCSF 1.x, Detection Finding 2004, activity_id). */
async function ocsfWriter(): Promise<(detail: DetectionDetail) => unknown> {
  const { toDetectionFinding } = await import("../runtime/ocsf.ts");
  return (detail) => {
    const { detection, samples } = detectionFrom(detail);
    return toDetectionFinding(detection, samples, { activity: detection.state === "open" ? (detection.count === 1 ? 1 : 2) : 3 });
  };
}
