// Gemfile.lock and gems.locked of Bundler.
// Source: Bundler's LockfileParser.
import type { LockfileFile, LockfilePart } from "../lockfile.ts";
import { defineLockfile, isNamed } from "../lockfile.ts";
import { fromRepository, localPart, packagePart, rejectPart } from "../lockfile-parts.ts";
import { place } from "../lockfile-text.ts";

export const gemfileLock = defineLockfile({ id: "gemfile-lock", about: "Gemfile.lock and gems.locked of Bundler.", recognises: isNamed("Gemfile.lock", "gems.locked"), read });

interface Source { kind: string; remote: string; revision: string | undefined }

function* read(file: LockfileFile): Generator<LockfilePart> {
  const lines = file.text.split(/\r?\n/);
  const direct = directIn(lines);
  let source: Source = { kind: "", remote: "", revision: undefined };
  for (const [index, line] of lines.entries()) {
    const at = place(file.path, index + 1);
    if (/^<{7}|^={7}$|^>{7}/.test(line)) { yield rejectPart(at, "malformed", "A merge conflict is marked here: resolve it."); continue; }
    if (/^[A-Z]/.test(line)) source = { kind: line.trim(), remote: "", revision: undefined };
    const [, key, value = ""] = /^ {2}(remote|revision): (.*)$/.exec(line) ?? [];
    if (key === "remote" && source.remote === "") source.remote = value;
    if (key === "revision") source.revision = value;
    // Four spaces: a gem. Six: what it needs, which stands as a gem elsewhere.
    if (["GEM", "GIT", "PATH", "PLUGIN SOURCE"].includes(source.kind) && /^ {4}\S/.test(line)) yield gemPart(line.trim(), at, source, direct);
  }
}

function gemPart(text: string, at: string, source: Source, direct: ReadonlySet<string>): LockfilePart {
  const [, name, told] = /^(\S+) \(([^()]+)\)$/.exec(text) ?? [];
  if (name === undefined || told === undefined) return rejectPart(at, "no-version", "The line is not name (version).", text.split(" ")[0]);
  // "1.16.0-x86_64-linux": a gem built for one platform. The same flaw is in each of them and one is installed, so the
  // platform is no part of the component; a version holds no dash (Gem::Version).
  const found = { type: "gem", name, version: told.split("-")[0], at, direct: direct.size === 0 ? undefined : direct.has(name) };
  if (source.kind === "PATH") return localPart(at, name, `It is a folder of this project: ${source.remote}.`);
  return source.kind === "GIT" ? fromRepository(found, { url: source.remote, commit: source.revision }) : packagePart(found);
}

/** DEPENDENCIES: what the Gemfile names; "!" marks one with a source of its own. */
function directIn(lines: readonly string[]): Set<string> {
  const start = lines.indexOf("DEPENDENCIES");
  const names = new Set<string>();
  for (const line of start < 0 ? [] : lines.slice(start + 1)) {
    const name = /^ {2}([^\s!]+)/.exec(line)?.[1];
    if (name === undefined) break;
    names.add(name);
  }
  return names;
}
