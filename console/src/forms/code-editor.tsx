// A text with its line numbers; the lines with something wrong are marked, and can be gone to.
import { useRef } from "react";
import type { RefObject } from "react";

export interface Place { at: string; line: number | null; rule: string }

/** The line of "line 12, /route/routes/0"; null when it names none. */
export const lineOf = (at: string): number | null => { const found = /^line (\d+)/.exec(at); return found ? Number(found[1]) : null; };

export function CodeEditor({ label, text, places, readOnly, onChange }: { label: string; text: string; places: readonly Place[]; readOnly: boolean; onChange: (text: string) => void }) {
  const area = useRef<HTMLTextAreaElement>(null);
  const wrong = new Set(places.map(({ line }) => line));
  const count = text.split("\n").length;
  return (
    <div className="stack">
      <div className="code-editor">
        <div className="code-lines" aria-hidden="true">{Array.from({ length: count }, (_, index) => <span key={index} className={wrong.has(index + 1) ? "line-wrong" : undefined}>{index + 1}</span>)}</div>
        <textarea ref={area} aria-label={label} aria-invalid={places.length > 0} rows={Math.max(8, count)} wrap="off" spellCheck={false} autoComplete="off" readOnly={readOnly} value={text} onChange={(event) => onChange(event.target.value)} />
      </div>
      {places.length > 0 && <ul className="places note note-bad" role="alert">{places.map((place) => <li key={place.at + place.rule}><PlaceLine place={place} area={area} /></li>)}</ul>}
    </div>
  );
}

function PlaceLine({ place: { at, line, rule }, area }: { place: Place; area: RefObject<HTMLTextAreaElement | null> }) {
  const said = `${at.startsWith("line") || line === null ? at : `line ${line}, ${at}`}: ${rule}`;
  return line === null ? <span>{said}</span> : <button type="button" onClick={() => goTo(area.current, line)}>{said}</button>;
}

function goTo(area: HTMLTextAreaElement | null, line: number): void {
  if (!area) return;
  const before = area.value.split("\n").slice(0, line - 1);
  const start = before.join("\n").length + (before.length > 0 ? 1 : 0);
  area.focus();
  area.setSelectionRange(start, start + (area.value.split("\n")[line - 1]?.length ?? 0));
}
