// A whole ecosystem, read from its archive; a killed pull goes on at the entry it had reached.
import { setImmediate as breathe } from "node:timers/promises";
import type { OsvJob, Running, Step } from "./job.ts";
import { checkpoint, partsOf } from "./job.ts";
import { idOf, openArchive } from "./archive.ts";
import type { Archive } from "./archive.ts";

const checkpointRecords = 500;

/** Reads `ecosystem` from its archive. Without one it is a reject, and stays uncovered: it is tried again when its rows change. */
export async function* pullWhole(job: OsvJob, before: Running, ecosystem: string): Step<Running> {
  const url = job.urlOf(ecosystem, "all.zip");
  const archive = await openArchive(job.context, url, job.settings.tmpDir);
  if (archive === undefined) {
    yield { kind: "reject", record: `${ecosystem}/all.zip`, reason: "is listed in ecosystems.txt but does not exist (404)" };
    return { ...before, run: finished(before, ecosystem) };
  }
  try {
    const after = yield* readArchive(job, before, ecosystem, archive);
    return { ...after, covered: [...new Set([...after.covered, ecosystem])], run: finished(after, ecosystem) };
  } finally {
    await archive.close();
  }
}

/** The records of an archive (only `want` if given), with checkpoints that hold its validator and the next entry. */
export async function* readArchive(job: OsvJob, before: Running, ecosystem: string, archive: Archive, want?: ReadonlySet<string>): Step<Running> {
  let cursor = before;
  let sinceCheckpoint = 0;
  let read = 0;
  for (const record of archive.records(firstEntry(before, ecosystem, archive), want)) {
    if (read++ % 64 === 0) await breathe(); // Unpacking is synchronous: let others have a turn.
    job.context.signal.throwIfAborted();
    if (record.kind === "record") yield* partsOf(record.text, { source: "osv", label: `${ecosystem}/${record.name}`, expectedId: idOf(record.name) });
    else yield { kind: "reject", record: `${ecosystem}/${record.name}`, reason: record.reason };
    sinceCheckpoint++;
    if (sinceCheckpoint < checkpointRecords) continue;
    cursor = { ...cursor, run: { ...cursor.run, records: cursor.run.records + sinceCheckpoint, at: { ecosystem, tag: archive.tag, entry: record.entry + 1 } } };
    sinceCheckpoint = 0;
    yield checkpoint(cursor);
  }
  return { ...cursor, run: { ...cursor.run, records: cursor.run.records + sinceCheckpoint } };
}

// Without a validator two archives cannot be told apart, so nothing may be skipped.
function firstEntry({ run: { at } }: Running, ecosystem: string, archive: Archive): number {
  return at !== undefined && at.ecosystem === ecosystem && at.tag === archive.tag && archive.tag !== "" ? at.entry : 0;
}

/** The run with `ecosystem` done and no archive half read. */
export function finished({ run }: Running, ecosystem: string): Running["run"] {
  const { at: _half, ...rest } = run;
  return { ...rest, done: [...run.done, ecosystem] };
}
