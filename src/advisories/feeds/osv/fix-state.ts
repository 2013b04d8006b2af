// What an OSV record states of a fix beyond its ranges: by a database's own members, or by a fix in version "0".
import type { VersionRange } from "../../../versions/range.ts";
import type { FixState } from "../../advisory.ts";
import { isRecord } from "./json-shape.ts";

// Members in which databases put such a word: Debian's urgency ("end-of-life"), its tracker's nodsa_reason, and the
// states of Ubuntu's tracker, Red Hat's security data, grype and trivy databases and VEX, where records carry them along.
const members = ["fix_state", "fixState", "fix_status", "vex_status", "status", "nodsa_reason", "urgency"] as const;

const states: ReadonlyMap<string, FixState> = new Map(Object.entries({
  fixed: "fixed", released: "fixed", resolved: "fixed",
  "not-fixed": "not-fixed", needed: "not-fixed", unfixed: "not-fixed", "no-fix": "not-fixed",
  "will-not-fix": "will-not-fix", "wont-fix": "will-not-fix", wontfix: "will-not-fix", "no-fix-planned": "will-not-fix", ignored: "will-not-fix",
  "end-of-life": "end-of-life", eol: "end-of-life", "out-of-support-scope": "end-of-life",
  deferred: "deferred", "fix-deferred": "deferred", postponed: "deferred",
  "under-investigation": "under-investigation", "needs-triage": "under-investigation", undetermined: "under-investigation", "in-triage": "under-investigation",
  "not-affected": "not-affected", "known-not-affected": "not-affected",
} satisfies Record<string, FixState>));

/**
 * Only what is stated; undefined when a record leaves it to its ranges. Debian's "end-of-life" means that no fix will
 * come, and is still affected. Alpine's secdb, and those who follow it, file "never affected" as fixed in version 0.
 */
export function fixStateOf(entry: Readonly<Record<string, unknown>>, ranges: readonly VersionRange[], versions: readonly string[]): FixState | undefined {
  for (const specific of [entry["ecosystem_specific"], entry["database_specific"]]) {
    if (!isRecord(specific)) continue;
    for (const member of members) {
      const state = stateIn(specific[member]);
      if (state !== undefined) return state;
    }
  }
  return versions.length === 0 && ranges.length > 0 && ranges.every(isNever) ? "not-affected" : undefined;
}

const stateIn = (word: unknown): FixState | undefined =>
  (typeof word === "string" && word.length <= 40 ? states.get(word.toLowerCase().replace(/[’']/g, "").replace(/[\s_]+/g, "-")) : undefined);

const isNever = ({ type, events }: VersionRange): boolean =>
  type !== "GIT" && events.some((event) => "fixed" in event) && events.every((event) => ("introduced" in event && event.introduced === "0") || ("fixed" in event && event.fixed === "0"));
