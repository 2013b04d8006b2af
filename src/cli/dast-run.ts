// One test from outside on this machine: asked, run, told, kept, reported, and the exit code.
import { resolve } from "node:path";
import { localFolder, scanHere } from "../app/dast/local-scan.ts";
import type { LocalOutcome } from "../app/dast/local-scan.ts";
import { isOwnMachine } from "../dast/authorisation/authorise.ts";
import { Fault } from "../kernel/fault.ts";
import { createLog } from "../kernel/log.ts";
import type { CommandCall, ExitCode } from "./command.ts";
import { refuseMissing, secretReader } from "./dast-identities.ts";
import { decide, failWordsOf } from "./dast-outcome.ts";
import { scansRoot } from "./dast-place.ts";
import { scanTeller } from "./dast-progress.ts";
import { destinationsOf, writeReports } from "./dast-reports.ts";
import { askedScan } from "./dast-spec.ts";
import type { AskedScan } from "./dast-spec.ts";

export async function runDast(call: CommandCall): Promise<ExitCode> {
  const asked = await askedScan(call);
  const words = failWordsOf(call, asked.plan?.failOn);
  const destinations = destinationsOf(call);
  if (call.flag("server")) return (await import("./dast-follow.ts")).runOnServer(call, asked, words, destinations);
  const outcome = await scanLocally(call, asked, { resume: call.flag("resume") });
  if (outcome.report.endedBecause === "refused") throw notBegun(outcome);
  // The planned reports are written as well, unless flags ask for others.
  const planned = call.texts("format").length === 0 && !call.flag("json") ? (asked.plan?.reports ?? []).filter(({ to }) => to !== undefined) : [];
  await writeReports(call, [...destinations, ...planned], { scan: outcome.scan, findings: outcome.findings, at: call.io.clock.now(), publicUrl: undefined });
  call.say(`Kept in ${outcome.folder}`);
  if (call.io.signal.aborted) { call.say(`Stopped. Go on with: aftwatch dast run ${asked.url} --resume${call.text("out") === undefined ? "" : ` --out ${call.text("out")}`}`); return 130; }
  return decide(call, outcome.report, outcome.findings, words);
}

/** only: the one finding that is tested again. */
export async function scanLocally(call: CommandCall, { url, part }: Pick<AskedScan, "url" | "part">, { resume, only }: { resume: boolean; only?: Parameters<typeof scanHere>[0]["only"] }): Promise<LocalOutcome> {
  const { io } = call;
  const secretOf = secretReader(io, resolve);
  refuseMissing(part.identities ?? [], secretOf);
  const root = scansRoot(call);
  const teller = scanTeller(call);
  call.detail(`${isOwnMachine(new URL(url).hostname.replace(/^\[|\]$/g, "")) ? "a target on this machine" : "a target elsewhere: its own word is asked for"}; kept in ${localFolder(root, url)}`);
  try {
    return await scanHere({
      url, part, root, resume, ...(only === undefined ? {} : { only }), testable: undefined, version: call.program.version, clock: io.clock, signal: io.signal, secretOf, onProgress: teller.tell,
      log: createLog({ clock: io.clock, level: call.flag("verbose") ? "info" : "error", write: (line) => { teller.end(); io.err.write(line); } }),
    });
  } finally { teller.end(); }
}

const notBegun = ({ report }: LocalOutcome): Fault => new Fault("dast.not-begun", { detail: report.detail ?? "No reason is known." });

