// What every page has: a title for the window and the reader, a line beneath it, cards, facts.
import { useEffect } from "react";
import type { ReactNode } from "react";

export function Page({ title, name, lead, actions, children }: { title: string; name?: ReactNode; lead?: ReactNode; actions?: ReactNode; children: ReactNode }) {
  useEffect(() => { document.title = `${title} · Aftwatch`; }, [title]);
  return (
    <div className="page">
      <header className="page-head">
        <div className="page-title"><h1>{name ?? title}</h1>{lead !== undefined && <div className="lead">{lead}</div>}</div>
        {actions !== undefined && <div className="page-actions">{actions}</div>}
      </header>
      {children}
    </div>
  );
}

export function Card({ title, children, className = "" }: { title: string; children: ReactNode; className?: string }) {
  return <section className={`card ${className}`}><h2>{title}</h2>{children}</section>;
}

/** Names and values; a fact that is not given is not shown, one that is not known says so. */
export function Facts({ facts }: { facts: readonly (readonly [string, ReactNode])[] }) {
  return <dl className="facts">{facts.map(([name, value]) => <div key={name}><dt>{name}</dt><dd>{value}</dd></div>)}</dl>;
}
