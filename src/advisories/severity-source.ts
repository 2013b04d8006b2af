// Whose word a severity is: is the source the distribution that a package comes from.

// Ids under which each distribution publishes (OSV schema, "id" prefixes), and feeds of their own.
const publishers: readonly (readonly [ecosystem: string, source: RegExp])[] = [
  ["Debian", /^(?:DEBIAN|DSA|DLA|DTSA|ELA)(?:-|$)/i],
  ["Ubuntu", /^(?:UBUNTU|USN|LSN)(?:-|$)/i],
  ["Red Hat", /^(?:RHSA|RHBA|RHEA|REDHAT|Red Hat)(?:[-,: ]|$)/i],
  ["AlmaLinux", /^(?:ALSA|ALBA|ALEA)(?:-|$)/i],
  ["Rocky Linux", /^(?:RLSA|RLBA|RLEA|RXSA)(?:-|$)/i],
  ["SUSE", /^SUSE(?:-|$)/i],
  ["openSUSE", /^(?:openSUSE|SUSE)(?:-|$)/i],
  ["Alpine", /^ALPINE(?:-|$)/i],
  ["Wolfi", /^(?:WOLFI|CGA)(?:-|$)/i],
  ["Chainguard", /^(?:CGA|CHAINGUARD)(?:-|$)/i],
  ["Mageia", /^(?:MGASA|MGAA)(?:-|$)/i],
  ["openEuler", /^OESA(?:-|$)/i],
  ["Azure Linux", /^(?:AZL|AZURELINUX)(?:-|$)/i],
  ["MinimOS", /^MINI(?:-|$)/i],
  ["Echo", /^ECHO(?:-|$)/i],
  ["BellSoft Hardened Containers", /^BELL(?:-|$)/i],
];

const byEcosystem = new Map(publishers);

/**
 * Is `source` (an advisory's id, or the name a feed gives itself) the distribution behind `ecosystem`, with or without release suffix?
 *
 * @example isFromDistribution("UBUNTU-CVE-2024-1", "Ubuntu:22.04:LTS") === true
 */
export function isFromDistribution(source: string, ecosystem: string): boolean {
  const colon = ecosystem.indexOf(":");
  return byEcosystem.get(colon < 0 ? ecosystem : ecosystem.slice(0, colon))?.test(source) ?? false;
}
