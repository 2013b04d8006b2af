// Findings: a vulnerability in a package of a service, and everything known about it.
import Type from "typebox";
import { environmental } from "../../advisories/cvss/index.ts";
import type { App } from "../../app/app.ts";
import { Decision, Finding, FindingDetail, FindingLabel, FindingState } from "../../contract/findings.ts";
import { Fact } from "../../contract/operations.ts";
import { AsOf, Outcome, Severity } from "../../contract/shapes.ts";
import type { ExposureRow, FindingRow } from "../../findings/finding-views.ts";
import type { Instant } from "../../kernel/clock.ts";
import { everyRow } from "../all-pages.ts";
import { found } from "../found.ts";
import { door, listDoor } from "../route.ts";
import type { Resource } from "../route.ts";
import { findingVerdict } from "../verdicts.ts";
import { wire } from "../wire.ts";

const word = Type.Optional(Type.String({ minLength: 1, maxLength: 500 }));

const list = listDoor({
  id: "listFindings", path: "/findings", tag: "findings", item: Finding, summary: "Findings; `sort=due` by default",
  query: {
    q: word, state: Type.Optional(FindingState), severity: Type.Optional(Severity), outcome: Type.Optional(Outcome), kev: Type.Optional(Type.Boolean()),
    service: word, owner: word, environment: word, vulnerability: word, package: word, label: Type.Optional(FindingLabel),
    sort: Type.Optional(Type.Enum(["due", "priority", "detected", "-detected"])), asof: AsOf,
  },
  handle({ app, org, query, page, asof, now }) {
    const { q, state, severity, outcome, kev, service, owner, environment, vulnerability, package: packageKey, label, sort } = query;
    return app.findings.findings(org, { q, state, severity, outcome, kev, service, owner, environment, vulnerability, packageKey, label, sort, asof }, page, now);
  },
});

const get = door({
  id: "getFinding", method: "GET", path: "/findings/:id", tag: "findings", answer: FindingDetail, summary: "One finding: the verdict in a sentence, where, why, since when, and what was decided",
  handle: async ({ app, org, params, now }) => detailOf(app, org, found(await app.findings.findFinding(org, params.id, now), "finding", params.id), now),
});

async function detailOf(app: App, org: string, finding: FindingRow, now: Instant): Promise<unknown> {
  const exposures = await everyRow((page) => app.findings.exposures(org, { findingId: finding.id }, page, now));
  const [vulnerability, decisions, facts, traces, incident] = await Promise.all([
    app.vulnerabilities.findVulnerability(org, finding.vulnerability),
    app.findings.decisionsOf(org, finding.id, now),
    everyRow((page) => app.ledger.list(org, { kind: undefined, subject: finding.id }, page)),
    tracesOf(app, org, finding, exposures),
    app.incidents.ofSignal(org, { kind: "finding", ref: finding.id }),
  ]);
  return {
    finding, verdict: findingVerdict(finding, exposures), environmental: environmentalOf(vulnerability?.cvssVector, exposures), exposures, traces, periods: finding.periods,
    decisions: decisions.map((row) => wire(Decision, row)), timeline: facts.map((fact) => wire(Fact, fact)), incident,
  };
}

/** CVSS for where it runs: the highest over its live deployments, because one of them is enough. */
function environmentalOf(vector: string | undefined, exposures: readonly ExposureRow[]): { score: number; vector: string; because: readonly string[] } | undefined {
  if (vector === undefined) return undefined;
  const scored = exposures.filter(({ until }) => until === undefined).flatMap((row) => environmental(vector, row) ?? []);
  const [highest] = scored.toSorted((a, b) => b.score.overall - a.score.overall);
  return highest && { score: highest.score.overall, vector: highest.vector, because: highest.because };
}

/** Why each affected component is affected: every component once, however many deployments run it. */
async function tracesOf(app: App, org: string, finding: FindingRow, exposures: readonly ExposureRow[]): Promise<unknown[]> {
  const components = [...new Set(exposures.map((row) => row.component))];
  const answers = await Promise.all(components.map((purl) => app.explain(org, purl, finding.vulnerability)));
  return answers.flatMap(({ traces }) => traces);
}

const acknowledge = door({
  id: "acknowledgeFinding", method: "POST", path: "/findings/:id/acknowledge", tag: "findings", answer: Finding, summary: "Somebody has seen it: the first acknowledgement is kept",
  async handle({ app, org, actor, params, now }) {
    const finding = found(await app.findings.findFinding(org, params.id, now), "finding", params.id);
    await app.acknowledge(org, finding.id, actor);
    return found(await app.findings.findFinding(org, finding.id, now), "finding", params.id);
  },
});

export const findings: Resource = { tag: "findings", about: "A vulnerability in a package of a service", doors: [list, get, acknowledge] };
