// Components that cannot be judged, each with its reason: never counted among what is not affected.
import type { Verdict } from "./match.ts";
import type { Judged } from "./scan-judge.ts";
import type { UnknownComponent, UnknownReason } from "./scan-result.ts";
import { splitEcosystem } from "../versions/release-scope.ts";
import { schemeFor } from "../versions/scheme-of.ts";

/** OSV schema, "Defined Ecosystems": those whose advisories carry a release suffix. */
const released = new Set(["AlmaLinux", "Alpaquita", "Alpine", "Azure Linux", "BellSoft Hardened Containers", "Debian", "Mageia", "openEuler", "openSUSE", "Photon OS", "Red Hat", "Rocky Linux", "SUSE", "Ubuntu"]);

/** ecosystems: those the index holds advisories of, without release; undefined when it does not tell. */
export function unknownsOf(judged: readonly Judged[], ecosystems: readonly string[] | undefined): UnknownComponent[] {
  const held = ecosystems && new Set(ecosystems.map(baseOf));
  return judged.flatMap((one) => unknownOf(one, held) ?? []);
}

function unknownOf({ component, named, verdicts }: Judged, held: ReadonlySet<string> | undefined): UnknownComponent | undefined {
  const undecided = verdicts.filter(({ verdict }) => verdict === "unknown");
  const told = (reason: UnknownReason, detail: string): UnknownComponent => ({ component, reason, detail, advisories: undecided.map(({ advisoryId }) => advisoryId).toSorted() });
  const [name] = named.names;
  if (name === undefined) return told("no-ecosystem", `no database of advisories knows packages of the type ${typeOf(component.purl)}`);
  if (held && !named.names.some(({ ecosystem }) => held.has(baseOf(ecosystem)))) return told("no-data", `the advisory index holds no advisories of ${baseOf(name.ecosystem)}`);
  if (name.packageVersion === undefined) return told("no-version", "it names no version");
  const scheme = schemeFor(name.ecosystem);
  if (!scheme) return told("no-scheme", `no order of the versions of ${name.ecosystem} is known`);
  if (scheme.parse(name.packageVersion) === undefined) return told("unreadable-version", `${JSON.stringify(name.packageVersion)} is no ${scheme.id} version`);
  if (released.has(name.ecosystem)) return told("no-release", `${name.ecosystem} keeps advisories per release, and the release is not told`);
  return undecided.length > 0 && undecided.every(isGit) ? told("git", "its advisories name commits only") : undefined;
}

// In the schema's spelling: databases write "DHI" and "kubernetes".
const baseOf = (ecosystem: string): string => splitEcosystem(ecosystem).base;
const isGit = ({ because }: Verdict): boolean => (because.kind as string) === "git";
const typeOf = (purl: string): string => /^pkg:([^/]+)\//.exec(purl)?.[1] ?? purl;
