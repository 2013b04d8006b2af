// Silences: what is not told for a while, by whom and why, and what each one hid.
import { useState } from "react";
import type { Silence, Suppression } from "../api/alert-shapes.ts";
import { useFollow } from "../api/follow.ts";
import { useCan, useList, useResource } from "../api/queries.ts";
import { formatCount } from "../app/format.ts";
import { useUrl } from "../app/url.ts";
import { SilenceDialog } from "../forms/silence-dialog.tsx";
import type { SilenceStart } from "../forms/silence-dialog.tsx";
import { SilenceStateBadge } from "../lists/alert-badges.tsx";
import { Empty } from "../lists/coverage-sentence.tsx";
import { heldList } from "../lists/held-list.ts";
import { Skeleton } from "../lists/loading.tsx";
import { matcherText } from "../lists/matchers.ts";
import { Card, Facts, Page } from "../lists/page.tsx";
import { ProblemPanel } from "../lists/problem-panel.tsx";
import { Matchers, SilenceActions, SilenceTable } from "../lists/silence-table.tsx";
import { SuppressionTable } from "../lists/suppression-table.tsx";
import { AlertNav } from "../shell/alert-nav.tsx";
import { OnlyNow } from "../shell/as-of-control.tsx";
import { Instant } from "../shell/instant.tsx";

const states = ["active", "pending", "expired"] as const;

export function SilencesPage() {
  const { url, set } = useUrl();
  const canWrite = useCan("write");
  const { data, problem } = useResource<{ items: Silence[] }>("/silences");
  const [editing, setEditing] = useState<SilenceStart>();
  useFollow(["silence", "alerts"], ["/silences", "/suppressions"]);
  const edit = (silence: Silence): void => setEditing({ silence, matchers: silence.matchers.map(matcherText).join("\n") });
  return (
    <Page title="Silences" lead={<p>What is not told for a while, by whom and why. A silence ends by itself; what it hid is kept.</p>} actions={canWrite && <button type="button" className="button button-main" onClick={() => setEditing({ matchers: "" })}>New silence</button>}>
      <AlertNav />
      <OnlyNow what="Silences" />
      {problem ? <ProblemPanel problem={problem} what="The silences could not be read" /> : !data ? <Skeleton /> : url.id === undefined ? <SilenceList silences={data.items} onEdit={edit} /> : <OneSilence id={url.id} onEdit={edit} onClose={() => set({ id: undefined })} />}
      {editing && <SilenceDialog start={editing} onClose={() => setEditing(undefined)} />}
    </Page>
  );
}

function SilenceList({ silences, onEdit }: { silences: readonly Silence[]; onEdit: (silence: Silence) => void }) {
  const { url, set } = useUrl();
  const state = states.find((each) => each === url.state);
  const shown = silences.filter((silence) => state === undefined || silence.state === state).toSorted((a, b) => states.indexOf(a.state) - states.indexOf(b.state) || a.endsAt.localeCompare(b.endsAt));
  return (
    <>
      <div className="choices" role="group" aria-label="State">
        <button type="button" className="button" aria-pressed={state === undefined} onClick={() => set({ state: undefined })}>All {formatCount(silences.length)}</button>
        {states.map((each) => <button key={each} type="button" className="button" aria-pressed={state === each} onClick={() => set({ state: each })}>{each} {formatCount(silences.filter((silence) => silence.state === each).length)}</button>)}
      </div>
      <SilenceTable list={heldList(shown, "/silences")} onOpen={({ id }) => set({ id })} onEdit={onEdit} empty={<Empty title={state === undefined ? "No silence: everything that is routed is told." : `No silence is ${state}.`}><p>Those that ended are shown for five days.</p></Empty>} />
    </>
  );
}

/** One silence and what it hid; an id that is not known says so. */
function OneSilence({ id, onEdit, onClose }: { id: string; onEdit: (silence: Silence) => void; onClose: () => void }) {
  const { data: silence, problem } = useResource<Silence>(`/silences/${encodeURIComponent(id)}`);
  const hid = useList<Suppression>("/suppressions", { by: "silence", id });
  const back = <div className="row"><button type="button" className="button" onClick={onClose}>All silences</button></div>;
  if (problem) return <>{back}<ProblemPanel problem={problem} what="This silence could not be read" /></>;
  if (!silence) return <Skeleton />;
  return (
    <>
      {back}
      <Card title="This silence">
        <p className="line"><SilenceStateBadge state={silence.state} /><Matchers silence={silence} /></p>
        <Facts facts={[["Reason", silence.comment], ["By", silence.createdBy], ["From", <Instant at={silence.startsAt} as="absolute" />], ["Until", <Instant at={silence.endsAt} as="absolute" />], ["Reminder", <Instant at={silence.remindAt} none="none" />], ["Last held", <Instant at={silence.lastHeldAt} none="nothing so far" />], ["Id", <code className="break">{silence.id}</code>]]} />
        <SilenceActions silence={silence} onEdit={() => onEdit(silence)} />
      </Card>
      <section><h2>What it hid</h2><SuppressionTable list={hid} empty={<Empty title="It has held nothing."><p>Either nothing it covers was to be told, or its matchers match nothing: change it and look at what it covers now.</p></Empty>} /></section>
    </>
  );
}
