// The site of a scan as a treegrid: paths as folders, each route with its method, answer, source, places to test, tested share and findings (WAI-ARIA treegrid pattern).
import { useMemo, useRef, useState } from "react";
import type { KeyboardEvent } from "react";
import type { RouteCoverage } from "../api/dast-shapes.ts";
import { formatCount, formatNoun, formatShare } from "../app/format.ts";
import { Icon } from "../shell/icons.tsx";
import { Badge } from "./badges.tsx";
import { everyFolder, openAtFirst, siteTree, visibleRows } from "./site-tree.ts";
import type { SiteNode, SiteRow } from "./site-tree.ts";

/** More rows than anybody reads at once: the rest is one press away, and counted. */
const mostRows = 400;

export function SiteTreeGrid({ routes }: { routes: readonly RouteCoverage[] }) {
  const tree = useMemo(() => siteTree(routes), [routes]);
  const [open, setOpen] = useState<ReadonlySet<string>>(() => openAtFirst(tree));
  const [stop, setStop] = useState(0);
  const [most, setMost] = useState(mostRows);
  const grid = useRef<HTMLTableElement>(null);
  const all = visibleRows(tree, open), rows = all.slice(0, most);
  const focusRow = (index: number): void => { const to = Math.min(Math.max(index, 0), rows.length - 1); setStop(to); grid.current?.querySelectorAll<HTMLElement>("tbody tr")[to]?.focus(); };
  const toggle = (id: string, isOpen: boolean): void => setOpen(new Set(isOpen ? [...open].filter((each) => each !== id) : [...open, id]));
  const onKeyDown = (event: KeyboardEvent): void => {
    const row = rows[stop];
    const act = row && keyAct(event.key, row, stop, rows, open);
    if (!act || !row) return;
    event.preventDefault();
    if (act.go !== undefined) focusRow(act.go);
    if (act.toggle === true) toggle(row.node.id, open.has(row.node.id));
  };
  return (
    <>
      <div className="row"><button type="button" className="button button-small" onClick={() => setOpen(everyFolder(tree))}>Open all</button><button type="button" className="button button-small" onClick={() => setOpen(new Set())}>Close all</button><span className="muted small">{formatNoun(routes.length, "route")}; arrow keys move, right opens, left closes</span></div>
      <div className="table-region" role="region" aria-label="Site tree" tabIndex={-1}>
        <table ref={grid} role="treegrid" aria-label="Routes of the target" aria-rowcount={all.length + 1} className="site-tree" onKeyDown={onKeyDown}>
          <thead role="rowgroup"><tr role="row">{["Path", "Answer", "Source", "Places to test", "Tested", "Findings"].map((title, index) => <th key={title} role="columnheader" scope="col" className={index > 2 ? "cell-end" : undefined}>{title}</th>)}</tr></thead>
          <tbody role="rowgroup">{rows.map((row, index) => <Row key={row.node.id} row={row} isOpen={open.has(row.node.id)} isStop={index === Math.min(stop, rows.length - 1)} onFocus={() => setStop(index)} onToggle={() => toggle(row.node.id, open.has(row.node.id))} />)}</tbody>
        </table>
      </div>
      {all.length > rows.length && <p className="row"><span className="muted">{formatCount(rows.length)} of {formatNoun(all.length, "row")}</span><button type="button" className="button button-small" onClick={() => setMost(most + mostRows)}>Show more</button></p>}
    </>
  );
}

/** What a key does in a treegrid whose rows take the focus (APG, treegrid). */
function keyAct(key: string, { node, parent }: SiteRow, at: number, rows: readonly SiteRow[], open: ReadonlySet<string>): { go?: number; toggle?: boolean } | undefined {
  const folder = node.children.length > 0, isOpen = open.has(node.id);
  switch (key) {
    case "ArrowDown": return { go: at + 1 };
    case "ArrowUp": return { go: at - 1 };
    case "Home": return { go: 0 };
    case "End": return { go: rows.length - 1 };
    case "ArrowRight": return folder ? (isOpen ? { go: at + 1 } : { toggle: true }) : undefined;
    case "ArrowLeft": return folder && isOpen ? { toggle: true } : { go: Math.max(0, rows.findIndex((row) => row.node.id === parent)) };
    case "Enter": return folder ? { toggle: true } : undefined;
    default: return undefined;
  }
}

function Row({ row: { node, level, place, of }, isOpen, isStop, onFocus, onToggle }: { row: SiteRow; isOpen: boolean; isStop: boolean; onFocus: () => void; onToggle: () => void }) {
  const folder = node.children.length > 0;
  return (
    <tr role="row" aria-level={level} aria-posinset={place} aria-setsize={of} {...(folder ? { "aria-expanded": isOpen } : {})} tabIndex={isStop ? 0 : -1} onFocus={onFocus} onClick={folder ? onToggle : undefined} className={folder ? "site-folder" : "site-route"}>
      <td role="gridcell" data-title="Path" className="cell-main"><span className="site-path" style={{ paddingInlineStart: `${(level - 1) * 18}px` }}>{folder && <span className={isOpen ? "site-open" : "site-closed"}><Icon name="chevron" size={14} /></span>}{node.route && <span className="method">{node.route.method}</span>}<span className="break">{node.name}</span>{folder && <span className="muted small nowrap">{formatNoun(node.routes, "route")}</span>}</span></td>
      <RouteCells node={node} />
    </tr>
  );
}

function RouteCells({ node: { route, planned, done, findings } }: { node: SiteNode }) {
  return (
    <>
      <td role="gridcell" data-title="Answer">{route === undefined ? "" : route.status === null ? <span className="gap">? no answer</span> : <span className="line"><Status status={route.status} /><span className="muted small">{route.mediaType}</span></span>}</td>
      <td role="gridcell" data-title="Source">{route && <span className="two-lines"><span>{route.source}</span>{route.foundOn !== null && <span className="muted small break">on {route.foundOn}</span>}</span>}</td>
      <td role="gridcell" data-title="Places to test" className="cell-end">{route && formatCount(route.points)}</td>
      <td role="gridcell" data-title="Tested" className="cell-end">{planned === 0 ? <span className="muted">nothing planned</span> : <span className={done < planned ? "gap" : undefined} title={`${formatCount(done)} of ${formatNoun(planned, "test")}`}>{done < planned ? "? " : ""}{formatShare(Math.floor((done / planned) * 100) / 100)}</span>}</td>
      <td role="gridcell" data-title="Findings" className="cell-end">{findings === 0 ? <span className="muted">0</span> : <Badge tone="critical" mark="triangle">{formatCount(findings)}</Badge>}</td>
    </>
  );
}

const statusTone = (status: number): string => (status >= 500 ? "tone-text-critical" : status >= 400 ? "tone-text-high" : "");
export const Status = ({ status }: { status: number }) => (status === 0 ? <span className="gap">? no answer</span> : <span className={statusTone(status)}>{status}</span>);
