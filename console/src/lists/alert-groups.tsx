// Groups of alerts: what is told together, to whom, and when next.
import type { Alert, AlertGroup } from "../api/alert-shapes.ts";
import { useCan } from "../api/queries.ts";
import { formatNoun } from "../app/format.ts";
import { Instant } from "../shell/instant.tsx";
import { alertName, AlertStateBadge, Labels, Names } from "./alert-badges.tsx";
import { Facts } from "./page.tsx";

const shownAtFirst = 12;

export const AlertGroups = ({ groups, onSilence }: { groups: readonly AlertGroup[]; onSilence: (labels: Alert["labels"]) => void }) =>
  <div className="cards">{groups.map((group) => <GroupCard key={group.groupKey} group={group} onSilence={onSilence} />)}</div>;

function GroupCard({ group, onSilence }: { group: AlertGroup; onSilence: (labels: Alert["labels"]) => void }) {
  const canWrite = useCan("write");
  const shared = Object.keys(group.labels);
  const count = group.alertCount ?? group.alerts.length;
  const rest = count - Math.min(group.alerts.length, shownAtFirst);
  return (
    <section className="card group-card">
      <div className="section-head"><h2>{alertName(group.labels) || "Everything of this route"}</h2>{canWrite && shared.length > 0 && <button type="button" className="button button-small" aria-label={`Silence the group ${alertName(group.labels)}`} onClick={() => onSilence(group.labels)}>Silence the group</button>}</div>
      <Labels labels={group.labels} />
      <Facts facts={[["Told to", <Names names={group.receivers} none="? nobody" />], ["By route", <code className="break">{group.route}</code>], ["Last told", <Instant at={group.flushedAt} none="not yet" />], ["Next", <Instant at={group.nextFlushAt} />]]} />
      <ul aria-label={formatNoun(count, "alert")}>
        {group.alerts.slice(0, shownAtFirst).map((alert) => <li key={alert.fingerprint}><AlertStateBadge state={alert.state} /><Labels labels={alert.labels} without={shared} /><Instant at={alert.startsAt} /></li>)}
      </ul>
      {rest > 0 && <p className="muted small">and {formatNoun(rest, "more alert")}</p>}
    </section>
  );
}
