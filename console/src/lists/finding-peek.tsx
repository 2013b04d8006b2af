// A finding in a side panel: verdict, where it is live, by when, and the way in.
import { Link } from "@tanstack/react-router";
import { useResource } from "../api/queries.ts";
import type { Finding, FindingDetail } from "../api/shapes.ts";
import { OnlyNow } from "../shell/as-of-control.tsx";
import { Due } from "../shell/instant.tsx";
import { ExposureBadge, Labels, OutcomeBadge, Owner, SeverityBadge, StateBadge } from "./badges.tsx";
import { Skeleton } from "./loading.tsx";
import { Facts } from "./page.tsx";
import { ProblemPanel } from "./problem-panel.tsx";

const shownPlaces = 8;

export function FindingPeek({ finding }: { finding: Finding }) {
  const detail = useResource<FindingDetail>(`/findings/${finding.id}`);
  return (
    <div className="stack">
      <h2>{finding.vulnerability}</h2>
      <p className="line"><OutcomeBadge outcome={finding.outcome} /><SeverityBadge severity={finding.severity} cvss={finding.cvss} /><StateBadge state={finding.state} closeReason={finding.closeReason} /><Labels labels={finding.labels} /></p>
      <p>{detail.data?.verdict ?? finding.title}</p>
      <Facts facts={[["Package", <code>{finding.packageKey}</code>], ["Fix", finding.fixVersion ?? "none known"], ["Owner", <Owner owner={finding.owner} />], ["Due", <Due at={finding.clock.dueAt} stoppedAt={finding.clock.stoppedAt} />], ["Clause", `${finding.clock.policy}, ${finding.clock.clause}`]]} />
      <OnlyNow what="The deployments below" />
      {detail.problem && <ProblemPanel problem={detail.problem} what="The deployments could not be read" />}
      {detail.loading && <Skeleton rows={3} />}
      {detail.data && <ul className="plain-list">{detail.data.exposures.slice(0, shownPlaces).map((row) => <li key={row.deploymentId} className="line">{row.endpoint} <span className="muted">{row.version}</span> <ExposureBadge exposure={row.exposure} /></li>)}</ul>}
      {detail.data && detail.data.exposures.length > shownPlaces && <p className="muted small">and {detail.data.exposures.length - shownPlaces} more on the page</p>}
      <Link to="/findings/$id" params={{ id: finding.id }} className="button button-main">Open the finding</Link>
    </div>
  );
}
