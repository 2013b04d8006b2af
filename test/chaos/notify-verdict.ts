// What became of every acknowledged notice, told from what the receivers saw.
import type { BadReceiver } from "./bad-receiver.ts";
import type { Handed, Left } from "./notify-process.ts";

/**
 * sent: acknowledged notices, each to one receiver.
 * lost: of those, the ones that never came whole to their receiver in a message it said yes to.
 * duplicated: messages that a receiver said yes to more than once, under one key: whoever keeps keys drops them.
 * outOfOrder: messages that tell an older part of a story after a newer one, counting each key once, where it came first.
 * wrong: what no count may excuse, a sentence each: a notice under two keys, a key with two bodies, a row nobody sent.
 */
export interface Verdict { sent: number; lost: number; duplicated: number; outOfOrder: number; wrong: readonly string[]; arrivals: number; messages: number; left: Left }

interface Body { data: { items: readonly { title: string }[]; itemsLeftOut: number } }
interface Message { key: string; rows: readonly string[]; body: string }

export function judge(acknowledged: readonly Handed[], receivers: readonly Pick<BadReceiver, "arrivals">[], left: Left): Verdict {
  const wanted = new Set(acknowledged.flatMap(({ notice }) => notice.items.map(({ title }) => title)));
  const accepted = receivers.flatMap(({ arrivals }) => arrivals.filter((arrival) => arrival.accepted).map(messageOf));
  const all = receivers.map(({ arrivals }) => arrivals.map(messageOf));
  const arrived = new Set(accepted.flatMap(({ rows }) => rows));
  const byKey = Map.groupBy(accepted, ({ key }) => key);
  return {
    sent: wanted.size, lost: [...wanted].filter((row) => !arrived.has(row)).length, duplicated: [...byKey.values()].filter((same) => same.length > 1).length,
    outOfOrder: all.reduce((sum, messages) => sum + disorderIn(messages), 0), wrong: wrongIn(all.flat(), wanted), arrivals: all.flat().length, messages: byKey.size, left,
  };
}

function messageOf({ key, body }: { key: string; body: string }): Message {
  const { items, itemsLeftOut } = (JSON.parse(body) as Body).data;
  if (itemsLeftOut > 0) throw new Error("a message was cut, so it cannot be told what it said");
  // A notice's own row names receiver, story and number; rows that grouping adds for members begin with a bracket.
  return { key, body, rows: items.map(({ title }) => title).filter((title) => !title.startsWith("[")) };
}

/** Of each story the newest part that a message tells, in the order of first arrival. */
function disorderIn(messages: readonly Message[]): number {
  const firsts = [...Map.groupBy(messages, ({ key }) => key).values()].flatMap((same) => same.slice(0, 1));
  const newest = new Map<string, number>();
  let disorder = 0;
  for (const { rows } of firsts) {
    for (const [story, parts] of Map.groupBy(rows, (row) => row.slice(0, row.lastIndexOf(" ")))) {
      const numbers = parts.map((row) => Number(row.slice(row.lastIndexOf(" ") + 1)));
      if (Math.min(...numbers) <= (newest.get(story) ?? 0)) disorder += 1;
      newest.set(story, Math.max(newest.get(story) ?? 0, ...numbers));
    }
  }
  return disorder;
}

// The set of a body's rows must be the key's for ever; its text too, but for what the sender could not know before.
function wrongIn(messages: readonly Message[], wanted: ReadonlySet<string>): string[] {
  const keyOf = new Map<string, string>();
  const bodyOf = new Map<string, string>();
  return messages.flatMap(({ key, rows, body }) => {
    const known = bodyOf.get(key) ?? body;
    bodyOf.set(key, known);
    const other = rows.find((row) => (keyOf.get(row) ?? key) !== key);
    for (const row of rows) keyOf.set(row, keyOf.get(row) ?? key);
    const stranger = rows.find((row) => !wanted.has(row));
    return [
      ...(known === body ? [] : [`the key ${key} came with two bodies`]),
      ...(other === undefined ? [] : [`${other} came under ${keyOf.get(other)} and ${key}`]),
      ...(stranger === undefined ? [] : [`${stranger} arrived and was never acknowledged`]),
    ];
  });
}
