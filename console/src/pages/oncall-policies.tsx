// Policies as steps, the rules that choose one, and "who would be paged?".
import { useState } from "react";
import type { Oncall, PagePreview } from "../api/alert-shapes.ts";
import { kinds, severities } from "../api/incident-shapes.ts";
import { useChange } from "../api/queries.ts";
import { formatCount, formatNoun } from "../app/format.ts";
import { Card, Facts } from "../lists/page.tsx";
import { ProblemNote } from "../lists/problem-panel.tsx";

export function PoliciesTab({ oncall: { document } }: { oncall: Oncall }) {
  const { rules, policies, teams } = document;
  return (
    <div className="stack">
      <div className="cards">
        <Card title="Rules"><Facts facts={[["Pages from", rules.minimumSeverity], ["Always", rules.alwaysKinds.join(", ") || <span className="muted">no kind</span>], ["Without owner", rules.defaultPolicy ?? <span className="gap">nobody is paged</span>], ["Exceptions", rules.exceptions === 0 ? "none" : `${formatCount(rules.exceptions)}, in the document`]]} /></Card>
        <Preview owners={[...teams.map(({ name }) => name), ...document.people.map(({ name }) => name)]} />
        {policies.map((policy) => <PolicyCard key={policy.name} policy={policy} users={teams.filter((team) => team.policy === policy.name).map(({ name }) => name)} />)}
      </div>
      {policies.length === 0 && <p className="note note-warn">There is no policy: owners are paged by their schedule, receivers or members, once.</p>}
    </div>
  );
}

function PolicyCard({ policy, users }: { policy: Oncall["document"]["policies"][number]; users: readonly string[] }) {
  return (
    <section className="card">
      <h2>{policy.name}</h2>
      <ol className="policy-steps">
        {policy.steps.map(({ notify, afterMinutes }, index) => <li key={index}><span className="step-when">{afterMinutes === 0 ? "at once" : `+${formatCount(afterMinutes)} min`}</span><span className="break">{notify.join(", ")}</span></li>)}
        <li><span className="step-when">+{formatCount(policy.giveUpAfterMinutes)} min</span><span>{policy.repeat === 0 ? "gives up" : `begins again, ${formatNoun(policy.repeat, "time")}, then gives up`}{policy.thenReceivers.length > 0 ? ` and tells ${policy.thenReceivers.join(", ")}` : " and tells the default receivers"}</span></li>
      </ol>
      <p className="muted small">{users.length === 0 ? "No team names it." : `Of ${users.join(", ")}.`}</p>
    </section>
  );
}

function Preview({ owners }: { owners: readonly string[] }) {
  const [severity, setSeverity] = useState("high");
  const [kind, setKind] = useState("manual");
  const [owner, setOwner] = useState("");
  const ask = useChange<object, PagePreview>((body) => ({ path: "/oncall/preview", method: "POST", body }), []);
  const [preview, setPreview] = useState<PagePreview>();
  const changed = (set: (value: string) => void) => (event: { target: { value: string } }): void => { set(event.target.value); setPreview(undefined); };
  return (
    <section className="card">
      <h2>Who would be paged now?</h2>
      <form className="stack" onSubmit={(event) => { event.preventDefault(); void ask.run({ severity, kind, ...(owner === "" ? {} : { owner }) }).then(setPreview, () => undefined); }}>
        <div className="row row-end">
          <label className="field"><span>Severity</span><select value={severity} onChange={changed(setSeverity)}>{severities.map((each) => <option key={each}>{each}</option>)}</select></label>
          <label className="field"><span>Kind</span><select value={kind} onChange={changed(setKind)}>{kinds.map((each) => <option key={each}>{each}</option>)}</select></label>
          <label className="field"><span>Owner</span><select value={owner} onChange={changed(setOwner)}><option value="">nobody</option>{owners.map((each) => <option key={each}>{each}</option>)}</select></label>
          <button type="submit" className="button" disabled={ask.running}>Ask</button>
        </div>
        <ProblemNote problem={ask.problem} />
        {preview && <p className={preview.policy === null ? "note note-warn" : "note"} role="status">{preview.policy === null ? "Nobody" : preview.policy}: {preview.because}</p>}
        {preview && <ol className="policy-steps">{preview.steps.map(({ afterMinutes, told }, index) => <li key={index}><span className="step-when">{afterMinutes === 0 ? "at once" : `+${formatCount(afterMinutes)} min`}</span><span>{told.map((one) => (one.receiver === null ? `${one.person ?? one.target}: ${one.why ?? "cannot be told"}` : `${one.person ?? one.target} at ${one.receiver}`)).join("; ") || <span className="gap">nobody</span>}</span></li>)}</ol>}
      </form>
    </section>
  );
}
