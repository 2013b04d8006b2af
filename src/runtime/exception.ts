// An exception: a Sigma filter with an owner, a reason and an end, and a count of what it left out.
import { dayMs } from "../kernel/clock.ts";
import type { Instant } from "../kernel/clock.ts";

export interface Exception {
  exceptionId: string;
  title: string;
  /** The filter as a Sigma document, or several. */
  text: string;
  owner: string;
  reason: string;
  createdBy: string;
  createdAt: Instant;
  /** Nothing is left out for ever. */
  expiresAt: Instant;
  revokedAt: Instant | undefined;
  revokedBy: string | undefined;
  hits: number;
  lastHitAt: Instant | undefined;
  /** It hides a sample of an attack, and why that was accepted. */
  forced: string | undefined;
  /** When its end was written into the ledger. */
  endNotedAt?: Instant | undefined;
}

/** A year and its leap day: whoever still needs it looks at it again. */
export const longestExceptionMs = 366 * dayMs;
/** One that left nothing out for so long is idle: it guards nobody's peace, and only waits to hide something. */
export const idleAfterMs = 90 * dayMs;

export type ExceptionState = "in-force" | "expired" | "revoked";

/** In force at an instant. */
export const isInForce = ({ createdAt, expiresAt, revokedAt }: Exception, at: Instant): boolean => createdAt <= at && at < expiresAt && (revokedAt === undefined || at < revokedAt);

export const stateOfException = ({ expiresAt, revokedAt }: Exception, at: Instant): ExceptionState =>
  revokedAt !== undefined && revokedAt <= at ? "revoked" : at >= expiresAt ? "expired" : "in-force";

export const isIdle = (exception: Exception, at: Instant): boolean => isInForce(exception, at) && at - (exception.lastHitAt ?? exception.createdAt) >= idleAfterMs;

/** It ended by its time, and nobody has written that down yet. */
export const endsUnnoted = (exception: Exception, at: Instant): boolean => exception.endNotedAt === undefined && stateOfException(exception, at) === "expired";
