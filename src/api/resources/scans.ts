// Scans: started, followed, stopped, read, compared and reported.
import Type from "typebox";
import { LoggedRequest, RouteCoverage, Scan, ScanDetail, ScanDiff, ScanReason, ScanRequest, ScanState } from "../../contract/dast.ts";
import type { ScanRequest as Asked } from "../../app/dast/dast-desk.ts";
import type { ScanFilter } from "../../dast/dast-store.ts";
import type { DastScan } from "../../dast/scan.ts";
import type { App } from "../../app/app.ts";
import type { SendAbout } from "../../dast/traffic/request-log.ts";
import { Nullable } from "../../contract/shapes.ts";
import { shownFinding, shownScan, shownScanDetail } from "../dast-shown.ts";
import { found } from "../found.ts";
import { door, listDoor } from "../route.ts";
import type { Resource } from "../route.ts";

type Phase = SendAbout["phase"];

/** Names of targets, for rows; an id for one that was removed. */
async function namesOf(app: App, org: string): Promise<(targetId: string) => string> {
  const names = new Map((await app.dast.targets(org)).map(({ targetId, name }) => [targetId, name]));
  return (targetId) => names.get(targetId) ?? targetId;
}

const shown = async (app: App, org: string, scan: DastScan) => shownScan(scan, (await namesOf(app, org))(scan.targetId));

const list = listDoor({
  id: "listScans", path: "/scans", tag: "scans", item: Scan, summary: "Scans, the newest first",
  query: { target: Type.Optional(Type.String({ maxLength: 200 })), state: Type.Optional(ScanState), reason: Type.Optional(ScanReason) },
  async handle({ app, org, query, page }) {
    const filter: ScanFilter = { targetId: query.target, state: query.state as ScanFilter["state"], reason: query.reason as ScanFilter["reason"] };
    const [names, { items, ...rest }] = await Promise.all([namesOf(app, org), app.dast.scans(org, filter, page)]);
    return { ...rest, items: items.map((scan) => shownScan(scan, names(scan.targetId))) };
  },
});

const start = door({
  id: "startScan", method: "POST", path: "/scans", tag: "scans", body: ScanRequest, answer: Scan, status: 201, summary: "Starts a scan; the production profile unless another is named, and nothing without proof that the target may be tested",
  async handle({ app, org, actor, body: { target, ...spec } }) {
    return shown(app, org, await app.dast.startScan(org, { target, spec: spec as Asked["spec"], reason: "asked" }, actor));
  },
});

const get = door({
  id: "getScan", method: "GET", path: "/scans/:id", tag: "scans", answer: ScanDetail, summary: "One scan: how far it is, what it tested, what it could not see",
  async handle({ app, org, params }) {
    const scan = found(await app.dast.findScan(org, params.id), "scan", params.id);
    return shownScanDetail(scan, (await namesOf(app, org))(scan.targetId));
  },
});

const stop = door({
  id: "stopScan", method: "POST", path: "/scans/:id/stop", tag: "scans", answer: Scan, keeps: false, summary: "Stops a scan: everything under way is aborted within two seconds",
  handle: async ({ app, org, actor, params }) => shown(app, org, await app.dast.stopScan(org, params.id, actor)),
});

const site = door({
  id: "getScanSite", method: "GET", path: "/scans/:id/site", tag: "scans", answer: Type.Object({ items: Type.Array(RouteCoverage), why: Nullable(Type.String({ description: "Why there is nothing" })) }), summary: "The routes that a scan knew, and how far each was tested",
  async handle({ app, org, params }) {
    const { routes, why } = await app.dast.site(org, found(await app.dast.findScan(org, params.id), "scan", params.id).scanId);
    return { items: routes, why };
  },
});

const requests = door({
  id: "listScanRequests", method: "GET", path: "/scans/:id/requests", tag: "scans", summary: "Everything that a scan sent, and what its guard refused to send",
  answer: Type.Object({ items: Type.Array(LoggedRequest), next: Nullable(Type.String()), unreadable: Type.Integer(), why: Nullable(Type.String()) }),
  query: {
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 500, default: 50 })), after: Type.Optional(Type.String({ maxLength: 2048 })), phase: Type.Optional(Type.String({ maxLength: 40 })), check: Type.Optional(Type.String({ maxLength: 100 })),
    status: Type.Optional(Type.Integer({ minimum: 0, maximum: 999, description: "0: no answer" })), q: Type.Optional(Type.String({ maxLength: 200, description: "Words of the URL" })), refused: Type.Optional(Type.Boolean()),
  },
  async handle({ app, org, params, query, page }) {
    const scan = found(await app.dast.findScan(org, params.id), "scan", params.id);
    const { phase, check, status, refused, q: word } = query;
    return app.dast.requests(org, scan.scanId, { ...(phase === undefined ? {} : { phase: phase as Phase }), ...(check === undefined ? {} : { check }), ...(status === undefined ? {} : { status }), ...(word === undefined ? {} : { word }), ...(refused === undefined ? {} : { refused }) }, page);
  },
});

const diff = door({
  id: "diffScans", method: "GET", path: "/scans/:id/diff", tag: "scans", answer: ScanDiff, query: { before: Type.Optional(Type.String({ maxLength: 100, description: "Another scan of the target; default: the one before" })) },
  summary: "What changed between two scans: new, same, fixed, regressed, not retested",
  async handle({ app, org, params, query }) {
    found(await app.dast.findScan(org, params.id), "scan", params.id);
    const [{ before, after, rows }, names] = await Promise.all([app.dast.diff(org, params.id, query.before), namesOf(app, org)]);
    return { before: before === undefined ? undefined : shownScan(before, names(before.targetId)), after: shownScan(after, names(after.targetId)), rows: rows.map(({ finding, ...row }) => ({ finding: shownFinding({ ...finding, target: names(finding.targetId) }), ...row })) };
  },
});

const report = door({
  id: "getScanReport", method: "GET", path: "/scans/:id/report", tag: "scans", summary: "A scan as JSON, SARIF, HTML or JUnit", query: { format: Type.Optional(Type.Enum(["json", "sarif", "html", "junit"])) },
  async handle({ app, org, params, query, reply }) {
    found(await app.dast.findScan(org, params.id), "scan", params.id);
    const { text, mediaType } = await app.dast.report(org, params.id, query.format ?? "json");
    reply.type(mediaType).header("content-disposition", `attachment; filename="${params.id}.${{ json: "json", sarif: "sarif", html: "html", junit: "xml" }[query.format ?? "json"] ?? "txt"}"`);
    return reply.send(text);
  },
});

export const scans: Resource = { tag: "scans", about: "Tests of running systems from outside", doors: [list, start, get, stop, site, requests, diff, report] };
