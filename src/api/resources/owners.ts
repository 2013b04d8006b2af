// Owners: who owns which service, who said so, and files that say it.
import Type from "typebox";
import { Ownership, OwnersFormat, OwnersImport, OwnersImportRequest } from "../../contract/oncall.ts";
import { door, listDoor } from "../route.ts";
import type { Resource } from "../route.ts";

const list = listDoor({
  id: "listOwners", path: "/owners", tag: "owners", item: Ownership, summary: "Services with their owners, where each came from, and who would be paged for them",
  query: { q: Type.Optional(Type.String({ maxLength: 500 })), without: Type.Optional(Type.Boolean({ description: "Only services without an owner" })) },
  handle: ({ app, org, query, page }) => app.oncall.owners(org, { q: query.q, without: query.without }, page),
});

const importFiles = door({
  id: "importOwners", method: "POST", path: "/owners/import", tag: "owners", body: OwnersImportRequest, answer: OwnersImport, summary: "Sets owners from CODEOWNERS, Backstage or owners.yaml; with ?dryRun=true it only says what would change",
  query: { format: Type.Optional(OwnersFormat), dryRun: Type.Optional(Type.Boolean()), force: Type.Optional(Type.Boolean({ description: "Also where somebody set another owner by hand" })) },
  handle: ({ app, org, actor, query, body }) => app.oncall.importOwners(org, { format: query.format, files: body.files, mapping: body.mapping ?? {}, dialect: body.dialect, dryRun: query.dryRun ?? false, force: query.force ?? false }, actor),
});

export const owners: Resource = { tag: "owners", about: "Who owns which service, and who said so", doors: [list, importFiles] };
