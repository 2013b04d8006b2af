// Alerts in words: their state, their labels, and what keeps them quiet.
import { Link } from "@tanstack/react-router";
import type { AlertState, Holder, SilenceState } from "../api/alert-shapes.ts";
import { Badge } from "./badges.tsx";
import type { MarkName } from "./badges.tsx";

const states = { firing: ["critical", "triangle"], suppressed: ["plain", "half"], resolved: ["good", "check"] } as const satisfies Record<AlertState, readonly [string, MarkName]>;
export const AlertStateBadge = ({ state }: { state: AlertState }) => <Badge tone={states[state][0]} mark={states[state][1]}>{state}</Badge>;

const silenceStates = { active: ["accent", "half"], pending: ["plain", "ring"], expired: ["plain", "check"] } as const satisfies Record<SilenceState, readonly [string, MarkName]>;
export const SilenceStateBadge = ({ state }: { state: SilenceState }) => <Badge tone={silenceStates[state][0]} mark={silenceStates[state][1]}>{state}</Badge>;

export const alertName = (labels: Readonly<Record<string, string>>): string => labels["alertname"] ?? Object.entries(labels).map(([name, value]) => `${name}=${value}`).join(" ");

/** without: names that are shown elsewhere. */
export function Labels({ labels, without = [] }: { labels: Readonly<Record<string, string>>; without?: readonly string[] }) {
  const shown = Object.entries(labels).filter(([name]) => !without.includes(name));
  return <span className="labels">{shown.map(([name, value]) => <span key={name} className="label"><span className="label-name">{name}=</span>{value}</span>)}</span>;
}

export const holderNames: Readonly<Record<Holder["by"], string>> = { silence: "silence", inhibition: "another alert", mute: "mute time", route: "no receiver", duplicate: "told before", resolved: "over before it was told", receiver: "receiver takes no ends" };

/** A link to what held it: the silence, the route. */
export function HolderLink({ by, byId }: Pick<Holder, "by" | "byId">) {
  if (by === "silence") return <Link to="/silences" search={{ id: byId }}>{holderNames[by]}</Link>;
  if (by === "receiver") return <Link to="/deliveries" search={{ tab: "receivers" }}>{holderNames[by]} ({byId})</Link>;
  return <Link to="/routes" search={{}} title={`${by} ${byId}`}>{holderNames[by]}{byId !== "" && by !== "route" && ` (${byId})`}</Link>;
}

export function Holders({ holders }: { holders: readonly Holder[] }) {
  if (holders.length === 0) return <span className="muted">nothing</span>;
  return <span className="holders">{holders.map((holder) => <span key={holder.by + holder.byId}><HolderLink {...holder} /> <span className="muted small">{holder.why}</span></span>)}</span>;
}

export const Names = ({ names, none }: { names: readonly string[]; none: string }) => (names.length === 0 ? <span className="gap">{none}</span> : <span>{names.join(", ")}</span>);
