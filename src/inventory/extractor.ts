// The contract of an extractor: which packages are installed on a host, from the files package managers keep.
import { messageOf } from "../kernel/fault.ts";
import type { Plugin } from "../kernel/plugin.ts";
import type { PositionalReader } from "../kernel/zip.ts";
import type { Component, ComponentReject } from "./component.ts";

/** A file held open, bytes by position; whoever opens it closes it. isExecutable: any x bit of its mode. */
export interface HostFile extends PositionalReader { readonly isExecutable: boolean; close(): void }

export interface HostEntry { name: string; kind: "file" | "folder" | "link" | "other" }

/** The file system, passed in; paths are absolute within the host's root. */
export interface HostFiles {
  /** It gives the same answers as long as it lives, so that what was found in it may be remembered. */
  readonly isSnapshot?: true;
  readText(path: string): Promise<string | undefined>;
  /** Undefined when it is no file, not there or may not be read. For what is too large to read whole, or no text. */
  open(path: string): Promise<HostFile | undefined>;
  /** Entries of a folder; empty when it is not there or may not be read. */
  list(path: string): Promise<readonly HostEntry[]>;
  /** Changes when the file's content changes (size, mtime, inode); undefined when it is not there. */
  stamp(path: string): Promise<string | undefined>;
}

export type ExtractorPart = { kind: "component"; component: Component } | { kind: "reject"; reject: ComponentReject };

/**
 * path belongs to the installed package that this canonical purl names. origin: who built that package; undefined when it cannot be
 * told. A vendor's package (docker-ce from Docker) is in no advisory of the distribution, so what is in it is not left to them.
 */
export interface FileOwner { path: string; purl: string; origin: "distribution" | "vendor" | undefined }

export interface Extractor extends Plugin {
  /** Files and folders whose stamps tell whether reading again could give something new. */
  watches(files: HostFiles, roots: readonly string[]): Promise<readonly string[]>;
  /**
   * Files it may read whole, judged by their path alone: what unpacks an image in memory keeps these and no others. Of
   * executables it keeps what build-records.ts reads, so an extractor of those says false.
   */
  reads(path: string): boolean;
  /** roots: folders to look below for what is not kept in one place (node_modules, site-packages). */
  extract(files: HostFiles, roots: readonly string[], signal: AbortSignal): AsyncIterable<ExtractorPart>;
  /** Of a distribution's package database: which of these paths it put there. */
  owners?(files: HostFiles, paths: ReadonlySet<string>, signal: AbortSignal): AsyncIterable<FileOwner>;
}

export const defineExtractor = (extractor: Extractor): Extractor => extractor;

export const rejected = (at: string, reason: ComponentReject["reason"], detail: string, name?: string): Extract<ExtractorPart, { kind: "reject" }> =>
  ({ kind: "reject", reject: { at, name, reason, detail } });

export type Reject = ReturnType<typeof rejected>;

/** Its text; undefined when it is not there; a reject when it cannot be taken whole, so that one file costs one file. */
export async function textOrReject(files: HostFiles, path: string): Promise<string | Reject | undefined> {
  try {
    return await files.readText(path);
  } catch (cause) {
    return rejected(path, "malformed", messageOf(cause));
  }
}

export const isReject = (value: unknown): value is Reject => typeof value === "object" && value !== null && "reject" in value;
