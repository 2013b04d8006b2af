// The ledger: every fact, and whether its chain holds.
import Type from "typebox";
import { Fact, LedgerVerdict } from "../../contract/operations.ts";
import { door, listDoor } from "../route.ts";
import type { Resource } from "../route.ts";

const list = listDoor({
  id: "listFacts", path: "/ledger", tag: "ledger", item: Fact, summary: "Facts, newest first",
  query: { kind: Type.Optional(Type.String({ minLength: 1, maxLength: 100 })), subject: Type.Optional(Type.String({ minLength: 1, maxLength: 300 })) },
  handle: ({ app, org, query, page }) => app.ledger.list(org, { kind: query.kind, subject: query.subject }, page),
});

const verify = door({
  id: "verifyLedger", method: "GET", path: "/ledger/verify", tag: "ledger", answer: LedgerVerdict, summary: "Walks the whole chain and names the first entry that does not hold",
  async handle({ app, org }) {
    const verdict = await app.ledger.verify(org);
    if (verdict.kind === "whole") return { whole: true, entries: verdict.entries, head: verdict.head, broken: undefined };
    const { seq, why, expected, found } = verdict;
    return { whole: false, entries: seq - 1, head: undefined, broken: { seq, why, expected, found } };
  },
});

export const ledger: Resource = { tag: "ledger", about: "Every fact, chained", doors: [list, verify] };
