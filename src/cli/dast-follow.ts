// A scan on the server, started and followed to its end; Ctrl+C leaves it running, and says how to stop it.
import type { SpecPart } from "../app/dast/scan-spec.ts";
import type { DastFinding, Scan, ScanDetail } from "../contract/dast.ts";
import type { ScanProgress } from "../dast/scan.ts";
import { secondMs } from "../kernel/clock.ts";
import { Fault } from "../kernel/fault.ts";
import type { CommandCall, ExitCode } from "./command.ts";
import { failing, undecidedBecause } from "./dast-outcome.ts";
import type { FailWord } from "./dast-outcome.ts";
import { scanTeller } from "./dast-progress.ts";
import { writeText } from "./dast-reports.ts";
import type { AskedScan } from "./dast-spec.ts";
import { findingColumns } from "./dast-table.ts";
import type { Destination } from "./scan-options.ts";

const askEveryMs = secondMs;
const onServer = new Set(["json", "sarif", "html", "junit"]);

export async function runOnServer(call: CommandCall, { url, part }: AskedScan, words: readonly FailWord[], destinations: readonly Destination[]): Promise<ExitCode> {
  const strange = destinations.find(({ format }) => !onServer.has(format) && format !== "table" && format !== "tsv" && format !== "wide");
  if (strange !== undefined) throw new Fault("cli.usage", { detail: `The server writes no ${strange.format}; it writes ${[...onServer].join(", ")}.` });
  const client = await call.client();
  const started = await client.post<Scan>("/scans", { target: url, ...settingsOf(part) });
  call.say(`Started ${started.id} on ${client.url}`);
  const ended = await followScan(call, started.id);
  if (call.io.signal.aborted) { call.say(`It goes on without you; stop it with: aftwatch dast stop ${started.id}`); return 130; }
  if (ended.state === "failed") throw new Fault("dast.not-begun", { detail: ended.failure ?? "" });
  const { items } = await client.list<DastFinding>("/dast-findings", { scan: started.id });
  for (const destination of destinations) {
    if (onServer.has(destination.format)) await writeText(call, destination, Buffer.from(await (await client.open(`/scans/${started.id}/report?format=${destination.format}`)).arrayBuffer()));
    else call.output.rows("findings", findingColumns, items);
  }
  for (const note of ended.notes) call.say(`not tested: ${note}`);
  return codeOf(call, ended, items, words);
}

function codeOf(call: CommandCall, ended: ScanDetail, items: readonly DastFinding[], words: readonly FailWord[]): ExitCode {
  if (failing(items, words).length > 0) return 1;
  const gaps = undecidedBecause({ endedBecause: (ended.endedBecause ?? "stopped") as "complete", detail: undefined, coverage: { identities: ended.identities } });
  for (const gap of gaps) call.say(`cannot decide: ${gap}`);
  return gaps.length > 0 ? 4 : 0;
}

/** Files of this machine are not the server's: what can only be read here is refused aloud. */
function settingsOf({ identities, descriptions = [], templates, outOfBand, browser, ...part }: SpecPart): object {
  const here = [...descriptions.filter(({ from }) => !/^https?:\/\//.test(from)).map(({ from }) => from), ...(templates === undefined ? [] : ["--templates"]), ...(outOfBand === undefined ? [] : ["--oob"]), ...(typeof browser === "object" ? ["--browser PATH"] : [])];
  if (here.length > 0) throw new Fault("cli.usage", { detail: `A scan on the server cannot use what is only on this machine: ${here.join(", ")}.` });
  return { ...part, ...(identities === undefined ? {} : { identities }), ...(descriptions.length > 0 ? { descriptions: descriptions.map(({ from }) => ({ from })) } : {}), ...(browser === undefined ? {} : { browser }) };
}

/** Asks every second until it has ended, or Ctrl+C. */
export async function followScan(call: CommandCall, scanId: string): Promise<ScanDetail> {
  const client = await call.client();
  const teller = scanTeller(call);
  try {
    for (;;) {
      const scan = await client.get<ScanDetail>(`/scans/${encodeURIComponent(scanId)}`);
      if (scan.progress !== null && scan.progress !== undefined) teller.tell({ ...scan.progress, etaMs: scan.progress.etaMs ?? undefined } as ScanProgress);
      if (call.io.signal.aborted || (scan.state !== "queued" && scan.state !== "running")) return scan;
      await call.io.wait(askEveryMs);
      if (call.io.signal.aborted) return scan;
    }
  } finally { teller.end(); }
}
