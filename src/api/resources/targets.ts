// Targets: systems that may be tested from outside, how, how often, and what stands open there.
import Type from "typebox";
import { Authorisation, ImportAnswer, Target, TargetRequest } from "../../contract/dast.ts";
import type { TargetRequest as Given } from "../../app/dast/dast-desk.ts";
import { shownScan, shownTarget } from "../dast-shown.ts";
import { found } from "../found.ts";
import { door, ItemsOf } from "../route.ts";
import type { Resource } from "../route.ts";

const requestFrom = (body: { name: string; url: string; endpoint?: string; service?: string; testable: boolean; defaults?: unknown; everyHours?: number | null; afterDeployment?: boolean }): Given =>
  ({ ...body, defaults: (body.defaults ?? {}) as Given["defaults"], everyHours: body.everyHours ?? undefined, afterDeployment: body.afterDeployment ?? false });

const list = door({
  id: "listTargets", method: "GET", path: "/targets", tag: "targets", answer: ItemsOf(Target), summary: "Targets of tests from outside, with what stands open and when the next scan is due",
  handle: async ({ app, org }) => ({ items: (await app.dast.targets(org)).map(shownTarget) }),
});

const get = door({
  id: "getTarget", method: "GET", path: "/targets/:id", tag: "targets", answer: Target, summary: "One target", editable: ({ name, url, testable, defaults, everyHours, afterDeployment }) => ({ name, url, testable, defaults, everyHours, afterDeployment }),
  handle: async ({ app, org, params }) => shownTarget(found(await app.dast.findTarget(org, params.id), "target", params.id)),
});

const create = door({
  id: "createTarget", method: "POST", path: "/targets", tag: "targets", scope: "admin", body: TargetRequest, answer: Target, status: 201, summary: "Registers a target; `testable` is somebody's word that it may be tested",
  async handle({ app, org, actor, body }) {
    const { targetId } = await app.dast.putTarget(org, undefined, requestFrom(body), actor);
    return shownTarget(found(await app.dast.findTarget(org, targetId), "target", targetId));
  },
});

const change = door({
  id: "changeTarget", method: "PUT", path: "/targets/:id", tag: "targets", scope: "admin", body: TargetRequest, answer: Target, summary: "Changes a target",
  async handle({ app, org, actor, params, body }) {
    found(await app.dast.findTarget(org, params.id), "target", params.id);
    const { targetId } = await app.dast.putTarget(org, params.id, requestFrom(body), actor);
    return shownTarget(found(await app.dast.findTarget(org, targetId), "target", targetId));
  },
});

const remove = door({
  id: "removeTarget", method: "DELETE", path: "/targets/:id", tag: "targets", scope: "admin", status: 204, summary: "Forgets a target; its scans and findings stay",
  handle: ({ app, org, actor, params }) => app.dast.removeTarget(org, params.id, actor),
});

const authorisation = door({
  id: "getAuthorisation", method: "GET", path: "/targets/:id/authorisation", tag: "targets", answer: Authorisation, scope: "write", summary: "How the target itself can say that it may be tested: a file on it, or a record of its name",
  handle: async ({ app, org, params }) => app.dast.authorisation(org, found(await app.dast.findTarget(org, params.id), "target", params.id).targetId),
});

const importReport = door({
  id: "importReport", method: "POST", path: "/targets/:id/reports", tag: "targets", body: Type.Object({ text: Type.String({ maxLength: 20_000_000 }) }, { additionalProperties: false }), bodyLimitBytes: 24_000_000, answer: ImportAnswer, status: 201, keeps: false,
  summary: "Takes over the findings of a ZAP or Nuclei report",
  async handle({ app, org, actor, params, body }) {
    const target = found(await app.dast.findTarget(org, params.id), "target", params.id);
    const { scan, ...rest } = await app.dast.importReport(org, target.targetId, body.text, actor);
    return { scan: shownScan(scan, target.name), ...rest };
  },
});

export const targets: Resource = { tag: "targets", about: "What may be tested from outside", doors: [list, get, create, change, remove, authorisation, importReport] };
