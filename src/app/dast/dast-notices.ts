// What a scan found or saw fixed, as messages: one for each kind of news and target, the worst first.
import type { Instant } from "../../kernel/clock.ts";
import { dastSeverities, placeText } from "../../dast/finding.ts";
import type { DastFinding } from "../../dast/finding.ts";
import type { DastTarget } from "../../dast/scan.ts";
import type { Notice } from "../../notify/notice.ts";
import type { ServedBy } from "./served-by.ts";

const verbs = { new: "Found from outside", regressed: "Back after a fix", fixed: "Fixed, a replay passed" } as const;
type News = keyof typeof verbs;

/** Informative ones and mere signs are left to the console. */
export function noticesOf(findings: readonly DastFinding[], target: DastTarget, served: ServedBy, { publicUrl, at }: { publicUrl: string; at: Instant }): Notice[] {
  const told = findings.filter(({ severity, confidence }) => severity !== "info" && confidence !== "tentative");
  return (Object.keys(verbs) as News[]).flatMap((kind) => {
    const group = told.filter(({ lastOutcome }) => lastOutcome === kind).toSorted((a, b) => dastSeverities.indexOf(a.severity) - dastSeverities.indexOf(b.severity));
    return group.length === 0 ? [] : [noticeOf(kind, group, target, served, { publicUrl, at })];
  });
}

function noticeOf(kind: News, group: readonly DastFinding[], target: DastTarget, served: ServedBy, { publicUrl, at }: { publicUrl: string; at: Instant }): Notice {
  const [worst] = group;
  const titles = [...new Set(group.map(({ title }) => title))];
  const name = served.service ?? target.name;
  return {
    kind: `dast.${kind}`, groupKey: `dast|${target.targetId}|${kind}`, severity: worst === undefined || worst.severity === "info" ? "low" : worst.severity, at, ...(kind === "fixed" ? { state: "resolved" as const } : {}),
    title: `${verbs[kind]}: ${titles.slice(0, 3).join(", ")}${titles.length > 3 ? ` and ${titles.length - 3} more` : ""} in ${name}`,
    what: group.length === 1 ? `${worst?.evidence.because ?? ""}` : `${group.length} findings of a scan of ${target.url}, each proved and repeated.`,
    where: [target.url, served.version === undefined ? undefined : `${name} ${served.version}`, served.endpoint, served.environment].filter((part) => part !== undefined).join(", "),
    why: worst === undefined ? "" : `${worst.severity}, ${worst.confidence}, CWE-${worst.cwe}${served.exposure === "internet" ? ", reachable from the internet" : ""}`,
    due: kind === "fixed" ? "nothing: a replay found it gone" : "no clock runs for findings of scans",
    action: { label: kind === "fixed" ? "See the replay" : worst?.remediation ?? "See the finding", url: group.length === 1 && worst !== undefined ? `${publicUrl}/tests/findings/${worst.findingId}` : `${publicUrl}/tests?target=${target.targetId}` },
    labels: { services: served.service === undefined ? [] : [served.service], owner: served.owner, environments: served.environment === undefined ? [] : [served.environment], vulnerability: undefined },
    items: group.map((one) => ({ title: `${one.title} at ${placeText(one.place)}`, detail: `${one.severity}, ${one.confidence}: ${one.evidence.because}`, url: `${publicUrl}/tests/findings/${one.findingId}` })),
  };
}
