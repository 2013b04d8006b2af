// The ledger: every fact in order, and whether the chain still holds.
import { useState } from "react";
import { ask } from "../api/client.ts";
import { ApiProblem } from "../api/client.ts";
import { useList } from "../api/queries.ts";
import type { Fact, LedgerVerdict } from "../api/shapes.ts";
import { formatNoun } from "../app/format.ts";
import { useUrl } from "../app/url.ts";
import { Empty } from "../lists/coverage-sentence.tsx";
import { FactTable } from "../lists/fact-table.tsx";
import { Page } from "../lists/page.tsx";
import { ProblemNote } from "../lists/problem-panel.tsx";
import { OnlyNow } from "../shell/as-of-control.tsx";

export function LedgerPage() {
  const { url, set } = useUrl();
  const list = useList<Fact>("/ledger", { kind: url.kind, subject: url.subject });
  return (
    <Page title="Ledger" lead={<p>Every fact is bound to the one before by its hash. Without a copy of the head kept elsewhere this shows mistakes, not an administrator who rewrites everything.</p>}>
      <OnlyNow what="The ledger" />
      <Verify />
      <form className="row filters" key={`${url.kind}${url.subject}`} onSubmit={(event) => { event.preventDefault(); const form = new FormData(event.currentTarget); set({ kind: String(form.get("kind")).trim(), subject: String(form.get("subject")).trim() }); }}>
        <label className="field"><span>Kind</span><input data-filter name="kind" defaultValue={url.kind ?? ""} placeholder="finding.opened" /></label>
        <label className="field"><span>Subject</span><input name="subject" defaultValue={url.subject ?? ""} placeholder="id" /></label>
        <button type="submit" className="button">Filter</button>
      </form>
      <FactTable list={list} empty={<Empty title="No fact of this kind is recorded."><p>Facts appear as soon as something happens: an SBOM, a deployment, a feed, a decision, a login.</p></Empty>} />
    </Page>
  );
}

function Verify() {
  const [state, setState] = useState<{ verdict?: LedgerVerdict; problem?: ApiProblem; running: boolean }>({ running: false });
  const verify = async (): Promise<void> => {
    setState({ running: true });
    try {
      setState({ verdict: await ask<LedgerVerdict>("/ledger/verify"), running: false });
    } catch (cause) {
      if (!(cause instanceof ApiProblem)) throw cause;
      setState({ problem: cause, running: false });
    }
  };
  return (
    <div className="row">
      <button type="button" className="button button-main" disabled={state.running} onClick={() => void verify()}>{state.running ? "Verifying…" : "Verify the chain"}</button>
      <div role="status">{state.verdict && <VerdictLine verdict={state.verdict} />}</div>
      <ProblemNote problem={state.problem} />
    </div>
  );
}

function VerdictLine({ verdict: { whole, entries, head, broken } }: { verdict: LedgerVerdict }) {
  if (whole) return <p className="note note-good">Whole: {formatNoun(entries, "entry", "entries")}, head <code className="break">{head ?? "none"}</code></p>;
  return <p className="note note-bad">Broken at entry {broken?.seq}: {broken?.why}. Expected <code className="break">{broken?.expected}</code>, found <code className="break">{broken?.found}</code>. Everything after it is unproven.</p>;
}
