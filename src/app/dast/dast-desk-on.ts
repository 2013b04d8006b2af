// The desk of tests from outside, on an open store and the folders of scans.
import { hash } from "node:crypto";
import { existsSync } from "node:fs";
import { checks } from "../../dast/checks/index.ts";
import { authorisationOf } from "../../dast/authorisation/token.ts";
import type { DastFinding } from "../../dast/finding.ts";
import { profiles } from "../../dast/profile.ts";
import type { DastScan, DastTarget } from "../../dast/scan.ts";
import { readRequestLog } from "../../dast/traffic/log-reader.ts";
import { Fault } from "../../kernel/fault.ts";
import { derivedId } from "../../kernel/id.ts";
import type { Ports } from "../../store/store.ts";
import type { LoopContext } from "../loop/context.ts";
import type { Settings } from "../settings.ts";
import type { DastDesk, FindingTally, FindingWhole, TargetRequest, TargetRow } from "./dast-desk.ts";
import type { DrillDesk } from "./drills.ts";
import { dueAt } from "./dast-schedule.ts";
import { diffScans } from "./diff-scans.ts";
import { importReport } from "./import-report.ts";
import { reportOf } from "./scan-report.ts";
import { makeSpec } from "./scan-spec.ts";
import type { SpecPart } from "./scan-spec.ts";
import { readRoutes, requestLogIn, scanFolder } from "./scan-folder.ts";
import { refuseSecretsInPlace } from "./scan-secrets.ts";
import { joinsOf } from "./scan-joins.ts";
import { servedBy } from "./served-by.ts";
import { newScan } from "./start-scan.ts";
import { vulnerabilitiesOf } from "./library-vulnerabilities.ts";

const elsewhere = "The files of this scan are not on this server: it ran on another one, or they were removed with age.";

export function createDastDesk(context: LoopContext, settings: Settings, { authorisationKey, wake, drills }: { authorisationKey(): Promise<string>; wake(): void; drills: DrillDesk }): DastDesk {
  const { store } = context;
  const { read } = store;
  const folderOf = (scanId: string): string => scanFolder(settings.dataDir, scanId);
  const desk: DastDesk = {
    targets: async (org) => { const counts = await read.dast.countFindings(org); return Promise.all((await read.dast.listTargets(org)).map((target) => rowOf(context, org, target, counts))); },
    findTarget: async (org, idOrName) => { const target = await targetBy(read, org, idOrName); return target === undefined ? undefined : rowOf(context, org, target, await read.dast.countFindings(org)); },
    putTarget: (org, id, request, actor) => putTarget(context, org, id, request, actor),
    removeTarget: (org, id, actor) => write(context, async (ports) => { await ports.dast.removeTarget(org, id); await ports.ledger.append(org, [{ kind: "target.removed", subject: id, actor, body: {} }]); }),
    authorisation: async (org, id) => { const target = await read.dast.findTarget(org, id); if (target === undefined) throw new Fault("request.not-found", { detail: `There is no target ${id}.` }); return authorisationOf(target.url, await authorisationKey()); },
    startScan: async (org, { target: named, spec, reason }, actor) => {
      refuseSecretsInPlace(spec.identities ?? []);
      const target = await write(context, (ports) => ensureTarget(context, ports, org, named, actor));
      const joins = await joinsOf(context, settings, org, target);
      const scan = await write(context, (ports) => newScan(context, ports, org, target, { spec: spec as SpecPart, reason, actor, joins }));
      wake();
      return scan;
    },
    stopScan: async (org, id, actor) => stopScan(context, org, id, actor),
    scans: (org, filter, page) => read.dast.listScans(org, filter, page),
    findScan: (org, id) => read.dast.findScan(org, id),
    site: async (_org, id) => { const routes = readRoutes(folderOf(id)); return { routes: routes ?? [], why: routes === undefined ? elsewhere : undefined }; },
    requests: async (_org, id, filter, page) => ({ ...await readRequestLog(requestLogIn(folderOf(id)), filter, { ...page, order: "newest" }), why: existsSync(requestLogIn(folderOf(id))) ? undefined : elsewhere }),
    diff: (org, id, beforeId) => diffScans(read.dast, org, id, beforeId),
    report: (org, id, format) => reportOf(context, org, id, format),
    findings: async (org, filter, page) => { const names = await namesOf(read, org); const { items, ...rest } = await read.dast.listFindings(org, filter, page); return { ...rest, items: items.map((one) => ({ ...one, ...names(one) })) }; },
    finding: (org, id) => findingWhole(context, org, id),
    judge: (org, id, { verdict, untilAt, note }, actor) => changeFinding(context, org, id, "dast-finding.judged", actor, (one) => ({ ...one, state: "dismissed", verdict, verdictUntil: untilAt, note, judgedBy: actor })),
    reopen: (org, id, actor) => changeFinding(context, org, id, "dast-finding.reopened", actor, (one) => ({ ...one, state: "open", verdict: undefined, verdictUntil: undefined, note: undefined, judgedBy: undefined })),
    replay: async (org, id, actor) => {
      const one = await findingBy(read, org, id);
      const target = await read.dast.findTarget(org, one.targetId);
      if (target === undefined) throw new Fault("request.not-found", { detail: `The target of ${id} has been removed.` });
      const joins = await joinsOf(context, settings, org, target);
      const scan = await write(context, (ports) => newScan(context, ports, org, target, { spec: {}, reason: "replay", actor, only: one, joins }));
      wake();
      return scan;
    },
    importReport: (org, id, text, actor) => importReport(context, org, id, text, actor),
    drills, checks: () => checks.all, profiles: () => Object.values(profiles),
  };
  return desk;
}

