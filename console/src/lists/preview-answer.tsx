// What a preview found: the sentence, the deployments that would be hit, what could not be told or read.
import { Link } from "@tanstack/react-router";
import type { Preview } from "../api/shapes.ts";
import { formatNoun } from "../app/format.ts";
import { ExposureBadge, Owner } from "./badges.tsx";
import type { Column } from "./column.ts";
import { Empty } from "./coverage-sentence.tsx";
import { DataTable } from "./data-table.tsx";
import { heldList } from "./held-list.ts";

type Hit = Preview["deployments"][number];

const columns: readonly Column<Hit>[] = [
  { id: "deployment", title: "Deployment", main: true, text: (row) => `${row.service} ${row.version}`, cell: (row) => <div className="two-lines"><strong>{row.service} {row.version}</strong><span className="muted small">on {row.endpoint}, {row.environment}</span></div> },
  { id: "endpoint", title: "Endpoint", text: (row) => row.endpoint, exportOnly: true },
  { id: "environment", title: "Environment", text: (row) => row.environment, exportOnly: true },
  { id: "exposure", title: "Exposed to", text: (row) => row.exposure, cell: (row) => <ExposureBadge exposure={row.exposure} /> },
  { id: "owner", title: "Owner", text: (row) => row.owner ?? "", cell: (row) => <Owner owner={row.owner} /> },
  { id: "component", title: "Component", text: (row) => row.component, cell: (row) => <Link to="/components/$purl" params={{ purl: row.component }} data-row-link><code className="break">{row.component}</code></Link> },
  { id: "cleared", title: "Cleared by", text: (row) => row.clearedBy ?? "", cell: (row) => (row.clearedBy === null ? <span className="muted">no version known</span> : <code>{row.clearedBy}</code>) },
  { id: "why", title: "Why", text: (row) => row.why, cell: (row) => <span className="prose">{row.why}</span> },
];

export function PreviewAnswer({ answer: { advisory, components, deployments, undecided, left } }: { answer: Preview }) {
  const places = new Set(deployments.map((row) => row.deploymentId)).size;
  return (
    <section className="stack" aria-label="What it would hit">
      <p className="verdict" role="status">{advisory} would hit {places === 0 ? "no live deployment" : formatNoun(places, "live deployment")}; {formatNoun(components, "version")} of its packages {components === 1 ? "is" : "are"} known here{undecided.length > 0 && `, ${undecided.length} of them cannot be told`}.</p>
      {left.length > 0 && <div className="note note-warn"><p>Parts of the record could not be read and were left out:</p><ul>{left.map((part) => <li key={part}>{part}</li>)}</ul></div>}
      {undecided.length > 0 && <div className="note note-warn"><p>Could not be decided:</p><ul>{undecided.map(({ purl, why }) => <li key={purl + why}><code className="break">{purl}</code> {why}</li>)}</ul></div>}
      <DataTable of="deployments it would hit" list={heldList(deployments, "/vulnerabilities/preview")} columns={columns} keyOf={(row) => row.deploymentId + row.component} empty={<Empty title="No live deployment would be hit." restsOnCoverage />} />
    </section>
  );
}
