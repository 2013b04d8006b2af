// The contract of a channel: a way to deliver a notice, once. Retry, dedupe, counters and logs are the pipeline's.
//
// notice    a message to people
// delivery  one notice to one receiver; has a stable key, so that a repeated one can be recognised
// receiver  a configured channel: "slack-payments"
//
// This is the only file of the room that a channel imports, so what channels share is handed out here.
import type { Clock } from "../kernel/clock.ts";
import type { Http } from "../kernel/http.ts";
import type { Plugin } from "../kernel/plugin.ts";
import type { Delivery } from "./delivery.ts";
import type { Notice } from "./notice.ts";

export type { Delivery } from "./delivery.ts";
export type { Notice } from "./notice.ts";
export { cut, fiveLines, itemLines, messageLines, oneLine, subjectOf } from "./message.ts";
export { postNotice } from "./post.ts";
export { readFields, shownUrl } from "./settings-reader.ts";
export { networkWhy, withoutSecrets } from "./why.ts";

export interface ChannelContext<S> {
  settings: S;
  /** Reaches any address: for receivers that an operator has allowed to be internal. */
  http: Http;
  /** Reaches public addresses only, checked on the connection itself; throws notify.address-refused. */
  publicHttp: Http;
  clock: Clock;
  /** Aborted at shutdown or when the attempt takes too long; send then answers "retry". */
  signal: AbortSignal;
  /** The same for every attempt of one delivery. */
  deliveryKey: string;
}

/** A setting as a form asks for it; secret: never shown again. */
export interface ChannelField { name: string; about: string; secret: boolean; required: boolean }

export interface Channel<S = unknown> extends Plugin {
  /** The settings in the order a form asks for them: exactly those that readSettings knows. */
  readonly fields: readonly ChannelField[];
  /** Settings from a file or the API; throws a Fault (settings.invalid) that names the field. Secrets become `Secret`. */
  readSettings(raw: unknown): S;
  /** The settings as they may be shown: secrets as "[secret]". */
  showSettings(settings: S): Readonly<Record<string, string>>;
  /** The host these settings lead to: receivers of one host share its circuit breaker. */
  hostOf(settings: S): string;
  /** One attempt. Whatever the far side does is a value; a throw is a fault of this program. */
  send(notice: Notice, context: ChannelContext<S>): Promise<Delivery>;
}

export const defineChannel = <S>(channel: Channel<S>): Channel => channel as unknown as Channel;
