// cabal.project.freeze of Haskell's cabal-install.
// Source: cabal's user guide, "cabal freeze", and "constraints".
import type { LockfileFile, LockfilePart } from "../lockfile.ts";
import { defineLockfile, fileName } from "../lockfile.ts";
import { packagePart } from "../lockfile-parts.ts";
import { place } from "../lockfile-text.ts";

export const cabalFreeze = defineLockfile({ id: "cabal-freeze", about: "cabal.project.freeze of cabal-install.", recognises: (path) => /^cabal[\w.-]*\.project\.freeze$|^cabal\.config$/.test(fileName(path)), read });

/** Constraints like `any.aeson ==2.1.0.0`; those on flags ("aeson +ordered-keymap") name no version and are settings. */
function* read(file: LockfileFile): Generator<LockfilePart> {
  for (const [index, line] of file.text.split(/\r?\n/).entries()) {
    if (line.trimStart().startsWith("--")) continue;
    for (const constraint of line.replace(/^\s*constraints:/, "").split(",")) {
      const [, name, version] = /^\s*(?:any\.|setup\.)?([A-Za-z0-9][\w-]*)\s*==\s*(\d[\d.]*)\s*$/.exec(constraint) ?? [];
      if (name !== undefined) yield packagePart({ type: "hackage", name, version, at: place(file.path, index + 1) });
    }
  }
}
