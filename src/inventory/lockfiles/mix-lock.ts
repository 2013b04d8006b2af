// mix.lock of Elixir and Erlang projects.
// Source: Hex's and Mix's locks: {:hex, name, version, checksum, managers, deps, repo, ...} and {:git, url, commit, options}.
import type { LockfileFile, LockfilePart } from "../lockfile.ts";
import { defineLockfile, isNamed } from "../lockfile.ts";
import { fromRepository, localPart, packagePart, rejectPart, shown } from "../lockfile-parts.ts";
import { place } from "../lockfile-text.ts";

export const mixLock = defineLockfile({ id: "mix-lock", about: "mix.lock of Mix.", recognises: isNamed("mix.lock"), read });

/** Mix writes one line for each package. */
function* read(file: LockfileFile): Generator<LockfilePart> {
  for (const [index, raw] of file.text.split(/\r?\n/).entries()) {
    const line = raw.trim();
    if (/^(?:%\{|\}|#.*)?$/.test(line) || line === "%{}") continue;
    yield partOf(line.startsWith("%{") ? line.slice(2) : line, place(file.path, index + 1));
  }
}

function partOf(line: string, at: string): LockfilePart {
  const [, app, kind, rest = ""] = /^\s*"([^"]+)":\s*\{:(\w+),\s*(.*)$/.exec(line) ?? [];
  if (app === undefined) return rejectPart(at, "malformed", `The line is no entry of mix.lock: ${shown(line)}`);
  if (kind === "git") {
    const [, url = "", commit] = /^"([^"]*)",\s*"([^"]*)"/.exec(rest) ?? [];
    return fromRepository({ type: "hex", name: app, at }, { url, commit });
  }
  if (kind === "path") return localPart(at, app, "It is a folder of this project.");
  const [, atom, quoted, version] = /^:(?:([\w@!?]+)|"([^"]+)"),\s*"([^"]*)"/.exec(rest) ?? [];
  if (kind !== "hex" || version === undefined) return rejectPart(at, "malformed", `The entry is of a kind that is not read: ${shown(kind ?? "")}.`, app);
  // The package may have another name than the application it holds. A private organisation is a namespace.
  const organisation = /\],\s*"hexpm:([\w-]+)"/.exec(rest)?.[1];
  return packagePart({ type: "hex", namespace: organisation, name: atom ?? quoted, version, at });
}
