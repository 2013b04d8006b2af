// A detection in a side panel: what, where, why in sentences, and the way in.
import { Link } from "@tanstack/react-router";
import { useResource } from "../api/queries.ts";
import type { Detection, DetectionDetail } from "../api/runtime-shapes.ts";
import { formatCount } from "../app/format.ts";
import { Instant } from "../shell/instant.tsx";
import { Owner } from "./badges.tsx";
import { EvidenceBadge, JudgedBadge, LevelBadge, Techniques } from "./detection-badges.tsx";
import { Where } from "./detection-place.tsx";
import { IncidentLink } from "./incident-badges.tsx";
import { Skeleton } from "./loading.tsx";
import { Facts } from "./page.tsx";
import { ProblemPanel } from "./problem-panel.tsx";

export function DetectionPeek({ detection }: { detection: Detection }) {
  const { data, problem, loading } = useResource<DetectionDetail>(`/detections/${encodeURIComponent(detection.id)}`);
  return (
    <div className="stack">
      <h2>{detection.title}</h2>
      <p className="line"><LevelBadge level={detection.level} ruleLevel={detection.ruleLevel} /><JudgedBadge detection={detection} /><EvidenceBadge evidence={detection.evidence} /></p>
      {problem && <ProblemPanel problem={problem} what="Why could not be read" />}
      {loading && <Skeleton rows={3} />}
      {data && <ul className="why-sentences">{data.why.sentences.map((sentence) => <li key={sentence}>{sentence}</li>)}</ul>}
      <Facts facts={[
        ["Workload", <Where placement={detection.placement} />], ["What", <code className="break">{detection.subject === "" ? "–" : detection.subject}</code>], ["Actor", detection.actor === null ? <span className="muted">nobody is named</span> : <code className="break">{detection.actor}</code>],
        ["Owner", <Owner owner={detection.placement.owner} />], ["Hits", <>{formatCount(detection.count)}, <Instant at={detection.firstAt} as="absolute" /> to <Instant at={detection.lastAt} as="absolute" /></>],
        ["ATT&CK", <Techniques tags={detection.tags} none="no technique is named" />], ["Incident", detection.incident === null ? <span className="muted">none</span> : <IncidentLink number={detection.incident.number} />],
        ...(data?.samples[0] ? [["First event", <pre className="raw" tabIndex={0}>{data.samples[0].raw}</pre>] as const] : []),
      ]} />
      <Link to="/runtime/detections/$id" params={{ id: detection.id }} className="button button-main">Open the detection</Link>
    </div>
  );
}
