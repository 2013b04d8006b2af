// What two scanners name, brought to one form: package, version and advisory; what both say, and what only one does.

export interface Compared { both: string[]; oursOnly: string[]; theirsOnly: string[] }

interface Ours { findings: readonly Finding[]; malicious: readonly Finding[] }
interface Finding { package: string; components: readonly { advisories: readonly { id: string; verdict: string; compared: string | null }[] }[] }
interface Theirs { results: readonly { packages: readonly { package: { name: string; version: string }; vulnerabilities?: readonly { id: string }[] }[] }[] | null }

/** ours: `aftwatch scan -o json`; theirs: `osv-scanner --format json`. By advisory, because the two join ids into vulnerabilities differently. */
export function compareVerdicts(ours: string, theirs: string): Compared {
  const [own, other] = [oursOf(JSON.parse(ours) as Ours), theirsOf(JSON.parse(theirs) as Theirs)];
  return { both: [...own].filter((one) => other.has(one)), oursOnly: [...own].filter((one) => !other.has(one)), theirsOnly: [...other].filter((one) => !own.has(one)) };
}

/** They write names and versions differently (with group or namespace, with "v"), and an advisory tells packages apart: the last part of the name is enough. */
const named = (name: string, version: string | null, advisory: string): string => `${name.replace(/^.*[/:]/, "").toLowerCase().replaceAll(/[-_.]+/g, "-")}@${(version ?? "").replace(/^v/, "")} ${advisory}`;

const oursOf = ({ findings, malicious }: Ours): Set<string> => new Set([...findings, ...malicious].flatMap((finding) => finding.components.flatMap(({ advisories }) =>
  advisories.filter(({ verdict }) => verdict === "affected").map(({ id, compared }) => named(finding.package, compared, id)))));

const theirsOf = ({ results }: Theirs): Set<string> => new Set((results ?? []).flatMap(({ packages }) => packages).flatMap(({ package: { name, version }, vulnerabilities }) =>
  (vulnerabilities ?? []).map(({ id }) => named(name, version, id))));
