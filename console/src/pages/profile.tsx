// One profile: what is new against the release before, the facts by kind and origin, and how well each kind is known.
import { useParams } from "@tanstack/react-router";
import { useState } from "react";
import "../app/styles/runtime.css";
import { useFollow } from "../api/follow.ts";
import { useCan, useChange, useResource } from "../api/queries.ts";
import type { ProfileDetail, ProfileFact } from "../api/runtime-shapes.ts";
import { formatCount, formatNoun } from "../app/format.ts";
import { useAsOf } from "../app/url.ts";
import { ConfirmButton } from "../forms/confirm-button.tsx";
import { ApproveDialog } from "../forms/profile-approve-dialog.tsx";
import { ProfileBadge } from "../lists/detection-badges.tsx";
import { Loading } from "../lists/loading.tsx";
import { Card, Facts, Page } from "../lists/page.tsx";
import { ProblemPanel } from "../lists/problem-panel.tsx";
import { CoverageTable, ProfileFactTable } from "../lists/profile-facts.tsx";
import { Tabs } from "../lists/tabs.tsx";
import { OnlyNow } from "../shell/as-of-control.tsx";
import { Instant } from "../shell/instant.tsx";
import { RuntimeNav } from "../shell/runtime-nav.tsx";
import { tell, tellProblem } from "../shell/toasts.tsx";
import { Release } from "./profiles.tsx";

export function ProfilePage() {
  const { id } = useParams({ from: "/runtime/profiles/$id" });
  const { data, problem } = useResource<ProfileDetail>(`/profiles/${encodeURIComponent(id)}`);
  useFollow(["profile"], ["/profiles"]);
  if (problem && !data) return <Page title="Profile"><ProblemPanel problem={problem} what="The profile could not be read" /></Page>;
  return data ? <Detail profile={data} /> : <Loading />;
}

function Detail({ profile }: { profile: ProfileDetail }) {
  const isNow = useAsOf() === undefined;
  const canWrite = useCan("write") && isNow;
  const [approving, setApproving] = useState<{ facts: readonly ProfileFact[]; clear: () => void }>();
  const pending = profile.items.filter(({ origin }) => origin === "pending");
  const known = profile.items.filter(({ origin }) => origin !== "pending");
  const approve = canWrite ? (facts: readonly ProfileFact[], clear: () => void): void => setApproving({ facts, clear }) : undefined;
  return (
    <Page title={`Profile of ${profile.workload}`} actions={canWrite && <Relearn profile={profile} />} lead={<p className="line"><ProfileBadge state={profile.state} because={profile.because} /><span>{profile.because}</span></p>}>
      <RuntimeNav />
      <OnlyNow what="A profile" />
      <div className="cards"><DifferenceCard profile={profile} /><AboutCard profile={profile} /></div>
      <Tabs label="About this profile" tabs={[
        { id: "pending", title: `Waiting (${formatCount(pending.length)})`, body: () => <ProfileFactTable facts={pending} approve={approve} empty="Nothing waits: it does what it is known to do." /> },
        { id: "facts", title: `Known (${formatCount(known.length)})`, body: () => <ProfileFactTable facts={known} empty="Nothing is known yet." /> },
        { id: "ceased", title: `Ceased (${formatCount(profile.difference.ceased.length)})`, body: () => <ProfileFactTable facts={profile.difference.ceased} empty="It still does all that it did before." /> },
        { id: "coverage", title: "How well it is known", body: () => <CoverageTable coverage={profile.coverage} /> },
      ]} />
      {approving && <ApproveDialog profile={profile} facts={approving.facts} onClose={() => setApproving(undefined)} onDone={approving.clear} />}
    </Page>
  );
}

function Relearn({ profile }: { profile: ProfileDetail }) {
  const isAdmin = useCan("admin");
  const change = useChange<void>(() => ({ path: `/profiles/${encodeURIComponent(profile.id)}/relearn`, method: "POST" }), ["/profiles"]);
  if (!isAdmin) return null;
  return <ConfirmButton text="Relearn" confirm="Forget all of it and learn anew" disabled={change.running} onConfirm={() => change.run().then(() => tell("It learns anew from the next event on"), (cause: unknown) => tellProblem("It was not forgotten", cause))} />;
}

function DifferenceCard({ profile: { difference, version } }: { profile: ProfileDetail }) {
  const { from, sentences, began, ceased } = difference;
  return (
    <Card title={from === null ? "What is new" : `What differs from ${from}`}>
      {sentences.length === 0 ? <p>{from === null ? "There is no release before it to compare with." : `${version ?? "It"} does what ${from} did.`}</p> : <ul className="why-sentences">{sentences.map((sentence) => <li key={sentence}>{sentence}</li>)}</ul>}
      {began.length + ceased.length > 0 && <p className="muted small">{formatNoun(began.length, "fact")} began, {formatCount(ceased.length)} ceased.</p>}
    </Card>
  );
}

const AboutCard = ({ profile }: { profile: ProfileDetail }) => (
  <Card title="What it rests on">
    <Facts facts={[
      ["Release", <Release profile={profile} />], ["Inherited from", profile.inheritedFrom ?? <span className="muted">nothing: it learned by itself</span>], ["Learning since", <Instant at={profile.learningSince} as="absolute" />], [profile.state === "watching" ? "Learned until" : "Learns until", <Instant at={profile.learnsUntil} as="absolute" />],
      ["Events", formatCount(profile.events)], ["Facts", <>{formatCount(profile.facts)}{profile.pending > 0 && <span className="due-soon">, {formatCount(profile.pending)} waiting</span>}</>],
    ]} />
  </Card>
);
