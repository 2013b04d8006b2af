// Routes: who gets which notice, tried in order; saved whole, and refused when someone else saved in between.
import { useQueryClient, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { ApiProblem, ask, askWithTag } from "../api/client.ts";
import { problemOf, useCan, useResource } from "../api/queries.ts";
import type { Receiver, Route } from "../api/shapes.ts";
import { RouteEditor } from "../forms/route-editor.tsx";
import { Empty } from "../lists/coverage-sentence.tsx";
import { Skeleton } from "../lists/loading.tsx";
import { ProblemNote, ProblemPanel } from "../lists/problem-panel.tsx";
import { tell } from "../shell/toasts.tsx";

export function RoutesTab() {
  const answer = useQuery({ queryKey: ["/routes"], queryFn: ({ signal }) => askWithTag<{ items: Route[] }>("/routes", { signal }) });
  const problem = problemOf(answer.error);
  if (problem) return <ProblemPanel problem={problem} what="The routes could not be read" />;
  return answer.data ? <Editor key={answer.data.etag ?? answer.dataUpdatedAt} saved={answer.data.value.items} etag={answer.data.etag} /> : <Skeleton />;
}

function Editor({ saved, etag }: { saved: Route[]; etag: string | undefined }) {
  const [rows, setRows] = useState(() => rowsOf(saved));
  const routes = rows.map((row) => row.route);
  const [problem, setProblem] = useState<ApiProblem>();
  const client = useQueryClient();
  const isAdmin = useCan("admin");
  const receivers = useResource<{ items: Receiver[] }>("/receivers").data?.items.map((receiver) => receiver.id) ?? [];
  const put = (index: number, route: Route): void => setRows(rows.map((row, at) => (at === index ? { ...row, route } : row)));
  const move = (index: number, step: -1 | 1): void => setRows(rows.toSpliced(index, 1).toSpliced(index + step, 0, ...rows.slice(index, index + 1)));
  const add = (): void => setRows([...rows, { key: Math.max(0, ...rows.map((row) => row.key)) + 1, route: { id: freshId(routes), match: {}, receivers: [], continue: false } }]);
  const save = async (): Promise<void> => {
    try {
      await ask("/routes", { method: "PUT", body: { items: routes }, ...(etag === undefined ? {} : { ifMatch: etag }) });
      tell("Routes saved");
      setProblem(undefined);
      await client.invalidateQueries({ queryKey: ["/routes"] });
    } catch (cause) {
      if (!(cause instanceof ApiProblem)) throw cause;
      setProblem(cause);
    }
  };
  const changed = JSON.stringify(routes) !== JSON.stringify(saved);
  return (
    <form className="stack" onSubmit={(event) => { event.preventDefault(); void save(); }}>
      <p className="muted">A notice goes down this list. The first route that matches takes it; “and go on” lets later ones have it too. An empty field matches everything.</p>
      {routes.length === 0 && <Empty title="No route: notices are recorded and sent to nobody." />}
      <ol className="routes">{rows.map(({ key, route }, index) => <RouteEditor key={key} route={route} receivers={receivers} locked={!isAdmin} onChange={(next) => put(index, next)} onRemove={() => setRows(rows.toSpliced(index, 1))} onUp={index > 0 ? () => move(index, -1) : undefined} onDown={index < routes.length - 1 ? () => move(index, 1) : undefined} />)}</ol>
      <ProblemNote problem={problem} />
      {problem?.problem.status === 412 && <button type="button" className="button" onClick={() => void client.invalidateQueries({ queryKey: ["/routes"] })}>Read them again (drops what you changed)</button>}
      {isAdmin && <div className="row"><button type="button" className="button" onClick={add}>Add a route</button><button type="submit" className="button button-main" disabled={!changed}>Save routes</button>{changed && <button type="button" className="button" onClick={() => setRows(rowsOf(saved))}>Undo changes</button>}</div>}
    </form>
  );
}

/** A key of its own for each row: names change while they are typed, places when rows move. */
const rowsOf = (routes: readonly Route[]): { key: number; route: Route }[] => routes.map((route, key) => ({ key, route }));

function freshId(routes: readonly Route[]): string {
  let number = routes.length + 1;
  while (routes.some((route) => route.id === `route-${number}`)) number += 1;
  return `route-${number}`;
}
