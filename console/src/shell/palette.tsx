// The command palette: go somewhere, find anything by name, CVE, purl or host, or do something.
import { useNavigate, useRouter } from "@tanstack/react-router";
import { useEffect, useId, useState } from "react";
import type { KeyboardEvent } from "react";
import { useResource } from "../api/queries.ts";
import type { DastFinding, Target } from "../api/dast-shapes.ts";
import type { SearchHit } from "../api/shapes.ts";
import { densities, setPreferences, themes } from "../app/preferences.ts";
import { Dialog } from "./dialog.tsx";
import { useCopyLink } from "./global-keys.ts";
import { places } from "./rail.tsx";

type Hit = Omit<SearchHit, "kind"> & { kind: string };
interface Entry { id: string; title: string; detail: string; group: string; run: () => void }

export function Palette({ onClose, onHelp }: { onClose: () => void; onHelp: () => void }) {
  const [text, setText] = useState("");
  const [active, setActive] = useState(0);
  const listId = useId();
  const asked = useSettled(text.trim(), 150);
  const hits = useResource<{ items: SearchHit[] }>("/search", { q: asked }, { enabled: asked.length >= 2 });
  const tests = useTests(asked);
  const entries = useEntries(text.trim(), [...hits.data?.items ?? [], ...tests], onHelp);
  const chosen = Math.min(active, entries.length - 1);
  const run = (entry: Entry | undefined): void => { if (entry) { onClose(); entry.run(); } };
  const onKeyDown = (event: KeyboardEvent): void => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step !== undefined) { event.preventDefault(); setActive((chosen + step + entries.length) % Math.max(entries.length, 1)); }
    if (event.key === "Enter") { event.preventDefault(); run(entries[chosen]); }
  };
  return (
    <Dialog title="Search and commands" onClose={onClose} wide>
      <input className="palette-input" value={text} placeholder="CVE, package, service, host, or a command" aria-label="Search and commands" role="combobox" aria-expanded="true" aria-controls={listId} aria-activedescendant={entries[chosen] ? `${listId}-${chosen}` : undefined} onChange={(event) => { setText(event.target.value); setActive(0); }} onKeyDown={onKeyDown} />
      <ul id={listId} className="palette-list" role="listbox" aria-label="Results">
        {entries.map((entry, index) => (
          <li key={entry.id} id={`${listId}-${index}`} role="option" aria-selected={index === chosen} onClick={() => run(entry)} onPointerMove={() => setActive(index)}>
            <span className="palette-title">{entry.title}</span><span className="muted palette-detail">{entry.detail}</span><span className="palette-group">{entry.group}</span>
          </li>
        ))}
      </ul>
      <p className="muted small" role="status">{statusText(asked, entries.length, hits.loading, hits.problem?.problem.title)}</p>
    </Dialog>
  );
}

function statusText(asked: string, count: number, loading: boolean, problem: string | undefined): string {
  if (problem !== undefined) return `Search failed: ${problem}.`;
  if (loading && asked.length >= 2) return "Searching…";
  return count === 0 ? `Nothing is named “${asked}”. Search looks at vulnerabilities, services, releases, components, endpoints, findings, incidents, targets and tests.` : "↑ ↓ to move, Enter to open, Escape to go back.";
}

/** Targets by name or URL, and findings of tests by their words. */
function useTests(asked: string): Hit[] {
  const enabled = asked.length >= 2;
  const targets = useResource<{ items: Target[] }>("/targets", {}, { enabled }).data?.items ?? [];
  const findings = useResource<{ items: DastFinding[] }>("/dast-findings", { q: asked, limit: "6" }, { enabled }).data?.items ?? [];
  const wanted = asked.toLowerCase();
  return enabled ? [
    ...targets.filter(({ name, url }) => `${name} ${url}`.toLowerCase().includes(wanted)).slice(0, 6).map(({ id, name, url }) => ({ kind: "target", id, title: name, detail: url, path: `/tests/targets/${encodeURIComponent(id)}` })),
    ...findings.map(({ id, title, where, target }) => ({ kind: "test", id, title, detail: `${target} ${where}`, path: `/tests/findings/${encodeURIComponent(id)}` })),
  ] : [];
}

