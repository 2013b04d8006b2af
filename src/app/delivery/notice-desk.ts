// Receivers and deliveries as the doors see them.
import type { ChannelField } from "../../notify/channel.ts";
import type { Instant } from "../../kernel/clock.ts";
import type { Page, PageRequest } from "../../kernel/page.ts";
import type { AttemptRow, DeliveryState } from "../../notify/notice-store.ts";
import type { Notice } from "../../notify/notice.ts";
import type { ReceiverHealth, ReceiverState } from "../../notify/receiver-health.ts";

/** common: the settings that every receiver has. limit: the one in force, the receiver's own or its channel's. */
export interface ReceiverRow extends Omit<ReceiverHealth, "receiverId"> {
  id: string; channel: string; settings: Readonly<Record<string, string>>; common: Readonly<Record<string, string | number | boolean>>; createdAt: Instant;
  state: ReceiverState; limit: { messages: number; perMs: number } | undefined;
}
/** message: the key under which it went, together with the other deliveries of that message. because: why it went to this receiver when no route says so. handedAt: when its fallback got it too. */
export interface DeliveryRow {
  id: string; noticeId: string; title: string; kind: string; severity: string; receiver: string | undefined; state: string; attempts: number;
  nextAttemptAt: Instant | undefined; why: string | undefined; createdAt: Instant; sentAt: Instant | undefined;
  groupKey: string; message: string | undefined; because: string | undefined; handedAt: Instant | undefined;
}
/** attempts: of the message that carries it; of long logs the first ten and the last forty. together: the deliveries of that message, itself among them, at most 500. */
export interface DeliveryDetail { delivery: DeliveryRow; attempts: readonly AttemptRow[]; together: readonly { id: string; title: string }[] }
export interface DeliveryFilter { state?: DeliveryState | undefined; receiver?: string | undefined; notice?: string | undefined; kind?: string | undefined; since?: Instant | undefined; message?: string | undefined }
export interface ReceiverRequest { id: string; channel: string; settings: unknown; common?: unknown }

/** notice: the id of a past one; a sample unless given. common: as if these were the receiver's. */
export interface PreviewRequest { notice?: string | undefined; common?: unknown }
/**
 * message: the notice in the receiver's words. text: the same as lines. payload: what the channel would send, secrets blanked; undefined where
 * that takes an answer of the far side first (tickets) or is a mail.
 */
export interface Preview { message: Notice; text: string; payload: { to: string; body: string } | undefined }

export interface NoticeDesk {
  channels(): readonly { id: string; about: string; fields: readonly ChannelField[]; limit?: { messages: number; perMs: number } }[];
  /** The settings that every receiver has, as a form asks for them. */
  commonFields(): readonly { name: string; about: string }[];
  receivers(org: string): Promise<readonly ReceiverRow[]>;
  /** Checks the settings with the channel; throws settings.invalid naming the field. Switches it on again. common: as it was, when not given. */
  putReceiver(org: string, receiver: ReceiverRequest, actor: string): Promise<void>;
  removeReceiver(org: string, id: string, actor: string): Promise<boolean>;
  /** What a message to this receiver would look like; nothing is sent and nothing kept. undefined: no such receiver or notice. */
  previewReceiver(org: string, id: string, request: PreviewRequest): Promise<Preview | undefined>;
  /** Enqueues a test notice to this receiver only, and switches it on again. */
  testReceiver(org: string, id: string, actor: string): Promise<void>;
  /** Queues everything that the receiver refused or that was given up again; how many deliveries. */
  replayReceiver(org: string, id: string, actor: string): Promise<number>;
  /** Newest notice first. */
  deliveries(org: string, filter: DeliveryFilter, page: PageRequest): Promise<Page<DeliveryRow>>;
  delivery(org: string, id: string): Promise<DeliveryDetail | undefined>;
  deliveryCounts(org: string): Promise<Readonly<Record<DeliveryState, number>>>;
  replay(org: string, deliveryId: string, actor: string): Promise<boolean>;
}
