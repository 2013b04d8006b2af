// One run of a playbook: where it stands, what it did, what it waits for.
import { Link, useParams } from "@tanstack/react-router";
import "../app/styles/incident.css";
import { useFollowIncidents } from "../api/incident-acts.ts";
import type { RunDetail } from "../api/incident-shapes.ts";
import { useResource } from "../api/queries.ts";
import { RunView } from "../lists/incident-run.tsx";
import { Page } from "../lists/page.tsx";
import { OnlyNow } from "../shell/as-of-control.tsx";

export function RunPage() {
  const { id } = useParams({ from: "/runs/$id" });
  useFollowIncidents();
  const { data: run } = useResource<RunDetail>(`/runs/${encodeURIComponent(id)}`);
  return (
    <Page title={run ? `${run.playbookName} for INC-${run.incident.number}` : "Run"} lead={run && <p>A run of <Link to="/playbooks/$id" params={{ id: run.playbook }}>{run.playbookName}</Link>{run.playbookVersion > 0 && `, version ${run.playbookVersion}`}.</p>}>
      <OnlyNow what="A run" />
      <RunView id={id} />
    </Page>
  );
}
