// The settings of the NVD feed.
import { Fault } from "../../../kernel/fault.ts";
import type { FaultPlace } from "../../../kernel/fault.ts";
import { Secret } from "../../../kernel/secret.ts";

export interface NvdSettings {
  /** Raises the limit from 5 to 50 requests in 30 seconds. */
  apiKey: Secret | undefined;
  /** The pause between two requests. */
  requestGapMs: number;
  /** CVEs in a page; the API gives at most 2000. */
  pageSize: number;
}

// "It is recommended that users sleep their scripts for six seconds between requests" (NVD developers, "start here"); with a key ten times as many are allowed.
const gapMs = { withKey: 600, without: 6000 };
const largestPage = 2000;

/** Throws a Fault `settings.invalid` naming each setting that cannot be used. */
export function readSettings(given: Readonly<Record<string, unknown>>): NvdSettings {
  const { apiKey, requestGapMs, pageSize = largestPage } = given;
  const places: FaultPlace[] = [];
  const key = apiKey instanceof Secret ? apiKey.reveal() : apiKey;
  if (key !== undefined && (typeof key !== "string" || !/^[\x21-\x7e]{1,200}$/.test(key))) places.push({ at: "/apiKey", rule: "is the key as NVD sent it" });
  if (requestGapMs !== undefined && (typeof requestGapMs !== "number" || !(requestGapMs >= 0))) places.push({ at: "/requestGapMs", rule: "is a number of milliseconds, 0 or more" });
  if (typeof pageSize !== "number" || !Number.isInteger(pageSize) || pageSize < 1 || pageSize > largestPage) places.push({ at: "/pageSize", rule: `is a whole number from 1 to ${largestPage}` });
  if (places.length > 0) throw new Fault("settings.invalid", { detail: "feed nvd", places });
  return {
    apiKey: typeof key === "string" ? new Secret(key) : undefined, pageSize: Number(pageSize),
    requestGapMs: typeof requestGapMs === "number" ? requestGapMs : key === undefined ? gapMs.without : gapMs.withKey,
  };
}
