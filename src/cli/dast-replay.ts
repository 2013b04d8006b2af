// One finding tested again, here or on the server: still there, fixed, or not retested, and why.
import { findKept, keptScans } from "../app/dast/local-folders.ts";
import type { KeptFinding } from "../app/dast/local-folders.ts";
import type { SpecPart } from "../app/dast/scan-spec.ts";
import type { Scan } from "../contract/dast.ts";
import { placeText } from "../dast/finding.ts";
import { profileIds } from "../dast/profile.ts";
import type { ProfileId } from "../dast/profile.ts";
import { Fault } from "../kernel/fault.ts";
import type { CommandCall, ExitCode } from "./command.ts";
import { followScan } from "./dast-follow.ts";
import { readIdentities } from "./dast-identities.ts";
import { scansRoot } from "./dast-place.ts";
import { scanLocally } from "./dast-run.ts";
import { readText } from "./text-file.ts";

/** An id that this machine does not know is asked of the server. */
export async function replayFinding(call: CommandCall): Promise<ExitCode> {
  const [id = ""] = call.arguments;
  const kept = call.flag("server") ? undefined : findKept(scansRoot(call), id);
  return kept === undefined ? replayThere(call, id) : replayHere(call, kept);
}

async function replayHere(call: CommandCall, { url, finding, folder }: KeptFinding): Promise<ExitCode> {
  if (finding.retest.check === "imported") throw new Fault("cli.usage", { detail: "It came from another tool's report, which we cannot repeat." });
  const outcome = await scanLocally(call, { url, part: await partOf(call, folder) }, { resume: false, only: finding });
  if (call.io.signal.aborted) return 130;
  if (outcome.report.endedBecause === "refused") throw new Fault("dast.not-begun", { detail: outcome.report.detail ?? "" });
  const after = outcome.findings.find(({ findingId }) => findingId === finding.findingId);
  const why = outcome.report.retests.find(({ findingId }) => findingId === finding.findingId)?.why ?? after?.notRetestedBecause;
  call.output.thing("replay", { finding: finding.findingId, title: finding.title, where: placeText(finding.place), outcome: wordOf(after?.lastOutcome), why: why ?? null });
  return codeOf(after?.lastOutcome);
}

/** What the scan that found it may do, a replay may do as well. */
async function partOf(call: CommandCall, folder: string): Promise<SpecPart> {
  const found = keptScans(folder).find(({ scan }) => !scan.spec.replayOnly)?.scan.spec;
  const named = call.text("profile");
  const profile = named === undefined ? found?.profile : profileIds.find((one) => one === named);
  if (named !== undefined && profile === undefined) throw new Fault("cli.usage", { detail: `--profile ${named} is none; there are ${profileIds.join(", ")}.` });
  const file = call.text("authFile");
  const identities = file === undefined ? [] : await readIdentities(await readText(call.io, file));
  const from = call.text("templates");
  return {
    profile: profile as ProfileId, optIn: found?.optIn ?? [], seed: found?.seed, scope: found?.scope, identities, browser: found?.browser,
    ...(from === undefined ? found?.templates === undefined ? {} : { templates: found.templates } : { templates: { from, tags: [], cves: [], onlyCves: false } }),
  } as SpecPart;
}

async function replayThere(call: CommandCall, id: string): Promise<ExitCode> {
  const client = await call.client();
  const started = await client.post<Scan>(`/dast-findings/${encodeURIComponent(id)}/replay`, {});
  const ended = await followScan(call, started.id);
  if (call.io.signal.aborted) return 130;
  const after = await client.get<{ id: string; title: string; where: string; state: string; lastOutcome: string; notRetestedBecause: string | null }>(`/dast-findings/${encodeURIComponent(id)}`);
  call.output.thing("replay", { finding: after.id, title: after.title, where: after.where, outcome: wordOf(after.lastOutcome), why: after.notRetestedBecause ?? ended.failure });
  return codeOf(after.lastOutcome);
}

const wordOf = (outcome: string | undefined): string => (outcome === "fixed" ? "fixed" : outcome === undefined || outcome === "not-retested" ? "not retested" : "still there");
const codeOf = (outcome: string | undefined): ExitCode => (outcome === "fixed" ? 0 : outcome === undefined || outcome === "not-retested" ? 4 : 1);
