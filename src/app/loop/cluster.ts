// Keeps alias clusters and vulnerabilities in step with the advisories: the clusters that a batch touches, and no others.
import { clusters, primaryId } from "../../advisories/alias-clusters.ts";
import type { MemberChange } from "../../advisories/advisory-store.ts";
import { subjectsOf, vulnerabilityFrom } from "../../advisories/vulnerability.ts";
import type { Instant } from "../../kernel/clock.ts";
import type { Ports } from "../../store/store.ts";

/** touched: every vulnerability whose advisories or members changed. renamed: clusters that go by another id now. */
export interface Clustered { touched: readonly string[]; renamed: readonly { from: string; to: string }[] }

/**
 * Works out the clusters around these ids again, after advisories were stored or removed under them.
 * `ids` must hold the advisories' own ids and every id they named before or name now.
 */
export async function recluster(ports: Ports, ids: readonly string[], at: Instant): Promise<Clustered> {
  const { advisories } = ports;
  const before = await advisories.membersOf(ids);
  const siblings = [...(await advisories.membersOfVulnerabilities([...new Set(before.values())])).values()].flat();
  const around = await advisories.assertionsAround([...new Set([...ids, ...siblings])]);
  const found = clusters(around);
  const members = primariesOf(found);
  const old = await advisories.membersOf([...members.keys()]);
  const { subjects, spoken } = await rewriteSubjects(ports, [...members.keys()], members);
  await advisories.putMembers(new Map([...members].filter(([id, primary]) => spoken.has(id) && old.get(id) !== primary)));
  // A name that no advisory bears or gives any more leaves nothing behind: what is stored depends on what is said, not on what was.
  await advisories.removeMembers([...members.keys()].filter((id) => !spoken.has(id)));
  await advisories.addMemberChanges(changesOf(old, members, spoken), at);
  // A cluster that lost its name: its findings follow the member that gave it.
  const renamed = [...new Set(old.values())].filter((from) => members.has(from) && members.get(from) !== from).map((from) => ({ from, to: members.get(from) ?? from }));
  const all = [...new Set([...members.values(), ...subjects, ...before.values()])];
  await rewriteVulnerabilities(ports, all);
  return { touched: all, renamed };
}

/** One cluster is one array, so each is named once, however many members it has. */
function primariesOf(found: ReadonlyMap<string, readonly string[]>): ReadonlyMap<string, string> {
  const names = new Map([...new Set(found.values())].map((cluster) => [cluster, primaryId(cluster)]));
  return new Map([...found].map(([id, cluster]) => [id, names.get(cluster) ?? id]));
}

/** Ids that left a cluster; what is heard of for the first time leaves none. */
const changesOf = (old: ReadonlyMap<string, string>, members: ReadonlyMap<string, string>, spoken: ReadonlySet<string>): MemberChange[] =>
  [...old].flatMap(([id, from]) => {
    const to = spoken.has(id) ? members.get(id) : undefined;
    return to === from ? [] : [{ id, from, to }];
  });

/** subjects: what is, or was, spoken of. spoken: every id that an advisory bears, or names as alias or upstream. */
async function rewriteSubjects({ advisories }: Ports, ids: readonly string[], members: ReadonlyMap<string, string>): Promise<{ subjects: string[]; spoken: ReadonlySet<string> }> {
  const citing = await advisories.citing(ids);
  const facts = await advisories.factsOf([...new Set([...ids, ...citing])]);
  const named = facts.flatMap(({ id, aliases, upstream }) => [id, ...aliases, ...upstream]).filter((id) => !members.has(id));
  const others = await advisories.membersOf(named);
  const subjects = new Map(facts.map((advisory) => [advisory.id, subjectsOf(advisory, (id) => members.get(id) ?? others.get(id) ?? id)]));
  const old = await advisories.subjectsOf([...subjects.keys()]);
  await advisories.putSubjects(new Map([...subjects].filter(([id, about]) => old.get(id)?.toSorted().join() !== about.toSorted().join())));
  return {
    subjects: [...new Set([...subjects.values(), ...old.values()].flat())],
    spoken: new Set(facts.flatMap(({ id, aliases, upstream }) => [id, ...aliases, ...upstream])),
  };
}

/** Vulnerabilities from what now speaks of them; one that nothing speaks of goes. */
export async function rewriteVulnerabilities({ advisories }: Ports, ids: readonly string[]): Promise<void> {
  const about = Map.groupBy(await advisories.advisoriesAbout(ids), ({ vulnerabilityId }) => vulnerabilityId);
  const facts = new Map((await advisories.factsOf([...about.values()].flat().map(({ advisoryId }) => advisoryId))).map((advisory) => [advisory.id, advisory]));
  const members = await advisories.membersOfVulnerabilities(ids);
  const namesOf = (id: string): readonly string[] => [...new Set([id, ...(members.get(id) ?? [])])];
  const enrichments = Map.groupBy(await advisories.enrichmentsOf(ids.flatMap(namesOf).filter((id) => id.startsWith("CVE-"))), ({ cve }) => cve);
  const spoken = ids.filter((id) => about.has(id));
  await advisories.putVulnerabilities(spoken.map((id) => vulnerabilityFrom(id, namesOf(id),
    (about.get(id) ?? []).flatMap(({ advisoryId }) => facts.get(advisoryId) ?? []), namesOf(id).flatMap((name) => enrichments.get(name) ?? []))));
  await advisories.removeVulnerabilities(ids.filter((id) => !about.has(id)));
}
