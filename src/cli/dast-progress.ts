// How far a scan is, on stderr: one line that changes on a terminal, a line for each phase elsewhere.
import type { ScanProgress } from "../dast/scan.ts";
import type { CommandCall } from "./command.ts";
import { plain } from "./output.ts";
import { count } from "./sentences.ts";

export interface ScanTeller { tell(progress: ScanProgress): void; end(): void }

/** @example "checks 120 of 3400, 35 routes, 48 req/s, 2 findings, 1 min left" */
export function progressLine({ phase, done, total, routes, requestsPerSecond, findings, backingOff, etaMs, at }: ScanProgress): string {
  const left = etaMs === undefined ? [] : [etaMs < 90_000 ? `${Math.ceil(etaMs / 1000)} s left` : `${Math.ceil(etaMs / 60_000)} min left`];
  const words = [`${phase}${total > 0 ? ` ${done} of ${total}` : ""}`, count(routes, "route"), `${Math.round(requestsPerSecond)} req/s`, count(findings, "finding"), ...(backingOff ? ["backing off"] : []), ...left, ...(at === "" ? [] : [at])];
  return plain(words.join(", "));
}

export function scanTeller({ io, flag, isOff, say }: Pick<CommandCall, "io" | "flag" | "isOff" | "say">): ScanTeller {
  const isOn = io.err.isTty && !flag("quiet") && !isOff("progress");
  let phase: string | undefined;
  let isShown = false;
  return {
    tell(progress) {
      if (isOn) { io.err.write(`\r\u001b[K${progressLine(progress).slice(0, Math.max(20, io.err.columns - 1))}`); isShown = true; return; }
      if (progress.phase === phase) return;
      phase = progress.phase;
      say(progressLine(progress));
    },
    end() { if (isShown) io.err.write("\r\u001b[K"); isShown = false; },
  };
}
