// Drills: attacks that harm nothing, sent to a target to see whether the runtime sees them; by class what was seen, how soon, and what nobody saw.
import { Link } from "@tanstack/react-router";
import type { Drill, Target } from "../api/dast-shapes.ts";
import { useCan, useChange, useList } from "../api/queries.ts";
import { useFollow } from "../api/follow.ts";
import { formatCount, formatSpan } from "../app/format.ts";
import { ConfirmButton } from "../forms/confirm-button.tsx";
import { Badge } from "../lists/badges.tsx";
import type { Column } from "../lists/column.ts";
import { Empty } from "../lists/coverage-sentence.tsx";
import { attackName } from "../lists/dast-words.ts";
import { DataTable } from "../lists/data-table.tsx";
import { Instant } from "../shell/instant.tsx";
import { tell, tellProblem } from "../shell/toasts.tsx";

const columns: readonly Column<Drill>[] = [
  { id: "target", title: "Drill", main: true, text: (row) => row.target, cell: (row) => <div className="two-lines"><Link to="/tests/targets/$id" params={{ id: row.targetId }} data-row-link>{row.target}</Link><span className="muted small"><Instant at={row.startedAt} /> by {row.startedBy}</span></div> },
  { id: "state", title: "State", text: (row) => row.state, cell: (row) => <div className="two-lines"><Badge tone={row.state === "failed" ? "critical" : row.state === "done" ? "good" : "accent"} mark={row.state === "failed" ? "octagon" : row.state === "done" ? "check" : "half"}>{row.state}</Badge>{row.failure !== null && <span className="small prose">{row.failure}</span>}</div> },
  { id: "at", title: "Started", text: (row) => row.startedAt, exportOnly: true },
  { id: "share", title: "Seen of sent", align: "end", text: (row) => `${row.seen} of ${row.sent}`, cell: (row) => (row.sent === 0 ? <span className="muted">none sent</span> : <span className={row.seen < row.sent ? "gap nowrap" : "nowrap"}>{formatCount(row.seen)} of {formatCount(row.sent)} classes</span>) },
  { id: "mttd", title: "Mean time to detect", align: "end", text: (row) => String(row.meanMttdMs ?? ""), cell: (row) => (row.meanMttdMs === null ? <span className="muted">–</span> : <span className="nowrap" title={row.worstMttdMs === null ? "" : `${formatSpan(row.worstMttdMs)} at worst`}>{formatSpan(row.meanMttdMs)}</span>) },
  { id: "classes", title: "By class of attack", text: (row) => row.classes.map(({ attackClass, outcome }) => `${attackClass} ${outcome}`).join("; "), cell: (row) => <Classes drill={row} /> },
];

export function Drills({ targets }: { targets: readonly Target[] }) {
  const canWrite = useCan("write");
  const list = useList<Drill>("/drills");
  useFollow(["drill", "detection"], ["/drills"]);
  return (
    <>
      <p className="muted">A drill sends one harmless attack of each class and asks whether the runtime saw it: what nobody sees in a drill, nobody sees in an attack.</p>
      {canWrite && <div className="row">{targets.filter(({ testable }) => testable).map((target) => <StartDrill key={target.id} target={target} />)}</div>}
      <DataTable of="drills" list={list} columns={columns} keyOf={(row) => row.id} empty={<Empty title="No drill was made yet."><p>Nobody knows whether an attack on a target would be seen.</p></Empty>} />
    </>
  );
}

function StartDrill({ target }: { target: Target }) {
  const change = useChange<void, Drill>(() => ({ path: `/targets/${encodeURIComponent(target.id)}/drill`, method: "POST", body: {} }), ["/drills"]);
  return <ConfirmButton text={`Drill ${target.name}`} confirm="Send the drill now" disabled={change.running} onConfirm={() => void change.run().then(() => tell(`The drill of ${target.name} is sent`), (cause: unknown) => tellProblem("The drill was not sent", cause))} />;
}

const outcomes = { seen: { tone: "good", mark: "check" }, "not-seen": { tone: "critical", mark: "octagon" }, waiting: { tone: "unknown", mark: "question" }, "not-sent": { tone: "plain", mark: "bar" } } as const;

/** Unseen is said as loud as seen. */
const Classes = ({ drill: { classes } }: { drill: Drill }) => (
  <ul className="drill-classes">{classes.map(({ attackClass, outcome, mttdMs, rules, why }) => <li key={attackClass} className="line"><Badge {...outcomes[outcome]} title={why ?? rules.map(({ title }) => title).join(", ")}>{attackName(attackClass)}: {outcome.replace("-", " ")}</Badge>{mttdMs !== null && <span className="muted small">{formatSpan(mttdMs)}</span>}</li>)}</ul>
);
