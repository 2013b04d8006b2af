// Fixes: the single changes that remove most, risk removed first.
import Type from "typebox";
import { Fix } from "../../contract/findings.ts";
import { Severity } from "../../contract/shapes.ts";
import { listDoor } from "../route.ts";
import type { Resource } from "../route.ts";

const word = Type.Optional(Type.String({ minLength: 1, maxLength: 500 }));

const list = listDoor({
  id: "listFixes", path: "/fixes", tag: "fixes", item: Fix, summary: "Upgrades, by the risk that each removes",
  query: { q: word, owner: word, environment: word, severity: Type.Optional(Severity), kev: Type.Optional(Type.Boolean()) },
  handle: ({ app, org, query: { q, owner, environment, severity, kev }, page, now }) => app.findings.fixes(org, { q, owner, environment, severity, kev }, page, now),
});

export const fixes: Resource = { tag: "fixes", about: "Single changes that remove findings", doors: [list] };
