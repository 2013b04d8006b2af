// What reading a target gives, whatever kind of target it is.
import { Fault, isFault, messageOf } from "../kernel/fault.ts";
import type { ComponentTally, Tallied } from "./component-tally.ts";
import type { Extractor, HostFiles } from "./extractor.ts";
import type { SbomHead } from "./sbom-format.ts";

/**
 * as: a format for a file whose name does not tell it ("sbom", or a lock file format's id).
 * vendored: walk vendor folders too; what is in them is other people's projects.
 * isImage: the files are those of an image: all of it is looked through, whether it says which distribution it is or not.
 * use: the extractors for what is installed. stdin: what "-" reads. rootedAt: the files of a folder as a process in it as its root would see them; without it
 * links out of the folder are followed as the host has them.
 */
export interface TargetOptions {
  as?: string;
  vendored?: boolean;
  isImage?: boolean;
  use?: readonly Extractor[];
  stdin?: AsyncIterable<Uint8Array>;
  rootedAt?(path: string): HostFiles;
  signal?: AbortSignal;
  walk?: { maxFolders: number; maxDepth: number };
}

/** components: how many this source lists, those included that another source lists too. */
export interface TargetSource { path: string; format: string; components: number }

/** failed: sources that could not be used at all, so that what they list is unknown, not absent. head, digest: of an SBOM. */
export interface TargetSummary extends Tallied {
  kind: "sbom" | "lockfile" | "folder" | "root";
  sources: TargetSource[];
  failed: { path: string; code: string; detail: string }[];
  head?: SbomHead;
  digest?: string;
}

/** What every kind of target ends with. Nothing read at all is a Fault, so that an empty result is never taken for a clean one. */
export function finishTarget(path: string, kind: TargetSummary["kind"], tally: ComponentTally, { sources, failed }: Pick<TargetSummary, "sources" | "failed">): TargetSummary {
  if (sources.length > 0) return { kind, sources, failed, ...tally.finish() };
  const places = failed.map(({ path: at, detail }) => ({ at, rule: detail }));
  throw new Fault("target.empty", { detail: failed.length > 0 ? `None of the ${failed.length} lock files in ${path} can be used.` : `${path} holds no ${kind === "root" ? "installed package" : "lock file"} that is read.`, places });
}

export const failureOf = (path: string, cause: unknown): TargetSummary["failed"][number] => ({ path, code: isFault(cause) ? cause.code : "internal", detail: messageOf(cause) });
