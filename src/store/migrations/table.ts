// Tables in a few words: what a migration says, and the statements it becomes in each dialect.

export interface Column { name: string; type: "text" | "int" | "big" | "real"; optional?: boolean }
/**
 * indexes: columns or expressions, whose text a query must repeat. None is partial: "analyze" on an empty store writes for those, and only
 * those, that they hold no rows, and SQLite's planner then takes them for everything (planner-hints.ts).
 */
export interface Table { name: string; columns: readonly Column[]; key: readonly string[]; unique?: readonly (readonly string[])[]; indexes?: readonly (readonly string[])[] }

const types = { t: "text", i: "int", b: "big", r: "real" } as const;

/** "owner:t?" = optional text; org_id is added in front. */
function columnsOf(text: string): Column[] {
  return ["org_id:t", ...text.trim().split(/\s+/)].map((word) => {
    const [name = "", type = "t"] = word.replace("?", "").split(":");
    return { name, type: types[type as keyof typeof types], optional: word.endsWith("?") };
  });
}

export const table = (name: string, columns: string, key: string, more: Pick<Table, "unique" | "indexes"> = {}): Table =>
  ({ name, columns: columnsOf(columns), key: ["org_id", ...key.split(" ").filter(Boolean)], ...more });

export type Dialect = "sqlite" | "postgres";

/** The statements that make these tables, in a dialect's words; text sorts by code point in both. */
export function statementsFor(tables: readonly Table[], dialect: Dialect): string[] {
  const words = dialect === "sqlite"
    ? { text: "text", int: "integer", big: "integer", real: "real", end: " without rowid" }
    : { text: 'text collate "C"', int: "integer", big: "bigint", real: "double precision", end: "" };
  return tables.flatMap(({ name, columns, key, unique = [], indexes = [] }) => [
    `create table ${name} (${[
      ...columns.map((column) => `${column.name} ${words[column.type]}${column.optional ? "" : " not null"}`),
      `primary key (${key.join(", ")})`,
      ...unique.map((names) => `unique (${names.join(", ")})`),
    ].join(", ")})${words.end}`,
    ...indexes.map((names) => indexOn(name, names)),
  ]);
}

function indexOn(name: string, columns: readonly string[]): string {
  // coalesce(due_at, ...) is called due_at, and four words are enough: PostgreSQL cuts a name at 63 bytes.
  const words = columns.filter((column) => column !== "org_id").map((column) => /^coalesce\((\w+)/.exec(column)?.[1] ?? column).slice(0, 4);
  return `create index ${name}_by_${words.join("_")} on ${name} (${columns.join(", ")})`;
}
