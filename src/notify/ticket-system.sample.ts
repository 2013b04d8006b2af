// A ticket system for tests: a real server whose requests are answered from what it keeps, and that can be told to fail once.
import type { Received } from "./receiver.sample.ts";
import { openFarSide } from "./far-side.sample.ts";
import type { FarSide } from "./far-side.sample.ts";
import type { Channel } from "./channel.ts";

export interface Reply { status: number; body?: unknown; headers?: Record<string, string> }

export interface TicketSystem extends FarSide {
  /** "POST /repos/acme/ops/issues", without queries, in the order they came. */
  asked(): string[];
  /** The body of the nth request whose line contains this. */
  sentTo<B = Readonly<Record<string, unknown>>>(part: string, nth?: number): B;
  /** The next request of this kind does its work, but its answer is lost. */
  loseAnswerTo(method: string, part: string): void;
  forget(): void;
}

export async function openTicketSystem(channel: Channel, settings: (url: string) => Record<string, unknown>, answer: (request: Received) => Reply): Promise<TicketSystem> {
  const far = await openFarSide(channel, settings, { status: 500, body: "" });
  const lost: { method: string; part: string }[] = [];
  far.answers((response, request) => {
    const { status, body, headers = {} } = answer(request);
    const index = lost.findIndex(({ method, part }) => method === request.method && request.path.includes(part));
    if (index >= 0) { lost.splice(index, 1); response.destroy(); return; }
    response.writeHead(status, { "content-type": "application/json", ...headers }).end(body === undefined ? "" : JSON.stringify(body));
  });
  const lineOf = ({ method, path }: Received): string => `${method} ${path.replace(/\?.*/, "")}`;
  return {
    ...far,
    asked: () => far.received.map(lineOf),
    sentTo: <B>(part: string, nth = 0) => JSON.parse(far.received.filter((one) => lineOf(one).includes(part))[nth]?.body ?? "null") as B,
    loseAnswerTo: (method, part) => { lost.push({ method, part }); },
    forget: () => { far.received.length = 0; },
  };
}
