// What our advisories say of a component that an answer gave away, and which finding of the inventory it is already.
import { isFault } from "../../kernel/fault.ts";
import type { LoopContext } from "../loop/context.ts";
import { explain } from "../loop/explain.ts";
import type { FindingWhole } from "./dast-desk.ts";

/** Through the evaluation that matching uses; none for a component that no ecosystem knows. */
export async function vulnerabilitiesOf(context: LoopContext, org: string, component: string | undefined): Promise<FindingWhole["vulnerabilities"]> {
  if (component === undefined) return [];
  const traces = await explain(context, org, component, undefined).then((answer) => answer.traces, (thrown: unknown) => { if (isFault(thrown, "request.invalid")) return []; throw thrown; });
  const affected = traces.filter(({ verdict }) => verdict === "affected");
  const members = await context.store.read.advisories.membersOf(affected.map(({ advisory }) => advisory));
  const byId = new Map(affected.map((trace) => [members.get(trace.advisory) ?? trace.advisory, trace]));
  return Promise.all([...byId].map(async ([id, trace]) => ({ id, severity: (await context.store.views.vulnerabilities.findVulnerability(org, id))?.severity ?? "unknown", fixVersion: trace.clearedBy, findingId: undefined })));
}
