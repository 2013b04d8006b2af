// One attempt to send a message: the channel is asked, within a time, and whatever it does becomes a value.
import type { Clock } from "../kernel/clock.ts";
import type { Http } from "../kernel/http.ts";
import { derivedId } from "../kernel/id.ts";
import type { Log } from "../kernel/log.ts";
import type { Channel, Delivery } from "./channel.ts";
import type { Claim } from "./notice-store.ts";
import { messageOf } from "./pipeline-message.ts";
import type { ReceiverCommon } from "./receiver-settings.ts";
import type { Sockets } from "./sockets.ts";
import type { StreamFiles } from "./stream-files.ts";
import { wordAnew } from "./template.ts";

/** A configured channel. `settings` is what the channel's readSettings gave; common: what every receiver has. */
export interface Receiver { receiverId: string; channel: Channel; settings: unknown; common?: ReceiverCommon }

export interface AttemptContext {
  clock: Clock;
  http: Http;
  publicHttp: Http;
  sockets: Sockets;
  publicSockets: Sockets;
  /** Files that the receivers of an organisation append to. */
  filesOf(org: string): StreamFiles;
  /** Of this program. */
  version: string;
  /** Shutdown. */
  signal: AbortSignal;
  /** A signal that aborts after this time; in the server AbortSignal.timeout. */
  deadline(ms: number): AbortSignal;
}

/** A channel cannot hold the round: the signal ends the wait even when the channel does not listen to it. */
export async function attempt(claim: Claim, { channel, settings, common }: Receiver, context: AttemptContext, attemptMs: number, log: Log): Promise<Delivery> {
  const { clock, http, publicHttp, sockets, publicSockets, version } = context;
  const signal = AbortSignal.any([context.signal, context.deadline(attemptMs)]);
  const stopped = Promise.withResolvers<Delivery>();
  const stop = (): void => stopped.resolve({ kind: "retry", why: "no answer in time" });
  signal.addEventListener("abort", stop, { once: true });
  if (signal.aborted) stop();
  try {
    const sent = channel.send(wordAnew(common?.templates ?? {}, messageOf(claim)), { settings, http, publicHttp, sockets, publicSockets, files: context.filesOf(claim.org), version, clock, signal, deliveryKey: claim.key, storyKey: storyKeyOf(claim), previousRef: claim.previousRef });
    return await Promise.race([sent, stopped.promise]);
  } catch (cause) {
    // The runner of plug-ins turns a throw into a value. Where it was thrown is logged, not its message: that may quote settings.
    log.error("notice channel failed", { channel: channel.id, thrown: placeOf(cause) });
    return { kind: "retry", why: `the channel ${channel.id} failed; see the log` };
  } finally {
    signal.removeEventListener("abort", stop);
  }
}

const storyKeyOf = ({ org, receiverId, groupKey }: Claim): string => derivedId("sty", org, receiverId, groupKey);

const placeOf = (thrown: unknown): readonly string[] =>
  thrown instanceof Error ? [thrown.name, ...(thrown.stack ?? "").split("\n").filter((line) => line.startsWith("    at ")).slice(0, 3).map((line) => line.trim())] : [typeof thrown];
