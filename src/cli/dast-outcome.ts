// What a scan means for whoever asked: the words that fail it, what makes it undecided, and the exit code.
import { dastSeverities, placeText } from "../dast/finding.ts";
import type { DastFinding } from "../dast/finding.ts";
import type { ScanCoverage, ScanReport } from "../dast/scan.ts";
import { Fault } from "../kernel/fault.ts";
import type { CommandCall, ExitCode } from "./command.ts";

const failWords = [...dastSeverities, "regressed", "not-retested"] as const;
export type FailWord = (typeof failWords)[number];

/** A severity stands for itself and all that are worse. Throws cli.usage for another word. */
export function failWordsOf({ texts }: Pick<CommandCall, "texts">, planned: string | undefined): FailWord[] {
  const given = texts("failOn").flatMap((text) => text.split(",")).map((word) => word.trim()).filter((word) => word !== "");
  return (given.length === 0 && planned !== undefined ? [planned] : given).map((word) => {
    const found = failWords.find((one) => one === word);
    if (found === undefined) throw new Fault("cli.usage", { detail: `--fail-on ${word} is not a word it knows; they are ${failWords.join(", ")}.` });
    return found;
  });
}

/** The open findings on which the scan fails. */
export function failing(findings: readonly Pick<DastFinding, "state" | "severity" | "lastOutcome">[], words: readonly FailWord[]): typeof findings {
  const worst = Math.max(-1, ...words.map((word) => dastSeverities.findIndex((one) => one === word)));
  return findings.filter(({ state, severity, lastOutcome }) => state === "open" && (dastSeverities.indexOf(severity) <= worst || words.some((word) => word === lastOutcome)));
}

type Ended = Pick<ScanReport, "endedBecause" | "detail"> & { coverage: Pick<ScanCoverage, "identities"> & { routes?: readonly { status: number | undefined }[] } };

/** Why the scan cannot say that nothing else is there; none when it can. */
export function undecidedBecause({ endedBecause, detail, coverage }: Ended, isReplay = false): string[] {
  return [
    ...(endedBecause === "complete" ? [] : [detail ?? `The scan ended early (${endedBecause}).`]),
    ...coverage.identities.filter(({ state, reached, routes }) => state === "logged-out" || (!isReplay && routes > 0 && reached === 0)).map(({ says }) => says),
  ];
}

/** No answer to anything: there was nobody to test. */
export const isUnreachable = ({ endedBecause, coverage: { routes = [] } }: Ended): boolean => endedBecause !== "stopped" && routes.length > 0 && routes.every(({ status }) => status === undefined);

/** Told on stderr, whatever the report's format. */
export function decide(call: Pick<CommandCall, "say">, ended: Ended, findings: readonly DastFinding[], words: readonly FailWord[]): ExitCode {
  const found = failing(findings, words) as readonly DastFinding[];
  for (const one of found.slice(0, 5)) call.say(`failed on ${one.lastOutcome === "not-retested" ? "not retested" : one.severity}: ${one.title} at ${placeText(one.place)}`);
  if (found.length > 5) call.say(`and ${found.length - 5} more in the report`);
  if (found.length > 0) return 1;
  if (isUnreachable(ended)) { call.say("The target did not answer."); return 3; }
  const gaps = undecidedBecause(ended);
  for (const gap of gaps) call.say(`cannot decide: ${gap}`);
  return gaps.length > 0 ? 4 : 0;
}
