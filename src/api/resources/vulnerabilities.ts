// Vulnerabilities: advisories that are aliases of each other, and how far each reaches here.
import Type from "typebox";
import { chooseSeverity } from "../../advisories/severity.ts";
import type { AdvisoryView } from "../../advisories/vulnerability-views.ts";
import { Preview, Vulnerability, VulnerabilityRow } from "../../contract/advisories.ts";
import { AsOf } from "../../contract/shapes.ts";
import { everyRow } from "../all-pages.ts";
import { found } from "../found.ts";
import { rangeTexts } from "../range-text.ts";
import { door, listDoor } from "../route.ts";
import type { Resource } from "../route.ts";
import { blastOf, vulnerabilityVerdict } from "../verdicts.ts";

const list = listDoor({
  id: "listVulnerabilities", path: "/vulnerabilities", tag: "vulnerabilities", item: VulnerabilityRow, summary: "Vulnerabilities; `affected=true` for those that touch something here",
  query: { q: Type.Optional(Type.String({ maxLength: 500 })), affected: Type.Optional(Type.Boolean()) },
  handle: ({ app, org, query, page }) => app.vulnerabilities.vulnerabilities(org, { q: query.q, affected: query.affected }, page),
});

const get = door({
  id: "getVulnerability", method: "GET", path: "/vulnerabilities/:id", tag: "vulnerabilities", answer: Vulnerability, summary: "One vulnerability by any of its ids, with its advisories and its reach",
  query: { asof: AsOf },
  async handle({ app, org, params, asof, now }) {
    const record = found(await app.vulnerabilities.findVulnerability(org, params.id), "vulnerability", params.id);
    const [advisories, history, rows, coverage] = await Promise.all([
      app.vulnerabilities.advisoriesOf(record.id),
      app.vulnerabilities.historyOf(record.id),
      everyRow((page) => app.findings.exposures(org, { vulnerability: record.id, asof }, page, now)),
      app.coverage(org),
    ]);
    const blast = blastOf(rows, asof ?? now);
    return { ...record, ...blast, history, advisories: advisories.map(toAdvisory), verdict: vulnerabilityVerdict(record.id, blast, coverage.withoutSbom) };
  },
});

const previewAdvisory = door({
  id: "previewAdvisory", method: "POST", path: "/vulnerabilities/preview", tag: "vulnerabilities", scope: "read", answer: Preview, body: Type.Object({}, { additionalProperties: true }),
  summary: "Which live deployments an advisory would hit that is not published yet; nothing is stored and nobody is told",
  description: "The body is one OSV record (OSV schema 1.7). It is judged by the same evaluation as those of feeds.",
  handle: ({ app, org, body }) => app.preview(org, JSON.stringify(body)),
});

const toAdvisory = (advisory: AdvisoryView) => ({
  ...advisory,
  severities: [...advisory.severities, ...advisory.affected.flatMap(({ severities }) => severities)].filter((one, index, all) => all.findIndex(({ type, score, source }) => type === one.type && score === one.score && source === one.source) === index)
    .map((one) => { const { score: cvss, level } = chooseSeverity([one]); return { ...one, cvss, level }; }),
  packages: advisory.affected.map(({ ecosystem, name, ranges, versions, fixState }) => ({
    ecosystem, name, fixState,
    ranges: [...ranges.flatMap((range) => rangeTexts(ecosystem, range)), ...(versions.length > 0 ? [versions.map((version) => `= ${version}`).join(", ")] : [])],
  })),
});

export const vulnerabilities: Resource = { tag: "vulnerabilities", about: "Advisories that are aliases of each other", doors: [list, get, previewAdvisory] };
