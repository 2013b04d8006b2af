// The on-call desk: the document, who is on call, overrides, pages and links, made of the loop and the store.
import { dayMs, minuteMs } from "../../kernel/clock.ts";
import { Fault } from "../../kernel/fault.ts";
import { readDocument } from "../../incidents/oncall/document-reader.ts";
import type { Place, ReadDocument } from "../../incidents/oncall/document-reader.ts";
import { receiversNamed } from "../../incidents/oncall/document-names.ts";
import { nextText } from "../../incidents/oncall/escalation.ts";
import { noDocument } from "../../incidents/oncall/oncall.ts";
import type { Page } from "../../incidents/oncall/page.ts";
import { warningsOf } from "../../incidents/oncall/warnings.ts";
import { policyFor, recipientsOf } from "../../incidents/oncall/who.ts";
import type { Ports } from "../../store/store.ts";
import { lookAt, readAckToken } from "./ack-link.ts";
import type { AckClaim } from "./ack-link.ts";
import type { IncidentDesk } from "../incidents/incident-desk.ts";
import type { LoopContext } from "../loop/context.ts";
import { dutyAt, keptDocument } from "./duty.ts";
import type { OncallDesk, OncallRow, PageRow } from "./oncall-desk.ts";
import { importOwners, listOwners } from "./owners.ts";
import { rota } from "./rota.ts";

export function createOncallDesk(context: LoopContext, incidents: Pick<IncidentDesk, "acknowledge">): OncallDesk {
  const { store, clock } = context;
  const rowOf = (page: Page): PageRow => ({ ...page, next: nextText(page, clock.now()) });
  return {
    ...documents(context), ...rota(context), ...links(context, incidents),
    pages: async (org, filter, page) => {
      const { items, ...rest } = await store.read.oncall.listPages(org, filter, page);
      return { items: items.map(rowOf), ...rest };
    },
    findPage: async (org, id) => {
      const page = await store.read.oncall.findPage(org, id);
      return page && rowOf(page);
    },
    acknowledgePage: async (org, id, comment, actor) => {
      const page = await store.read.oncall.findPage(org, id);
      if (page?.state === "running" || page?.state === "exhausted") await incidents.acknowledge(org, page.incidentId, comment, { actor });
      const after = page && await store.read.oncall.findPage(org, id);
      return after && rowOf(after);
    },
    preview: async (org, incident) => {
      const duty = await dutyAt(store.read, org, clock.now(), { from: clock.now(), to: clock.now() + 2 * dayMs });
      const { policy, because } = policyFor(incident, duty.document);
      let afterMinutes = 0;
      const steps = (policy?.steps ?? []).map((step) => {
        afterMinutes += step.afterMinutes;
        const at = clock.now() + afterMinutes * minuteMs;
        return { afterMinutes, told: step.notify.flatMap((target) => recipientsOf(target, { ...duty, at })) };
      });
      return { policy: policy?.name, because, steps };
    },
    owners: (org, filter, page) => listOwners(context, org, filter, page),
    importOwners: (org, request, actor) => importOwners(context, org, request, actor),
  };
}

function documents(context: LoopContext): Pick<OncallDesk, "document" | "check" | "putDocument"> {
  const { store, clock } = context;
  return {
    document: (org) => shownDocument(store.read, org, clock.now()),
    check: async (org, text) => {
      const { errors, warnings } = await checked(store.read, org, readDocument(text), clock.now());
      return { errors, warnings };
    },
    putDocument: async (org, text, { actor, version }) => {
      const row = await store.write(async (ports) => {
        const before = await ports.oncall.findDocument(org);
        if (version !== undefined && version !== (before?.version ?? 0)) throw new Fault("request.stale");
        const { errors, warnings } = await checked(ports, org, readDocument(text), clock.now());
        if (errors.length > 0) throw new Fault("oncall.invalid", { places: errors.map(({ at, line, rule }) => ({ at: line === undefined ? at : `line ${line}, ${at}`, rule })) });
        const next = (before?.version ?? 0) + 1;
        await ports.oncall.addDocument(org, { version: next, text, writtenAt: clock.now(), writtenBy: actor });
        await ports.ledger.append(org, [{ kind: "oncall.written", subject: "oncall", actor, body: { version: next, warnings: warnings.length } }]);
        return shownDocument(ports, org, clock.now());
      });
      context.committed();
      return row;
    },
  };
}

type DocumentPorts = Pick<Ports, "oncall" | "settings">;

async function shownDocument(ports: DocumentPorts, org: string, now: number): Promise<OncallRow> {
  const { row, read } = await keptDocument(ports, org);
  const document = read.document ?? noDocument;
  if (!row) return { text: "", version: 0, writtenAt: undefined, writtenBy: undefined, document, warnings: [{ at: "", line: undefined, rule: "There is no on-call document yet: incidents page nobody." }] };
  return { ...row, document, warnings: (await checked(ports, org, read, now)).warnings };
}

const around = 40 * dayMs;

/** Receivers that are not there make a new document wrong; in one that is in force they went since, which is a warning. */
async function checked(ports: DocumentPorts, org: string, read: ReadDocument, now: number): Promise<{ errors: Place[]; warnings: Place[] }> {
  const { document, errors, lineOf } = read;
  if (!document) return { errors: [...errors], warnings: [] };
  const duty = await dutyAt(ports, org, now, { from: now, to: now + around });
  const lined = ({ at, rule }: { at: string; rule: string }): Place => ({ at, line: lineOf(at), rule });
  const missing = receiversNamed(document).filter(({ id }) => !duty.receivers.has(id)).map(({ at, id }) => lined({ at, rule: `names the receiver ${id}, which does not exist` }));
  return { errors: missing, warnings: warningsOf({ ...duty, document }).map(lined) };
}

function links(context: LoopContext, incidents: Pick<IncidentDesk, "acknowledge">): Pick<OncallDesk, "lookAtLink" | "acknowledgeByLink"> {
  const look = async (token: string): Promise<{ claim: AckClaim | undefined; answer: Awaited<ReturnType<OncallDesk["lookAtLink"]>> }> => {
    const read = await readAckToken(context, token);
    return read.kind === "good" ? { claim: read.claim, answer: await lookAt(context, read.claim) } : { claim: undefined, answer: read };
  };
  return {
    lookAtLink: async (token) => (await look(token)).answer,
    acknowledgeByLink: async (token, comment) => {
      const { claim, answer } = await look(token);
      if (!claim || answer.kind !== "open") return answer;
      await incidents.acknowledge(claim.org, claim.incidentId, comment, { actor: `link:${claim.recipient}` });
      return (await look(token)).answer;
    },
  };
}
