// Tabs whose choice is in the URL; arrow keys move between them (WAI-ARIA tabs pattern).
import { useId } from "react";
import type { KeyboardEvent, ReactNode } from "react";
import { useUrl } from "../app/url.ts";

export interface Tab { id: string; title: ReactNode; body: () => ReactNode }

export function Tabs({ label, tabs }: { label: string; tabs: readonly Tab[] }) {
  const { url, set } = useUrl();
  const base = useId();
  const current = tabs.find((tab) => tab.id === url.tab) ?? tabs[0];
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
      <div className="tabs" role="tablist" aria-label={label} onKeyDown={onKeyDown}>
        {tabs.map((tab) => <button key={tab.id} type="button" role="tab" id={`${base}-${tab.id}`} aria-selected={tab === current} aria-controls={`${base}-panel`} tabIndex={tab === current ? 0 : -1} onClick={() => choose(tab)}>{tab.title}</button>)}
      </div>
      <div id={`${base}-panel`} role="tabpanel" aria-labelledby={`${base}-${current.id}`} className="tab-panel" key={current.id}>{current.body()}</div>
    </>
  );
}
