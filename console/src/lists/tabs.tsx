// Tabs whose choice is in the URL; arrow keys move between them (WAI-ARIA tabs pattern).
import { useEffect, useId, useRef } from "react";
import type { KeyboardEvent, ReactNode } from "react";
import { useUrl } from "../app/url.ts";

export interface Tab { id: string; title: ReactNode; body: () => ReactNode }

export function Tabs({ label, tabs }: { label: string; tabs: readonly Tab[] }) {
  const { url, set } = useUrl();
  const base = useId();
  const list = useRef<HTMLDivElement>(null);
  const current = tabs.find((tab) => tab.id === url.tab) ?? tabs[0];
  useEffect(() => showChosen(list.current), [current?.id]);
  // What filters one tab means nothing to the next.
  const choose = (tab: Tab | undefined): void => { if (tab) set({ tab: tab.id, q: undefined, sort: undefined, live: undefined }); };
  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>): void => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (step === undefined || !current) return;
    event.preventDefault();
    const next = (tabs.indexOf(current) + step + tabs.length) % tabs.length;
    choose(tabs[next]);
    event.currentTarget.querySelectorAll<HTMLElement>("[role=tab]")[next]?.focus();
  };
  if (!current) return null;
  return (
    <>
      <div ref={list} className="tabs" role="tablist" aria-label={label} onKeyDown={onKeyDown}>
        {tabs.map((tab) => <button key={tab.id} type="button" role="tab" id={`${base}-${tab.id}`} aria-selected={tab === current} aria-controls={`${base}-panel`} tabIndex={tab === current ? 0 : -1} onClick={() => choose(tab)}>{tab.title}</button>)}
      </div>
      <div id={`${base}-panel`} role="tabpanel" aria-labelledby={`${base}-${current.id}`} className="tab-panel" key={current.id}>{current.body()}</div>
    </>
  );
}

/** Where the tabs do not fit, the row is moved, never the page. */
function showChosen(list: HTMLElement | null): void {
  const chosen = list?.querySelector<HTMLElement>('[aria-selected="true"]');
  if (list && chosen) list.scrollLeft = chosen.offsetLeft - list.offsetLeft - (list.clientWidth - chosen.clientWidth) / 2;
}
