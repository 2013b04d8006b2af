// Words and marks of incidents: phase, kind, what is missing, clocks, runs; each with a shape, so that colour is never needed alone.
import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import type { Attention, Clock, Incident, IncidentKind, IncidentPhase, Run, StepAttempt, Touched } from "../api/incident-shapes.ts";
import { Due, Instant } from "../shell/instant.tsx";
import { Badge } from "./badges.tsx";
import type { MarkName } from "./badges.tsx";

type Look = { tone: string; mark: MarkName };

export const spaced = (word: string): string => word.replaceAll("-", " ");
export const incidentName = (number: number): string => `INC-${number}`;

const phaseLooks = {
  detected: { tone: "high", mark: "ring" }, triaged: { tone: "medium", mark: "half" }, contained: { tone: "accent", mark: "square" }, eradicated: { tone: "accent", mark: "diamond" },
  recovered: { tone: "good", mark: "up" }, closed: { tone: "good", mark: "check" }, reviewed: { tone: "good", mark: "check" },
} as const satisfies Record<IncidentPhase, Look>;
export const PhaseBadge = ({ phase }: { phase: IncidentPhase }) => <Badge tone={phaseLooks[phase].tone} mark={phaseLooks[phase].mark}>{phase}</Badge>;

export const KindName = ({ kind }: { kind: IncidentKind }) => <span className="nowrap">{spaced(kind)}</span>;

const attentions = {
  unacknowledged: { tone: "critical", mark: "triangle", word: "not acknowledged", about: "Nobody has said that it is in hand" },
  "no-owner": { tone: "unknown", mark: "question", word: "no owner", about: "Nobody owns it" },
  "no-next-action": { tone: "medium", mark: "bar", word: "no next action", about: "Nobody has said what happens next" },
  overdue: { tone: "critical", mark: "octagon", word: "next action overdue", about: "The next action was due" },
  stale: { tone: "high", mark: "half", word: "nothing happens", about: "Open, and nothing has changed for long" },
  quiet: { tone: "good", mark: "check", word: "quiet", about: "Every member is over: recovery is proposed, a person closes it" },
} as const satisfies Record<Attention, Look & { word: string; about: string }>;
export const AttentionChips = ({ attention }: { attention: readonly Attention[] }) =>
  <>{attention.map((each) => <Badge key={each} tone={attentions[each].tone} mark={attentions[each].mark} title={attentions[each].about}>{attentions[each].word}</Badge>)}</>;

const clockLooks = {
  running: { tone: "accent", mark: "half", word: "running" }, overdue: { tone: "critical", mark: "octagon", word: "overdue" }, done: { tone: "good", mark: "check", word: "in time" },
  late: { tone: "high", mark: "triangle", word: "done late" }, "not-applicable": { tone: "plain", mark: "bar", word: "does not apply" },
} as const satisfies Record<Clock["state"], Look & { word: string }>;
export const ClockBadge = ({ state }: { state: Clock["state"] }) => <Badge tone={clockLooks[state].tone} mark={clockLooks[state].mark}>{clockLooks[state].word}</Badge>;

const runLooks = {
  running: { tone: "accent", mark: "half" }, waiting: { tone: "medium", mark: "ring" }, doubt: { tone: "unknown", mark: "question" }, done: { tone: "good", mark: "check" }, failed: { tone: "critical", mark: "octagon" },
  cancelled: { tone: "plain", mark: "bar" }, undoing: { tone: "medium", mark: "half" }, undone: { tone: "plain", mark: "bar" }, begun: { tone: "accent", mark: "half" }, skipped: { tone: "plain", mark: "bar" },
} as const satisfies Record<Run["state"] | StepAttempt["state"], Look>;
export const RunBadge = ({ state }: { state: Run["state"] | StepAttempt["state"] }) => <Badge tone={runLooks[state].tone} mark={runLooks[state].mark}>{state === "doubt" ? "in doubt" : state}</Badge>;

/** By when, or since when it is over. */
export const ClockDue = ({ clock }: { clock: Pick<Clock, "dueAt" | "stoppedAt"> }) => (clock.stoppedAt === null ? <Due at={clock.dueAt} /> : <span>stopped <Instant at={clock.stoppedAt} /></span>);

export const IncidentLink = ({ number, children, ...rest }: { number: number; children?: ReactNode; "data-row-link"?: boolean }) => <Link to="/incidents/$id" params={{ id: incidentName(number) }} {...rest}>{children ?? incidentName(number)}</Link>;

export const NextAction = ({ next }: { next: Incident["next"] }) => (next === null ? <span className="gap">? nothing is set</span> : <span className="prose">{next.text}{next.dueAt !== null && <> · <Due at={next.dueAt} /></>}</span>);

/** "3 pods: a, b and 1 more", by kind; what nothing is touched by is said. */
export function TouchedThings({ touches }: { touches: readonly Touched[] }) {
  if (touches.length === 0) return <span className="muted">touches nothing</span>;
  return <span className="line">{touches.map(({ kind, name }) => <span key={kind + name} className="tag"><span className="muted">{kind}</span> <code>{name}</code></span>)}</span>;
}
