// Files that were written and programs that were run, place by place: what was written and then run within an hour is an executable brought along.
import { hourMs } from "../../kernel/clock.ts";
import type { Instant } from "../../kernel/clock.ts";
import type { FieldValue, RuntimeEvent } from "../event.ts";
import type { StateChanges, StateRow } from "../state.ts";
import { boundedValue } from "./fact.ts";
import type { Fact } from "./fact.ts";
import { isOf, isWrite } from "./facts.ts";
import { fileClassOf } from "./file-classes.ts";
import { programName } from "./programs.ts";
import { shapeOfPart } from "./shapes.ts";

export interface WrittenFiles {
  /** The fact, whichever of the two is told first. */
  note(event: RuntimeEvent): Fact | undefined;
  restore(rows: Iterable<StateRow>): void;
  take(): StateChanges;
}

export const writtenKind = "profile-write";
export const runWithinMs = hourMs;
const mostPaths = 20_000;
// A file that grows is written all the time; it is remembered anew this seldom.
const renewMs = 10 * 60_000;
const keptTimes = 8;

const starts = new Set(["process_creation"]);
const separator = "\u0000";

export function createWrittenFiles(): WrittenFiles {
  const written = new Map<string, Instant[]>();
  const run = new Map<string, Instant[]>();
  const changed = new Set<string>();
  return {
    note(event) {
      const place = event.origin.containerId ?? event.origin.pod ?? event.origin.host ?? "";
      let found: Fact | undefined;
      if (isWrite(event)) {
        for (const path of pathsIn(event.fields["TargetFilename"])) {
          const key = `${place}${separator}${path}`;
          if (remember(written, key, event.at)) changed.add(key);
          if (run.get(key)?.some((ranAt) => isSoon(event.at, ranAt)) === true) found = factOf(path);
        }
      }
      if (!isOf(event, starts)) return found;
      for (const path of ranBy(event)) {
        const key = `${place}${separator}${path}`;
        remember(run, key, event.at);
        if (written.get(key)?.some((writtenAt) => isSoon(writtenAt, event.at)) === true) found = factOf(path);
      }
      return found;
    },
    restore(rows) {
      for (const { kind, key, body } of rows) if (kind === writtenKind) written.set(keyOfRow(key), JSON.parse(body) as Instant[]);
    },
    take() {
      const put = [...changed].flatMap((key): StateRow[] => {
        const times = written.get(key);
        return times === undefined ? [] : [{ kind: writtenKind, key: rowKey(key), dueAt: Math.max(...times) + runWithinMs, body: JSON.stringify(times) }];
      });
      changed.clear();
      return { put, remove: [] };
    },
  };
}

// PostgreSQL's texts hold no NUL.
const rowKey = (key: string): string => key.replace(separator, "\n");
const keyOfRow = (key: string): string => key.replace("\n", separator);

const isSoon = (writtenAt: Instant, ranAt: Instant): boolean => ranAt >= writtenAt && ranAt <= writtenAt + runWithinMs;

/** The newest stand last; what is over the limit goes from the front. Answers whether it was news. */
function remember(map: Map<string, Instant[]>, key: string, at: Instant): boolean {
  const times = map.get(key);
  if (times?.some((time) => Math.abs(time - at) < renewMs && time <= at) === true) return false;
  map.delete(key);
  map.set(key, [...(times ?? []), at].sort((a, b) => a - b).slice(-keptTimes));
  if (map.size > mostPaths) map.delete(map.keys().next().value ?? "");
  return true;
}

function* pathsIn(value: FieldValue | undefined): Generator<string> {
  if (typeof value === "string") { if (value !== "") yield value; return; }
  if (Array.isArray(value)) for (const one of value as readonly FieldValue[]) if (typeof one === "string" && one !== "") yield one;
}

// Programs that run the file they are given.
const interpreter = /^(?:(?:ba|da|z|k|a)?sh|busybox|python[\d.]*|perl|ruby|node|nodejs|php[\d.]*|java|lua[\d.]*|pwsh)$/;
const wordsLooked = 6;

/** The program, and the script that an interpreter was started with. */
function* ranBy({ fields }: RuntimeEvent): Generator<string> {
  const { Image: image, CommandLine: line, CurrentDirectory: folder } = fields;
  if (typeof image !== "string") return;
  yield image.replace(/ \(deleted\)$/, "");
  if (typeof line !== "string" || !interpreter.test(programName(image))) return;
  const script = line.slice(0, 1000).split(/\s+/, wordsLooked).slice(1).find((word) => word !== "" && !word.startsWith("-"));
  if (script === undefined) return;
  yield script.startsWith("/") || typeof folder !== "string" ? script : `${folder.replace(/\/$/, "")}/${script.replace(/^\.\//, "")}`;
}

const factOf = (path: string): Fact => ({ kind: "written-executable", value: boundedValue(`${shapeOfPart(programName(path))} in ${fileClassOf(path).id}`) });
