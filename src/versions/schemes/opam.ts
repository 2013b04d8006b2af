// opam: Debian's order without epochs, over whatever OCaml packages call a version.
import { partKey } from "../debian-runs.ts";
import { compareKeys, defineScheme, versionLengthLimit } from "../scheme.ts";

// opam manual, "Package names and versions"; a word without a digit ("base", "dev") tells nothing of its place.
const form = /^(?=\D*\d)[A-Za-z0-9._~+-]+$/;

/** A version is its sort key: built once, compared as text. */
export const opam = defineScheme<string>({
  id: "opam",
  about: "OCaml packages of opam.",
  ecosystems: ["opam"],
  standard: "opam manual, version ordering (Debian's order; behind the last hyphen a revision)",
  parse: parseOpam,
  compare: compareKeys,
});

function parseOpam(text: string): string | undefined {
  if (text.length > versionLengthLimit) return undefined;
  const version = text.trim();
  if (!form.test(version)) return undefined;
  const hyphen = version.lastIndexOf("-");
  return hyphen < 0 ? partKey(version) + partKey("") : partKey(version.slice(0, hyphen)) + partKey(version.slice(hyphen + 1));
}
