// Whether the scan may begin at all: somebody's word in the inventory, or the target's own.
import { authorise } from "../authorisation/authorise.ts";
import type { Authorisation } from "../authorisation/authorise.ts";
import type { Traffic } from "../traffic/traffic.ts";
import type { ScanWorld } from "./parts.ts";

/** granted: how; refused: why, in a sentence that says what to do. */
export async function authoriseScan({ spec, testable, authorisationKey, ownMachine, resolveTxt }: ScanWorld, traffic: Traffic): Promise<Authorisation> {
  if (testable !== undefined) return { granted: testable };
  return authorise({ url: spec.url, key: authorisationKey, allowsOwnMachine: ownMachine, traffic, resolveTxt });
}
