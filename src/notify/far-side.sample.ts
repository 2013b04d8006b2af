// A vendor for tests: a real server that answers as told, the channel that talks to it, and notices of every size.
import type { ServerResponse } from "node:http";
import fc from "fast-check";
import { contextFor } from "./channel-case.sample.ts";
import type { Channel } from "./channel.ts";
import type { Delivery } from "./delivery.ts";
import type { Notice } from "./notice.ts";
import { anyNotice, sampleNotice } from "./notice.sample.ts";
import { openReceiver } from "./receiver.sample.ts";
import type { Received } from "./receiver.sample.ts";

export interface FarSide {
  received: Received[];
  send(notice?: Notice, previousRef?: string): Promise<Delivery>;
  /** The body of the last request, or of the one counted from the first. */
  body<B = Readonly<Record<string, unknown>>>(index?: number): B;
  /** What it answers from now on. */
  says(status: number, body?: unknown, headers?: Record<string, string>): void;
  /** What it answers from now on, by request. */
  answers(answer: (response: ServerResponse, received: Received) => void): void;
  close(): Promise<void>;
}

/** Settings get the loopback URL of the far side; `taken` is the vendor's yes. */
export async function openFarSide(channel: Channel, settings: (url: string) => Record<string, unknown>, taken: { status: number; body: unknown }): Promise<FarSide> {
  const json = (status: number, body: unknown, headers: Record<string, string> = {}) => (response: ServerResponse): void => { response.writeHead(status, headers).end(typeof body === "string" ? body : JSON.stringify(body)); };
  let answer: (response: ServerResponse, received: Received) => void = json(taken.status, taken.body);
  const receiver = await openReceiver((response, received) => answer(response, received));
  const read = channel.readSettings({ allowPrivate: true, ...settings(`http://127.0.0.1:${receiver.port}`) });
  return {
    received: receiver.received,
    send: (notice = sampleNotice(), previousRef) => channel.send(notice, { ...contextFor(read, undefined, "msg_01KEY"), previousRef }),
    body: <B>(index = -1) => JSON.parse(receiver.received.at(index)?.body ?? "") as B,
    says: (status, body = "", headers = {}) => { answer = json(status, body, headers); },
    answers: (next) => { answer = next; },
    close: () => receiver.close(),
  };
}

const nasty = fc.constantFrom("", "plain", "@here <!channel> <@U1> @everyone @all", "[x](https://evil.example) **b** _i_ `c` ~~s~~", "<b>&amp;\"'</b>", "\u202egpj.exe\u200f", "\ud83d", "a\nDue: never");
const long = fc.tuple(fc.constantFrom("x", "🔥", "<", "&", "*", "漢", "👩‍👩‍👧", "@a "), fc.constantFrom(1, 100, 129, 255, 1023, 3000, 20_000)).map(([text, times]) => text.repeat(times));
const text = fc.oneof(nasty, long);
const count = fc.constantFrom(0, 1, 9, 100, 10_000);

/** Any notice, its texts grown beyond every vendor's limit, with up to 10,000 rows and changes. */
export const anyHugeNotice: fc.Arbitrary<Notice> = fc.record({
  base: anyNotice, title: text, what: text, where: text, why: text, due: text, label: text, row: text, rows: count, changes: count, services: count,
  state: fc.constantFrom("open" as const, "acknowledged" as const, "resolved" as const), links: fc.array(fc.record({ label: text, url: fc.webUrl() }), { maxLength: 8 }),
}).map(({ base, title, what, where, why, due, label, row, rows, changes, services, state, links }) => ({
  ...base, title, what, where, why, due, state, links, action: { ...base.action, label },
  // A row that is long has few of its kind, so that the test does not measure the memory of the machine.
  items: Array.from({ length: row.length > 300 ? Math.min(rows, 100) : rows }, (_, n) => ({ title: `${n} ${row}`, detail: row, url: `https://aftwatch.example/${n}?a=(b)` })),
  changes: Array.from({ length: changes }, (_, n) => `change ${n}`),
  labels: { ...base.labels, services: Array.from({ length: services }, (_, n) => `service ${n}`) },
}));
