// Where the demo's messages go: a receiver for all that work, and one beside it for those that do not.
import { openReceiver } from "../../src/notify/receiver.sample.ts";
import type { LoopbackReceiver, Received } from "../../src/notify/receiver.sample.ts";

export interface Sink {
  good: string;
  broken: string;
  /** Every message that was taken, oldest first. */
  received: readonly Received[];
  /** The newest acknowledgement link that was sent to anybody about this incident: "INC-31". */
  linkOf(incident: string): { path: string; receiver: string } | undefined;
  close(): Promise<void>;
}

/** hear: told of each message that was taken. The broken one is a host of its own, so that its breaker keeps nobody else from being told. */
export async function openSink(hear: (received: Received) => void): Promise<Sink> {
  const good = await openReceiver((response, received) => {
    response.writeHead(/pager/.test(received.path) ? 202 : 200, { "content-type": "application/json" }).end(/slack|chat|teams/.test(received.path) ? "ok" : '{"status":"success"}');
    hear(received);
  });
  const broken = await openReceiver((response, { path }) => { response.writeHead(path.includes("gone") ? 410 : path.includes("press") ? 422 : 503).end(path.includes("press") ? "this list takes no incidents" : ""); });
  return { good: baseOf(good), broken: baseOf(broken), received: good.received, linkOf: (incident) => linkIn(good.received, incident), close: async () => { await good.close(); await broken.close(); } };
}

const baseOf = ({ port }: LoopbackReceiver): string => `http://127.0.0.1:${port}`;

function linkIn(received: readonly Received[], incident: string): { path: string; receiver: string } | undefined {
  const about = new RegExp(`${incident}(?![0-9])`);
  const found = received.findLast(({ body }) => about.test(body) && ackPath.test(body));
  const path = found && ackPath.exec(found.body)?.[0];
  return found && path !== undefined ? { path, receiver: found.path.slice(1).split("/")[0] ?? "" } : undefined;
}
const ackPath = /\/ack\/[A-Za-z0-9_.-]+/;

/** "/ack/TOKEN" is what a link says. */
export const tokenOf = (path: string): string => path.slice("/ack/".length);
