// What went wrong, what to do about it, and the id to quote: the Problem as the server said it.
import { useQueryClient } from "@tanstack/react-query";
import type { ApiProblem } from "../api/client.ts";

export function ProblemPanel({ problem, what }: { problem: ApiProblem; what: string }) {
  const client = useQueryClient();
  const { title, detail, fix, traceId, code, errors } = problem.problem;
  return (
    <section className="problem" role="alert">
      <h2>{what}</h2>
      <p><strong>{title}.</strong> {detail}</p>
      {errors.length > 0 && <ul>{errors.map((error) => <li key={error.at + error.rule}><code>{error.at}</code>: {error.rule}{error.mend && ` ${error.mend}`}</li>)}</ul>}
      <p className="problem-fix">{fix}</p>
      <p className="muted small">{code}{traceId !== "" && <>, trace <code>{traceId}</code></>}</p>
      <button type="button" className="button" onClick={() => void client.refetchQueries({ predicate: (query) => query.state.status === "error" })}>Try again</button>
    </section>
  );
}

/** The same beside a form: short, without a heading. */
export function ProblemNote({ problem }: { problem: ApiProblem | undefined }) {
  if (!problem) return null;
  const { title, detail, fix, traceId, errors } = problem.problem;
  return (
    <div className="note note-bad" role="alert">
      <p><strong>{title}.</strong> {detail} {fix}</p>
      {errors.length > 0 && <ul>{errors.map((error) => <li key={error.at + error.rule}><code>{error.at}</code>: {error.rule}{error.mend && ` ${error.mend}`}</li>)}</ul>}
      {traceId !== "" && <p className="small">Trace <code>{traceId}</code></p>}
    </div>
  );
}
