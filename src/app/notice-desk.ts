// Receivers, routes and deliveries as the doors see them.
import type { ChannelField } from "../notify/channel.ts";
import type { Instant } from "../kernel/clock.ts";
import type { Page, PageRequest } from "../kernel/page.ts";

export interface ReceiverRow { id: string; channel: string; settings: Readonly<Record<string, string>>; createdAt: Instant; waiting: number; dead: number; lastSentAt: Instant | undefined }
export interface RouteRule { id: string; match: { severities?: readonly string[]; services?: readonly string[]; owners?: readonly string[]; environments?: readonly string[]; kinds?: readonly string[] }; receivers: readonly string[]; continue: boolean }
export interface DeliveryRow {
  id: string; noticeId: string; title: string; kind: string; severity: string; receiver: string | undefined; state: string; attempts: number;
  nextAttemptAt: Instant | undefined; why: string | undefined; createdAt: Instant; sentAt: Instant | undefined;
}

export interface NoticeDesk {
  channels(): readonly { id: string; about: string; fields: readonly ChannelField[] }[];
  receivers(org: string): Promise<readonly ReceiverRow[]>;
  /** Checks the settings with the channel; throws settings.invalid naming the field. */
  putReceiver(org: string, receiver: { id: string; channel: string; settings: unknown }, actor: string): Promise<void>;
  removeReceiver(org: string, id: string, actor: string): Promise<boolean>;
  /** Enqueues a test notice to this receiver only. */
  testReceiver(org: string, id: string, actor: string): Promise<void>;
  routes(org: string): Promise<readonly RouteRule[]>;
  putRoutes(org: string, routes: readonly RouteRule[], actor: string): Promise<void>;
  deliveries(org: string, filter: { state?: string | undefined }, page: PageRequest): Promise<Page<DeliveryRow>>;
  replay(org: string, deliveryId: string, actor: string): Promise<boolean>;
}
