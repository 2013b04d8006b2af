// What an empty list or a zero rests on: how much was looked at, and what could not be seen.
import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { useResource } from "../api/queries.ts";
import type { Coverage } from "../api/shapes.ts";
import { formatCount, formatNoun } from "../app/format.ts";
import { Instant } from "../shell/instant.tsx";

export function CoverageSentence({ coverage }: { coverage: Coverage }) {
  const gaps = gapsOf(coverage);
  return (
    <p className="coverage">
      {coverage.evaluatedAt === null ? "Nothing has been evaluated yet" : <>Last evaluated <Instant at={coverage.evaluatedAt} /></>} over <Link to="/inventory" search={{ tab: "deployments", live: "true" }}>{formatNoun(coverage.liveDeployments, "live deployment")}</Link>
      {gaps.length === 0 ? "; every source is fresh and every deployment has an SBOM and an owner." : <>; not seen: {gaps.map((gap, index) => <span key={index}>{index > 0 && ", "}{gap}</span>)}.</>}
    </p>
  );
}

function gapsOf(coverage: Coverage): ReactNode[] {
  const { staleFeeds, withoutSbom, uncoveredComponents, unknownExposure, withoutOwner, starterOnly } = coverage;
  return [
    staleFeeds.length > 0 && <Link to="/sources"><span className="gap">{formatNoun(staleFeeds.length, "source")} stale ({staleFeeds.join(", ")})</span></Link>,
    withoutSbom > 0 && <Link to="/inventory" search={{ tab: "releases" }}><span className="gap">{formatCount(withoutSbom)} without SBOM</span></Link>,
    uncoveredComponents > 0 && <Link to="/sources"><span className="gap">{formatNoun(uncoveredComponents, "component")} no source covers</span></Link>,
    unknownExposure > 0 && <Link to="/inventory" search={{ tab: "endpoints" }}><span className="gap">{formatNoun(unknownExposure, "deployment")} of unknown exposure</span></Link>,
    withoutOwner > 0 && <Link to="/inventory" search={{ tab: "services" }}><span className="gap">{formatCount(withoutOwner)} without owner</span></Link>,
    starterOnly && <Link to="/sources"><span className="gap">only the starter advisories are loaded</span></Link>,
  ].filter((gap) => gap !== false);
}

/** An empty list: what it means, and what that rests on. */
export function Empty({ title, children, restsOnCoverage = false }: { title: string; children?: ReactNode; restsOnCoverage?: boolean }) {
  const coverage = useResource<Coverage>("/coverage", {}, { enabled: restsOnCoverage });
  return (
    <div className="empty">
      <p className="empty-title">{title}</p>
      {children}
      {coverage.data && <CoverageSentence coverage={coverage.data} />}
    </div>
  );
}
