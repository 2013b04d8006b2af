// The Linux kernel as kernel.org releases it: numbers, and release candidates counted as numbers.
import { compareKeys, defineScheme, numberKey, versionLengthLimit } from "../scheme.ts";

const end = "\u0001";
const candidate = "\u0001";
const released = "\u0002";

// A distribution's kernel ("6.8.0-45-generic", "5.10.0-18-amd64") counts its own builds behind the hyphen and carries
// fixes that kernel.org numbers elsewhere: it is no version of this scheme, because any answer would be a wrong one.
const form = /^\s*v?(\d+(?:\.\d+)*)(?:-rc(\d+))?\s*$/;

/** A version is its sort key: built once, compared as text. Not SemVer: rc10 is after rc9. */
export const linux = defineScheme<string>({
  id: "linux",
  about: "The Linux kernel of kernel.org.",
  ecosystems: ["Linux"],
  standard: "Linux kernel documentation, process/2.Process (release numbers and -rc releases)",
  parse: parseLinux,
  compare: compareKeys,
});

function parseLinux(text: string): string | undefined {
  if (text.length > versionLengthLimit) return undefined;
  const [, core, rc] = form.exec(text) ?? [];
  return core === undefined ? undefined : coreKey(core) + (rc === undefined ? released : candidate + numberKey(rc));
}

/** 6.6 is 6.6.0: stable releases begin at 6.6.1. */
function coreKey(core: string): string {
  const parts = core.split(".").map(numberKey);
  while (parts.at(-1) === zero) parts.pop();
  return parts.join("") + end;
}

const zero = numberKey("0");
