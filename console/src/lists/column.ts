// A column of a table: what it shows, how it exports, and the sorts the server offers for it.
import type { ReactNode } from "react";

export interface Column<Row> {
  id: string;
  title: string;
  cell?: (row: Row) => ReactNode;
  /** As text for the export; a column without it is not exported. */
  text?: (row: Row) => string;
  /** Values of ?sort= the endpoint understands for this column. */
  sort?: { ascending?: string; descending?: string };
  align?: "end";
  /** The column that names the row: its link opens the row. */
  main?: boolean;
  /** Shown within another column, yet a column of its own in the export. */
  exportOnly?: boolean;
}

/** What a click on the header asks for: the other direction where there is one. */
export function nextSort(sort: NonNullable<Column<never>["sort"]>, current: string | undefined): string | undefined {
  if (current !== undefined && current === sort.descending) return sort.ascending ?? sort.descending;
  if (current !== undefined && current === sort.ascending) return sort.descending ?? sort.ascending;
  return sort.ascending ?? sort.descending;
}

export function ariaSort({ sort }: Pick<Column<never>, "sort">, current: string | undefined): "ascending" | "descending" | "none" | undefined {
  if (!sort) return undefined;
  if (current !== undefined && current === sort.ascending) return "ascending";
  return current !== undefined && current === sort.descending ? "descending" : "none";
}
