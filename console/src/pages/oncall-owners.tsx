// Owners: who owns which service and who said so, and files that say it, tried before they are taken.
import { useState } from "react";
import type { OwnersImport, Ownership } from "../api/alert-shapes.ts";
import { useCan, useChange, useList } from "../api/queries.ts";
import { formatNoun } from "../app/format.ts";
import { useUrl } from "../app/url.ts";
import { Badge, Owner } from "../lists/badges.tsx";
import type { MarkName } from "../lists/badges.tsx";
import type { Column } from "../lists/column.ts";
import { Empty } from "../lists/coverage-sentence.tsx";
import { DataTable } from "../lists/data-table.tsx";
import { heldList } from "../lists/held-list.ts";
import { ProblemNote } from "../lists/problem-panel.tsx";
import { Dialog } from "../shell/dialog.tsx";
import { tell } from "../shell/toasts.tsx";
import { Link } from "@tanstack/react-router";

const columns: readonly Column<Ownership>[] = [
  { id: "service", title: "Service", main: true, text: (row) => row.service, cell: (row) => <Link to="/services/$id" params={{ id: row.serviceId }} data-row-link>{row.service}</Link> },
  { id: "owner", title: "Owner", text: (row) => row.owner ?? "", cell: (row) => <span className="line"><Owner owner={row.owner} />{row.owner !== null && row.known === null && <span className="gap">? not in the document</span>}</span> },
  { id: "source", title: "Said by", text: (row) => row.source ?? "", cell: (row) => row.source ?? <span className="muted">nobody</span> },
  { id: "policy", title: "Pages", text: (row) => row.policy ?? "", cell: (row) => <div className="two-lines">{row.policy ?? <span className="gap">nobody</span>}<span className="muted small">{row.because}</span></div> },
];

export function OwnersTab() {
  const { url, set } = useUrl();
  const [importing, setImporting] = useState(false);
  const canWrite = useCan("write");
  const without = url.live === "without";
  const list = useList<Ownership>("/owners", { q: url.q, without: without ? "true" : undefined });
  return (
    <div className="stack">
      <div className="row">
        <div className="choices" role="group" aria-label="Which services"><button type="button" className="button" aria-pressed={!without} onClick={() => set({ live: undefined })}>All services</button><button type="button" className="button" aria-pressed={without} onClick={() => set({ live: "without" })}>Without owner</button></div>
        {canWrite && <button type="button" className="button" onClick={() => setImporting(true)}>Import owners</button>}
      </div>
      <DataTable of="owners" list={list} columns={columns} keyOf={(row) => row.serviceId} empty={<Empty title={without ? "Every service has an owner." : "No service is known yet."} restsOnCoverage />} />
      {importing && <ImportDialog onClose={() => setImporting(false)} />}
    </div>
  );
}

interface Request { dryRun: boolean; force: boolean }

function ImportDialog({ onClose }: { onClose: () => void }) {
  const [path, setPath] = useState("CODEOWNERS");
  const [text, setText] = useState("");
  const [force, setForce] = useState(false);
  const [tried, setTried] = useState<{ of: string; answer: OwnersImport }>();
  const change = useChange<Request, OwnersImport>(({ dryRun, force: forced }) => ({ path: "/owners/import", method: "POST", query: { dryRun: String(dryRun), force: String(forced) }, body: { files: [{ path: path.trim(), text }] } }), ["/owners", "/services"]);
  const stamp = JSON.stringify([path, text, force]);
  const answer = tried?.of === stamp ? tried.answer : undefined;
  const attempt = async (): Promise<void> => setTried({ of: stamp, answer: await change.run({ dryRun: true, force }) });
  const apply = async (): Promise<void> => { const { changes } = await change.run({ dryRun: false, force }); tell(`${formatNoun(changes.filter(({ state }) => state === "set" || state === "forced").length, "owner")} set`); onClose(); };
  return (
    <Dialog title="Import owners" onClose={onClose} wide>
      <form className="stack" onSubmit={(event) => { event.preventDefault(); void (answer ? apply() : attempt()).catch(() => undefined); }}>
        <label className="field"><span>File: CODEOWNERS, catalog-info.yaml or owners.yaml</span><input required maxLength={500} value={path} onChange={(event) => setPath(event.target.value)} /></label>
        <label className="file-button button"><span>Choose a file</span><input type="file" className="visually-hidden" onChange={(event) => { const file = event.target.files?.[0]; if (file) { setPath(file.name); void file.text().then(setText); } }} /></label>
        <label className="field"><span>Its text</span><textarea required className="record" rows={8} spellCheck={false} value={text} placeholder={"/checkout/ @acme/payments"} onChange={(event) => setText(event.target.value)} /></label>
        <label className="check"><input type="checkbox" checked={force} onChange={(event) => setForce(event.target.checked)} /> Also where somebody set another owner by hand</label>
        <ProblemNote problem={change.problem} />
        {answer && <Tried answer={answer} />}
        <div className="row"><button type="submit" className="button button-main" disabled={change.running || text.trim() === "" || path.trim() === ""}>{answer ? "Set these owners" : "Show what would change"}</button><button type="button" className="button" onClick={onClose}>Cancel</button></div>
      </form>
    </Dialog>
  );
}

const states: Readonly<Record<OwnersImport["changes"][number]["state"], readonly [string, MarkName, string]>> = { set: ["accent", "diamond", "is set"], same: ["plain", "check", "as it is"], conflict: ["high", "triangle", "conflict: kept"], forced: ["high", "up", "is set over another"] };

function Tried({ answer: { changes, unknown, unclaimed, left, suggestion } }: { answer: OwnersImport }) {
  const changeColumns: readonly Column<OwnersImport["changes"][number]>[] = [
    { id: "service", title: "Service", main: true, text: (row) => row.service, cell: (row) => <div className="two-lines"><strong>{row.service}</strong><span className="muted small">{row.at}</span></div> },
    { id: "owner", title: "Owner", text: (row) => row.after, cell: (row) => <span>{row.before !== null && row.before !== row.after && <span className="muted">{row.before} → </span>}{row.after}</span> },
    { id: "state", title: "What happens", text: (row) => row.state, cell: (row) => <span className="line"><Badge tone={states[row.state][0]} mark={states[row.state][1]}>{states[row.state][2]}</Badge>{row.why !== null && <span className="small">{row.why}</span>}</span> },
  ];
  const notes = [...unknown.map(({ service, owner, at }) => `${at}: ${service} of ${owner} is no service known here`), ...left.map(({ at, why }) => `${at}: ${why}`)];
  return (
    <div className="stack" role="status">
      <DataTable of="changes of owners" list={heldList(changes, "/owners/import")} columns={changeColumns} keyOf={(row) => row.serviceId} empty={<Empty title="It names the owner of no service that is known here." />} />
      {notes.length > 0 && <details><summary>{formatNoun(notes.length, "line")} not taken</summary><ul className="plain-list small">{notes.map((note) => <li key={note} className="break">{note}</li>)}</ul></details>}
      {unclaimed.length > 0 && <p className="small"><span className="gap">{formatNoun(unclaimed.length, "service")} nobody claims:</span> {unclaimed.join(", ")}</p>}
      {suggestion !== null && <details><summary>People and teams the on-call document lacks</summary><pre className="note small">{suggestion}</pre></details>}
    </div>
  );
}
