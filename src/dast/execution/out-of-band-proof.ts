// Proof by a call of the target to our own listener: twice with fresh names, and a name that was never sent stays silent.
import type { Tools } from "../check.ts";
import type { Proof } from "../evidence.ts";
import type { Exchange } from "../exchange.ts";
import type { Interaction, OutOfBandName } from "../out-of-band.ts";
import type { Point } from "../point.ts";
import { canHold, step } from "./judged.ts";

/** A payload that makes a vulnerable target call the name. */
export interface Call { technique: string; by: string; write(name: OutOfBandName, original: string): string; /** What the listener shall answer. */ answer?: { body: string; contentType: string } }

interface Sent { one: Call; token: string; exchange: Exchange }
interface Called { exchange: Exchange; interactions: readonly Interaction[] }

/** Sends a value; default: at the point. */
type Sender = (value: string) => Promise<Exchange>;

/** How long a call may take to arrive: loggers and queues work behind the answer. */
const patienceMs = 1_200;

async function call(point: Point, tools: Tools, one: Call, { attempt, send }: { attempt: string; send: Sender }): Promise<Sent | undefined> {
  const name = tools.outOfBand?.name(`${tools.seed.word("unit", 12)}/${point.route.routeId}/${point.pointId}/${one.technique}/${attempt}`);
  const value = name === undefined ? undefined : one.write(name, point.value);
  if (name === undefined || value === undefined || !canHold(point.kind, value)) return undefined;
  if (one.answer !== undefined) tools.outOfBand?.answer(name.token, one.answer.body, one.answer.contentType);
  const exchange = await send(value);
  return exchange.failure?.kind === "refused" ? undefined : { one, token: name.token, exchange };
}

/** The first call that comes back twice. All are sent before one wait for all of them; nothing without a listener or without leave for it. */
export async function firstCalled(point: Point, tools: Tools, calls: readonly Call[], send: Sender = (value) => tools.at(point, value)): Promise<Proof | undefined> {
  const { outOfBand } = tools;
  if (outOfBand === undefined || !tools.allows("out-of-band")) return undefined;
  const sent: Sent[] = [];
  for (const one of calls) sent.push(...[await call(point, tools, one, { attempt: "first", send })].filter((each) => each !== undefined));
  const heard = await Promise.all(sent.map(async (each) => ({ ...each, interactions: await outOfBand.seen(each.token, patienceMs) })));
  for (const first of heard.filter(({ interactions }) => interactions.length > 0)) {
    const again = await call(point, tools, first.one, { attempt: "second", send });
    const interactions = again === undefined ? [] : await outOfBand.seen(again.token, 2 * patienceMs);
    if (again !== undefined && interactions.length > 0) return calledProof(first.one, first, { exchange: again.exchange, interactions });
  }
  return undefined;
}

function calledProof(one: Call, first: Called, again: Called): Proof {
  const over = [...new Set(first.interactions.map((interaction) => interaction.over.toUpperCase()))].join(" and ");
  return {
    technique: `out-of-band:${one.technique}`, confidence: "confirmed",
    because: `${one.by} called our own listener over ${over} by a name that only this request held, and again by a second name.`,
    steps: [step("attack", first.exchange, `Our listener was called: ${said(first)}.`), step("attack", again.exchange, `With a fresh name it was called again: ${said(again)}.`)],
  };
}

const said = ({ interactions }: Called): string => interactions.slice(0, 2).map(({ over, from, detail }) => `${over} from ${from}, ${detail}`).join("; ");
