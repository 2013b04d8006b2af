// The coverage grid: targets down, classes of attack across; each cell says by mark, text and colour whether it was tested, and leads to what was found or to why not.
import { Link } from "@tanstack/react-router";
import { useRef, useState } from "react";
import type { KeyboardEvent } from "react";
import { formatCount, formatNoun, formatShare } from "../app/format.ts";
import { Mark } from "../lists/badges.tsx";
import type { MarkName } from "../lists/badges.tsx";
import { attackName } from "../lists/dast-words.ts";
import { tokenFor } from "../lists/query-tokens.ts";
import { other, shareOf } from "./test-coverage.ts";
import type { CellState, CoverageCell, CoverageLine } from "./test-coverage.ts";

export const cellLooks = {
  found: { mark: "triangle", tone: "critical", word: "found" }, tested: { mark: "check", tone: "good", word: "tested" }, partly: { mark: "half", tone: "medium", word: "partly" }, blocked: { mark: "octagon", tone: "high", word: "blocked" },
  "left-out": { mark: "bar", tone: "plain", word: "left out" }, absent: { mark: "ring", tone: "plain", word: "nothing to test" }, never: { mark: "question", tone: "unknown", word: "never" }, unread: { mark: "question", tone: "plain", word: "reading" },
} as const satisfies Record<CellState, { mark: MarkName; tone: string; word: string }>;

export const className = (attackClass: string): string => (attackClass === other ? attackName(null) : attackName(attackClass));

export function CoverageGrid({ lines, label }: { lines: readonly CoverageLine[]; label: string }) {
  const grid = useRef<HTMLTableElement>(null);
  const [stop, setStop] = useState({ row: 0, column: 0 });
  const classes = lines[0]?.cells.map(({ attackClass }) => attackClass) ?? [];
  const onKeyDown = (event: KeyboardEvent): void => {
    const step = { ArrowRight: [0, 1], ArrowLeft: [0, -1], ArrowDown: [1, 0], ArrowUp: [-1, 0] }[event.key];
    if (!step) return;
    event.preventDefault();
    const within = (value: number, most: number): number => Math.min(Math.max(value, 0), most);
    const to = { row: within(stop.row + (step[0] ?? 0), lines.length - 1), column: within(stop.column + (step[1] ?? 0), classes.length - 1) };
    setStop(to);
    grid.current?.querySelector<HTMLElement>(`[data-cell="${to.row}-${to.column}"]`)?.focus();
  };
  return (
    <>
      <div className="coverage-region" role="region" aria-label={`${label}, scrolls sideways`} tabIndex={-1}>
        <table ref={grid} role="grid" className="coverage-grid" aria-label={label} aria-rowcount={lines.length + 1} aria-colcount={classes.length + 1} onKeyDown={onKeyDown}>
          <thead role="rowgroup"><tr role="row"><th role="columnheader" scope="col" className="coverage-target">Target</th>{classes.map((each) => <th key={each} role="columnheader" scope="col" className="coverage-class"><span>{className(each)}</span></th>)}</tr></thead>
          <tbody role="rowgroup">
            {lines.map(({ target, cells }, row) => (
              <tr key={target.id} role="row">
                <th role="rowheader" scope="row" className="coverage-target"><Link to="/tests/targets/$id" params={{ id: target.id }} title={target.url}>{target.name}</Link></th>
                {cells.map((cell, column) => <td key={cell.attackClass} role="gridcell"><Cell cell={cell} line={{ target, cells }} place={`${row}-${column}`} isStop={stop.row === row && stop.column === column} onFocus={() => setStop({ row, column })} /></td>)}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <Legend />
    </>
  );
}

export function saidOf(cell: CoverageCell): string {
  const { state, planned, done, found, why } = cell;
  const figures = planned === 0 ? "" : `, ${formatCount(done)} of ${formatNoun(planned, "test")} done`;
  const shown = state === "partly" && cellText(cell) !== "partly" ? `, ${cellText(cell)}` : "";
  return `${className(cell.attackClass)}: ${state === "found" ? `${formatNoun(found, "finding")} open` : cellLooks[state].word}${shown}${figures}${why.length === 0 ? "" : `; ${why.slice(0, 3).join("; ")}`}`;
}

function Cell({ cell, line: { target }, place, isStop, onFocus }: { cell: CoverageCell; line: CoverageLine; place: string; isStop: boolean; onFocus: () => void }) {
  const said = `${target.name}, ${saidOf(cell)}`;
  const common = { "data-cell": place, tabIndex: isStop ? 0 : -1, className: `coverage-cell coverage-${cell.state}`, "aria-label": said, title: said, onFocus };
  const text = <><Mark name={cellLooks[cell.state].mark} /><span>{cellText(cell)}</span></>;
  if (cell.state === "found") return <Link to="/tests" search={{ tab: "findings", q: `${tokenFor("target", target.name)}${cell.checks.length === 1 ? ` check:${cell.checks[0] ?? ""}` : ""}` }} {...common}>{text}</Link>;
  if (target.lastScan === null) return <Link to="/tests/targets/$id" params={{ id: target.id }} {...common}>{text}</Link>;
  return <Link to="/tests/scans/$id" params={{ id: target.lastScan.id }} search={{ tab: "coverage", group: cell.attackClass }} {...common}>{text}</Link>;
}

function cellText(cell: CoverageCell): string {
  const share = shareOf(cell);
  if (cell.state === "found") return formatCount(cell.found);
  // All was begun, and some of it could not be done: no figure says that.
  return cell.state !== "partly" ? "" : share === undefined || share >= 1 ? "partly" : formatShare(Math.floor(share * 100) / 100);
}

const Legend = () => <p className="heat-legend muted small">{(Object.keys(cellLooks) as CellState[]).filter((state) => state !== "unread").map((state) => <span key={state} className="nowrap"><span className={`coverage-key coverage-${state}`} aria-hidden="true"><Mark name={cellLooks[state].mark} /></span> {cellLooks[state].word}</span>)}</p>;
