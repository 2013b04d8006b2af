// Severity, outcome, state, labels and exposure: a shape, a word and a colour, so that none of the three is needed alone.
import type { ReactNode } from "react";
import type { Criticality, ExposureLevel, FeedState, Finding, FindingLabel, FindingState, Outcome, Severity } from "../api/shapes.ts";

const marks = {
  octagon: <path d="M3.500 0h5L12 3.500v5L8.500 12h-5L0 8.500v-5Z" />,
  triangle: <path d="M6 .8 12 11.500H0Z" />,
  diamond: <path d="m6 0 6 6-6 6-6-6Z" />,
  square: <path d="M1 1h10v10H1Z" />,
  circle: <circle cx="6" cy="6" r="5" />,
  ring: <circle cx="6" cy="6" r="4.300" fill="none" stroke="currentColor" strokeWidth="2" />,
  half: <><circle cx="6" cy="6" r="4.600" fill="none" stroke="currentColor" strokeWidth="1.800" /><path d="M6 1.400a4.600 4.600 0 0 1 0 9.200Z" /></>,
  bar: <path d="M0 4.500h12v3H0Z" />,
  up: <path d="M6 1 11 6.500H8V11H4V6.500H1Z" />,
  check: <path d="M4.600 10.800.3 6.500 2 4.800l2.600 2.600L10 2l1.700 1.700Z" />,
  question: undefined,
} as const satisfies Record<string, ReactNode>;
export type MarkName = keyof typeof marks;

export function Mark({ name }: { name: MarkName }) {
  if (name === "question") return <span className="mark-question" aria-hidden="true">?</span>;
  return <svg className="mark" viewBox="0 0 12 12" width="10" height="10" fill="currentColor" aria-hidden="true" focusable="false">{marks[name]}</svg>;
}

export function Badge({ tone, mark, children, title }: { tone: string; mark: MarkName; children: ReactNode; title?: string }) {
  return <span className={`badge tone-${tone}`} title={title}><Mark name={mark} />{children}</span>;
}

const severityMarks = { critical: "octagon", high: "triangle", medium: "diamond", low: "circle", unknown: "question" } as const satisfies Record<Severity, MarkName>;
export const SeverityBadge = ({ severity, cvss = null }: { severity: Severity; cvss?: number | null }) =>
  <Badge tone={severity} mark={severityMarks[severity]} {...(severity === "unknown" ? { title: "No source gives a score: unknown, not low" } : {})}>{severity}{cvss !== null && <span className="badge-figure">{cvss.toFixed(1)}</span>}</Badge>;

const outcomes = {
  act: { tone: "critical", mark: "octagon", about: "Act: fix as soon as possible, tell leadership" },
  attend: { tone: "high", mark: "triangle", about: "Attend: fix sooner than the usual upgrade" },
  "track*": { tone: "medium", mark: "diamond", about: "Track*: watch closely, fix with the usual upgrade" },
  track: { tone: "low", mark: "circle", about: "Track: fix with the usual upgrade" },
} as const satisfies Record<Outcome, { tone: string; mark: MarkName; about: string }>;
export const OutcomeBadge = ({ outcome }: { outcome: Outcome }) => <Badge tone={outcomes[outcome].tone} mark={outcomes[outcome].mark} title={outcomes[outcome].about}>{outcome}</Badge>;

const states = {
  open: { tone: "open", mark: "ring", word: "open" },
  "not-affected": { tone: "good", mark: "bar", word: "not affected" },
  accepted: { tone: "plain", mark: "half", word: "accepted" },
  snoozed: { tone: "plain", mark: "half", word: "snoozed" },
  closed: { tone: "good", mark: "check", word: "closed" },
} as const satisfies Record<FindingState, { tone: string; mark: MarkName; word: string }>;
export const StateBadge = ({ state, closeReason = null }: { state: FindingState; closeReason?: Finding["closeReason"] }) =>
  <Badge tone={states[state].tone} mark={states[state].mark}>{states[state].word}{closeReason && `: ${closeReason.replace("-", " ")}`}</Badge>;

const labels = {
  kev: { tone: "critical", mark: "octagon", about: "In CISA's catalogue of known exploited vulnerabilities" },
  malicious: { tone: "critical", mark: "octagon", about: "The package itself is the attack: remove it, and treat what it could reach as taken" },
  overdue: { tone: "critical", mark: "triangle", about: "Past its due instant" },
  regressed: { tone: "high", mark: "up", about: "Was fixed and verified, and is back" },
  new: { tone: "accent", mark: "diamond", about: "Detected less than 24 hours ago" },
  "partly-fixed": { tone: "medium", mark: "half", about: "Fixed on some of the live deployments" },
  unconfirmed: { tone: "unknown", mark: "question", about: "Runs somewhere without an SBOM: cannot be told" },
} as const satisfies Record<FindingLabel, { tone: string; mark: MarkName; about: string }>;
export const Labels = ({ labels: given }: { labels: readonly FindingLabel[] }) =>
  <>{given.map((label) => <Badge key={label} tone={labels[label].tone} mark={labels[label].mark} title={labels[label].about}>{label === "kev" ? "KEV" : label}</Badge>)}</>;

export const KevBadge = () => <Labels labels={["kev"]} />;

const exposures = { internet: { tone: "high", mark: "up" }, internal: { tone: "plain", mark: "square" }, unknown: { tone: "unknown", mark: "question" } } as const satisfies Record<ExposureLevel, { tone: string; mark: MarkName }>;
export const ExposureBadge = ({ exposure }: { exposure: ExposureLevel }) => <Badge tone={exposures[exposure].tone} mark={exposures[exposure].mark}>{exposure}</Badge>;

export const CriticalityBadge = ({ criticality }: { criticality: Criticality }) =>
  <Badge tone={criticality === "unknown" ? "unknown" : "plain"} mark={criticality === "unknown" ? "question" : severityMarks[criticality]}>{criticality}</Badge>;

const feedStates = { fresh: { tone: "good", mark: "check" }, running: { tone: "accent", mark: "half" }, stale: { tone: "high", mark: "triangle" }, failing: { tone: "critical", mark: "octagon" }, never: { tone: "unknown", mark: "question" } } as const satisfies Record<FeedState, { tone: string; mark: MarkName }>;
export const FeedBadge = ({ state }: { state: FeedState }) => <Badge tone={feedStates[state].tone} mark={feedStates[state].mark}>{state === "never" ? "never read" : state}</Badge>;

/** Nobody owns it: said in the colour of what is not known. */
export const Owner = ({ owner }: { owner: string | null }) => (owner === null ? <Badge tone="unknown" mark="question">no owner</Badge> : <span className="nowrap">{owner}</span>);

/** A value that may not be known: never blank, never zero. */
export const Known = ({ children }: { children: ReactNode }) => (children === null || children === undefined || children === "" ? <Badge tone="unknown" mark="question">unknown</Badge> : <>{children}</>);
