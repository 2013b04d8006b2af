// Playbooks: read, kept, checked, and exchanged as CACAO.
import Type from "typebox";
import { CacaoImport, CacaoImportRequest, Playbook, PlaybookCheck, PlaybookCheckRequest, Proposal, StepKind } from "../../contract/playbooks.ts";
import { refuseStaleEdit } from "../edits.ts";
import { found } from "../found.ts";
import { door, ItemsOf } from "../route.ts";
import type { Resource } from "../route.ts";

const tag = "playbooks";
const editable = ({ text, enabled }: Record<string, unknown>): unknown => ({ text, enabled });
const Change = Type.Object({ text: Type.Optional(Type.String({ maxLength: 262_144, description: "YAML or JSON" })), enabled: Type.Optional(Type.Boolean()) }, { additionalProperties: false });

const list = door({ id: "listPlaybooks", method: "GET", path: "/playbooks", tag, answer: ItemsOf(Playbook), summary: "Playbooks, shipped and own", handle: async ({ app, org }) => ({ items: await app.playbooks.list(org) }) });

const get = door({
  id: "getPlaybook", method: "GET", path: "/playbooks/:id", tag, answer: Playbook, editable, summary: "One playbook with its text and steps",
  handle: async ({ app, org, params }) => found(await app.playbooks.find(org, params.id), "playbook", params.id),
});

const put = door({
  id: "putPlaybook", method: "PUT", path: "/playbooks/:id", tag, scope: "admin", body: Change, answer: Playbook, editable, summary: "Keeps a playbook of one's own, or turns one on or off; a broken text is refused with its lines, and the one before stays",
  async handle({ app, org, actor, params, body, request }) {
    const present = await app.playbooks.find(org, params.id);
    if (present) refuseStaleEdit(request, Playbook, editable, present);
    return app.playbooks.put(org, params.id, body, actor);
  },
});

const remove = door({
  id: "removePlaybook", method: "DELETE", path: "/playbooks/:id", tag, scope: "admin", status: 204, summary: "Removes a playbook of one's own; a shipped one of the same id is in force again",
  async handle({ app, org, actor, params }) { found(await app.playbooks.remove(org, params.id, actor) || undefined, "own playbook", params.id); },
});

const check = door({
  id: "checkPlaybook", method: "POST", path: "/playbooks/validate", tag, scope: "read", keeps: false, body: PlaybookCheckRequest, answer: PlaybookCheck, summary: "Says what is wrong with a text, line by line; keeps nothing",
  handle: ({ app, org, body }) => app.playbooks.check(org, body.text),
});

const importCacao = door({
  id: "importPlaybook", method: "POST", path: "/playbooks/import", tag, scope: "admin", body: CacaoImportRequest, answer: CacaoImport, summary: "Takes over a CACAO 2.0 playbook; what cannot be run becomes a step for a person, what is left out is named",
  handle: ({ app, org, actor, body }) => app.playbooks.importCacao(org, { document: body.document, id: body.id, keep: body.keep ?? false }, actor),
});

const exportCacao = door({
  id: "exportPlaybook", method: "GET", path: "/playbooks/:id/cacao", tag, answer: Type.Any(), summary: "The playbook as a CACAO 2.0 document",
  handle: async ({ app, org, params }) => found(await app.playbooks.exportCacao(org, params.id), "playbook", params.id),
});

const kinds = door({ id: "listStepKinds", method: "GET", path: "/step-kinds", tag, answer: ItemsOf(StepKind), summary: "Kinds of steps, and the values each takes", handle: async ({ app }) => ({ items: app.playbooks.kinds() }) });

const proposals = door({
  id: "listProposals", method: "GET", path: "/incidents/:id/playbooks", tag, answer: ItemsOf(Proposal), summary: "Playbooks that fit an incident: proposed, started or dismissed",
  handle: async ({ app, org, params }) => ({ items: await app.playbooks.proposals(org, params.id) }),
});

const dismiss = door({
  id: "dismissProposal", method: "POST", path: "/incidents/:id/playbooks/:playbook/dismiss", tag, status: 204, summary: "Says that a proposed playbook is not wanted here",
  async handle({ app, org, actor, params }) { found(await app.playbooks.dismiss(org, params.id, params.playbook, actor) || undefined, "proposal", params.playbook); },
});

export const playbooks: Resource = { tag, about: "What to do when an incident opens, step by step", doors: [list, get, put, remove, check, importCacao, exportCacao, kinds, proposals, dismiss] };
