// The contract of an SBOM reader: bytes in, components and rejects out, within limits.
//
// document   one SBOM in one format and spec version
// component  a purl with version (see component.ts); rejects name the place and the reason
import type { Plugin } from "../kernel/plugin.ts";
import type { Component, ComponentReject } from "./component.ts";

export interface SbomLimits { maxBytes: number; maxComponents: number; maxDepth: number; maxTextBytes: number }
export const sbomLimits: SbomLimits = { maxBytes: 256 * 1024 * 1024, maxComponents: 200_000, maxDepth: 64, maxTextBytes: 64 * 1024 };

/** What the document says of itself: the thing it describes, its tool, its time. */
export interface SbomSubject { name: string | undefined; version: string | undefined; purl: string | undefined; digest: string | undefined }
export interface SbomHead { format: string; specVersion: string; serial: string | undefined; createdAt: number | undefined; tools: readonly string[]; subject: SbomSubject | undefined }

/** Something the reader concluded that the document does not say outright. */
export interface SbomNote { at: string; text: string }

/** Parts come in the order the document allows: the head once, last in formats that may name their version at the end. */
export type SbomPart =
  | { kind: "head"; head: SbomHead }
  | { kind: "component"; component: Component }
  | { kind: "reject"; reject: ComponentReject }
  | { kind: "note"; note: SbomNote };

/** read throws a Fault (sbom.*) when the document as a whole cannot be used; a bad component costs that component. */
export interface SbomFormat extends Plugin {
  /** Looks at the first bytes only. */
  recognise(start: string): boolean;
  /** chunks: UTF-8 without byte order mark, unpacked, as document-bytes.ts gives them. */
  read(chunks: AsyncIterable<Uint8Array>, limits: SbomLimits): AsyncIterable<SbomPart>;
}

export const defineSbomFormat = (format: SbomFormat): SbomFormat => format;
