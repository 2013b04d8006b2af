// A channel as its family's suite takes it, and the context of one attempt in tests.
import { fakeClock } from "../kernel/clock.ts";
import type { Channel, ChannelContext } from "./channel.ts";
import { createGuardedHttp } from "./guarded-http.ts";
import { createGuardedSockets } from "./guarded-sockets.ts";
import type { Received } from "./receiver.sample.ts";
import { noFiles } from "./stream-files.ts";

export interface Taken { status: number; body: string }

export interface ChannelCase {
  channel: Channel;
  /** Which way of using it, when there are several. */
  name?: string;
  /** False: it does not speak HTTP; its own test shows what goes over the wire. */
  http?: false;
  /** What the vendor answers to a request it has taken; default 200 "ok". */
  taken?: Taken | ((request: Received) => Taken);
  /** The keys that the vendor has a place for. */
  carries?: readonly ("deliveryKey" | "storyKey")[];
  /** Raw settings that lead to this loopback port, complete and allowed. */
  rawSettings(port: number): Record<string, unknown>;
  /** Values in those settings that nobody may ever see. */
  secrets: readonly string[];
}

/** A context whose network reaches the loopback interface only where settings allow it. */
export function contextFor(settings: unknown, signal: AbortSignal = new AbortController().signal, deliveryKey = "msg_1"): ChannelContext<unknown> {
  return { settings, http: createGuardedHttp({ allows: () => true }), publicHttp: createGuardedHttp(), sockets: createGuardedSockets({ allows: () => true }), publicSockets: createGuardedSockets(), files: noFiles, version: "0.0.0-test", clock: fakeClock(Date.UTC(2026, 2, 1)), signal, deliveryKey, storyKey: "sty_0123456789ABCDEFGHJKMNPQRS", previousRef: undefined };
}
