// Once a day: the complete listing against the last one, to notice records that are gone and records that came back.
import { csvRows } from "./csv.ts";
import { writeCursor } from "./cursor.ts";
import type { OsvCursor, Owed } from "./cursor.ts";
import type { OsvJob, Step } from "./job.ts";
import { compareListing } from "./listing.ts";
import { openListing } from "./open-listing.ts";
import { isSelected } from "./settings.ts";

/**
 * A record that appears with a time before the mark (one that came back, or was listed very late) is never seen by
 * a poll that stops at the mark: it is owed, so that the next poll fetches it.
 */
export async function* relist(job: OsvJob, cursor: OsvCursor): Step {
  const present = new Map<string, { text: string; at: number }>();
  const reply = await openListing(job);
  for await (const batch of csvRows(reply.bytes, reply.url)) {
    for (const row of batch) {
      if (row.kind === "row" && isSelected(job.settings, row.ecosystem)) present.set(row.id, row);
    }
  }
  const scope = job.settings.ecosystems?.toSorted().join("\n") ?? ["*", ...job.settings.except.toSorted()].join("\n");
  const { listing, gone, added, suspicious } = compareListing(present, cursor.listing, scope, job.context.clock.now());
  if (suspicious) job.context.log.warn("osv listing lost half of its records; not believed", { listed: present.size });
  for (const record of gone) yield { kind: "gone", record };
  const late = added.flatMap((id): Owed[] => {
    const row = present.get(id);
    return row !== undefined && row.at < (cursor.mark?.at ?? 0) ? [{ row: row.text, tries: 0 }] : [];
  });
  const after: OsvCursor = { ...cursor, listing, owed: [...cursor.owed, ...late], ...(late.length > 0 ? { validators: {} } : {}) };
  yield { kind: "checkpoint", cursor: writeCursor(after), progress: { done: present.size, total: present.size } };
  return after;
}
