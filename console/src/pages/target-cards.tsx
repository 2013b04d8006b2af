// The cards of a target: what it is, how and when it is tested, and how it stands.
import { Link } from "@tanstack/react-router";
import type { ScanDetail, ScanSettings, Target } from "../api/dast-shapes.ts";
import { useResource } from "../api/queries.ts";
import { formatCount, formatNoun, formatShare } from "../app/format.ts";
import { OpenTally, OutcomeTally, ScanStateBadge, ServedText } from "../lists/dast-badges.tsx";
import { budgetSentence } from "../lists/dast-words.ts";
import { Card, Facts } from "../lists/page.tsx";
import { ScanName } from "../lists/scan-table.tsx";
import { coverageOf, NextDue } from "../lists/target-table.tsx";
import { Instant } from "../shell/instant.tsx";

export function WhatCard({ target: { served, testable, testableBy, testableAt, createdAt, createdBy } }: { target: Target }) {
  return (
    <Card title="What it is">
      <Facts facts={[
        ["Served by", <ServedText served={served} />], ["Deployed", <Instant at={served.deployedAt} none="? not known" />],
        ["May be tested", testable ? <span>the word of <strong>{testableBy ?? "somebody"}</strong>, <Instant at={testableAt} as="absolute" none="at a time nobody kept" /></span> : <span className="gap">? nobody has said so: its own file or TXT record must</span>],
        ["Registered", <><Instant at={createdAt} as="day" /> by {createdBy}</>],
      ]} />
    </Card>
  );
}

export function HowCard({ target }: { target: Target }) {
  const { profile = "production", optIn = [], budget, identities = [], descriptions = [], browser = "auto" } = (target.defaults ?? {}) as ScanSettings;
  const names = (identities as { name?: string; login?: { kind?: string } }[]).map(({ name, login }) => `${name ?? "?"} (${login?.kind ?? "?"})`);
  return (
    <Card title="How it is tested">
      <Facts facts={[
        ["Profile", <Link to="/tests/checks" search={{ tab: "profiles" }}>{profile}</Link>], ["Beyond it", optIn.length === 0 ? <span className="muted">nothing</span> : optIn.join(", ")],
        ["Budget", budgetSentence({ ...budget } as Record<string, number | undefined>)], ["Identities", names.length === 0 ? <span className="gap">? none: what needs a login is not seen</span> : names.join(", ")],
        ...(descriptions.length === 0 ? [] : [["Descriptions", <span className="break">{descriptions.map(({ from }) => from).join(", ")}</span>] as const]), ["Browser", browser === "off" ? "not used" : "used where there is one"], ["Next due", <NextDue target={target} />],
      ]} />
    </Card>
  );
}

export function StandingCard({ target }: { target: Target }) {
  const { lastScan, regressed, notRetested } = target;
  const detail = useResource<ScanDetail>(`/scans/${encodeURIComponent(lastScan?.id ?? "")}`, {}, { enabled: lastScan !== null }).data;
  const coverage = detail && coverageOf(detail);
  return (
    <Card title="How it stands">
      <Facts facts={[
        ["Open", <OpenTally target={target} />], ["Regressed", regressed === 0 ? "0" : <strong className="tone-text-critical">{formatCount(regressed)}</strong>], ["Not retested", notRetested === 0 ? "0" : <span className="gap">? {formatNoun(notRetested, "finding")}: nobody knows whether they are gone</span>],
        ["Last scan", lastScan === null ? <span className="gap">? never</span> : <span className="line"><Link to="/tests/scans/$id" params={{ id: lastScan.id }}><ScanName scan={lastScan} /></Link><ScanStateBadge scan={lastScan} /></span>],
        ...(lastScan === null ? [] : [["It said", <OutcomeTally scan={lastScan} />] as const]),
        ...(coverage === undefined ? [] : [["It tested", coverage.share === undefined ? <span className="gap">? nothing was planned</span> : <span>{formatShare(coverage.share)} of {formatNoun(coverage.planned, "test")}, {formatCount(coverage.reached)} of {formatNoun(coverage.routes, "route")} reached</span>] as const]),
        ...(detail === undefined || detail.notes.length === 0 ? [] : [["It could not", <Link to="/tests/scans/$id" params={{ id: detail.id }}><span className="gap">{formatNoun(detail.notes.length, "note")}</span></Link>] as const]),
      ]} />
    </Card>
  );
}
