// Pairs of true and false for SQL: what stands around the value is not known, so each way out of it is a pair of its own.
import type { Seed } from "../seed.ts";
import type { Pair } from "./pair-proof.ts";

/** name: the technique as a proof names it. open, close: put a condition after the value in this context, to name the database by it. */
export interface SqlPair extends Pair { name: string; condition?: (text: string) => string; needs: "any" | "number" | "name" | "hint" }

// BETWEEN needs no sign that pages filter, cannot be judged without evaluating, and is SQL's alone (ISO/IEC 9075-2 8.3).
interface Words { low: string; middle: string; high: string; a: number; b: number; c: number; word: string }

function wordsOf(seed: Seed, round: number): Words {
  const tail = seed.word(`tail/${round}`, 4);
  const a = seed.number(`a/${round}`, 12, 99);
  return { low: `b${tail}`, middle: `m${tail}`, high: `t${tail}`, a, b: a + seed.number(`b/${round}`, 11, 99), c: a + 200 + seed.number(`c/${round}`, 1, 99), word: seed.word(`word/${round}`, 5) };
}

const numbersTrue = ({ a, b, c }: Words): string => `${b} BETWEEN ${a} AND ${c}`;
const numbersFalse = ({ a, b, c }: Words): string => `${a} BETWEEN ${b} AND ${c}`;

/** Pairs for a value that has an effect: what is true keeps the usual answer. In the order in which they are worth asking. */
export function keepingPairs(value: string, seed: Seed): SqlPair[] {
  const of = (round: number): Words => wordsOf(seed, round);
  const conditions = (name: string, needs: SqlPair["needs"], condition: (text: string) => string): SqlPair => ({ name, needs, expects: "keeps", condition, yes: (round) => condition(numbersTrue(of(round))), no: (round) => condition(numbersFalse(of(round))) });
  const texts = (name: string, needs: SqlPair["needs"], quote: string, before = ""): SqlPair => {
    const text = (...[one, two, three]: [string, string, string]): string => `${value}${before}${quote} AND ${quote}${one}${quote} BETWEEN ${quote}${two}${quote} AND ${quote}${three}`;
    return { name, needs, expects: "keeps", yes: (round) => { const { low, middle, high } = of(round); return text(middle, low, high); }, no: (round) => { const { low, middle, high } = of(round); return text(low, middle, high); }, condition: (condition) => `${value}${before}${quote} AND ${condition} AND ${quote}a${quote}=${quote}a` };
  };
  // An empty text appended leaves the value; a filter that takes quotes and signs out leaves it too, with the control as well.
  const joined = (name: string, needs: SqlPair["needs"], join: readonly [string, string]): SqlPair => ({ name, needs, expects: "keeps", yes: () => `${value}${join[0]}${join[1]}`, no: (round) => `${value}${join[0]}${of(round).word}${join[1]}`, control: () => `${value}${shuffled(`${join[0]}${join[1]}`)}` });
  const list = (name: string, needs: SqlPair["needs"], ending: (round: number, isWhole: boolean) => string): SqlPair => ({ name, needs, expects: "keeps", yes: (round) => `${value}${ending(round, true)}`, no: (round) => `${value}${ending(round, false)}` });
  return [
    conditions("boolean:number", "number", (text) => `${value} AND ${text}`),
    joined("boolean:concatenation", "any", ["'||'", ""]),
    texts("boolean:text", "any", "'"),
    joined("boolean:adjacent-texts", "any", ["' '", ""]),
    joined("boolean:concatenation", "any", ["'+'", ""]),
    { name: "boolean:expression", needs: "number", expects: "keeps", yes: (round) => `CASE WHEN ${numbersTrue(of(round))} THEN ${value} ELSE ${other(value, of(round))} END`, no: (round) => `CASE WHEN ${numbersFalse(of(round))} THEN ${value} ELSE ${other(value, of(round))} END` },
    texts("boolean:text", "any", '"'),
    list("boolean:list", "name", (round, isWhole) => `,CASE WHEN ${numbersTrue(of(round))} THEN ${of(round).a} ELSE ${of(round).b} ${isWhole ? "END" : "NED"}`),
    texts("boolean:pattern", "hint", "'", "%"),
    ...["'", "')", "'))", "%'", "%')", '"', '")', ")"].map((out) => conditions("boolean:comment", out === ")" ? "number" : "hint", (text) => `${value}${out} AND ${text}-- `)),
    conditions("boolean:comment", "hint", (text) => `${value}' AND ${text}#`),
    ...['"', "`"].map((quote) => list("boolean:name", "hint", (_round, isWhole) => (isWhole ? `${quote},${quote}${value}` : `${quote}${quote},${value}`))),
  ];
}

/**
 * Pairs for a value that finds nothing by itself: what is true shows something. Each ends the statement with ORDER BY 1, which only a
 * SELECT takes: an UPDATE or DELETE is refused as a whole, so nothing is written (MySQL and MariaDB know no ordinal there, SQLite wants
 * LIMIT with it, PostgreSQL, SQL Server, Oracle, H2, HSQLDB and Derby have no ORDER BY in them at all). mayWiden: also those that keep
 * the rest of the statement, where that guard cannot stand; in a statement that writes they would reach every row.
 */
export function openingPairs(value: string, seed: Seed, mayWiden: boolean): SqlPair[] {
  const of = (round: number): Words => wordsOf(seed, round);
  const pair = (name: string, needs: SqlPair["needs"], condition: (text: string) => string, texts = false): SqlPair => ({
    name, needs, expects: "opens", condition,
    yes: (round) => { const { low, middle, high } = of(round); return condition(texts ? `'${middle}' BETWEEN '${low}' AND '${high}` : numbersTrue(of(round))); },
    no: (round) => { const { low, middle, high } = of(round); return condition(texts ? `'${low}' BETWEEN '${middle}' AND '${high}` : numbersFalse(of(round))); },
  });
  const read = (text: string): string => ` OR ${text} ORDER BY 1-- `;
  return [
    // Valid as it stands in a number, in single and in double quotes: what is before is a text there, what is behind a comment.
    pair("boolean:or", "any", (text) => `${value}${read(text)}'${read(text)}"${read(text)}`),
    ...["')", "'))", '")', ")"].map((out) => pair("boolean:or-comment", "hint", (text) => `${value}${out}${read(text)}`)),
    ...!mayWiden ? [] : [
      pair("boolean:or", "hint", (text) => `${value} OR ${text} /*' OR ${text} OR 'w'='" OR ${text} OR "w"="*/`),
      pair("boolean:or-text", "hint", (text) => `${value}' OR ${text}`, true),
    ],
  ];
}

const other = (value: string, { a }: Words): string => String(Number(value) + a);

/** The same characters, so that no filter tells them apart, in an order that is no statement any more: quotes last. */
const shuffled = (text: string): string => [...text].toSorted((one, two) => Number(one === "'") - Number(two === "'")).join("");
