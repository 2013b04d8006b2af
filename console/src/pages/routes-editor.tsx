// The tree and its text side by side: one truth, the text; the server says as one writes what is wrong with it.
import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { ApiProblem, ask } from "../api/client.ts";
import { useCan } from "../api/queries.ts";
import { CodeEditor, lineOf } from "../forms/code-editor.tsx";
import type { Place } from "../forms/code-editor.tsx";
import { RouteDialog } from "../forms/route-dialog.tsx";
import { ProblemNote } from "../lists/problem-panel.tsx";
import { childrenIn, editRoute, listOf, readRoutes, routeAt } from "../lists/route-text.ts";
import type { RawRouting, RouteEdit } from "../lists/route-text.ts";
import { RouteTree } from "../lists/route-tree.tsx";
import { tell } from "../shell/toasts.tsx";
import type { Draft } from "./routes-draft.ts";

export function RouteEditorTab({ draft }: { draft: Draft }) {
  const { text, saved, setText } = draft;
  const isAdmin = useCan("admin");
  const read = readRoutes(text);
  const routing = "routing" in read ? read.routing : undefined;
  const { save, problem, saving } = useSave(draft);
  const checked = useCheck(text, saved.text);
  const places = "rule" in read ? [{ at: `line ${read.line}`, line: read.line, rule: read.rule }] : checked ?? [];
  const changed = text !== saved.text || !saved.saved;
  return (
    <div className="side-by-side">
      <section className="stack" aria-label="Tree">
        {routing?.route ? <TreeEditor routing={routing} text={text} onText={setText} canEdit={isAdmin} /> : <p className="note note-warn">The text holds no route that could be drawn.</p>}
      </section>
      <form className="stack" aria-label="Text" onSubmit={(event) => { event.preventDefault(); void save(); }}>
        <CodeEditor label="Routes (YAML)" text={text} places={places} readOnly={!isAdmin} onChange={setText} />
        {checked !== undefined && places.length === 0 && text !== saved.text && <p className="note note-good" role="status">Nothing is wrong with it. It is not in force before it is saved.</p>}
        <ProblemNote problem={problem} />
        {problem?.problem.status === 412 && <ReadAgain />}
        {isAdmin ? <div className="row"><button type="submit" className="button button-main" disabled={!changed || saving || places.length > 0}>Save routes</button>{text !== saved.text && <button type="button" className="button" onClick={() => setText(saved.text)}>Undo changes</button>}</div> : <p className="muted">Changing routes needs the admin scope.</p>}
      </form>
    </div>
  );
}

function ReadAgain() {
  const client = useQueryClient();
  return <button type="button" className="button" onClick={() => void client.invalidateQueries({ queryKey: ["/routes"] })}>Read them again (drops what you changed)</button>;
}

function useSave({ text, etag }: Draft): { save: () => Promise<void>; problem: ApiProblem | undefined; saving: boolean } {
  const [problem, setProblem] = useState<ApiProblem>();
  const [saving, setSaving] = useState(false);
  const client = useQueryClient();
  const save = async (): Promise<void> => {
    setSaving(true);
    try {
      await ask("/routes", { method: "PUT", body: { text }, ...(etag === undefined ? {} : { ifMatch: etag }) });
      tell("Routes saved");
      setProblem(undefined);
      await client.invalidateQueries({ queryKey: ["/routes"] });
    } catch (cause) {
      if (!(cause instanceof ApiProblem)) throw cause;
      setProblem(cause);
    } finally { setSaving(false); }
  };
  return { save, problem, saving };
}

const settleMs = 450;

/** What the server finds wrong with a text that is not kept yet; undefined until it has looked at this very text. */
function useCheck(text: string, savedText: string): readonly Place[] | undefined {
  const [checked, setChecked] = useState<{ of: string; places: readonly Place[] }>();
  useEffect(() => {
    const stop = new AbortController();
    const check = (): void => void ask("/routes/simulate", { method: "POST", body: { text, labels: {} }, signal: stop.signal }).then(() => setChecked({ of: text, places: [] }), (cause: unknown) => { if (cause instanceof ApiProblem) setChecked({ of: text, places: placesOf(cause) }); });
    const timer = text === savedText ? undefined : setTimeout(check, settleMs);
    return () => { clearTimeout(timer); stop.abort(); };
  }, [text, savedText]);
  return text === savedText ? [] : checked?.of === text ? checked.places : undefined;
}

const placesOf = ({ problem: { errors, title, detail } }: ApiProblem): Place[] =>
  errors.length > 0 ? errors.map(({ at, rule }) => ({ at, rule, line: lineOf(at) })) : [{ at: title, rule: detail ?? "", line: null }];

function TreeEditor({ routing, text, onText, canEdit }: { routing: RawRouting; text: string; onText: (text: string) => void; canEdit: boolean }) {
  const [open, setOpen] = useState<{ path: readonly number[]; adding: boolean }>();
  const [note, setNote] = useState(false);
  const route = open && routeAt(routing, open.path);
  const edit = (change: RouteEdit): void => {
    const edited = open && editRoute(text, open.path, change);
    if (!edited) return;
    setNote(edited.rewritten);
    onText(edited.text);
  };
  if (!routing.route) return null;
  const times = Array.isArray(routing.timeIntervals) ? routing.timeIntervals.map(({ name }) => name ?? "").filter((name) => name !== "") : [];
  const siblings = open ? childrenIn(routeAt(routing, open.path.slice(0, -1)) ?? {}).length : 0;
  const place = open?.path.at(-1) ?? 0;
  return (
    <>
      {note && <p className="note note-warn" role="status">The text was not written line by line, so it was written anew: comments in it are gone. “Undo changes” brings the old one back.</p>}
      <RouteTree root={routing.route} {...(canEdit ? { onOpen: (path: readonly number[]) => setOpen({ path, adding: false }) } : {})} />
      {open && route && (open.adding
        ? <RouteDialog key="new" isNew route={{ matchers: [] }} title="Add a route" isRoot={false} times={times} canUp={false} canDown={false} onEdit={edit} onClose={() => setOpen(undefined)} />
        : <RouteDialog key={open.path.join()} route={route} title={open.path.length === 0 ? "What no route takes" : `Route ${route.id ?? open.path.map((each) => each + 1).join(".")}`} isRoot={open.path.length === 0} times={times} canUp={place > 0} canDown={place < siblings - 1} onEdit={edit} onAdd={() => setOpen({ ...open, adding: true })} onClose={() => setOpen(undefined)} />)}
      {listOf(times).length > 0 && <p className="muted small">Times that routes may name: {times.join(", ")}. They, and what keeps what quiet (inhibition), are written in the text.</p>}
    </>
  );
}
