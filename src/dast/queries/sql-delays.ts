// Waits in SQL, by database: functions that sleep for a time, and work of an amount where there is none.

/**
 * unit "ms": `expression(2000)` sleeps two seconds; "amount": it does so much work, the amount to be found out (smallest: what is asked first).
 * mixed: one value that is valid in a number, in single and in double quotes.
 */
export interface SqlDelay { dbms: string; unit: "ms" | "amount"; smallest: number; largest: number; forms(value: string, amount: number): readonly string[] }

const seconds = (ms: number): string => String(ms / 1000);

// In a number the rest is a comment; in a text it is two texts with the expression between.
const mixed = (value: string, expression: string): string => `${value}-(${expression})/*'||(${expression})||'*/`;
const mixedByMinus = (value: string, expression: string): string => `${value}-(${expression})/*'-(${expression})-'"-(${expression})-"*/`;
/** A name, as in ORDER BY, takes no arithmetic in a typed database: the expression follows as a column of its own. */
const isName = (value: string): boolean => /^[A-Za-z_][\w.]*(?: (?:asc|desc))?$/i.test(value);
const formsOf = (value: string, expression: string, join = mixed): string[] => [join(value, expression), ...isName(value) ? [`${value},(${expression})`] : []];

const sleeps = (dbms: string, expression: (ms: number) => string, join = mixed): SqlDelay => ({ dbms, unit: "ms", smallest: 0, largest: 0, forms: (value, ms) => formsOf(value, expression(ms), join) });
const works = (dbms: string, smallest: number, largest: number, expression: (amount: number) => string, join = mixed): SqlDelay => ({ dbms, unit: "amount", smallest, largest, forms: (value, amount) => formsOf(value, expression(Math.max(1, Math.round(amount))), join) });

/** Stacked after the statement, because WAITFOR is no expression; the time in hexadecimal, so that it needs no quotes. */
function waitFor(value: string, ms: number): string[] {
  const at = `0:0:${String(Math.round(ms / 1000)).padStart(2, "0")}`;
  const wait = `DECLARE @w CHAR(9);SET @w=0x${Buffer.from(at, "latin1").toString("hex")};WAITFOR DELAY @w--`;
  return [`${value};${wait}';${wait}`, `${value}');${wait}`];
}

export const sqlDelays: readonly SqlDelay[] = [
  // In a derived table, which is made once: as a plain condition it would sleep for each row.
  sleeps("MySQL", (ms) => `SELECT 7 FROM (SELECT(SLEEP(${seconds(ms)})))w`, mixedByMinus),
  sleeps("PostgreSQL", (ms) => `SELECT COUNT(*) FROM PG_SLEEP(${seconds(ms)})`),
  { dbms: "SQL Server", unit: "ms", smallest: 0, largest: 0, forms: waitFor },
  sleeps("Oracle", (ms) => `DBMS_PIPE.RECEIVE_MESSAGE(CHR(97),${String(Math.max(0, Math.round(ms / 1000)))})`),
  works("SQLite", 3_000_000, 60_000_000, (rows) => `WITH RECURSIVE w(n) AS (SELECT 1 UNION ALL SELECT n+1 FROM w WHERE n<${rows}) SELECT COUNT(*) FROM w`),
  works("HSQLDB", 60_000_000, 2_000_000_000, (length) => `CHAR_LENGTH(REGEXP_SUBSTRING(REPEAT(RIGHT(CHAR(97),0),${length}),NULL))`),
  works("H2", 10_000_000, 200_000_000, (rows) => `SELECT COUNT(*) FROM SYSTEM_RANGE(1,${rows}) WHERE MOD(X,7)=9`),
  works("Derby", 500_000, 50_000_000, (rows) => `SELECT COUNT(*) FROM (SELECT a.COLUMNNUMBER FROM SYS.SYSCOLUMNS a,SYS.SYSCOLUMNS b,SYS.SYSCOLUMNS c,SYS.SYSCOLUMNS d FETCH FIRST ${rows} ROWS ONLY) w`, (value, expression) => `${value}-(${expression})/*'||CHAR((${expression}))||'*/`),
];
