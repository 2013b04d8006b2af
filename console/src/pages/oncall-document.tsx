// The on-call document: its text, checked as one writes, with errors that keep it out and doubts that do not.
import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import type { Oncall, OncallCheck } from "../api/alert-shapes.ts";
import { ApiProblem, ask } from "../api/client.ts";
import { useCan } from "../api/queries.ts";
import { CodeEditor } from "../forms/code-editor.tsx";
import { ProblemNote } from "../lists/problem-panel.tsx";
import { Instant } from "../shell/instant.tsx";
import { tell } from "../shell/toasts.tsx";

const example = `people:
  - {name: ana, email: ana@example.com, zone: Europe/Berlin, receivers: []}
schedules:
  - name: primary
    zone: Europe/Berlin
    layers:
      - {name: week, rotation: [ana], handover: weekly, weekday: mon, handoverAt: "09:00", startsOn: 2026-01-05}
policies:
  - name: first
    steps:
      - {notify: ["schedule:primary"]}
rules:
  minimumSeverity: high
  defaultPolicy: first
`;

export function OncallDocumentTab({ oncall, etag }: { oncall: Oncall; etag: string | undefined }) {
  const [text, setText] = useState(oncall.text);
  const [problem, setProblem] = useState<ApiProblem>();
  const [saving, setSaving] = useState(false);
  const client = useQueryClient();
  const isAdmin = useCan("admin");
  const checked = useCheck(text, oncall);
  const save = async (): Promise<void> => {
    setSaving(true);
    try {
      await ask("/oncall", { method: "PUT", body: { text }, ...(etag === undefined ? {} : { ifMatch: etag }) });
      tell("The document is in force");
      setProblem(undefined);
      await client.invalidateQueries({ predicate: ({ queryKey: [path] }) => String(path).startsWith("/oncall") });
    } catch (cause) {
      if (!(cause instanceof ApiProblem)) throw cause;
      setProblem(cause);
    } finally { setSaving(false); }
  };
  return (
    <form className="stack" onSubmit={(event) => { event.preventDefault(); void save(); }}>
      <p className="muted">{oncall.version === 0 ? "There is none yet." : <>Version {oncall.version}, written by {oncall.writtenBy ?? "nobody known"} <Instant at={oncall.writtenAt} />. Every version is kept.</>}</p>
      <CodeEditor label="On-call document (YAML)" text={text} places={checked.errors} readOnly={!isAdmin} onChange={setText} />
      {checked.warnings.length > 0 && <section className="note note-warn" role="status"><p><strong>Doubtful</strong></p><ul className="plain-list">{checked.warnings.map((place) => <li key={place.at + place.rule}>{place.line === null ? "" : `line ${place.line}, `}{place.at}: {place.rule}</li>)}</ul></section>}
      <ProblemNote problem={problem} />
      {problem?.problem.status === 412 && <button type="button" className="button" onClick={() => void client.invalidateQueries({ queryKey: ["/oncall", "document"] })}>Read it again (drops what you changed)</button>}
      {isAdmin ? (
        <div className="row">
          <button type="submit" className="button button-main" disabled={saving || text === oncall.text || checked.errors.length > 0}>Put it in force</button>
          {text !== oncall.text && <button type="button" className="button" onClick={() => setText(oncall.text)}>Undo changes</button>}
          {text.trim() === "" && <button type="button" className="button" onClick={() => setText(example)}>Begin with an example</button>}
        </div>
      ) : <p className="muted">Changing the document needs the admin scope.</p>}
    </form>
  );
}

const settleMs = 450;

/** What the server would say to this text; of the one in force, its own warnings. */
function useCheck(text: string, oncall: Oncall): OncallCheck {
  const [checked, setChecked] = useState<{ of: string; check: OncallCheck }>();
  useEffect(() => {
    const stop = new AbortController();
    const check = (): void => void ask<OncallCheck>("/oncall/check", { method: "POST", body: { text }, signal: stop.signal })
      .then((answer) => setChecked({ of: text, check: answer }), (cause: unknown) => { if (cause instanceof ApiProblem) setChecked({ of: text, check: { errors: [{ at: cause.problem.title, line: null, rule: cause.problem.detail ?? cause.problem.fix }], warnings: [] } }); });
    const timer = text === oncall.text ? undefined : setTimeout(check, settleMs);
    return () => { clearTimeout(timer); stop.abort(); };
  }, [text, oncall.text]);
  if (text === oncall.text) return { errors: [], warnings: oncall.warnings };
  return checked?.check ?? { errors: [], warnings: [] };
}
