// The tables of delivery as TypeScript sees them.

interface Org { org_id: string }

/** due_at: when its first unsettled delivery is due. sent_*: of the message sent last in it; summary_key: that one was a summary. ref: what the far side calls the story. handed_to: who got it as well, as a fallback. */
export interface LaneTable extends Org { receiver_id: string; group_key: string; due_at: number | null; sent_key: string | null; sent_state: string | null; sent_at: number | null; ref: string | null; summary_key: string | null; handed_to: string | null }
/** due_at: of its earliest lane, not before resume_at; null while it is off. */
export interface ReceiverStateTable extends Org {
  receiver_id: string; due_at: number | null; resume_at: number | null; open_since: number | null; last_sent_at: number | null; last_failure_at: number | null; last_failure: string | null;
  failing_since: number | null; off_at: number | null; off_why: string | null; heartbeat_at: number | null;
}
export interface AttemptTable extends Org { message_key: string; number: number; receiver_id: string; worker: string; at: number; ended_at: number | null; outcome: string | null; why: string | null }

export interface DeliveryTables { lane: LaneTable; receiver_state: ReceiverStateTable; attempt: AttemptTable }
