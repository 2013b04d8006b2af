// The contract of a reader of owners: a file that people keep anyway says who owns what.
//
// claim   a service, or a path in a repository, and who owns it, with the line that says so
// mapped  a path in a repository that is known to hold a service
import { Fault } from "../../kernel/fault.ts";
import type { Plugin } from "../../kernel/plugin.ts";

/** at: "path:line". */
export interface Left { at: string; why: string }
/** owners: the first is the one to take unless a later one is known to the on-call document. */
export interface Claim { service: string; owners: readonly string[]; at: string }

/** People and teams that a file names, for whoever writes an on-call document. */
export interface NamedPerson { name: string; email: string | undefined }
export interface NamedTeam { name: string; members: readonly string[] }

export interface OwnerFile { path: string; text: string }
export interface ReaderContext {
  /** Services there are, by name. */
  services: readonly string[];
  /** Path in the repository to service, as somebody gave it. */
  mapping: ReadonlyMap<string, string>;
  /** Of CODEOWNERS; undefined: told from the file. */
  dialect: "github" | "gitlab" | undefined;
}
/** left: what was not taken, and why. */
export interface OwnersRead { claims: readonly Claim[]; people: readonly NamedPerson[]; teams: readonly NamedTeam[]; left: readonly Left[] }

export interface OwnerReader extends Plugin {
  /** Whether the file is one of these, by its name or what it holds. */
  takes(file: OwnerFile): boolean;
  /** Throws owners.unreadable when nothing of it can be read. */
  read(file: OwnerFile, context: ReaderContext): OwnersRead;
}

export const defineOwnerReader = (reader: OwnerReader): OwnerReader => reader;

export const unreadable = (file: OwnerFile, line: number | undefined, rule: string): Fault =>
  new Fault("owners.unreadable", { detail: file.path, places: [{ at: line === undefined ? file.path : `${file.path}:${line}`, rule }] });
