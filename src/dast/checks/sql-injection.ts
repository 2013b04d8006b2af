// SQL injection: a value changes the statement that it is put into.
import { defineCheck } from "../check.ts";
import type { PointCheck, Tools } from "../check.ts";
import type { Proof } from "../evidence.ts";
import type { Point } from "../point.ts";
import { isInjectable, mayWiden, plainOf } from "../queries/injectable.ts";
import { proberOf } from "../queries/prober.ts";
import type { Prober } from "../queries/prober.ts";
import { proveBySqlBoolean } from "../queries/sql-booleans.ts";
import { proveBySqlError } from "../queries/sql-errors.ts";
import { proveBySqlUnion } from "../queries/sql-unions.ts";
import { proveBySqlTime } from "../queries/sql-waits.ts";

export const sqlInjection = defineCheck<PointCheck>({
  id: "sql-injection",
  about: "A value from the request becomes part of an SQL statement.",
  title: "SQL injection",
  cwe: 89,
  owasp: ["A03"],
  severity: "critical",
  remediation: "Hand values to the database as parameters of a prepared statement, never as part of its text. Names of columns and directions of sorting, which cannot be parameters, are chosen from a fixed list.",
  risk: "marker",
  attackClass: "sqli",
  on: "point",
  fits: isInjectable,
  async *probe(point, tools) {
    const prober = await proberOf(point, tools);
    const proof = prober === undefined ? undefined : await firstProof(prober, tools, point);
    if (proof !== undefined) yield proof;
  },
});

/** Quotes alone first, because they are harmless and quick; conditions next, then rows of our own; waits last, for what nothing else shows. */
async function firstProof(prober: Prober, tools: Tools, point: Point): Promise<Proof | undefined> {
  const byError = await proveBySqlError(prober, (round) => plainOf(point, tools.seed, round));
  if (byError !== undefined || !tools.allows("payload")) return byError;
  // Cookies carry no blanks (RFC 6265 4.1.1), and what decodes them does not always.
  const blank = point.kind === "cookie" ? "/**/" : " ";
  const byBoolean = await proveBySqlBoolean({ prober, seed: tools.seed, plain: plainOf(point, tools.seed, 1), mayWiden: mayWiden(point), blank });
  const shown = byBoolean ?? await proveBySqlUnion(prober, { seed: tools.seed, plain: plainOf(point, tools.seed, 1), blank });
  if (shown !== undefined || !tools.allows("timing")) return shown;
  return proveBySqlTime(prober, { dbms: undefined, blank });
}
