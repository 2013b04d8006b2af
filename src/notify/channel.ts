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
import type { Sockets } from "./sockets.ts";
import type { StreamFiles } from "./stream-files.ts";

export type { Delivery } from "./delivery.ts";
export type { Notice } from "./notice.ts";
export { colourOf } from "./colour.ts";
export { chatText, escapeMarkdown, linksOf, markdownLink, noteLines, unmentioned, webUrl } from "./defuse.ts";
export { listed, moreRows, mostThatFit, rowsWithin } from "./fit.ts";
export type { Row } from "./fit.ts";
export { changeLines, cut, fiveLines, itemLines, messageLines, oneLine, subjectOf } from "./message.ts";
export type { NoticeSeverity, NoticeState } from "./notice.ts";
export { callReceiver, jsonObject, postNotice } from "./post.ts";
export type { ReceiverAnswer } from "./post.ts";
export { readFields, shownUrl } from "./settings-reader.ts";
export type { Fields } from "./settings-reader.ts";
export type { SocketTarget, Sockets } from "./sockets.ts";
export { isStreamFile } from "./stream-files.ts";
export type { RotateLimits, StreamFiles } from "./stream-files.ts";
export { allowPrivateField, hostOfTarget, httpFor, isTarget, readBase, readTarget } from "./target.ts";
export type { Target } from "./target.ts";
export { ask, tellTicket, unreadable } from "./ticket.ts";
export type { Asked, Ticket, TicketDesk } from "./ticket.ts";
export { markdownComment, markdownTicket, severityIn, ticketComment, ticketText, ticketTitle } from "./ticket-words.ts";
export { ocsfClasses, ocsfKind, ocsfProduct, ocsfSeverities, ocsfStatuses, ocsfVersion } from "./ocsf-words.ts";
export { networkWhy, withoutSecrets } from "./why.ts";

export interface ChannelContext<S> {
  settings: S;
  /** Reaches any address: for receivers that an operator has allowed to be internal. */
  http: Http;
  /** Reaches public addresses only, checked on the connection itself; throws notify.address-refused. */
  publicHttp: Http;
  /** The same two for what is not HTTP. */
  sockets: Sockets;
  publicSockets: Sockets;
  /** Files of this organisation in the data directory that a channel may append to. */
  files: StreamFiles;
  /** Of this program. */
  version: string;
  clock: Clock;
  /** Aborted at shutdown or when the attempt takes too long; send then answers "retry". */
  signal: AbortSignal;
  /** The same for every attempt of one delivery. */
  deliveryKey: string;
  /** The same for every message of one story to this receiver (organisation, receiver, group key): 30 characters. What PagerDuty calls dedup_key. */
  storyKey: string;
  /** The ref that the last sent message of this story came back with; undefined before the first. */
  previousRef: string | undefined;
}

/** A setting as a form asks for it; secret: never shown again. */
export interface ChannelField { name: string; about: string; secret: boolean; required: boolean }

/** How many messages the far side takes from one receiver in a time; the pipeline waits and summarises beyond it. */
export interface ChannelLimit { messages: number; perMs: number }

export interface Channel<S = unknown> extends Plugin {
  /** What the vendor documents, or where it documents nothing, what its users have found; absent: no limit is known. */
  readonly limit?: ChannelLimit;
  /** The vendor's limit on one message in a few words, for the reference: what does not fit is counted in the message. */
  readonly size?: string;
  /** The settings in the order a form asks for them: exactly those that readSettings knows. */
  readonly fields: readonly ChannelField[];
  /** Settings from a file or the API; throws a Fault (settings.invalid) that names the field. Secrets become `Secret`. */
  readSettings(raw: unknown): S;
  /** The settings as they may be shown: secrets as "[secret]". */
  showSettings(settings: S): Readonly<Record<string, string>>;
  /** The host these settings lead to: receivers of one host share its circuit breaker. */
  hostOf(settings: S): string;
  /** Whether a receiver with these settings takes notices of this kind; absent: all but single detections, which are streamed to those alone that say so. */
  wants?(kind: string, settings: S): boolean;
  /** One attempt. Whatever the far side does is a value; a throw is a fault of this program. */
  send(notice: Notice, context: ChannelContext<S>): Promise<Delivery>;
}

export const defineChannel = <S>(channel: Channel<S>): Channel => channel as unknown as Channel;
