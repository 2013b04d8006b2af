// The ledger on every store: it grows only at its end, and whoever changes it is found out.
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { verifyChain } from "../../src/ledger/fact.ts";
import type { LedgerVerdict } from "../../src/ledger/fact.ts";
import { openUnderTest } from "./store-under-test.ts";
import type { Ground, StoreUnderTest } from "./store-under-test.ts";

const fact = (subject: string) => ({ kind: "finding.opened", subject, actor: "test", body: { n: subject, nested: { list: [1, "é", null] } } });

export function describeLedger(name: string, groundOf: () => Ground): void {
  describe(`${name}: src/store/ledger-store.ts`, () => {
    let opened: StoreUnderTest;
    beforeEach(async () => { opened = await openUnderTest(groundOf()); });
    afterEach(() => opened.close());

    const append = async (org: string, count: number): Promise<void> => {
      for (let index = 0; index < count; index++) { opened.clock.advance(1500); await opened.store.write(({ ledger }) => ledger.append(org, [fact(`f${index}`)])); }
    };
    const verify = async (org: string): Promise<LedgerVerdict> => verifyChain(opened.store.read.ledger.entries(org, 0), await opened.store.read.ledger.head(org));
    const tamper = async (...statements: string[]): Promise<void> => { for (const statement of statements) await groundOf().execute(opened.place, statement); };

    it("numbers entries from 1 without gaps, each organisation on its own, also when many write at once", async () => {
      await Promise.all(Array.from({ length: 12 }, (_, index) => opened.store.write(({ ledger }) => ledger.append(index % 2 === 0 ? "a" : "b", [fact("x"), fact("y")]))));
      expect([await verify("a"), await verify("b")]).toMatchObject([{ kind: "whole", entries: 12 }, { kind: "whole", entries: 12 }]);
    });

    it("gives back what was appended, newest first, by kind and by subject", async () => {
      await append("o", 5);
      const { items, total, next } = await opened.store.read.ledger.list("o", { kind: "finding.opened", subject: "f3" }, { limit: 2, after: undefined });
      expect([items.map(({ seq, body }) => [seq, body]), total, next]).toEqual([[[4, fact("f3").body]], 1, undefined]);
      const all = await opened.store.read.ledger.list("o", { kind: undefined, subject: undefined }, { limit: 3, after: undefined });
      const rest = await opened.store.read.ledger.list("o", { kind: undefined, subject: undefined }, { limit: 3, after: all.next });
      expect([...all.items, ...rest.items].map(({ seq }) => seq)).toEqual([5, 4, 3, 2, 1]);
    });

    it.each([
      ["a body that was rewritten", 3, "hash", ["update ledger set body = '{\"n\":\"other\"}' where org_id = 'o' and seq = 3"]],
      ["an actor that was renamed", 2, "hash", ["update ledger set actor = 'nobody' where org_id = 'o' and seq = 2"]],
      ["an entry that was taken out", 4, "gap", ["delete from ledger where org_id = 'o' and seq = 4"]],
      ["an entry that was taken out and the rest moved up", 4, "prev", ["delete from ledger where org_id = 'o' and seq = 4", "update ledger set seq = 4 where org_id = 'o' and seq = 5", "update ledger set seq = 5 where org_id = 'o' and seq = 6"]],
      ["a tail that was cut off", 5, "head", ["delete from ledger where org_id = 'o' and seq > 4"]],
      ["a tail that was cut off along with the head's number", 5, "head", ["delete from ledger where org_id = 'o' and seq > 4", "update ledger_head set seq = 4 where org_id = 'o'"]],
      ["two entries that changed places", 2, "prev", ["update ledger set seq = 99 where org_id = 'o' and seq = 2", "update ledger set seq = 2 where org_id = 'o' and seq = 3", "update ledger set seq = 3 where org_id = 'o' and seq = 99"]],
      ["an instant that was moved by a second", 1, "hash", ["update ledger set at = at - 1000 where org_id = 'o' and seq = 1"]],
    ])("names the first entry that does not hold: %s", async (_claim, seq, why, statements) => {
      await append("o", 6);
      expect(await verify("o")).toMatchObject({ kind: "whole", entries: 6 });
      await tamper(...statements);
      expect(await verify("o")).toMatchObject({ kind: "broken", seq, why });
    });

    it("an entry of one organisation does not hold in another", async () => {
      await append("o", 3);
      await append("p", 3);
      await tamper("delete from ledger where org_id = 'p'", "update ledger set org_id = 'p' where org_id = 'o'", "delete from ledger_head where org_id = 'p'", "update ledger_head set org_id = 'p' where org_id = 'o'");
      expect(await verify("p")).toMatchObject({ kind: "broken", seq: 1, why: "hash" });
    });

    it("counts facts by the hour they came in", async () => {
      await append("o", 3);
      opened.clock.advance(3_600_000);
      await append("o", 2);
      const hours = await opened.store.views.fleet.factsPerHour("o", 0);
      expect(hours.map(({ facts }) => facts)).toEqual([3, 2]);
      expect(hours.every(({ at }) => at % 3_600_000 === 0)).toBe(true);
    });
  });
}
