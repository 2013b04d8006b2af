// The contract of a lock file reader: the text of one file in, the packages it pins out, each with its place.
//
// lock file  a file in which a project writes down the packages it is built from, with their versions
// place      `path:line`, or `path` when no line can be told
// local      the project's own code (a workspace member, a linked folder): no package of a registry, so no component
import type { Plugin } from "../kernel/plugin.ts";
import type { Component, ComponentReject } from "./component.ts";
import type { SbomNote } from "./sbom-format.ts";

/** maxBytes: of one file. maxDepth: brackets open at once in JSON, YAML and TOML. maxParts: what one file may list. */
export const lockfileLimits = { maxBytes: 64 * 1024 * 1024, maxDepth: 100, maxParts: 200_000 } as const;

/** path: as the target names it, used in places. text: decoded, without byte order mark. remarks: what its parser had to say; told at the end. */
export interface LockfileFile { path: string; text: string; remarks?: SbomNote[] }

/** Files beside a lock file, by their path relative to its folder. Never out of the target. */
export interface Neighbours {
  /** Undefined when it is not there, not readable, too large or outside of the target. */
  read(path: string): Promise<LockfileFile | undefined>;
  /** What a reader has worked out and a later file of the same target may use again; keys begin with the reader's id. */
  readonly memo: Map<string, unknown>;
  /** The path as the target names it, without reading; undefined outside of the target. */
  locate(path: string): string | undefined;
}

/** The project's own code, named so that nothing is dropped in silence. */
export interface LocalPackage { at: string; name: string | undefined; detail: string }

export type LockfilePart =
  | { kind: "component"; component: Component }
  | { kind: "reject"; reject: ComponentReject }
  | { kind: "local"; local: LocalPackage }
  | { kind: "note"; note: SbomNote };

/** read throws a Fault (lockfile.*) when the file as a whole cannot be used; a bad entry costs that entry. */
export interface Lockfile extends Plugin {
  /** Judged by the path alone (slashes, relative to the target). */
  recognises(path: string): boolean;
  /** Of formats that share a file name: whether the text is of this one. */
  speaks?(text: string): boolean;
  /** False for a file whose bytes are no text, of which only the name is looked at. */
  isText?(path: string): boolean;
  read(file: LockfileFile, near: Neighbours): AsyncIterable<LockfilePart> | Iterable<LockfilePart>;
}

export const defineLockfile = (lockfile: Lockfile): Lockfile => lockfile;

/** @example isNamed("Gemfile.lock", "gems.locked")("app/Gemfile.lock") === true */
export function isNamed(...names: readonly string[]): (path: string) => boolean {
  const known = new Set(names);
  return (path) => known.has(fileName(path));
}

export const fileName = (path: string): string => path.slice(path.lastIndexOf("/") + 1);
