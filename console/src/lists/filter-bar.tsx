// The filter line of a list: tokens and words in the URL, common ones as chips, and what could not be applied said beneath.
import { useState } from "react";
import { useUrl } from "../app/url.ts";
import { Icon } from "../shell/icons.tsx";
import { findingWords, hasToken, toggleToken } from "./query-tokens.ts";
import type { TokenProblem, Vocabulary } from "./query-tokens.ts";

export interface Facet { name: string; tokens: readonly string[] }

export function FilterBar({ label, placeholder, facets = [], problems = [], words = findingWords }: { label: string; placeholder: string; facets?: readonly Facet[]; problems?: readonly TokenProblem[]; words?: Vocabulary<string> }) {
  const { url, set } = useUrl();
  const given = url.q ?? "";
  const [text, setText] = useState(given);
  const [shown, setShown] = useState(given);
  // The URL changed under the field: a chip was pressed, or the reader went back.
  if (shown !== given) { setShown(given); setText(given); }
  return (
    <search className="filter">
      <form className="filter-line" onSubmit={(event) => { event.preventDefault(); set({ q: text.trim() }); }}>
        <Icon name="search" />
        <input data-filter type="text" value={text} placeholder={placeholder} aria-label={label} autoComplete="off" spellCheck={false} onChange={(event) => setText(event.target.value)} onBlur={() => { if (text.trim() !== given) set({ q: text.trim() }); }} onKeyDown={(event) => { if (event.key === "Escape") event.currentTarget.blur(); }} />
        {given !== "" && <button type="button" className="button button-quiet" onClick={() => { setText(""); set({ q: undefined }); }}>Clear</button>}
        <button type="submit" className="button">Filter</button>
      </form>
      {facets.length > 0 && (
        <div className="facets">
          {facets.map((facet) => (
            <div key={facet.name} className="facet" role="group" aria-label={facet.name}>
              <span className="facet-name" aria-hidden="true">{facet.name}</span>
              {facet.tokens.map((token) => <button key={token} type="button" className="chip" aria-pressed={hasToken(given, token)} onClick={() => set({ q: toggleToken(given, token, words) })}>{token.replace(/^(is|severity|level|evidence|env|label|kind|confidence|profile|risk|phase):/, "")}</button>)}
            </div>
          ))}
        </div>
      )}
      {problems.length > 0 && <div role="status"><ul className="note note-warn">{problems.map((problem) => <li key={problem.at}><code>{problem.text}</code> (character {problem.at}): {problem.rule}. {problem.mend}</li>)}</ul></div>}
    </search>
  );
}
