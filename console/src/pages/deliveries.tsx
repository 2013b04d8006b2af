// Deliveries: every message to people and what became of it, dead letters first; receivers and how each fares.
import type { Delivery, DeliveryCounts, Receiver } from "../api/alert-shapes.ts";
import { useCan, useChange, useList, useResource } from "../api/queries.ts";
import { formatCount, formatNoun } from "../app/format.ts";
import { useUrl } from "../app/url.ts";
import { ConfirmButton } from "../forms/confirm-button.tsx";
import { Empty } from "../lists/coverage-sentence.tsx";
import { deliveryStates, DeliveryTable } from "../lists/delivery-table.tsx";
import { Page } from "../lists/page.tsx";
import { Tabs } from "../lists/tabs.tsx";
import { AlertNav } from "../shell/alert-nav.tsx";
import { OnlyNow } from "../shell/as-of-control.tsx";
import { tell, tellProblem } from "../shell/toasts.tsx";
import { ReceiversTab } from "./receivers-tab.tsx";

export function DeliveriesPage() {
  return (
    <Page title="Deliveries" lead={<p>Every message to people and what became of it. A message keeps its key over retries, restarts and replays.</p>}>
      <AlertNav />
      <OnlyNow what="Deliveries" />
      <Tabs label="Deliveries" tabs={[{ id: "deliveries", title: "Deliveries", body: () => <DeliveryList /> }, { id: "receivers", title: "Receivers", body: () => <ReceiversTab /> }]} />
    </Page>
  );
}

function DeliveryList() {
  const { url, set } = useUrl();
  const state = url.state !== undefined && url.state in deliveryStates ? url.state : undefined;
  const { data: counts } = useResource<DeliveryCounts>("/deliveries/counts");
  const list = useList<Delivery>("/deliveries", { state, receiver: url.receiver, kind: url.kind });
  const filtered = state !== undefined || url.receiver !== undefined || url.kind !== undefined;
  return (
    <>
      <div className="choices" role="group" aria-label="State">
        <button type="button" className="button" aria-pressed={state === undefined} onClick={() => set({ state: undefined, id: undefined })}>All</button>
        {Object.keys(deliveryStates).map((each) => <button key={each} type="button" className="button" aria-pressed={state === each} onClick={() => set({ state: each, id: undefined })}>{each === "no-receiver" ? "no receiver" : each}{counts && ` ${formatCount(counts[each as keyof DeliveryCounts])}`}</button>)}
      </div>
      <Narrow />
      {state === undefined && counts && counts.dead + counts.refused > 0 && <DeadFirst dead={counts.dead} refused={counts.refused} />}
      {url.receiver !== undefined && (state === "dead" || state === "refused") && <ReplayAll receiver={url.receiver} />}
      <DeliveryTable list={list} empty={<Empty title={filtered ? "No delivery matches." : "No message was made yet."}><p>A message is made when an incident, a finding, an alert or a source has something to say and a route names a receiver.</p></Empty>} />
    </>
  );
}

function Narrow() {
  const { url, set } = useUrl();
  const { data } = useResource<{ items: Receiver[] }>("/receivers");
  return (
    <div className="row row-end">
      <label className="field"><span>Receiver</span><select value={url.receiver ?? ""} onChange={(event) => set({ receiver: event.target.value, id: undefined })}><option value="">any</option>{[...new Set([...(url.receiver === undefined ? [] : [url.receiver]), ...(data?.items ?? []).map(({ id }) => id)])].map((id) => <option key={id}>{id}</option>)}</select></label>
      <form className="field" onSubmit={(event) => { event.preventDefault(); set({ kind: String(new FormData(event.currentTarget).get("kind") ?? "").trim(), id: undefined }); }}>
        <label className="field"><span>Kind</span><input key={url.kind ?? ""} name="kind" data-filter defaultValue={url.kind ?? ""} placeholder="incident.opened" onBlur={(event) => { if (event.target.value.trim() !== (url.kind ?? "")) set({ kind: event.target.value.trim(), id: undefined }); }} /></label>
      </form>
    </div>
  );
}

/** What nobody got comes first: it is said above the newest ones. */
function DeadFirst({ dead, refused }: { dead: number; refused: number }) {
  const { set } = useUrl();
  return (
    <div className="note note-bad row">
      <span>{dead > 0 && <>{formatNoun(dead, "message")} {dead === 1 ? "was" : "were"} given up</>}{dead > 0 && refused > 0 && " and "}{refused > 0 && <>{formatNoun(refused, dead > 0 ? "one" : "message", dead > 0 ? "others" : "messages")} refused</>}: nobody got {dead + refused === 1 ? "it" : "them"} there.</span>
      {dead > 0 && <button type="button" className="button" onClick={() => set({ state: "dead" })}>Show what was given up</button>}
      {refused > 0 && <button type="button" className="button" onClick={() => set({ state: "refused" })}>Show what was refused</button>}
    </div>
  );
}

export function ReplayAll({ receiver }: { receiver: string }) {
  const canWrite = useCan("write");
  const { run, running } = useChange<void, { deliveries: number }>(() => ({ path: `/receivers/${encodeURIComponent(receiver)}/replay`, method: "POST" }), ["/deliveries", "/notices", "/receivers", "/now"]);
  if (!canWrite) return null;
  return <div className="row"><ConfirmButton text={`Send everything again that ${receiver} did not get`} confirm="Send it all again now" disabled={running} onConfirm={() => run().then(({ deliveries }) => tell(deliveries === 0 ? "There is nothing to send again" : `${formatNoun(deliveries, "message")} queued again`), (cause: unknown) => tellProblem("It could not be queued", cause))} /></div>;
}
