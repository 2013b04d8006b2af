// Which vulnerabilities an advisory is about, and what is known of each, read from the index once.
import type { AdvisoryIndex, IndexedAdvisory } from "../advisories/advisory-index/advisory-index.ts";
import type { AdvisoryFacts } from "../advisories/advisory-store.ts";
import type { Severity } from "../advisories/advisory.ts";
import { chooseSeverity } from "../advisories/severity.ts";
import type { ChosenSeverity } from "../advisories/severity.ts";
import { primaryId } from "../advisories/alias-clusters.ts";
import type { VulnerabilityRecord } from "../advisories/vulnerability-views.ts";
import { isMaliciousPackage, subjectsOf, vulnerabilityFrom } from "../advisories/vulnerability.ts";

/** What a finding shows of its vulnerability; the record rates it for the package. severities: with the advisory each comes from. */
interface Described { record: VulnerabilityRecord; severity: ChosenSeverity; severities: readonly Severity[] }

/** advisories: those that gave a verdict. ratings: what they rate this package at, by advisory. ecosystem: the package's, with release. */
interface About { advisories: readonly string[]; ratings: ReadonlyMap<string, readonly Severity[]>; ecosystem: string | undefined }

export interface Vulnerabilities {
  advisory(id: string): IndexedAdvisory | undefined;
  /** Ids of the vulnerabilities that an advisory is about. */
  subjectsOf(advisoryId: string): readonly string[];
  /** Every id of the vulnerability, sorted. */
  membersOf(id: string): readonly string[];
  describe(id: string, about: About): Described;
}

export function createVulnerabilities(index: AdvisoryIndex): Vulnerabilities {
  const membersOf = remembered((id) => index.clusterOf(id));
  const advisory = remembered((id) => index.advisory(id));
  return {
    advisory, membersOf,
    subjectsOf: remembered((id) => { const told = advisory(id); return told ? subjectsOf(told, (of) => primaryId(membersOf(of))) : [id]; }),
    describe(id, { advisories, ratings, ecosystem }) {
      const members = membersOf(id);
      const facts = [...new Set([...members, ...advisories])].flatMap((one) => { const told = advisory(one); return told ? [factsOf(told, ratings.get(one) ?? [])] : []; });
      const enrichments = members.filter((member) => member.startsWith("CVE-")).flatMap((cve) => index.enrichmentsOf(cve));
      const severities = facts.flatMap(({ id: source, severities: all }) => all.map((one) => ({ ...one, source })));
      return { severities, ...rated(vulnerabilityFrom(id, members, facts, enrichments), severities, ecosystem) };
    },
  };
}

// When the index took an advisory in is not kept; when the source last changed it is the nearest that is known.
const factsOf = ({ modifiedAt, ...told }: IndexedAdvisory, ratings: readonly Severity[]): AdvisoryFacts =>
  ({ ...told, ingestedAt: modifiedAt, severities: [...told.severities, ...ratings] });

/** The score stays the best known one; the level is the package's. Nobody rates malicious packages: there the record's word stands. */
function rated(record: VulnerabilityRecord, severities: readonly Severity[], ecosystem: string | undefined): { record: VulnerabilityRecord; severity: ChosenSeverity } {
  const severity = chooseSeverity(severities, { ecosystem });
  if ([record.id, ...record.aliases].some(isMaliciousPackage)) return { record, severity: { ...severity, level: record.severity, from: record.severityFrom } };
  return { record: { ...record, severity: severity.level, severityFrom: severity.from }, severity };
}

function remembered<T>(read: (id: string) => T): (id: string) => T {
  const known = new Map<string, T>();
  return (id) => {
    if (!known.has(id)) known.set(id, read(id));
    return known.get(id) as T;
  };
}
