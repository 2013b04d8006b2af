// Words and marks of tests from outside: severity, confidence, outcome, scan, risk; each with a shape, so that colour is never needed alone.
import { Link } from "@tanstack/react-router";
import { dastSeverities } from "../api/dast-shapes.ts";
import type { DastConfidence, DastFinding, DastSeverity, DastVerdict, Risk, Scan, ScanOutcome, ServedBy, Target } from "../api/dast-shapes.ts";
import type { ExposureLevel } from "../api/shapes.ts";
import { formatCount, formatNoun } from "../app/format.ts";
import { Badge, ExposureBadge, Mark, Owner } from "./badges.tsx";
import type { MarkName } from "./badges.tsx";
import { riskSentences } from "./dast-words.ts";
import { tokenFor } from "./query-tokens.ts";

interface Look { tone: string; mark: MarkName }

export const dastSeverityLooks = { critical: { tone: "critical", mark: "octagon" }, high: { tone: "high", mark: "triangle" }, medium: { tone: "medium", mark: "diamond" }, low: { tone: "low", mark: "circle" }, info: { tone: "plain", mark: "ring" } } as const satisfies Record<DastSeverity, Look>;
export const DastSeverityBadge = ({ severity }: { severity: DastSeverity }) => <Badge {...dastSeverityLooks[severity]}>{severity}</Badge>;

const confidences = {
  confirmed: { tone: "critical", mark: "check", about: "Proved: repeated, and not with the control" }, firm: { tone: "medium", mark: "half", about: "Seen more than once; one thing could not be ruled out" }, tentative: { tone: "unknown", mark: "question", about: "A sign, not a proof" },
} as const satisfies Record<DastConfidence, Look & { about: string }>;
export const ConfidenceBadge = ({ confidence }: { confidence: DastConfidence }) => <Badge tone={confidences[confidence].tone} mark={confidences[confidence].mark} title={confidences[confidence].about}>{confidence}</Badge>;

export const verdictWords = {
  "false-positive": { word: "false positive", about: "It is not so: the proof is wrong" }, accepted: { word: "accepted", about: "It is so, and may stay, for good or until a date" }, "wont-fix": { word: "will not be fixed", about: "It is so, and nobody will mend it" },
} as const satisfies Record<DastVerdict, { word: string; about: string }>;

/** What a person said of it; while nobody has, its state. */
export function DastStateBadge({ finding: { state, verdict } }: { finding: Pick<DastFinding, "state" | "verdict"> }) {
  if (verdict !== null) return <Badge tone="plain" mark="half" title={verdictWords[verdict].about}>{verdictWords[verdict].word}</Badge>;
  return state === "open" ? <Badge tone="open" mark="ring">open</Badge> : state === "fixed" ? <Badge tone="good" mark="check" title="A replay passed with its control">fixed</Badge> : <Badge tone="plain" mark="bar">dismissed</Badge>;
}

export const outcomeLooks = {
  regressed: { tone: "critical", mark: "up", word: "regressed", about: "Was fixed, and is back" }, new: { tone: "accent", mark: "diamond", word: "new", about: "Seen for the first time" }, same: { tone: "plain", mark: "ring", word: "same", about: "Open before, and still there" },
  fixed: { tone: "good", mark: "check", word: "fixed", about: "Looked for again, and gone" }, "not-retested": { tone: "unknown", mark: "question", word: "not retested", about: "Open before; this scan could not say" },
} as const satisfies Record<ScanOutcome, Look & { word: string; about: string }>;
export const ScanOutcomeBadge = ({ outcome, why = null }: { outcome: ScanOutcome; why?: string | null }) => <Badge tone={outcomeLooks[outcome].tone} mark={outcomeLooks[outcome].mark} title={why ?? outcomeLooks[outcome].about}>{outcomeLooks[outcome].word}</Badge>;

