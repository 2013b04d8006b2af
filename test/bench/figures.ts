// Numbers for people: quantiles, and a table of measures beside their aims.

/** more: a rate, whose aim is a floor; of everything else less is better. */
export interface Row { measure: string; value: number; unit: string; aim: number | undefined; more?: true }

export const isMet = ({ value, aim = Number.NaN, more }: Row): boolean => (more ? value >= aim : value <= aim);

/** Nearest rank: a value that was measured, never one in between. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN;
}

/** Rows of p50 and p95 of one measure; the aim is for p95. */
export const rowsOf = (measure: string, values: readonly number[], unit: string, aim?: number): Row[] => [
  { measure: `${measure}, p50`, value: round(quantile(values, 0.5)), unit, aim: undefined },
  { measure: `${measure}, p95`, value: round(quantile(values, 0.95)), unit, aim },
];

/** Three digits that count; more would pretend a precision that a shared machine has not. */
export const round = (value: number): number => (Number.isFinite(value) && value !== 0 ? Number(value.toPrecision(3)) : value);

export function tableOf(title: string, rows: readonly Row[]): string {
  const cells = rows.map((row) => [row.measure, `${row.value} ${row.unit}`, row.aim === undefined ? "" : `${row.more ? ">=" : "<="} ${row.aim} ${row.unit}`, row.aim === undefined ? "" : isMet(row) ? "met" : "MISSED"]);
  return `${title}\n${aligned([["measure", "measured", "aim", ""], ...cells])}`;
}

export function aligned(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows.map((row) => `  ${row.map((cell, column) => (column === 0 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0))).join("   ").trimEnd()}\n`).join("");
}