async function write<T>(context: LoopContext, work: (ports: Ports) => Promise<T>): Promise<T> {
  const done = await context.store.write(work);
  context.committed();
  return done;
}

const targetBy = async (ports: Ports, org: string, idOrName: string): Promise<DastTarget | undefined> => await ports.dast.findTarget(org, idOrName) ?? (await ports.dast.listTargets(org)).find(({ name, url }) => name === idOrName || url === idOrName);

async function namesOf(ports: Ports, org: string): Promise<(one: DastFinding) => { target: string; url: string }> {
  const targets = new Map((await ports.dast.listTargets(org)).map((target) => [target.targetId, target]));
  return (one) => ({ target: targets.get(one.targetId)?.name ?? one.targetId, url: targets.get(one.targetId)?.url ?? one.place.origin });
}

type Counts = Awaited<ReturnType<Ports["dast"]["countFindings"]>>;

async function rowOf({ store }: LoopContext, org: string, target: DastTarget, counts: Counts): Promise<TargetRow> {
  const open = counts.filter((one) => one.targetId === target.targetId && one.state === "open");
  const sum = (rows: Counts): number => rows.reduce((total, { findings }) => total + findings, 0);
  const tally = Object.fromEntries((["critical", "high", "medium", "low", "info"] as const).map((level) => [level, sum(open.filter(({ severity }) => severity === level))])) as FindingTally;
  const served = await servedBy({ ...store.read, views: store.views } as Ports, org, target);
  return { ...target, served, open: tally, notRetested: sum(open.filter(({ outcome }) => outcome === "not-retested")), regressed: sum(open.filter(({ outcome }) => outcome === "regressed")), lastScan: target.lastScanId === undefined ? undefined : await store.read.dast.findScan(org, target.lastScanId), nextAt: dueAt(target) };
}

async function putTarget(context: LoopContext, org: string, id: string | undefined, request: TargetRequest, actor: string): Promise<DastTarget> {
  refuseSecretsInPlace(request.defaults.identities ?? []);
  const { url } = makeSpec(request.url, checks.all, request.defaults as SpecPart);
  return write(context, async (ports) => {
    const now = context.clock.now();
    const old = id === undefined ? undefined : await ports.dast.findTarget(org, id);
    const places = await placesOf(ports, org, request, now);
    const word = request.testable ? { testableBy: old?.testable === true ? old.testableBy : actor, testableAt: old?.testable === true ? old.testableAt : now } : { testableBy: undefined, testableAt: undefined };
    const target: DastTarget = {
      ...(old ?? { targetId: id ?? derivedId("tgt", org, request.name, url), createdAt: now, createdBy: actor, lastScanId: undefined, lastScanAt: undefined }), name: request.name, url, ...places, testable: request.testable, ...word, defaults: request.defaults, everyHours: request.everyHours, afterDeployment: request.afterDeployment,
    };
    await ports.dast.putTargets(org, [target]);
    await ports.ledger.append(org, [{ kind: old === undefined ? "target.registered" : "target.changed", subject: target.targetId, actor, body: { name: target.name, url, testable: target.testable, settings: `sha256:${hash("sha256", JSON.stringify(target.defaults), "hex")}` } }]);
    return target;
  });
}

