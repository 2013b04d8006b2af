// The contract of an extractor: which packages are installed on a host, from the files package managers keep.
import type { Plugin } from "../kernel/plugin.ts";
import type { Component, ComponentReject } from "./component.ts";

/** The file system, passed in; paths are absolute within the host's root. */
export interface HostFiles {
  readText(path: string): Promise<string | undefined>;
  /** Entries of a folder; empty when it is not there or may not be read. */
  list(path: string): Promise<readonly { name: string; kind: "file" | "folder" | "link" | "other" }[]>;
  /** Changes when the file's content changes (size, mtime, inode); undefined when it is not there. */
  stamp(path: string): Promise<string | undefined>;
}

export type ExtractorPart = { kind: "component"; component: Component } | { kind: "reject"; reject: ComponentReject };

export interface Extractor extends Plugin {
  /** Files and folders whose stamps tell whether reading again could give something new. */
  watches(files: HostFiles, roots: readonly string[]): Promise<readonly string[]>;
  /** roots: folders to look below for what is not kept in one place (node_modules, site-packages). */
  extract(files: HostFiles, roots: readonly string[], signal: AbortSignal): AsyncIterable<ExtractorPart>;
}

export const defineExtractor = (extractor: Extractor): Extractor => extractor;
