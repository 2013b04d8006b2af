// Owners from files: read, planned, and set like an edit by hand, with the file and line that said so.
import { ownerReaders } from "../../incidents/owners/readers/index.ts";
import type { OwnerReader, OwnersRead } from "../../incidents/owners/owner-reader.ts";
import { planImport, sourceOf } from "../../incidents/owners/import-plan.ts";
import type { OwnerChange } from "../../incidents/owners/import-plan.ts";
import { suggestionOf } from "../../incidents/owners/suggestion.ts";
import type { OwnedService } from "../../incidents/oncall/oncall-store.ts";
import { findOwner, noDocument } from "../../incidents/oncall/oncall.ts";
import { policyFor } from "../../incidents/oncall/who.ts";
import { Fault } from "../../kernel/fault.ts";
import type { Page, PageRequest } from "../../kernel/page.ts";
import type { Ports } from "../../store/store.ts";
import type { LoopContext } from "../loop/context.ts";
import { keptDocument } from "./duty.ts";
import { recordOwner } from "../loop/edit.ts";
import type { OncallDesk, OwnershipRow, OwnersImportRequest, OwnersImportRow } from "./oncall-desk.ts";

export async function listOwners({ store }: LoopContext, org: string, filter: Parameters<OncallDesk["owners"]>[1], page: PageRequest): Promise<Page<OwnershipRow>> {
  const document = (await keptDocument(store.read, org)).read.document ?? noDocument;
  const { items, ...rest } = await store.read.oncall.listOwned(org, filter, page);
  const byHand = await setByHand(store.read, org, items);
  return { items: items.map((service) => rowOf(service, document, byHand.has(service.serviceId))), ...rest };
}

function rowOf(service: OwnedService, document: typeof noDocument, isSetByHand: boolean): OwnershipRow {
  const { serviceId, name, owner } = service;
  const source = sourceOf(service, isSetByHand);
  const { policy, because } = policyFor({ kind: "manual", severity: "critical", owner, services: [name], environments: [] }, document);
  return { serviceId, service: name, owner, source, since: source === service.source?.source ? service.source?.at : undefined, known: owner === undefined ? undefined : findOwner(document, owner)?.kind, policy: policy?.name, because };
}

export async function importOwners(context: LoopContext, org: string, request: OwnersImportRequest, actor: string): Promise<OwnersImportRow> {
  const { dryRun, force } = request;
  const answer = await context.store.write(async (ports) => {
    const services = await ports.oncall.ownedServices(org);
    const document = (await keptDocument(ports, org)).read.document ?? noDocument;
    const reads = request.files.map((file) => readerOf(request, file).read(file, { services: services.map(({ name }) => name), mapping: new Map(Object.entries(request.mapping)), dialect: request.dialect }));
    const all = <K extends keyof OwnersRead>(name: K): OwnersRead[K][number][] => reads.flatMap((read): OwnersRead[K][number][] => [...read[name]]);
    const plan = planImport({ claims: all("claims"), services, document, setByHand: await setByHand(ports, org, services), force });
    if (!dryRun) await carryOut(context, ports, org, plan.changes, services, actor);
    return { ...plan, dryRun, left: [...all("left"), ...plan.left], suggestion: suggestionOf(all("people"), all("teams"), document) };
  });
  if (!dryRun) context.committed();
  return answer;
}

function readerOf({ format }: OwnersImportRequest, file: OwnersImportRequest["files"][number]): OwnerReader {
  const reader = format === undefined ? ownerReaders.all.find((one) => one.takes(file)) : ownerReaders.find(format);
  if (!reader) throw new Fault("owners.unreadable", { detail: file.path, places: [{ at: file.path, rule: "is no CODEOWNERS, catalog-info.yaml or owners.yaml by its name or content", mend: "Say what it is with --format." }] });
  return reader;
}

async function carryOut({ clock }: LoopContext, ports: Ports, org: string, changes: readonly OwnerChange[], services: readonly OwnedService[], actor: string): Promise<void> {
  const sources = new Map(services.map(({ serviceId, source }) => [serviceId, source]));
  for (const { serviceId, service, before, after, at } of changes.filter(({ state }) => state === "set" || state === "forced")) {
    await recordOwner(ports, org, { serviceId, name: service, owner: before }, after, actor, `import:${at}`);
  }
  // An owner that an import confirms is the import's from now on; what it confirmed before keeps its instant, which later edits are told by.
  const said = changes.filter(({ serviceId, after, state }) => state === "set" || state === "forced" || (state === "same" && sources.get(serviceId)?.owner !== after));
  await ports.oncall.putOwnerSources(org, said.map(({ serviceId, after, at }) => ({ serviceId, owner: after, source: `import:${at}`, at: clock.now(), actor })));
}

/** Services whose owner is what an import said, and was set to it by hand later: the last edit in the ledger names no source. */
async function setByHand(ports: Pick<Ports, "ledger">, org: string, services: readonly OwnedService[]): Promise<Set<string>> {
  const found = new Set<string>();
  for (const { serviceId, owner, source } of services.filter((one) => one.source !== undefined && one.source.owner === one.owner)) {
    const { items: [edit] } = await ports.ledger.list(org, { kind: "service.edited", subject: serviceId }, { limit: 1, after: undefined });
    if (edit && edit.body["source"] === undefined && edit.at > (source?.at ?? 0) && edit.body["owner"] === owner) found.add(serviceId);
  }
  return found;
}
