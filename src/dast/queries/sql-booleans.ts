// SQL injection by true and false conditions: for pages that show no error, in whatever context the value stands.
import type { Proof } from "../evidence.ts";
import type { Seed } from "../seed.ts";
import { provesPair } from "./pair-proof.ts";
import type { Prober } from "./prober.ts";
import { brokenBy, techniqueOf } from "./sql-errors.ts";
import { keepingPairs, openingPairs } from "./sql-pairs.ts";
import type { SqlPair } from "./sql-pairs.ts";

export interface BooleanAsking { prober: Prober; seed: Seed; plain: string; /** Conditions that could widen what a statement writes may be asked too. */ mayWiden: boolean; /** No blanks: this place cannot carry them as they are. */ blank: string }

/**
 * Keeping pairs are asked only where another value changes the answer, the ways out by comments only where a quote is answered
 * otherwise than plain text. A point without any effect costs four requests.
 */
export async function proveBySqlBoolean({ prober, seed, plain, mayWiden, blank }: BooleanAsking): Promise<Proof | undefined> {
  const { value } = prober.point;
  const broken = await prober.once(brokenBy(value));
  const other = await prober.once(plain);
  const quoteMatters = broken.look !== other.look;
  const hasEffect = quoteMatters || other.look !== prober.usual();
  const kinds = { any: true, number: /^-?\d{1,15}(?:\.\d+)?$/.test(value), name: /^[A-Za-z_][\w.]*(?: (?:asc|desc))?$/i.test(value), hint: quoteMatters };
  const pairs = [...hasEffect && value !== "" ? keepingPairs(value, seed) : [], ...openingPairs(value, seed, mayWiden)].filter(({ needs }) => kinds[needs]).map((pair) => withBlank(pair, blank));
  for (const pair of pairs) {
    const proof = await provesPair(prober, pair);
    if (proof === undefined) continue;
    const dbms = await databaseBehind(prober, pair, proof.yes.look);
    return { technique: techniqueOf(pair.name, dbms), confidence: pair.control === undefined ? "confirmed" : "firm", because: `${proof.because}${dbms === undefined ? "" : ` The database understands what only ${dbms} does.`}`, steps: proof.steps };
  }
  return undefined;
}

/** The pair with another blank: "/**\/" is one in every database. */
function withBlank(pair: SqlPair, blank: string): SqlPair {
  if (blank === " ") return pair;
  const put = (probe: ReturnType<SqlPair["yes"]>): ReturnType<SqlPair["yes"]> => (typeof probe === "string" ? probe.replaceAll(/(?<=\S) (?=\S)/g, blank) : probe);
  const { control, condition } = pair;
  return { ...pair, yes: (round) => put(pair.yes(round)), no: (round) => put(pair.no(round)), ...(control === undefined ? {} : { control: (round: number) => put(control(round)) }), ...(condition === undefined ? {} : { condition: (text: string) => String(put(condition(text))) }) };
}

// True in one database; in the others a function or variable that they do not have, which is an error.
const dialects: readonly (readonly [dbms: string, condition: string])[] = [
  ["MySQL", "CONNECTION_ID() BETWEEN 0 AND CONNECTION_ID()"],
  ["PostgreSQL", "PG_BACKEND_PID() BETWEEN 0 AND PG_BACKEND_PID()"],
  ["SQL Server", "@@SPID BETWEEN 0 AND @@SPID"],
  ["SQLite", "SQLITE_VERSION() BETWEEN SQLITE_VERSION() AND SQLITE_VERSION()"],
  ["H2", "H2VERSION() BETWEEN H2VERSION() AND H2VERSION()"],
  ["HSQLDB", "DATABASE_VERSION() BETWEEN DATABASE_VERSION() AND DATABASE_VERSION()"],
  ["Oracle", "ROWNUM BETWEEN 0 AND ROWNUM"],
];

/** At most one request for each database; undefined when none fits or the context takes no condition. */
async function databaseBehind(prober: Prober, pair: SqlPair, truth: string | undefined): Promise<string | undefined> {
  if (pair.condition === undefined) return undefined;
  for (const [dbms, condition] of dialects) {
    const { look } = await prober.ask(pair.condition(condition));
    if (look !== undefined && look === truth) {
      // Where an error looks as truth does, nothing is told apart.
      const nowhere = await prober.ask(pair.condition(condition.replaceAll(/\w+(?=\()|@@\w+|ROWNUM/g, (name) => `${name}W`)));
      return nowhere.look === look ? undefined : dbms;
    }
  }
  return undefined;
}
