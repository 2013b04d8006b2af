// Coverage of one scan by check: planned, done, proved, and why not; the classes of attack above it as one line of the grid.
import { Link } from "@tanstack/react-router";
import type { Check, CheckCoverage, ScanDetail } from "../api/dast-shapes.ts";
import { useResource } from "../api/queries.ts";
import { formatCount, formatShare } from "../app/format.ts";
import { useUrl } from "../app/url.ts";
import { Badge, Mark } from "../lists/badges.tsx";
import type { Column } from "../lists/column.ts";
import { Empty } from "../lists/coverage-sentence.tsx";
import { DataTable } from "../lists/data-table.tsx";
import { heldList } from "../lists/held-list.ts";
import { Skeleton } from "../lists/loading.tsx";
import { ProblemPanel } from "../lists/problem-panel.tsx";
import { cellLooks, className, saidOf } from "../plots/test-coverage-grid.tsx";
import { cellOf, classesOf, classOf } from "../plots/test-coverage.ts";
import type { CoverageCell } from "../plots/test-coverage.ts";

interface Row { check: Check; coverage: CheckCoverage | undefined; cell: CoverageCell }

export function ScanCoverage({ scan }: { scan: ScanDetail }) {
  const { url, set } = useUrl();
  const checks = useResource<{ items: Check[] }>("/checks");
  if (checks.problem) return <ProblemPanel problem={checks.problem} what="The checks could not be read" />;
  if (!checks.data) return <Skeleton />;
  if (scan.checks.length === 0) return <Empty title="Its coverage is not known."><p>{scan.endedAt === null ? "It is kept when the scan ends." : "It ended before any check was planned."}</p></Empty>;
  const catalogue = withForeign(checks.data.items, scan.checks);
  const cells = classesOf(catalogue).map((name) => { const mine = catalogue.filter((check) => classOf(check) === name); const told = scan.checks.filter(({ check }) => mine.some(({ id }) => id === check)); return cellOf(name, mine, told, told.reduce((sum, one) => sum + one.proofs, 0)); });
  const chosen = cells.find(({ attackClass }) => attackClass === url.group)?.attackClass;
  const rows = catalogue.filter((check) => chosen === undefined || classOf(check) === chosen).map((check): Row => { const coverage = scan.checks.find((one) => one.check === check.id); return { check, coverage, cell: cellOf(classOf(check), [check], coverage === undefined ? [] : [coverage], coverage?.proofs ?? 0) }; });
  return (
    <>
      <div className="class-cells" role="group" aria-label="Classes of attack; one narrows the table">
        {cells.map((cell) => <button key={cell.attackClass} type="button" className={`class-cell coverage-${cell.state}`} aria-pressed={chosen === cell.attackClass} title={saidOf(cell)} onClick={() => set({ group: chosen === cell.attackClass ? undefined : cell.attackClass })}><Mark name={cellLooks[cell.state].mark} /><span>{className(cell.attackClass)}</span><span className="small">{cell.state === "found" ? `${formatCount(cell.found)} proved` : cellLooks[cell.state].word}</span></button>)}
      </div>
      <DataTable of="checks of the scan" list={heldList(rows.toSorted(byNeed), `/scans/${scan.id}`)} columns={columns(scan)} keyOf={({ check }) => check.id} empty={null} />
    </>
  );
}

/** A check that this version does not know any more is still told of. */
function withForeign(checks: readonly Check[], told: readonly CheckCoverage[]): Check[] {
  const known = new Set(checks.map(({ id }) => id));
  return [...checks, ...told.filter(({ check }) => !known.has(check)).map(({ check }): Check => ({ id: check, title: check, about: "This version does not know it.", cwe: 0, owasp: [], severity: "info", remediation: "", risk: "passive", attackClass: null, looksAt: "route", profiles: [] }))];
}

const order = ["found", "blocked", "partly", "tested", "left-out", "absent", "never", "unread"];
const byNeed = (a: Row, b: Row): number => order.indexOf(a.cell.state) - order.indexOf(b.cell.state) || a.check.title.localeCompare(b.check.title);

const columns = (scan: ScanDetail): readonly Column<Row>[] => [
  { id: "check", title: "Check", main: true, text: ({ check }) => check.id, cell: ({ check }) => <div className="two-lines"><Link to="/tests/checks" search={{ q: check.id }} data-row-link>{check.title}</Link><span className="muted small">{className(classOf(check))}</span></div> },
  { id: "state", title: "State", text: ({ cell }) => cellLooks[cell.state].word, cell: ({ cell }) => <Badge tone={cellLooks[cell.state].tone} mark={cellLooks[cell.state].mark}>{cellLooks[cell.state].word}</Badge> },
  { id: "done", title: "Done of planned", align: "end", text: ({ cell }) => `${cell.done} of ${cell.planned}`, cell: ({ cell, check }) => (cell.planned === 0 ? <span className="muted">{check.looksAt === "exchange" && cell.state === "tested" ? "every answer" : "–"}</span> : <span className={cell.done < cell.planned ? "gap" : undefined}>{formatCount(cell.done)} of {formatCount(cell.planned)} <span className="small">({formatShare(Math.floor((cell.done / cell.planned) * 100) / 100)})</span></span>) },
  { id: "proofs", title: "Proved", align: "end", text: ({ cell }) => String(cell.found), cell: ({ cell, check }) => (cell.found === 0 ? <span className="muted">0</span> : <Link to="/tests/scans/$id" params={{ id: scan.id }} search={{ tab: "findings", q: `check:${check.id}` }}>{formatCount(cell.found)}</Link>) },
  { id: "unrepeated", title: "Not repeated", align: "end", text: ({ coverage }) => String(coverage?.unrepeated ?? 0), cell: ({ coverage }) => <span className="muted" title="Seen once and not again: not reported">{formatCount(coverage?.unrepeated ?? 0)}</span> },
  { id: "requests", title: "Requests", align: "end", text: ({ coverage }) => String(coverage?.requests ?? 0), cell: ({ coverage }) => formatCount(coverage?.requests ?? 0) },
  { id: "why", title: "Why not", text: ({ cell }) => cell.why.join("; "), cell: ({ cell }) => (cell.why.length === 0 ? <span className="muted">–</span> : <span className="prose">{cell.why.join("; ")}</span>) },
];
