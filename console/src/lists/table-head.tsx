// The head of a table: buttons for the sorts the server offers, and the same choice as a select where rows are cards.
import { useUrl } from "../app/url.ts";
import type { Column } from "./column.ts";
import { ariaSort, nextSort } from "./column.ts";

interface HeadProps<Row> { columns: readonly Column<Row>[]; sort: string | undefined }

export function TableHead<Row>({ columns, sort, selectable }: HeadProps<Row> & { selectable: boolean }) {
  const { set } = useUrl();
  return (
    <thead role="rowgroup">
      <tr role="row">
        {selectable && <th role="columnheader" scope="col" className="cell-select"><span className="visually-hidden">Select</span></th>}
        {columns.map((column) => (
          <th key={column.id} role="columnheader" scope="col" aria-sort={ariaSort(column, sort)} className={column.align === "end" ? "cell-end" : undefined}>
            {column.sort ? <button type="button" className="sort-button" onClick={() => set({ sort: nextSort(column.sort ?? {}, sort) })}>{column.title}<SortMark direction={ariaSort(column, sort)} /></button> : column.title}
          </th>
        ))}
      </tr>
    </thead>
  );
}

function SortMark({ direction }: { direction: ReturnType<typeof ariaSort> }) {
  return <svg className={`sort-mark sort-${direction ?? "none"}`} viewBox="0 0 8 12" width="8" height="12" aria-hidden="true"><path className="sort-up" d="M4 0 8 5H0Z" /><path className="sort-down" d="M4 12 0 7h8Z" /></svg>;
}

export function SortPicker<Row>({ columns, sort }: HeadProps<Row>) {
  const { set } = useUrl();
  const options = columns.flatMap((column) => [
    ...(column.sort?.ascending === undefined ? [] : [{ value: column.sort.ascending, text: `${column.title}, first to last` }]),
    ...(column.sort?.descending === undefined ? [] : [{ value: column.sort.descending, text: `${column.title}, last to first` }]),
  ]);
  if (options.length === 0) return null;
  return (
    <label className="field sort-picker"><span>Sort by</span>
      <select value={sort ?? ""} onChange={(event) => set({ sort: event.target.value })}>{options.map(({ value, text }) => <option key={value} value={value}>{text}</option>)}</select>
    </label>
  );
}
