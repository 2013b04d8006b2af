// Debian policy 5.6.12: epoch first, "~" sorts before nothing, letters before the rest, digit runs compare as numbers.
import { partKey } from "../debian-runs.ts";
import { compareKeys, defineScheme, numberKey, versionLengthLimit } from "../scheme.ts";

const epochForm = /^(?:(\d+):)?(.+)$/;
// The characters of policy 5.6.12; a colon in the upstream version needs an epoch, which the split above has taken.
// Policy says "should start with a digit"; without that, words such as "latest" would be versions.
const upstreamForm = /^\d[A-Za-z0-9.+~:-]*$/;
const revisionForm = /^[A-Za-z0-9+.~]+$/;

/** A version is its sort key: built once, compared as text. */
export const debian = defineScheme<string>({
  id: "debian",
  about: "Debian and Ubuntu package versions.",
  ecosystems: ["Debian", "Echo", "Ubuntu"],
  standard: "Debian policy 5.6.12; deb-version(7)",
  parse: parseDebian,
  compare: compareKeys,
});

function parseDebian(text: string): string | undefined {
  if (text.length > versionLengthLimit) return undefined;
  const [, epoch = "0", rest = ""] = epochForm.exec(text.trim()) ?? [];
  const hyphen = rest.lastIndexOf("-");
  const upstream = hyphen < 0 ? rest : rest.slice(0, hyphen);
  // "The absence of a debian_revision is equivalent to a debian_revision of 0."
  const revision = hyphen < 0 ? "0" : rest.slice(hyphen + 1);
  if (!upstreamForm.test(upstream) || !revisionForm.test(revision)) return undefined;
  return numberKey(epoch) + partKey(upstream) + partKey(revision);
}
