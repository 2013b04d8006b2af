// What measures of incidents are computed from: episodes, pages, clocks, deliveries, messages and what was held back.
//
// episode   from the opening of an incident, or its coming back, until it is closed
// message   what one receiver got at once; it may stand for several notices
// acted on  somebody acknowledged, moved, gave away, decided or silenced what a message was about
import type { IncidentPhase } from "../incidents/incident.ts";
import type { Instant } from "../kernel/clock.ts";
import type { SuppressionKind } from "../notify/suppression.ts";

export interface Episode {
  incidentId: string;
  number: number;
  title: string;
  /** The incident's first; later ones begin when it comes back. */
  isFirst: boolean;
  /** When the first member happened; only the first episode has one. */
  startedAt: Instant | undefined;
  openedAt: Instant;
  /** By a person; what a machine acknowledges is no answer. */
  acknowledgedAt: Instant | undefined;
  phaseAt: Readonly<Partial<Record<IncidentPhase, Instant>>>;
  closedAt: Instant | undefined;
  /** As it is now. */
  owner: string | undefined;
}

export interface PageLife {
  pageId: string; incidentId: string; number: number; title: string; state: string; startedAt: Instant; endedAt: Instant | undefined;
  /** Everyone who was told. wallHour: 0 to 23, where the person lives; undefined: nobody knows where. */
  told: readonly { at: Instant; step: number; round: number; person: string | undefined; wallHour: number | undefined }[];
}

export interface ClockLife { incidentId: string; number: number; title: string; regime: string; dueAt: Instant; stoppedAt: Instant | undefined; applies: boolean }

/** Deliveries of one receiver that ended alike and took as long. oldestAt: when the first of them was made. */
export interface DeliveryTally { receiver: string; state: string; tookMs: number | undefined; times: number; oldestAt: Instant }

/** rules: what it can be counted under: "kind incident.opened", "rule HostDown", "route {}/{team=\"a\"}", "receiver chat". */
export interface MessageLife { sentAt: Instant; rules: readonly string[]; actedAt: Instant | undefined; label: string }

/** Detections of one decoder that took as long from their first event until they were committed; above ten seconds in whole seconds. */
export interface DetectionTally { decoder: string; tookMs: number; times: number }

export interface Held { by: SuppressionKind; subjects: number; times: number }

export interface IncidentRecord {
  episodes: readonly Episode[]; pages: readonly PageLife[]; clocks: readonly ClockLife[]; deliveries: readonly DeliveryTally[]; held: readonly Held[]; detections: readonly DetectionTally[];
  messages: readonly MessageLife[];
  /** Older messages of the range that were not looked at, because there are very many. */
  messagesLeftOut: number;
}
