// Alerts: what fires, in which groups it is told, and what was kept quiet by what.
import { useState } from "react";
import type { Alert, AlertGroup, Suppression } from "../api/alert-shapes.ts";
import { useFollow } from "../api/follow.ts";
import { useCan, useList, useResource } from "../api/queries.ts";
import { useUrl } from "../app/url.ts";
import { SilenceDialog } from "../forms/silence-dialog.tsx";
import type { SilenceStart } from "../forms/silence-dialog.tsx";
import { AlertGroups } from "../lists/alert-groups.tsx";
import { holderNames } from "../lists/alert-badges.tsx";
import { AlertPeek, AlertTable } from "../lists/alert-table.tsx";
import { Empty } from "../lists/coverage-sentence.tsx";
import { FilterBar } from "../lists/filter-bar.tsx";
import { Skeleton } from "../lists/loading.tsx";
import { matchersFor } from "../lists/matchers.ts";
import { Page } from "../lists/page.tsx";
import { PeekPanel } from "../lists/peek-panel.tsx";
import { ProblemPanel } from "../lists/problem-panel.tsx";
import { SuppressionTable } from "../lists/suppression-table.tsx";
import { Tabs } from "../lists/tabs.tsx";
import { AlertNav } from "../shell/alert-nav.tsx";
import { OnlyNow } from "../shell/as-of-control.tsx";

export function AlertsPage() {
  const [silencing, setSilencing] = useState<SilenceStart>();
  const canWrite = useCan("write");
  const { url } = useUrl();
  useFollow(["alerts", "alert", "silence", "routes"], ["/alerts", "/suppressions"]);
  const silence = (labels: Alert["labels"]): void => setSilencing({ matchers: matchersFor(labels) });
  return (
    <Page title="Alerts" lead={<p>What fires, who is told of it, and what keeps it quiet.</p>} actions={canWrite && <button type="button" className="button" onClick={() => setSilencing({ matchers: (url.q ?? "").replaceAll(/,\s*/g, "\n") })}>New silence</button>}>
      <AlertNav />
      <OnlyNow what="Alerts" />
      <Tabs label="Alerts" tabs={[
        { id: "alerts", title: "Alerts", body: () => <AlertList onSilence={silence} /> },
        { id: "groups", title: "Groups", body: () => <Groups onSilence={silence} /> },
        { id: "suppressed", title: "What was not told", body: () => <Suppressed /> },
      ]} />
      {silencing && <SilenceDialog start={silencing} onClose={() => setSilencing(undefined)} />}
    </Page>
  );
}

const states = ["firing", "suppressed", "resolved"] as const;

function AlertList({ onSilence }: { onSilence: (labels: Alert["labels"]) => void }) {
  const { url, set } = useUrl();
  const state = states.find((each) => each === url.state);
  const [peeked, setPeeked] = useState<Alert>();
  const list = useList<Alert>("/alerts", { state, filter: url.q });
  return (
    <>
      <FilterBar label="Filter by matchers" placeholder={'severity="critical", service=~"pay.*"'} />
      <div className="choices" role="group" aria-label="State">
        <button type="button" className="button" aria-pressed={state === undefined} onClick={() => set({ state: undefined })}>All</button>
        {states.map((each) => <button key={each} type="button" className="button" aria-pressed={state === each} onClick={() => set({ state: each })}>{each}</button>)}
      </div>
      <AlertTable list={list} peeked={peeked} onPeek={setPeeked} onSilence={onSilence} empty={<NoAlerts filtered={state !== undefined || (url.q ?? "") !== ""} />} />
      {peeked && <PeekPanel onClose={() => setPeeked(undefined)}><AlertPeek alert={list.items.find(({ fingerprint }) => fingerprint === peeked.fingerprint) ?? peeked} onSilence={onSilence} /></PeekPanel>}
    </>
  );
}

/** Quiet may also mean that nobody sends: how alerts come here is said as well. */
function NoAlerts({ filtered }: { filtered: boolean }) {
  if (filtered) return <Empty title="No alert matches."><p>Alerts that are over can be seen for five days.</p></Empty>;
  return <Empty title="No alert was reported in the last five days."><p>That may mean that all is well, or that nobody sends: Prometheus and everything else that speaks to Alertmanager can send to this address with a token of the scope write. To try it: <code className="break">aftwatch alerts add Test severity=info</code></p></Empty>;
}

function Groups({ onSilence }: { onSilence: (labels: Alert["labels"]) => void }) {
  const { data, problem } = useResource<{ items: AlertGroup[] }>("/alerts/groups");
  if (problem) return <ProblemPanel problem={problem} what="The groups could not be read" />;
  if (!data) return <Skeleton />;
  return data.items.length === 0 ? <Empty title="No group of alerts is open."><p>A group opens with its first alert and closes when all of it is over and told.</p></Empty> : <AlertGroups groups={data.items} onSilence={onSilence} />;
}

const kinds = Object.keys(holderNames);

function Suppressed() {
  const { url, set } = useUrl();
  const by = kinds.find((kind) => kind === url.by);
  const list = useList<Suppression>("/suppressions", { by, subject: url.id });
  return (
    <>
      <div className="row row-end">
        <label className="field"><span>Held by</span><select value={by ?? ""} onChange={(event) => set({ by: event.target.value })}><option value="">anything</option>{kinds.map((kind) => <option key={kind} value={kind}>{kind}</option>)}</select></label>
        {url.id !== undefined && <button type="button" className="button" onClick={() => set({ id: undefined })}>Only {url.id}: show all</button>}
      </div>
      <SuppressionTable list={list} empty={<Empty title="Nothing was held back."><p>Everything that was reported was told to somebody. What is held back is kept for 30 days after it was last held.</p></Empty>} />
    </>
  );
}
