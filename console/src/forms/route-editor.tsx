// One route: what it matches and who gets it.
import { useState } from "react";
import type { Route } from "../api/shapes.ts";

type MatchName = keyof Route["match"];
const matches: readonly { name: MatchName; title: string; placeholder: string }[] = [
  { name: "severities", title: "Severities", placeholder: "critical, high" }, { name: "services", title: "Services", placeholder: "any" },
  { name: "owners", title: "Owners", placeholder: "any" }, { name: "environments", title: "Environments", placeholder: "prod" }, { name: "kinds", title: "Kinds", placeholder: "finding.opened" },
];

export interface RouteEditorProps { route: Route; receivers: readonly string[]; locked: boolean; onChange: (route: Route) => void; onRemove: () => void; onUp: (() => void) | undefined; onDown: (() => void) | undefined }

export function RouteEditor({ route, receivers, locked, onChange, onRemove, onUp, onDown }: RouteEditorProps) {
  const known = [...new Set([...receivers, ...route.receivers])];
  const toggle = (id: string): void => onChange({ ...route, receivers: route.receivers.includes(id) ? route.receivers.filter((each) => each !== id) : [...route.receivers, id] });
  return (
    <li className="card">
      <fieldset disabled={locked} className="route">
        <legend className="visually-hidden">Route {route.id}</legend>
        <label className="field"><span>Name</span><input required pattern="[a-z0-9][a-z0-9\-]{0,62}" title="Lower-case letters, digits and hyphens" value={route.id} onChange={(event) => onChange({ ...route, id: event.target.value })} /></label>
        {matches.map(({ name, title, placeholder }) => <WordsField key={name} title={title} placeholder={placeholder} words={route.match[name] ?? []} onChange={(words) => onChange({ ...route, match: withWords(route.match, name, words) })} />)}
        <fieldset className="checks"><legend>Receivers</legend>{known.length === 0 && <span className="muted">Add a receiver first.</span>}{known.map((id) => <label key={id} className="check"><input type="checkbox" checked={route.receivers.includes(id)} onChange={() => toggle(id)} /> {id}</label>)}</fieldset>
        <label className="check"><input type="checkbox" checked={route.continue} onChange={(event) => onChange({ ...route, continue: event.target.checked })} /> and go on to later routes</label>
        <div className="row">
          <button type="button" className="button" disabled={!onUp} onClick={onUp} aria-label={`Move ${route.id} up`}>Up</button>
          <button type="button" className="button" disabled={!onDown} onClick={onDown} aria-label={`Move ${route.id} down`}>Down</button>
          <button type="button" className="button" onClick={onRemove} aria-label={`Remove ${route.id}`}>Remove</button>
        </div>
      </fieldset>
    </li>
  );
}

/** Comma-separated words, read when the field is left, so that a comma can be typed. */
function WordsField({ title, placeholder, words, onChange }: { title: string; placeholder: string; words: readonly string[]; onChange: (words: string[]) => void }) {
  const [text, setText] = useState(words.join(", "));
  return <label className="field"><span>{title}</span><input value={text} placeholder={placeholder} onChange={(event) => setText(event.target.value)} onBlur={() => onChange(text.split(",").map((word) => word.trim()).filter((word) => word !== ""))} /></label>;
}

function withWords(match: Route["match"], name: MatchName, words: string[]): Route["match"] {
  const { [name]: _before, ...rest } = match;
  return words.length === 0 ? rest : { ...rest, [name]: words };
}
