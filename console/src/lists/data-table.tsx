// A list from the server as a real table: sort headers, selection, peek, keys, export, and the true total beneath.
import { useRef, useState } from "react";
import type { ReactNode } from "react";
import type { List } from "../api/queries.ts";
import { formatCount, formatNoun } from "../app/format.ts";
import { useUrl } from "../app/url.ts";
import { Icon } from "../shell/icons.tsx";
import { tell, tellProblem } from "../shell/toasts.tsx";
import type { Column } from "./column.ts";
import { exportCsv } from "./export.ts";
import { Skeleton } from "./loading.tsx";
import { PeekPanel } from "./peek-panel.tsx";
import { ProblemPanel } from "./problem-panel.tsx";
import { useRowKeys } from "./row-keys.ts";
import { SortPicker, TableHead } from "./table-head.tsx";

export interface DataTableProps<Row> {
  /** What the rows are, in the plural: "findings". Names the table for assistive technology. */
  of: string;
  list: List<Row>;
  columns: readonly Column<Row>[];
  keyOf: (row: Row) => string;
  /** Shown when the list is empty: says what that rests on. */
  empty: ReactNode;
  /** The sort the server uses when the URL names none. */
  defaultSort?: string;
  peek?: (row: Row) => ReactNode;
  /** Actions on selected rows; its presence makes rows selectable. */
  bulk?: (rows: readonly Row[], clear: () => void) => ReactNode;
  rowKeys?: readonly { keys: string; about: string; run: (row: Row) => void }[];
}

export function DataTable<Row>({ of, list, columns, keyOf, empty, defaultSort, peek, bulk, rowKeys = [] }: DataTableProps<Row>) {
  const { url } = useUrl();
  const table = useRef<HTMLTableElement>(null);
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());
  const [peeked, setPeeked] = useState<string>();
  const toggle = (row: Row | undefined): void => { if (row) setSelected((before) => new Set(before.has(keyOf(row)) ? [...before].filter((key) => key !== keyOf(row)) : [...before, keyOf(row)])); };
  const exportAll = (): void => void exportCsv(list, columns, of.replaceAll(" ", "-")).then((rows) => tell(`Exported ${formatNoun(rows, "row")}`), (cause: unknown) => tellProblem("Exporting failed", cause));
  const withRow = (act: (row: Row) => void) => (index: number): void => { const row = list.items[index]; if (row) act(row); };
  useRowKeys(table, {
    toggle: bulk && withRow(toggle), exportAll,
    peek: peek && withRow((row) => setPeeked(peeked === keyOf(row) ? undefined : keyOf(row))),
    extra: rowKeys.map((key) => ({ ...key, run: withRow(key.run) })),
  });
  const peekedRow = list.items.find((row) => keyOf(row) === peeked);
  if (list.problem && list.items.length === 0) return <ProblemPanel problem={list.problem} what={`The ${of} could not be read`} />;
  if (list.loading) return <Skeleton />;
  if (list.items.length === 0) return <>{empty}</>;
  const sort = url.sort ?? defaultSort;
  const shown = columns.filter((column) => !column.exportOnly);
  const chosen = list.items.filter((row) => selected.has(keyOf(row)));
  return (
    <>
      <SortPicker columns={shown} sort={sort} />
      {bulk && chosen.length > 0 && <div className="bulk" role="group" aria-label="Selected rows"><strong>{formatCount(chosen.length)} selected</strong>{bulk(chosen, () => setSelected(new Set()))}<button type="button" className="button" onClick={() => setSelected(new Set())}>Clear</button></div>}
      <div className="table-region" role="region" aria-label={`Table of ${of}`} tabIndex={0}>
        <table ref={table} role="table" aria-rowcount={list.total === undefined ? -1 : list.total + 1}>
          <caption className="visually-hidden">{of}, {formatCount(list.items.length)} of {formatCount(list.total ?? 0)}</caption>
          <TableHead columns={shown} sort={sort} selectable={bulk !== undefined} />
          <tbody role="rowgroup">
            {list.items.map((row) => (
              <tr key={keyOf(row)} role="row" className={peeked === keyOf(row) ? "is-peeked" : undefined} aria-selected={bulk ? selected.has(keyOf(row)) : undefined} onFocus={() => { if (peeked !== undefined) setPeeked(keyOf(row)); }}>
                {bulk && <td role="cell" className="cell-select"><label><input type="checkbox" checked={selected.has(keyOf(row))} onChange={() => toggle(row)} /><span className="visually-hidden">Select {columns.find((column) => column.main)?.text?.(row) ?? "row"}</span></label></td>}
                {shown.map((column) => <td key={column.id} role="cell" data-title={column.title} className={`${column.main ? "cell-main" : ""} ${column.align === "end" ? "cell-end" : ""}`}>{column.cell?.(row)}</td>)}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <footer className="list-footer">
        <span>{formatCount(list.items.length)} of {formatNoun(list.total ?? list.items.length, "row")}</span>
        {list.more && <button type="button" className="button" disabled={list.loadingMore} onClick={list.more}>{list.loadingMore ? "Loading…" : "Load more"}</button>}
        {list.problem && <span className="due-over" role="alert">{list.problem.problem.title}. {list.problem.problem.fix}</span>}
        <button type="button" className="button button-quiet list-export" onClick={exportAll}><Icon name="download" size={14} />Export CSV</button>
      </footer>
      {peek && peekedRow !== undefined && <PeekPanel onClose={() => setPeeked(undefined)}>{peek(peekedRow)}</PeekPanel>}
    </>
  );
}
