// Preview: which live deployments an advisory would hit that nobody has published yet; nothing is stored, nobody is told.
import { useState } from "react";
import type { ChangeEvent, DragEvent } from "react";
import { ApiProblem } from "../api/client.ts";
import { useChange } from "../api/queries.ts";
import type { Preview } from "../api/shapes.ts";
import { Empty } from "../lists/coverage-sentence.tsx";
import { Page } from "../lists/page.tsx";
import { PreviewAnswer } from "../lists/preview-answer.tsx";
import { ProblemNote } from "../lists/problem-panel.tsx";
import { OnlyNow } from "../shell/as-of-control.tsx";

export function PreviewPage() {
  const [text, setText] = useState("");
  const [answer, setAnswer] = useState<Preview>();
  const [unread, setUnread] = useState<ApiProblem>();
  const { run, running, problem, reset } = useChange<object, Preview>((record) => ({ path: "/vulnerabilities/preview", method: "POST", body: record }), []);
  // An answer belongs to the text it was asked for: a changed record is not yet judged.
  const change = (next: string): void => { setText(next); setAnswer(undefined); setUnread(undefined); reset(); };
  const ask = (): void => {
    setAnswer(undefined);
    const record = recordIn(text);
    if (record instanceof ApiProblem) return setUnread(record);
    setUnread(undefined);
    // The failure is shown through `problem`.
    run(record).then(setAnswer, () => undefined);
  };
  return (
    <Page title="Preview" lead={<p>Which live deployments would an advisory hit that is not published yet? Nothing is stored and nobody is told.</p>}>
      <OnlyNow what="A preview" />
      <form className="stack" onSubmit={(event) => { event.preventDefault(); ask(); }}>
        <RecordField text={text} onText={change} />
        <div className="row">
          <button type="submit" className="button button-main" disabled={running || text.trim() === ""}>{running ? "Looking…" : "Show what it would hit"}</button>
          <FileButton onText={change} />
          <button type="button" className="button" onClick={() => change(example)}>Start from an example</button>
        </div>
      </form>
      <ProblemNote problem={unread ?? problem} />
      {answer ? <PreviewAnswer answer={answer} /> : unread === undefined && problem === undefined && !running && <Empty title="No record has been looked at yet."><p>Paste one OSV record, or drop its file on the field. It is judged exactly as those of feeds are.</p></Empty>}
    </Page>
  );
}

function RecordField({ text, onText }: { text: string; onText: (text: string) => void }) {
  const [over, setOver] = useState(false);
  const drop = (event: DragEvent): void => {
    const [file] = event.dataTransfer.files;
    setOver(false);
    if (!file) return;
    event.preventDefault();
    void file.text().then(onText);
  };
  return (
    <label className="field"><span>One OSV record, as JSON</span>
      <textarea className={over ? "record record-over" : "record"} rows={12} spellCheck={false} placeholder="Paste a record, or drop a file here" value={text} onChange={(event) => onText(event.target.value)}
        onDragOver={(event) => { event.preventDefault(); setOver(true); }} onDragLeave={() => setOver(false)} onDrop={drop} />
    </label>
  );
}

/** The browser's own file field, which the keyboard reaches; its label is the button that is seen. */
function FileButton({ onText }: { onText: (text: string) => void }) {
  const read = (event: ChangeEvent<HTMLInputElement>): void => {
    const [file] = event.target.files ?? [];
    if (file) void file.text().then(onText);
    event.target.value = "";
  };
  return <label className="button file-button">Open a file…<input type="file" accept=".json,application/json" className="visually-hidden" onChange={read} /></label>;
}

function recordIn(text: string): object | ApiProblem {
  const notOne = (detail: string): ApiProblem => new ApiProblem({ type: "about:blank", title: "This is not one OSV record", status: 0, code: "console.no-record", detail, fix: "Paste the whole record, from its first { to its last }.", traceId: "", errors: [] });
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null && !Array.isArray(value) ? value : notOne("It is JSON, but no object.");
  } catch (cause) {
    return notOne(`${cause instanceof Error ? cause.message : "It is not JSON"}.`);
  }
}

const example = `${JSON.stringify({
  schema_version: "1.7.0", id: "DRAFT-1", modified: "2026-01-01T00:00:00Z", summary: "What is wrong",
  affected: [{ package: { ecosystem: "npm", name: "lodash" }, ranges: [{ type: "SEMVER", events: [{ introduced: "0" }, { fixed: "4.17.22" }] }] }],
}, null, 2)}\n`;
