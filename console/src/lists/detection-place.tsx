// Where a detection is and what distinguishes it, as a cell of a table and a fact in a panel.
import { Link } from "@tanstack/react-router";
import type { Detection } from "../api/runtime-shapes.ts";

/** Where it is, and which release that is; an unknown place says so. */
export function Where({ placement: { workload, version, releaseId, service } }: { placement: Detection["placement"] }) {
  const release = [service, version].filter((part) => part !== null).join(" ");
  return (
    <div className="two-lines where"><span className="break">{workload === "unknown" ? <span className="gap">? unknown workload</span> : workload}</span>
      <span className="muted small">{release === "" ? <span className="gap">? no release is known</span> : releaseId === null ? `→ ${release}` : <>→ <Link to="/releases/$id" params={{ id: releaseId }}>{release}</Link></>}</span>
    </div>
  );
}

/** What distinguishes it from the others of its rule: the process, the address, the path; and who did it. */
export function Subject({ detection: { subject, actor } }: { detection: Pick<Detection, "subject" | "actor"> }) {
  return <div className="two-lines subject"><code className="break">{subject === "" ? actor ?? "–" : subject}</code>{subject !== "" && actor !== null && <span className="muted small break">by {actor}</span>}</div>;
}