const scanLooks = {
  queued: { tone: "plain", mark: "bar" }, running: { tone: "accent", mark: "half" }, done: { tone: "good", mark: "check" }, stopped: { tone: "medium", mark: "square" }, failed: { tone: "critical", mark: "octagon" },
} as const satisfies Record<Scan["state"], Look>;
// A scan that ended before it was through is not the same as one that was.
export const ScanStateBadge = ({ scan: { state, endedBecause, failure } }: { scan: Pick<Scan, "state" | "endedBecause" | "failure"> }) => (
  state === "done" && endedBecause !== null && endedBecause !== "complete" ? <Badge tone="high" mark="triangle" title="It ended before everything was tested">ended by {endedBecause}</Badge> : <Badge {...scanLooks[state]} {...(failure === null ? {} : { title: failure })}>{state}</Badge>
);

export const RiskBadge = ({ risk }: { risk: Risk }) => <Badge tone={dangerous.includes(risk) ? "high" : risk === "passive" || risk === "marker" ? "good" : "medium"} mark={dangerous.includes(risk) ? "triangle" : risk === "passive" || risk === "marker" ? "check" : "diamond"} title={riskSentences[risk]}>{risk}</Badge>;
export const dangerous: readonly Risk[] = ["write", "stored", "upload", "smuggling", "credentials", "load"];

/** Open findings of a target by severity; each figure leads to them. */
export function OpenTally({ target: { name, open, lastScan } }: { target: Pick<Target, "name" | "open" | "lastScan"> }) {
  const total = dastSeverities.reduce((sum, severity) => sum + open[severity], 0);
  if (total === 0) return lastScan === null ? <span className="gap">? never tested</span> : <span className="muted">none</span>;
  return <span className="risk-bar">{dastSeverities.filter((severity) => open[severity] > 0).map((severity) => <Link key={severity} to="/tests" search={{ tab: "findings", q: `${tokenFor("target", name)} severity:${severity}` }} className={`tally tone-text-${severity}`} aria-label={`${formatNoun(open[severity], `${severity} finding`)} of ${name}`} title={`${severity}; the link shows ${severity} and worse`}><Mark name={dastSeverityLooks[severity].mark} />{formatCount(open[severity])}</Link>)}</span>;
}

/** Who serves it: the release that runs there now, and whose it is. */
export function ServedText({ served: { serviceId, service, releaseId, version, owner, endpointId, endpoint, environment, exposure } }: { served: ServedBy }) {
  if (serviceId === null && endpointId === null) return <span className="gap" title="The target names no endpoint and no service">? nobody knows</span>;
  return (
    <span className="two-lines served">
      <span className="line">{serviceId === null ? <span className="gap">? unknown service</span> : <Link to="/services/$id" params={{ id: serviceId }}>{service ?? serviceId}</Link>}{releaseId !== null && <Link to="/releases/$id" params={{ id: releaseId }}>{version}</Link>}<Owner owner={owner} /></span>
      {endpointId !== null && <span className="line muted small"><Link to="/endpoints/$id" params={{ id: endpointId }}>{endpoint ?? endpointId}</Link>{environment}{exposure !== null && exposures.includes(exposure) && <ExposureBadge exposure={exposure as ExposureLevel} />}</span>}
    </span>
  );
}
const exposures: readonly string[] = ["internet", "internal", "unknown"] satisfies readonly ExposureLevel[];

/** What a scan said of the findings, as figures that lead to them. */
export function OutcomeTally({ scan }: { scan: Pick<Scan, "id" | "counts" | "state"> }) {
  const shown = (Object.keys(outcomeLooks) as ScanOutcome[]).filter((outcome) => scan.counts[outcome] > 0);
  if (shown.length === 0) return <span className="muted">{scan.state === "done" ? "nothing" : "–"}</span>;
  return <span className="line">{shown.map((outcome) => <Link key={outcome} to="/tests/scans/$id" params={{ id: scan.id }} search={{ tab: "findings", q: `outcome:${outcome}` }} className={`tally tally-${outcome}`} title={outcomeLooks[outcome].about}><Mark name={outcomeLooks[outcome].mark} />{formatCount(scan.counts[outcome])} {outcomeLooks[outcome].word}</Link>)}</span>;
}
