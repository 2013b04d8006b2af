// How one attempt to deliver a notice ended.

/** sent, or try again (after a time the receiver named), or never: the receiver does not want it. `why` holds no secret. */
export type Delivery =
  | { kind: "sent"; detail?: string }
  | { kind: "retry"; why: string; afterMs?: number }
  | { kind: "refused"; why: string };
