// Libraries that pages load, judged by our advisories: one that nobody warns of is no finding; one that is warned of is as severe as the worst.
import { dastSeverities } from "../../dast/finding.ts";
import type { FoundWeakness } from "../../dast/finding.ts";
import type { LoopContext } from "../loop/context.ts";
import { vulnerabilitiesOf } from "./library-vulnerabilities.ts";

const check = "browser-library";

export async function judgeLibraries(context: LoopContext, org: string, weaknesses: readonly FoundWeakness[]): Promise<FoundWeakness[]> {
  const judged = await Promise.all(weaknesses.map(async (one): Promise<FoundWeakness[]> => {
    if (one.check !== check || one.component === undefined) return [one];
    const known = await vulnerabilitiesOf(context, org, one.component);
    if (known.length === 0) return [];
    const worst = dastSeverities.find((level) => known.some(({ severity }) => severity === level)) ?? "medium";
    return [{ ...one, severity: worst, evidence: { ...one.evidence, because: `${one.evidence.because} ${known.map(({ id, fixVersion }) => `${id}${fixVersion === undefined ? "" : ` (fixed in ${fixVersion})`}`).join(", ")}.` } }];
  }));
  return judged.flat();
}
