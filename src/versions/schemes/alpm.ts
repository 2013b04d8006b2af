// Arch Linux versions (epoch:pkgver-pkgrel), as pacman's vercmp orders them: letters below the end, more separators above fewer.
import { compareKeys, defineScheme, numberKey, versionLengthLimit } from "../scheme.ts";

// Order of what may stand at one place of pkgver: "1.5b" is below "1.5", which is below "1.5.1".
const letters = "\u0001";
const end = "\u0002";
const number = "\u0003";
const separators = "\u0004";

/** release: undefined when the text has no pkgrel, which vercmp then compares with no other. */
interface AlpmVersion { readonly key: string; readonly release: string | undefined }

/**
 * A version without pkgrel equals every build of it, as vercmp(8) has it, so it is a total order only among versions
 * that all have one, as installed packages and advisories do, or all have none.
 */
export const alpm = defineScheme<AlpmVersion>({
  id: "alpm",
  about: "Arch Linux package versions.",
  // OSV has no advisories for Arch Linux; VERS names this order.
  ecosystems: [],
  standard: "vercmp(8), PKGBUILD(5); alpm_pkg_vercmp of pacman",
  parse: parseAlpm,
  compare: (a, b) => compareKeys(a.key, b.key) || (a.release === undefined || b.release === undefined ? 0 : compareKeys(a.release, b.release)),
});

// PKGBUILD(5): pkgver holds letters, digits, periods, underscores and plus signs; pkgrel is a number, with one more after a period at most.
const form = /^(?:(\d*):)?([\w.+~^]*\d[\w.+~^]*)(?:-(\d+(?:\.\d+)*))?$/;

function parseAlpm(text: string): AlpmVersion | undefined {
  if (text.length > versionLengthLimit) return undefined;
  const [, epoch = "", version, release] = form.exec(text.trim()) ?? [];
  if (version === undefined) return undefined;
  return { key: numberKey(epoch) + partKey(version), release: release === undefined ? undefined : partKey(release) };
}

const runs = /\d+|[A-Za-z]+|[^A-Za-z\d]+/g;

/** vercmp counts separators, whichever they are. At the end of a version it contradicts itself about them (1. < 1.5 < 1..a < 1.), so there they are left out. */
function partKey(part: string): string {
  let key = "";
  let between = 0;
  for (const [run] of part.matchAll(runs)) {
    if (!/[A-Za-z\d]/.test(run)) { between = run.length; continue; }
    const count = between > 0 ? separators + numberKey(String(between)) : "";
    key += count + (/\d/.test(run) ? number + numberKey(run) : letters + run);
    between = 0;
  }
  return key + end;
}
