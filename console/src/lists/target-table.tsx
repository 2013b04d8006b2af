// Targets: who serves them, when they were last tested and how much of them, what stands open, and when it is due again.
import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import type { ScanDetail, Target } from "../api/dast-shapes.ts";
import { useResource } from "../api/queries.ts";
import type { List } from "../api/queries.ts";
import { useNow } from "../app/clock.ts";
import { formatCount, formatNoun, formatShare } from "../app/format.ts";
import { Instant } from "../shell/instant.tsx";
import { Badge } from "./badges.tsx";
import type { Column } from "./column.ts";
import { OpenTally, ScanStateBadge, ServedText } from "./dast-badges.tsx";
import { DataTable } from "./data-table.tsx";
import { tokenFor } from "./query-tokens.ts";

/** Coverage is read scan by scan: of the first ones at once, of others where their scan is opened. */
const coverageOfFirst = 40;

const columns = (withCoverage: ReadonlySet<string>): readonly Column<Target>[] => [
  { id: "name", title: "Target", main: true, text: (row) => row.name, cell: (row) => <div className="two-lines"><span className="line"><Link to="/tests/targets/$id" params={{ id: row.id }} data-row-link>{row.name}</Link>{!row.testable && <Badge tone="unknown" mark="question" title="Nobody has said that it may be tested: a scan looks for its file or TXT record first">no word yet</Badge>}</span><span className="muted small break">{row.url}</span></div> },
  { id: "url", title: "URL", text: (row) => row.url, exportOnly: true },
  { id: "served", title: "Served by", text: ({ served }) => [served.service, served.version, served.endpoint, served.environment].filter((part) => part !== null).join(" "), cell: (row) => <ServedText served={row.served} /> },
  { id: "owner", title: "Owner", text: (row) => row.served.owner ?? "", exportOnly: true },
  { id: "last", title: "Last scan", text: (row) => row.lastScan?.endedAt ?? "", cell: (row) => <LastScan target={row} /> },
  { id: "profile", title: "Profile", text: (row) => row.lastScan?.profile ?? "", exportOnly: true },
  { id: "authorised", title: "Authorised by", text: (row) => row.lastScan?.authorisedBy ?? "", exportOnly: true },
  { id: "coverage", title: "Coverage", cell: (row) => (row.lastScan === null ? <span className="gap">? nothing is known</span> : withCoverage.has(row.id) ? <CoverageCell scanId={row.lastScan.id} /> : <Link to="/tests/scans/$id" params={{ id: row.lastScan.id }} search={{ tab: "coverage" }}>in the scan</Link>) },
  { id: "open", title: "Open", text: ({ open }) => Object.entries(open).map(([severity, count]) => `${severity} ${count}`).join(", "), cell: (row) => <OpenTally target={row} /> },
  { id: "loud", title: "Watch", text: (row) => `regressed ${row.regressed}, not retested ${row.notRetested}`, cell: (row) => <Loud target={row} /> },
  { id: "due", title: "Next due", text: (row) => row.nextAt ?? "", cell: (row) => <NextDue target={row} /> },
];

export function TargetTable({ list, empty }: { list: List<Target>; empty: ReactNode }) {
  const withCoverage = new Set(list.items.slice(0, coverageOfFirst).map(({ id }) => id));
  return <div className="stack target-rows"><DataTable of="targets" list={list} columns={columns(withCoverage)} keyOf={(row) => row.id} empty={empty} /></div>;
}

function LastScan({ target: { lastScan } }: { target: Target }) {
  if (lastScan === null) return <Badge tone="unknown" mark="question" title="No scan of it has ended">never tested</Badge>;
  return (
    <div className="two-lines">
      <span className="line"><Link to="/tests/scans/$id" params={{ id: lastScan.id }}><Instant at={lastScan.endedAt ?? lastScan.queuedAt} /></Link><ScanStateBadge scan={lastScan} /></span>
      <span className="muted small">{lastScan.profile}{lastScan.authorisedBy === null ? "" : `, authorised by ${lastScan.authorisedBy}`}</span>
    </div>
  );
}

/** How much of what was planned was done, and what the identities reached. */
export function coverageOf({ checks, identities }: Pick<ScanDetail, "checks" | "identities">): { share: number | undefined; planned: number; done: number; routes: number; reached: number } {
  const [planned, done] = [checks.reduce((sum, one) => sum + one.planned, 0), checks.reduce((sum, one) => sum + one.done, 0)];
  return { share: planned === 0 ? undefined : done / planned, planned, done, routes: Math.max(0, ...identities.map(({ routes }) => routes)), reached: Math.max(0, ...identities.map(({ reached }) => reached)) };
}

function CoverageCell({ scanId }: { scanId: string }) {
  const { data, problem } = useResource<ScanDetail>(`/scans/${encodeURIComponent(scanId)}`);
  if (problem) return <span className="gap" title={problem.problem.title}>? could not be read</span>;
  if (!data) return <span className="muted">…</span>;
  const { share, routes, reached } = coverageOf(data);
  const short = data.identities.filter((one) => one.reached < one.routes / 2);
  return (
    <div className="two-lines">
      <Link to="/tests/scans/$id" params={{ id: scanId }} search={{ tab: "coverage" }} className="nowrap">{share === undefined ? <span className="gap">? nothing was planned</span> : `${formatShare(share)} of the plan`}</Link>
      <span className="small muted">{formatCount(reached)} of {formatNoun(routes, "route")}, {data.identities.length === 0 ? "no identity" : formatNoun(data.identities.length, "identity", "identities")}{short.length > 0 && <>; <span className="gap" title={short.map(({ says }) => says).join(" ")}>{short.map(({ identity }) => identity).join(", ")} mostly shut out</span></>}</span>
    </div>
  );
}

function Loud({ target: { name, regressed, notRetested } }: { target: Target }) {
  const to = (outcome: string, children: ReactNode) => <Link to="/tests" search={{ tab: "findings", q: `${tokenFor("target", name)} is:${outcome}` }} className="badge-link">{children}</Link>;
  if (regressed + notRetested === 0) return <span className="muted">–</span>;
  return <span className="standing">{regressed > 0 && to("regressed", <Badge tone="critical" mark="up">{formatCount(regressed)} regressed</Badge>)}{notRetested > 0 && to("not-retested", <Badge tone="unknown" mark="question" title="Open before, and the last scan could not say">{formatCount(notRetested)} not retested</Badge>)}</span>;
}

export function NextDue({ target: { nextAt, everyHours, afterDeployment, testable } }: { target: Target }) {
  const now = useNow(60_000);
  const late = nextAt !== null && Date.parse(nextAt) <= now;
  if (everyHours === null && !afterDeployment) return <span className="gap">? only when asked</span>;
  return (
    <span className="two-lines">
      {nextAt !== null && (late ? <span className="due-over">overdue, <Instant at={nextAt} /></span> : <Instant at={nextAt} />)}
      <span className="muted small">{everyHours === null ? "" : `every ${formatNoun(everyHours, "hour")}`}{afterDeployment && `${everyHours === null ? "" : ", "}after a deployment`}{!testable && <span className="gap"> ? but nobody has said that it may be tested</span>}</span>
    </span>
  );
}
