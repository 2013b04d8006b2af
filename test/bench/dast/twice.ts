// Two scans of the same range must say the same: the findings that only one of them has.
import type { ScanFigures, ScannedFinding } from "./scan-process.ts";

/** "0 findings differ" when both say the same; else each finding that one of them lacks. */
export function twiceSaid(first: Pick<ScanFigures, "findings">, second: Pick<ScanFigures, "findings">): string {
  const [onlyFirst, onlySecond] = [lacking(first.findings, second.findings), lacking(second.findings, first.findings)];
  const lines = [...onlyFirst.map((one) => lineOf("first", one)), ...onlySecond.map((one) => lineOf("second", one))];
  return `  ${lines.length} findings differ between two scans (${first.findings.length} and ${second.findings.length})\n${lines.join("")}`;
}

function lacking(these: readonly ScannedFinding[], those: readonly ScannedFinding[]): ScannedFinding[] {
  const there = new Set(those.map(({ fingerprint }) => fingerprint));
  return these.filter(({ fingerprint }) => !there.has(fingerprint));
}

const lineOf = (which: string, { check, place, because }: ScannedFinding): string => `  only the ${which}: ${check} at ${place} (${because.slice(0, 160)})\n`;
