// Which advisories are one vulnerability: the connected components of alias assertions, and the name each goes by.

/**
 * One source's claim that ids name the same thing: the advisory's own id and its `aliases`, never its `upstream` or
 * `related`. Hand in only claims that hold: a withdrawn advisory claims nothing, so leaving it out splits its cluster again.
 */
export interface AliasAssertion { id: string; aliases: readonly string[] }

// Ids of errata: one covers as many CVEs as the vendor fixed that day. They are about clusters and never join one,
// not even with a single CVE, or the next revision of the erratum would tear people's findings apart.
const erratum = /^(?:DSA|DLA|DTSA|ELA|USN|LSN|RHSA|RHBA|RHEA|RLSA|RLBA|RLEA|RXSA|ALSA|ALBA|ALEA|ELSA|ELBA|ALAS|CLSA|SUSE|openSUSE|MGASA|OESA|PHSA|GLSA|ASA|FEDORA|FreeBSD|CLEANSTART)-/i;
const isCve = (id: string): boolean => id.startsWith("CVE-");

/** Every CVE that an assertion names, its own id included. */
export const cvesIn = ({ id, aliases }: AliasAssertion): readonly string[] => [...new Set([id, ...aliases])].filter(isCve).toSorted(compareIds);

/**
 * What is said of one id, over all its sources. An id with two CVEs to its name is *about* several vulnerabilities
 * (CVE numbers are one each, CNA rules 4.2): it stands alone and is no bridge in either direction, so that one
 * ambiguous record cannot merge what everyone else keeps apart.
 */
function standsAlone(id: string, assertions: readonly AliasAssertion[]): boolean {
  return erratum.test(id) || cvesIn({ id, aliases: assertions.flatMap(({ aliases }) => aliases) }).length > 1;
}

/**
 * The cluster of every id that is asserted or named as an alias: its members, sorted. Aliases are symmetric and
 * transitive (OSV schema, aliases), also through ids that have no record of their own. The order of the assertions is of no account.
 *
 * @example clusters([{ id: "GHSA-1", aliases: ["CVE-2024-1"] }]).get("CVE-2024-1") // ["CVE-2024-1", "GHSA-1"]
 */
export function clusters(assertions: Iterable<AliasAssertion>): ReadonlyMap<string, readonly string[]> {
  const byId = Map.groupBy(assertions, ({ id }) => id);
  const alone = new Set([...byId].filter(([id, claims]) => standsAlone(id, claims)).map(([id]) => id));
  const joins = (id: string): boolean => !alone.has(id) && !erratum.test(id);
  const parents = new Map<string, string>();
  for (const [id, claims] of byId) {
    addTo(parents, id);
    for (const alias of claims.flatMap(({ aliases }) => aliases)) {
      addTo(parents, alias);
      if (joins(id) && joins(alias)) unite(parents, id, alias);
    }
  }
  return membersOf(parents);
}

function addTo(parents: Map<string, string>, id: string): void {
  if (!parents.has(id)) parents.set(id, id);
}

// Path halving keeps the trees flat, so their depth needs no bookkeeping.
function rootOf(parents: Map<string, string>, id: string): string {
  let at = id;
  for (let parent = parents.get(at)!; parent !== at; parent = parents.get(at)!) {
    const above = parents.get(parent)!;
    parents.set(at, above);
    at = above;
  }
  return at;
}

function unite(parents: Map<string, string>, a: string, b: string): void {
  parents.set(rootOf(parents, a), rootOf(parents, b));
}

function membersOf(parents: Map<string, string>): ReadonlyMap<string, readonly string[]> {
  const groups = Map.groupBy(parents.keys(), (id) => rootOf(parents, id));
  const found = new Map<string, readonly string[]>();
  for (const ids of groups.values()) {
    const members = ids.toSorted(compareIds);
    for (const id of members) found.set(id, members);
  }
  return found;
}

/** Every stored assertion whose own id, or one of whose aliases, is among `ids`. */
export type AliasesTouching = (ids: readonly string[]) => Promise<readonly AliasAssertion[]>;

/**
 * The cluster of one id, from stored assertions, one look-up for each step outwards: what `clusters` says of it
 * over everything stored, at the cost of the cluster alone.
 */
export async function clusterAround(id: string, aliasesTouching: AliasesTouching): Promise<readonly string[]> {
  const walk = walkFrom(id);
  let step = walk.next();
  while (!step.done) step = walk.next(await aliasesTouching(step.value));
  return step.value;
}

/** The same where a look-up answers at once. */
export function clusterAroundSync(id: string, aliasesTouching: (ids: readonly string[]) => readonly AliasAssertion[]): readonly string[] {
  const walk = walkFrom(id);
  let step = walk.next();
  while (!step.done) step = walk.next(aliasesTouching(step.value));
  return step.value;
}

/** Asks for the assertions that touch some ids, step by step, until nothing new is named. */
function* walkFrom(id: string): Generator<readonly string[], readonly string[], readonly AliasAssertion[]> {
  const members = new Set<string>();
  const seen = new Set([id]);
  for (let edge: readonly string[] = [id]; edge.length > 0;) {
    const touching: readonly AliasAssertion[] = yield edge;
    const joining = edge.filter((at) => !standsAlone(at, touching.filter((claim) => claim.id === at)));
    if (members.size === 0 && joining.length === 0) return [id];
    for (const at of joining) members.add(at);
    edge = neighboursOf(joining, touching).filter((next) => !seen.has(next));
    for (const next of edge) seen.add(next);
  }
  return [...members].toSorted(compareIds);
}

function neighboursOf(ids: readonly string[], assertions: readonly AliasAssertion[]): readonly string[] {
  const from = new Set(ids);
  return [...new Set(assertions.flatMap(({ id, aliases }) => [
    ...(from.has(id) ? aliases : []),
    ...(aliases.some((alias) => from.has(alias)) ? [id] : []),
  ]))];
}

// People know a vulnerability by its CVE, then by GitHub's name; language databases come before the rest.
const ranks = ["CVE", "GHSA", "PYSEC", "GO", "RUSTSEC", "EUVD", "MAL", "OSV"];

/** The id a cluster goes by: the lowest CVE, else the best-known source's; the same for the same members in any order. */
export function primaryId(members: readonly string[]): string {
  const [first, ...others] = members;
  if (first === undefined) throw new TypeError("a cluster has at least one member");
  return others.reduce((best, id) => (compareByRank(id, best) < 0 ? id : best), first);
}

function compareByRank(a: string, b: string): number {
  return rankOf(a) - rankOf(b) || compareIds(a, b);
}

function rankOf(id: string): number {
  const rank = ranks.indexOf(id.slice(0, id.indexOf("-")));
  return rank < 0 ? ranks.length : rank;
}

/** Digit runs as numbers, so that CVE-2024-9999 is before CVE-2024-10000; equal only when the text is equal. */
function compareIds(a: string, b: string): number {
  const left = a.match(/\d+|\D+/g) ?? [];
  const right = b.match(/\d+|\D+/g) ?? [];
  for (let at = 0; at < Math.min(left.length, right.length); at++) {
    const order = compareRuns(left[at]!, right[at]!);
    if (order !== 0) return order;
  }
  return left.length - right.length || compareText(a, b);
}

const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

function compareRuns(a: string, b: string): number {
  const areNumbers = /^\d/.test(a) && /^\d/.test(b);
  if (!areNumbers) return compareText(a, b);
  const [x, y] = [a.replace(/^0+/, ""), b.replace(/^0+/, "")];
  return x.length - y.length || compareText(x, y);
}
