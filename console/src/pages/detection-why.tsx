// Why a detection was made: sentences, then what can be drawn of it: the condition, the expected band, the figures of a baseline, the lineage.
import { Link } from "@tanstack/react-router";
import { hingesOf } from "../api/detection-proof.ts";
import type { BaselineProof, ProcessNode, Proof } from "../api/detection-proof.ts";
import type { DetectionDetail } from "../api/runtime-shapes.ts";
import { formatCount, formatNoun, formatScore, formatShare } from "../app/format.ts";
import { flatFields } from "../lists/detection-samples.tsx";
import { Facts } from "../lists/page.tsx";
import { tokenFor } from "../lists/query-tokens.ts";
import { ConditionTree, NearestMiss } from "../plots/condition-tree.tsx";
import { ProcessTree } from "../plots/process-tree.tsx";
import { RateBand } from "../plots/rate-band.tsx";
import { Instant } from "../shell/instant.tsx";

export function WhySection({ detection, proof }: { detection: DetectionDetail; proof: Proof }) {
  const { sentences } = detection.why;
  return (
    <section className="card why">
      <h2>Why</h2>
      {sentences.length === 0 ? <p className="gap">? No reason was kept.</p> : <ul className="why-sentences">{sentences.map((sentence, index) => <li key={index}>{sentence}</li>)}</ul>}
      <p className="muted small"><RuleName detection={detection} />{proof.place && <>, which stands at <code className="break">{proof.place.file}:{proof.place.line}</code></>}; <Link to="/runtime" search={{ q: `is:all ${tokenFor("rule", detection.ruleId)}` }}>others of it</Link></p>
      {proof.baseline && <BaselineFigures baseline={proof.baseline} />}
      {proof.rate && <RateBand rate={proof.rate} />}
      {proof.condition && <><NearestMiss hinges={proof.condition.holds ? hingesOf(proof.condition) : []} /><details open><summary>The condition, part by part</summary><ConditionTree tree={proof.condition} /></details></>}
      <Figures proof={proof} />
    </section>
  );
}

/** Where the decision came from, with the way to it. */
function RuleName({ detection: { kind, ruleId, placement } }: { detection: DetectionDetail }) {
  switch (kind) {
    case "rule": case "correlation": return <>By the {kind} <Link to="/runtime/rules/$id" params={{ id: ruleId }}>{ruleId}</Link></>;
    case "sensor": return <>The sensor decided it: <code>{ruleId}</code></>;
    case "baseline": return <>Against the <Link to="/runtime/profiles" search={{ q: tokenFor("workload", placement.workload) }}>profile of {placement.workload}</Link> (<code>{ruleId}</code>)</>;
    case "rate": return <>By the rate <code>{ruleId}</code></>;
    case "canary": return <>Our own canary</>;
  }
  return kind satisfies never;
}

const longestBits = 20;

/** How surprising it was, against how much that was learned. */
function BaselineFigures({ baseline: { profileId, release, bits, chance, observations, facts, novelties, from, until, quantile, difference } }: { baseline: BaselineProof }) {
  return (
    <>
      <Facts facts={[
        ["Baseline", <Link to="/runtime/profiles/$id" params={{ id: profileId }}>the profile of {release ?? "an unknown release"}</Link>],
        ["Surprise", <span className="line"><meter min={0} max={longestBits} low={6} high={10} optimum={0} value={Math.min(bits, longestBits)} aria-label="Surprise in bits" />{formatScore(bits)} bits{chance !== undefined && <span className="muted small">anything new of its kind had a chance of {chance < 0.001 ? `1 in ${formatCount(1 / Math.max(chance, 1e-12))}` : formatShare(chance)}</span>}</span>],
        ...(quantile ? [["Quantile", `more than ${formatShare(quantile.below)} of the last ${formatNoun(quantile.of, "surprise")}`] as const] : []),
        ...(from === undefined ? [] : [["Learned", <><Instant at={from} as="absolute" /> to {until === undefined ? "now" : <Instant at={until} as="absolute" />}</>] as const]),
        ...(observations === undefined ? [] : [["Out of", <>{formatNoun(observations, "observation")}{facts !== undefined && `, ${formatNoun(facts, "fact")}`}{novelties !== undefined && `; something new came ${formatNoun(novelties, "time")}`}</>] as const]),
      ]} />
      {difference.length > 0 && <><h3>What else differs in this release</h3><ul className="why-sentences">{difference.map((sentence) => <li key={sentence}>{sentence}</li>)}</ul></>}
    </>
  );
}

const spacedName = (path: string): string => path.replaceAll(".", ", ").replaceAll(/([a-z])([A-Z])/g, (_, a: string, b: string) => `${a} ${b.toLowerCase()}`);
const isInstant = (name: string, value: string): boolean => /(^|[.a-z])at$/i.test(name) && (/^\d{13}$/.test(value) || /^\d{4}-\d\d-\d\dT/.test(value));
const instantOf = (value: string): string => (/^\d{13}$/.test(value) ? new Date(Number(value)).toISOString() : value);

/** The figures that the sentences rest on. */
function Figures({ proof: { rest, condition, rate, baseline } }: { proof: Proof }) {
  const facts = rest.flatMap(([name, value]) => flatFields(value, name));
  if (facts.length === 0) return null;
  return <details open={!condition && !rate && !baseline}><summary>Figures it rests on</summary><Facts facts={facts.map(([name, value]) => [spacedName(name), isInstant(name, value) ? <Instant at={instantOf(value)} as="absolute" /> : <code className="break">{value}</code>] as const)} /></details>;
}

export function ProcessSection({ processes }: { processes: readonly ProcessNode[] }) {
  if (processes.length === 0) return null;
  return <section className="card"><h2>Which process, started by which</h2><ProcessTree processes={processes} /></section>;
}
