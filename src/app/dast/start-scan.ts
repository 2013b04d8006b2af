// A scan is queued: its spec made whole, with everything that stands open on its target to be looked at again.
import { checks } from "../../dast/checks/index.ts";
import type { DastFinding } from "../../dast/finding.ts";
import type { DastScan, DastTarget, ScanSpec } from "../../dast/scan.ts";
import type { Ports } from "../../store/store.ts";
import type { LoopContext } from "../loop/context.ts";
import { makeSpec } from "./scan-spec.ts";
import type { SpecPart } from "./scan-spec.ts";

export const retestOf = ({ findingId, fingerprint, retest, place, about }: DastFinding): ScanSpec["retests"][number] => ({ ...retest, findingId, fingerprint, at: place.at, about });

/** only: the one finding to look at again. joins: what else the house knows of the target (scan-joins.ts); what was asked for and the target's own word stand before it. */
export async function newScan(context: LoopContext, ports: Ports, org: string, target: DastTarget, { spec, reason, actor, only, joins }: { spec: SpecPart; reason: DastScan["reason"]; actor: string; only?: DastFinding; joins: SpecPart }): Promise<DastScan> {
  const open = only === undefined ? (await ports.dast.findingsOfTarget(org, target.targetId)).filter(({ state, retest }) => state === "open" && retest.check !== "imported") : [only];
  const known = [...new Set([spec, target.defaults as SpecPart, joins].flatMap((part) => part.known ?? []))];
  const whole = makeSpec(target.url, checks.all, { ...spec, known, retests: open.map(retestOf), ...(only === undefined ? {} : { replayOnly: true }) }, target.defaults as SpecPart, joins);
  const scan: DastScan = {
    scanId: context.ids.next("scn"), targetId: target.targetId, url: whole.url, state: "queued", profile: whole.profile, startedBy: actor, reason, queuedAt: context.clock.now(), startedAt: undefined, endedAt: undefined, spec: whole, progress: undefined, report: undefined,
    counts: { new: 0, same: 0, regressed: 0, fixed: 0, "not-retested": 0 }, failure: undefined, stopAskedBy: undefined, lease: undefined,
  };
  await ports.dast.putScans(org, [scan]);
  await ports.ledger.append(org, [{ kind: "scan.queued", subject: scan.scanId, actor, body: { target: target.targetId, url: whole.url, profile: whole.profile, reason } }]);
  return scan;
}