function useEntries(text: string, hits: readonly Hit[], onHelp: () => void): Entry[] {
  const navigate = useNavigate();
  const router = useRouter();
  const copyLink = useCopyLink();
  const commands: Entry[] = [
    ...places.map((place) => ({ id: place.to, title: place.name, detail: place.about, group: "Go to", run: () => void navigate({ to: place.to }) })),
    { id: "copy", title: "Copy link", detail: "With range and instant pinned", group: "Do", run: copyLink },
    { id: "help", title: "Keyboard help", detail: "What can be pressed here", group: "Do", run: onHelp },
    ...themes.map((theme) => ({ id: `theme-${theme}`, title: `Theme: ${theme}`, detail: "", group: "Do", run: () => setPreferences({ theme }) })),
    ...densities.map((density) => ({ id: `density-${density}`, title: `Row height: ${density}`, detail: "", group: "Do", run: () => setPreferences({ density }) })),
  ];
  const wanted = text.toLowerCase();
  const found = hits.map((hit) => ({ id: `${hit.kind}-${hit.id}`, title: hit.title, detail: hit.detail, group: hit.kind, run: () => router.history.push(hit.path) }));
  return [...direct(text, navigate), ...found, ...commands.filter((entry) => `${entry.title} ${entry.detail}`.toLowerCase().includes(wanted))];
}

// An id that was pasted opens at once, without waiting for the search.
function direct(text: string, navigate: ReturnType<typeof useNavigate>): Entry[] {
  if (/^(CVE-\d{4}-\d{4,}|GHSA(-[0-9a-z]{4}){3})$/i.test(text)) return [{ id: "direct", title: text.toUpperCase().replace(/^GHSA-.*/, (id) => `GHSA${id.slice(4).toLowerCase()}`), detail: "Where is it running?", group: "Open", run: () => void navigate({ to: "/advisories/$id", params: { id: text } }) }];
  const [, number] = /^inc-?(\d+)$/i.exec(text) ?? [];
  if (number !== undefined) return [{ id: "direct", title: `INC-${number}`, detail: "Open the incident", group: "Open", run: () => void navigate({ to: "/incidents/$id", params: { id: `INC-${number}` } }) }];
  if (/^det_[0-9a-z]+$/i.test(text)) return [{ id: "direct", title: text, detail: "Open the detection", group: "Open", run: () => void navigate({ to: "/runtime/detections/$id", params: { id: text } }) }];
  const [, kind] = /^(dfn|scn|tgt)_[0-9a-z]+$/i.exec(text) ?? [];
  if (kind !== undefined) return [testOf(kind.toLowerCase(), text, navigate)];
  if (/^pkg:[a-z]+\/.+/.test(text)) return [{ id: "direct", title: text, detail: "Where does it run?", group: "Open", run: () => void navigate({ to: "/components/$purl", params: { purl: text } }) }];
  return [];
}

function testOf(kind: string, id: string, navigate: ReturnType<typeof useNavigate>): Entry {
  if (kind === "scn") return { id: "direct", title: id, detail: "Open the scan", group: "Open", run: () => void navigate({ to: "/tests/scans/$id", params: { id } }) };
  if (kind === "tgt") return { id: "direct", title: id, detail: "Open the target", group: "Open", run: () => void navigate({ to: "/tests/targets/$id", params: { id } }) };
  return { id: "direct", title: id, detail: "Open the finding of a test", group: "Open", run: () => void navigate({ to: "/tests/findings/$id", params: { id } }) };
}

/** The value once it has stopped changing. */
function useSettled(value: string, afterMs: number): string {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), afterMs);
    return () => clearTimeout(timer);
  }, [value, afterMs]);
  return settled;
}
