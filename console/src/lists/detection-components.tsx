// The vulnerable components of the release that runs where it was detected, and whether each is loaded.
import { Link } from "@tanstack/react-router";
import type { DetectionDetail, VulnerableComponent } from "../api/runtime-shapes.ts";
import type { Outcome } from "../api/shapes.ts";
import { Badge, OutcomeBadge } from "./badges.tsx";
import type { Column } from "./column.ts";
import { Empty } from "./coverage-sentence.tsx";
import { DataTable } from "./data-table.tsx";
import { heldList } from "./held-list.ts";

const outcomes: readonly string[] = ["act", "attend", "track*", "track"] satisfies readonly Outcome[];
const loadedText = ({ loaded }: VulnerableComponent): string => (loaded === null ? "unknown" : loaded ? "loaded" : "not loaded");

export const LoadedBadge = ({ component: { loaded } }: { component: VulnerableComponent }) =>
  (loaded === null ? <Badge tone="unknown" mark="question" title="Nobody has told what the processes have loaded">unknown</Badge> : loaded ? <Badge tone="critical" mark="octagon" title="A process of this release has it loaded">loaded</Badge> : <Badge tone="plain" mark="bar" title="What the processes have loaded is known, and it is not among it">not loaded</Badge>);

const columns: readonly Column<VulnerableComponent>[] = [
  { id: "outcome", title: "Outcome", text: (row) => row.outcome, cell: (row) => (outcomes.includes(row.outcome) ? <OutcomeBadge outcome={row.outcome as Outcome} /> : row.outcome) },
  { id: "component", title: "Component", main: true, text: (row) => row.purl, cell: (row) => <Link to="/findings/$id" params={{ id: row.findingId }} data-row-link><code className="break">{row.purl}</code></Link> },
  { id: "vulnerability", title: "Vulnerability", text: (row) => row.vulnerability, cell: (row) => <Link to="/advisories/$id" params={{ id: row.vulnerability }} className="nowrap">{row.vulnerability}</Link> },
  { id: "loaded", title: "Loaded", text: loadedText, cell: (row) => <LoadedBadge component={row} /> },
  { id: "fix", title: "Fix", text: (row) => row.fixVersion ?? "", cell: (row) => (row.fixVersion === null ? <span className="muted">none known</span> : <code>{row.fixVersion}</code>) },
];

export function ComponentTable({ detection: { components, placement } }: { detection: DetectionDetail }) {
  const empty = placement.releaseId === null
    ? <Empty title="Nobody knows what runs there."><p>{placement.because === "" ? "No deployment fits." : `${placement.because}.`} Report the deployment and its SBOM, and the next detection says what is vulnerable.</p></Empty>
    : <Empty title="No open finding is known in this release." restsOnCoverage />;
  return (
    <>
      {components.length >= mostShown && <p className="note">The worst {mostShown} are shown; <Link to="/releases/$id" params={{ id: placement.releaseId ?? "" }}>the release has them all</Link>.</p>}
      <DataTable of="vulnerable components" list={heldList(components, "/detections")} columns={columns} keyOf={(row) => row.findingId + row.purl} empty={empty} />
    </>
  );
}

// As the contract says of DetectionDetail.components.
const mostShown = 50;
