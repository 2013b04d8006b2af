// Facts of behaviour as a table, those that wait to be chosen and approved; and how well each kind is known.
import { useState } from "react";
import { factKinds } from "../api/runtime-shapes.ts";
import type { FactKind, Profile, ProfileFact } from "../api/runtime-shapes.ts";
import { formatCount, formatShare } from "../app/format.ts";
import { Instant } from "../shell/instant.tsx";
import type { Column } from "./column.ts";
import { Empty } from "./coverage-sentence.tsx";
import { DataTable } from "./data-table.tsx";
import { OriginBadge } from "./detection-badges.tsx";
import { heldList } from "./held-list.ts";

export const factWords: Readonly<Record<FactKind, string>> = {
  process: "runs", parent: "starts", "written-executable": "runs what was written there", "file-write": "writes to", destination: "connects to", listen: "listens on", route: "answers", user: "acts as", verb: "asks the API to",
};
export const factKey = ({ kind, value }: Pick<ProfileFact, "kind" | "value">): string => `${kind} ${value}`;

const columns: readonly Column<ProfileFact>[] = [
  { id: "kind", title: "Kind", text: (row) => row.kind, cell: (row) => <span className="nowrap" title={factWords[row.kind]}>{row.kind.replace("-", " ")}</span> },
  { id: "value", title: "Fact", main: true, text: (row) => row.value, cell: (row) => <code className="break" tabIndex={-1} data-row-link>{row.value}</code> },
  { id: "origin", title: "Origin", text: (row) => row.origin, cell: (row) => <span className="line"><OriginBadge origin={row.origin} />{row.approvedBy !== null && <span className="muted small">by {row.approvedBy}</span>}</span> },
  { id: "count", title: "Seen", align: "end", text: (row) => String(row.count), cell: (row) => `${formatCount(row.count)} ×` },
  { id: "first", title: "First", text: (row) => row.firstAt, cell: (row) => <Instant at={row.firstAt} /> },
  { id: "last", title: "Last", text: (row) => row.lastAt, cell: (row) => <Instant at={row.lastAt} /> },
];

/** approve: makes the rows selectable. */
export function ProfileFactTable({ facts, approve, empty }: { facts: readonly ProfileFact[]; approve?: ((facts: readonly ProfileFact[], clear: () => void) => void) | undefined; empty: string }) {
  const [kind, setKind] = useState<FactKind>();
  const [word, setWord] = useState("");
  const kinds = factKinds.filter((each) => facts.some((fact) => fact.kind === each));
  const shown = facts.filter((fact) => (kind === undefined || fact.kind === kind) && fact.value.toLowerCase().includes(word.trim().toLowerCase()));
  return (
    <>
      {facts.length > 0 && (
        <div className="row row-end">
          <div className="choices" role="group" aria-label="Kind"><button type="button" className="button button-small" aria-pressed={kind === undefined} onClick={() => setKind(undefined)}>All {formatCount(facts.length)}</button>{kinds.map((each) => <button key={each} type="button" className="button button-small" aria-pressed={kind === each} onClick={() => setKind(each)}>{each.replace("-", " ")} {formatCount(facts.filter((fact) => fact.kind === each).length)}</button>)}</div>
          <label className="field"><span>Find</span><input data-filter type="text" value={word} placeholder="/usr/bin/curl" onChange={(event) => setWord(event.target.value)} /></label>
        </div>
      )}
      <DataTable of="facts" list={heldList(shown, "/profiles")} columns={columns} keyOf={factKey} empty={<Empty title={facts.length === 0 ? empty : "No fact is so."} />}
        {...(approve ? { bulk: (rows: readonly ProfileFact[], clear: () => void) => <button type="button" className="button button-main" onClick={() => approve(rows, clear)}>Approve…</button> } : {})} />
    </>
  );
}

/** Small is not none: the next one may always be new. */
export const unseenText = (share: number): string => (share > 0 && share < 0.001 ? `below ${formatShare(0.001)}` : formatShare(share));

type Coverage = Profile["coverage"][number];
const coverageColumns: readonly Column<Coverage>[] = [
  { id: "kind", title: "Kind", main: true, text: (row) => row.kind, cell: (row) => <strong>{row.kind.replace("-", " ")}</strong> },
  { id: "facts", title: "Facts", align: "end", text: (row) => String(row.facts), cell: (row) => formatCount(row.facts) },
  { id: "events", title: "Events", align: "end", text: (row) => String(row.events), cell: (row) => formatCount(row.events) },
  { id: "unseen", title: "Chance that the next is new", text: (row) => String(row.unseenShare), cell: (row) => <span className="line"><meter min={0} max={1} low={0.01} high={0.05} optimum={0} value={row.unseenShare} aria-label={`Chance that the next ${row.kind} is new`} /><span className={row.unseenShare > 0.05 ? "due-soon" : undefined}>{unseenText(row.unseenShare)}</span></span> },
  { id: "new", title: "Last new one", text: (row) => row.lastNewAt ?? "", cell: (row) => <Instant at={row.lastNewAt} /> },
];

export const CoverageTable = ({ coverage }: { coverage: readonly Coverage[] }) => (
  <>
    <p className="muted">The share of events whose fact was seen only once estimates how likely the next one is new (Good-Turing). While that is high, a new fact means little.</p>
    <DataTable of="kinds of facts" list={heldList([...coverage], "/profiles")} columns={coverageColumns} keyOf={(row) => row.kind} empty={<Empty title="Nothing was learned yet." />} />
  </>
);
