// Profiles: what each release was seen to do, how well that is known, and what is new and waits for a person.
import { Link } from "@tanstack/react-router";
import { useFollow } from "../api/follow.ts";
import { useList } from "../api/queries.ts";
import type { Profile } from "../api/runtime-shapes.ts";
import { formatCount, formatNoun } from "../app/format.ts";
import { useUrl } from "../app/url.ts";
import { Badge } from "../lists/badges.tsx";
import type { Column } from "../lists/column.ts";
import { Empty } from "../lists/coverage-sentence.tsx";
import { DataTable } from "../lists/data-table.tsx";
import { ProfileBadge } from "../lists/detection-badges.tsx";
import { FilterBar } from "../lists/filter-bar.tsx";
import { Page } from "../lists/page.tsx";
import { unseenText } from "../lists/profile-facts.tsx";
import { profileFacets, profileWords } from "../lists/profile-tokens.ts";
import { readWords } from "../lists/query-tokens.ts";
import { OnlyNow } from "../shell/as-of-control.tsx";
import { Instant } from "../shell/instant.tsx";
import { RuntimeNav } from "../shell/runtime-nav.tsx";

/** The kind of which least is known decides how far the profile can be trusted. */
export const weakestOf = ({ coverage }: Pick<Profile, "coverage">): Profile["coverage"][number] | undefined => coverage.toSorted((a, b) => b.unseenShare - a.unseenShare)[0];

export function Release({ profile: { service, releaseId, version } }: { profile: Profile }) {
  const name = [service, version].filter((part) => part !== null).join(" ");
  if (name === "") return <span className="gap">? unknown release</span>;
  return releaseId === null ? <span>{name}</span> : <Link to="/releases/$id" params={{ id: releaseId }}>{name}</Link>;
}

const columns: readonly Column<Profile>[] = [
  { id: "workload", title: "Workload", main: true, text: (row) => row.workload, cell: (row) => <Link to="/runtime/profiles/$id" params={{ id: row.id }} data-row-link className="break">{row.workload}</Link> },
  { id: "release", title: "Release", text: (row) => [row.service, row.version].filter((part) => part !== null).join(" "), cell: (row) => <Release profile={row} /> },
  { id: "state", title: "State", text: (row) => row.state, cell: (row) => <div className="two-lines"><ProfileBadge state={row.state} because={row.because} /><span className="muted small prose">{row.because}</span></div> },
  { id: "pending", title: "Waiting", align: "end", text: (row) => String(row.pending), cell: (row) => (row.pending === 0 ? <span className="muted">none</span> : <Badge tone="medium" mark="diamond" title="Facts that differ from what was learned, and wait for a person">{formatCount(row.pending)}</Badge>) },
  { id: "facts", title: "Facts", align: "end", text: (row) => String(row.facts), cell: (row) => formatCount(row.facts) },
  { id: "events", title: "Events", align: "end", text: (row) => String(row.events), cell: (row) => formatCount(row.events) },
  { id: "coverage", title: "Least known", text: (row) => { const weakest = weakestOf(row); return weakest === undefined ? "" : `${weakest.kind} ${weakest.unseenShare}`; }, cell: (row) => <Weakest profile={row} /> },
  { id: "until", title: "Learns until", text: (row) => row.learnsUntil, cell: (row) => (row.state === "watching" ? <span className="muted">done</span> : <Instant at={row.learnsUntil} />) },
];

function Weakest({ profile }: { profile: Profile }) {
  const weakest = weakestOf(profile);
  if (weakest === undefined) return <span className="gap">? nothing yet</span>;
  return <span className={weakest.unseenShare > 0.05 ? "due-soon" : undefined} title={`The chance that the next event of this kind shows something new (Good-Turing), over ${formatNoun(weakest.events, "event")}`}>{weakest.kind.replace("-", " ")}, {unseenText(weakest.unseenShare)} unseen</span>;
}

export function ProfilesPage() {
  const { url } = useUrl();
  const filter = readWords(url.q ?? "", profileWords.names, profileWords);
  const { q: word, ...query } = filter.query;
  const list = useList<Profile>("/profiles", query);
  const problems = word === undefined ? filter.problems : [...filter.problems, { at: (url.q ?? "").indexOf(word) + 1, text: word, rule: "profiles cannot be searched by words", mend: "Write workload:name or service:name." }];
  useFollow(["profile"], ["/profiles"]);
  return (
    <Page title="Profiles" lead={<p>What each release was seen to do. A new release inherits the profile of the one before it; what differs is shown, and waits for a person. Nothing is learned during an open incident.</p>}>
      <RuntimeNav />
      <OnlyNow what="Profiles" />
      <FilterBar label="Filter the profiles" placeholder="workload:prod/checkout service:checkout is:learning" facets={profileFacets} problems={problems} words={profileWords} />
      <DataTable of="profiles" list={list} columns={columns} keyOf={(row) => row.id} empty={(url.q ?? "") === "" ? <Empty title="No profile yet."><p>One begins with the first event of a workload that says what a process, a connection or a request did. <Link to="/runtime/sources">Event sources</Link> says what comes.</p></Empty> : <Empty title="No profile matches." />} />
    </Page>
  );
}
