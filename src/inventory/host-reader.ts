// Reads what is installed on a host with every extractor, and tells whether reading again could give something new.
import { messageOf } from "../kernel/fault.ts";
import { sha256 } from "../kernel/id.ts";
import type { Component, ComponentReject } from "./component.ts";
import type { Extractor, HostFiles } from "./extractor.ts";
import { extractors } from "./extractors/index.ts";

/** Where software lives that no package manager of the system put there (FHS 3.0, and what containers use). */
export const usualRoots = ["/app", "/home", "/opt", "/root", "/srv", "/usr/src", "/var/www", "/usr/local"] as const;

/** failed: extractors that did not end, so that what they would have listed is unknown, not absent. */
export interface HostSummary {
  components: Component[];
  rejects: ComponentReject[];
  counts: { components: number; duplicates: number; rejected: number; byExtractor: Readonly<Record<string, number>> };
  failed: readonly { extractor: string; detail: string }[];
  /** The same as long as nothing watched has changed; compare with hostStamp. */
  stamp: string;
}

export interface HostRequest { files: HostFiles; roots?: readonly string[]; signal?: AbortSignal; use?: readonly Extractor[] }

const never = new AbortController().signal;

/** Everything installed, one component for each canonical purl. One extractor that fails costs its own part. */
export async function extractHost({ files: real, roots = usualRoots, signal = never, use = extractors.all }: HostRequest): Promise<HostSummary> {
  const files = rememberingLists(real);
  // Taken first: a change during the reading shows as a difference afterwards, never as one that was missed.
  const stamp = await stampOf({ files, roots, signal, use });
  const components = new Map<string, Component>();
  const rejects: ComponentReject[] = [];
  const failed: { extractor: string; detail: string }[] = [];
  const byExtractor: Record<string, number> = {};
  let duplicates = 0;
  for (const extractor of use) {
    byExtractor[extractor.id] = 0;
    try {
      for await (const part of extractor.extract(files, roots, signal)) {
        if (part.kind === "reject") rejects.push(part.reject);
        else if (components.has(part.component.purl)) duplicates++;
        else { components.set(part.component.purl, part.component); byExtractor[extractor.id]!++; }
      }
    } catch (cause) {
      signal.throwIfAborted();
      failed.push({ extractor: extractor.id, detail: messageOf(cause) });
    }
  }
  return { components: [...components.values()], rejects, counts: { components: components.size, duplicates, rejected: rejects.length, byExtractor }, failed, stamp };
}

// Every extractor walks the same folders, some of them twice; within one reading they are listed once. One text a
// folder, because an object for each of a million files would be what this process is made of.
function rememberingLists(files: HostFiles): HostFiles {
  const lists = new Map<string, string>();
  return {
    readText: (path) => files.readText(path),
    stamp: (path) => files.stamp(path),
    async list(path) {
      const known = lists.get(path);
      if (known !== undefined) return unpackList(known);
      const entries = await files.list(path);
      lists.set(path, entries.map(({ kind, name }) => `${kind}/${name}`).join("\0"));
      return entries;
    },
  };
}

// Neither a slash nor a zero can be part of a file's name.
function unpackList(list: string): Awaited<ReturnType<HostFiles["list"]>> {
  if (list === "") return [];
  return list.split("\0").map((entry) => {
    const slash = entry.indexOf("/");
    return { kind: entry.slice(0, slash) as EntryKind, name: entry.slice(slash + 1) };
  });
}

type EntryKind = Awaited<ReturnType<HostFiles["list"]>>[number]["kind"];

/** A digest of the stamps of everything watched: when it is the same, reading again gives the same. */
export const hostStamp = ({ files, roots = usualRoots, signal = never, use = extractors.all }: HostRequest): Promise<string> =>
  stampOf({ files: rememberingLists(files), roots, signal, use });

async function stampOf({ files, roots, signal, use }: Required<HostRequest>): Promise<string> {
  const watched = new Set<string>();
  for (const extractor of use) {
    signal.throwIfAborted();
    for (const path of await extractor.watches(files, roots)) watched.add(path);
  }
  const lines: string[] = [];
  for (const path of [...watched].toSorted()) lines.push(`${path}\0${(await files.stamp(path)) ?? ""}`);
  return sha256(lines.join("\n"));
}
