// How one attempt to deliver a notice ended.

/** sent, or try again (after a time the receiver named), or never: the receiver does not want it. `why` holds no secret. */
export type Delivery =
  /** ref: what the far side calls this message (a thread, a ticket); it is handed to the next one of the same story. */
  | { kind: "sent"; detail?: string; ref?: string }
  | { kind: "retry"; why: string; afterMs?: number }
  /** gone: the far side says that this receiver exists no more, so no later message can reach it either. */
  | { kind: "refused"; why: string; gone?: boolean };