async function placesOf(ports: Ports, org: string, { endpoint, service }: TargetRequest, now: number): Promise<{ endpointId: string | undefined; serviceId: string | undefined }> {
  const serviceId = service === undefined ? undefined : await ports.inventory.findServiceId(org, service);
  if (service !== undefined && serviceId === undefined) throw new Fault("request.invalid", { places: [{ at: "/service", rule: `there is no service ${service}`, mend: "`aftwatch services` lists them." }] });
  if (endpoint === undefined) return { endpointId: undefined, serviceId };
  const known = (await ports.inventory.endpointsById(org, [endpoint])).get(endpoint) ?? (await ports.inventory.ensureEndpoint(org, { name: endpoint, environment: undefined, exposure: undefined, criticality: undefined, at: now })).endpoint;
  return { endpointId: known.endpointId, serviceId };
}

async function ensureTarget(context: LoopContext, ports: Ports, org: string, named: string, actor: string): Promise<DastTarget> {
  const known = await targetBy(ports, org, named);
  if (known !== undefined) return known;
  if (!URL.canParse(named)) throw new Fault("request.not-found", { detail: `There is no target ${named}, and it is no URL.` });
  const { url } = makeSpec(named, checks.all);
  const target: DastTarget = { targetId: derivedId("tgt", org, url, url), name: url, url, endpointId: undefined, serviceId: undefined, testable: false, testableBy: undefined, testableAt: undefined, defaults: {}, everyHours: undefined, afterDeployment: false, createdAt: context.clock.now(), createdBy: actor, lastScanId: undefined, lastScanAt: undefined };
  await ports.dast.putTargets(org, [target]);
  await ports.ledger.append(org, [{ kind: "target.registered", subject: target.targetId, actor, body: { name: url, url, testable: false } }]);
  return target;
}

const stopScan = (context: LoopContext, org: string, id: string, actor: string): Promise<DastScan> => write(context, async (ports) => {
  const scan = await ports.dast.findScan(org, id);
  if (scan === undefined) throw new Fault("request.not-found", { detail: `There is no scan ${id}.` });
  if (scan.state !== "queued" && scan.state !== "running") return scan;
  const stopped: DastScan = scan.state === "queued" ? { ...scan, state: "stopped", endedAt: context.clock.now(), stopAskedBy: actor } : { ...scan, stopAskedBy: actor };
  await ports.dast.putScans(org, [stopped]);
  await ports.ledger.append(org, [{ kind: "scan.stop-asked", subject: id, actor, body: { target: scan.targetId } }]);
  return stopped;
});

async function findingBy(ports: Ports, org: string, id: string): Promise<DastFinding> {
  const one = await ports.dast.findFinding(org, id);
  if (one === undefined) throw new Fault("request.not-found", { detail: `There is no finding ${id}.` });
  return one;
}

const changeFinding = (context: LoopContext, org: string, id: string, kind: string, actor: string, change: (one: DastFinding) => DastFinding): Promise<void> => write(context, async (ports) => {
  const after = change(await findingBy(ports, org, id));
  await ports.dast.putFindings(org, [after]);
  await ports.ledger.append(org, [{ kind, subject: id, actor, body: { verdict: after.verdict ?? null, until: after.verdictUntil ?? null, note: after.note ?? null } }]);
});

async function findingWhole(context: LoopContext, org: string, id: string): Promise<FindingWhole | undefined> {
  const { store } = context;
  const one = await store.read.dast.findFinding(org, id);
  if (one === undefined) return undefined;
  const target = await store.read.dast.findTarget(org, one.targetId);
  const served = await servedBy({ ...store.read, views: store.views } as Ports, org, target ?? { endpointId: undefined, serviceId: undefined });
  return { ...one, target: target?.name ?? one.targetId, url: target?.url ?? one.place.origin, served, history: await store.read.dast.historyOf(org, id), vulnerabilities: await vulnerabilitiesOf(context, org, one.component) };
}
