// Words and marks of the runtime: level, evidence, verdict, state, techniques, sources, profiles; each with a shape, so that colour is never needed alone.
import { Link } from "@tanstack/react-router";
import type { Detection, EventSource, EvidenceState, Exception, FactOrigin, HitKind, Level, Profile, Verdict } from "../api/runtime-shapes.ts";
import { formatSpan } from "../app/format.ts";
import { Instant } from "../shell/instant.tsx";
import { Badge } from "./badges.tsx";
import type { MarkName } from "./badges.tsx";
import { techniquesOf } from "./detection-tags.ts";
import { tokenFor } from "./query-tokens.ts";

interface Look { tone: string; mark: MarkName }

export const levelLooks = {
  critical: { tone: "critical", mark: "octagon" }, high: { tone: "high", mark: "triangle" }, medium: { tone: "medium", mark: "diamond" }, low: { tone: "low", mark: "circle" }, informational: { tone: "plain", mark: "ring" },
} as const satisfies Record<Level, Look>;
/** ruleLevel: as the rule says it, when evidence has moved the level away from it. */
export const LevelBadge = ({ level, ruleLevel = level }: { level: Level; ruleLevel?: Level }) =>
  <Badge {...levelLooks[level]} {...(level === ruleLevel ? {} : { title: `The rule says ${ruleLevel}` })}>{level}</Badge>;

const evidences = {
  confirmed: { tone: "critical", mark: "up", word: "raised: loaded" }, present: { tone: "high", mark: "up", word: "raised: present" }, lowered: { tone: "good", mark: "bar", word: "lowered" },
  unknown: { tone: "unknown", mark: "question", word: "unknown" }, none: { tone: "plain", mark: "bar", word: "none" },
} as const satisfies Record<EvidenceState, Look & { word: string }>;
/** Whether the running release has what the attack aims at; the reason is in the tooltip and read out. */
export function EvidenceBadge({ evidence: { state, because } }: { evidence: Detection["evidence"] }) {
  if (state === "none") return <span className="muted small nowrap" title={because}>names no CVE</span>;
  return <Badge tone={evidences[state].tone} mark={evidences[state].mark} title={because}>{evidences[state].word}<span className="visually-hidden">: {because}</span></Badge>;
}

export const verdictLooks = {
  "true-positive": { tone: "critical", mark: "octagon", word: "true positive", about: "It was what the rule says: it stays open" }, "false-positive": { tone: "plain", mark: "bar", word: "false positive", about: "The rule is wrong here" },
  benign: { tone: "good", mark: "check", word: "benign", about: "It happened, and it may" }, test: { tone: "accent", mark: "half", word: "test", about: "A test or a drill of ours" },
} as const satisfies Record<Verdict, Look & { word: string; about: string }>;
export const VerdictBadge = ({ verdict }: { verdict: Verdict }) => <Badge tone={verdictLooks[verdict].tone} mark={verdictLooks[verdict].mark} title={verdictLooks[verdict].about}>{verdictLooks[verdict].word}</Badge>;

/** What a person said of it; while nobody has, its state. */
export function JudgedBadge({ detection: { state, verdict } }: { detection: Detection }) {
  if (verdict !== null) return <VerdictBadge verdict={verdict} />;
  return state === "excepted" ? <Badge tone="plain" mark="half" title="An exception left it out: it is kept and counted, and tells nobody">excepted</Badge> : state === "open" ? <Badge tone="open" mark="ring">open</Badge> : <Badge tone="good" mark="check">dismissed</Badge>;
}

const kindWords: Readonly<Record<HitKind, string>> = { rule: "rule", correlation: "correlation", sensor: "sensor", baseline: "baseline", rate: "rate", canary: "canary" };
export const KindName = ({ kind }: { kind: HitKind }) => <span className="nowrap">{kindWords[kind]}</span>;

/** Each leads to the other detections of it. */
export function Techniques({ tags, none = "–" }: { tags: readonly string[]; none?: string }) {
  const ids = techniquesOf(tags);
  if (ids.length === 0) return <span className="muted">{none}</span>;
  return <span className="line">{ids.map((id) => <Link key={id} to="/runtime" search={{ q: `is:all ${tokenFor("tag", `attack.${id.toLowerCase()}`)}` }} className="nowrap" title={`Detections of ${id}`}>{id}</Link>)}</span>;
}

export const SourceStateBadge = ({ state }: { state: EventSource["state"] }) => (state === "live" ? <Badge tone="good" mark="check">live</Badge> : <Badge tone="unknown" mark="question" title="Longer silent than it ever is: nothing of it can be seen">stale</Badge>);

const canaries = {
  ok: { tone: "good", mark: "check", word: "seen" }, missing: { tone: "critical", mark: "octagon", word: "missing" }, waiting: { tone: "accent", mark: "half", word: "on its way" }, never: { tone: "unknown", mark: "question", word: "never sent" },
} as const satisfies Record<EventSource["canary"], Look & { word: string }>;
export const CanaryBadge = ({ source: { canary, canarySentAt, canarySeenAt, canaryMs } }: { source: EventSource }) => (
  <span className="line"><Badge tone={canaries[canary].tone} mark={canaries[canary].mark}>{canaries[canary].word}</Badge>
    {canary === "missing" ? <span className="small">sent <Instant at={canarySentAt} /></span> : canarySeenAt !== null && <span className="muted small"><Instant at={canarySeenAt} />{canaryMs !== null && `, ${formatSpan(canaryMs)}`}</span>}
  </span>
);

const exceptionLooks = { "in-force": { tone: "accent", mark: "half", word: "in force" }, expired: { tone: "plain", mark: "check", word: "expired" }, revoked: { tone: "plain", mark: "bar", word: "revoked" } } as const satisfies Record<Exception["state"], Look & { word: string }>;
export const ExceptionBadge = ({ state }: { state: Exception["state"] }) => <Badge tone={exceptionLooks[state].tone} mark={exceptionLooks[state].mark}>{exceptionLooks[state].word}</Badge>;

const profileLooks = { learning: { tone: "accent", mark: "half" }, watching: { tone: "good", mark: "check" }, paused: { tone: "unknown", mark: "question" } } as const satisfies Record<Profile["state"], Look>;
export const ProfileBadge = ({ state, because }: { state: Profile["state"]; because: string }) => <Badge {...profileLooks[state]} title={because}>{state}</Badge>;

const originLooks = { learned: { tone: "good", mark: "check" }, inherited: { tone: "plain", mark: "half" }, approved: { tone: "accent", mark: "check" }, pending: { tone: "medium", mark: "diamond" } } as const satisfies Record<FactOrigin, Look>;
export const OriginBadge = ({ origin }: { origin: FactOrigin }) => <Badge {...originLooks[origin]}>{origin}</Badge>;
