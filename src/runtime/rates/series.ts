// What is counted of an event: the series of a workload and what each event adds to them.
import { valueOf } from "../field.ts";
import type { RuntimeEvent } from "../event.ts";

/** events: all. requests, errors: of web servers, and those of 5xx. logins-failed. bytes-out: sent in answers. */
export type SeriesId = "events" | "requests" | "errors" | "logins-failed" | "bytes-out";

export interface Amount { series: SeriesId; amount: number }

/** A count has the noise of small numbers; an amount (bytes) has not, and is compared by its order of magnitude. */
export const isCount = (series: SeriesId): boolean => series !== "bytes-out";

export type SeriesOf = (event: RuntimeEvent) => readonly Amount[];

/**
 * By the names of the taxonomy (event.ts): sc-status and sc-bytes of web servers, outcome of logins.
 * An answer that is no error adds 0 errors, so that the series is known and warm before the first error comes; logins likewise.
 */
export function amountsOf({ logsource, fields }: RuntimeEvent): readonly Amount[] {
  const status = numberOf(valueOf(fields, "sc-status"));
  const bytes = numberOf(valueOf(fields, "sc-bytes"));
  const outcome = valueOf(fields, "outcome");
  const isRequest = logsource.category === "webserver" || status !== undefined;
  const amounts: (Amount | false)[] = [
    { series: "events", amount: 1 },
    isRequest && { series: "requests", amount: 1 },
    status !== undefined && { series: "errors", amount: status >= 500 && status < 600 ? 1 : 0 },
    (outcome === "success" || outcome === "failure") && { series: "logins-failed", amount: outcome === "failure" ? 1 : 0 },
    isRequest && bytes !== undefined && bytes >= 0 && { series: "bytes-out", amount: bytes },
  ];
  return amounts.filter((amount) => amount !== false);
}

function numberOf(value: unknown): number | undefined {
  const number = typeof value === "string" && value !== "" ? Number(value) : value;
  return typeof number === "number" && Number.isFinite(number) ? number : undefined;
}
