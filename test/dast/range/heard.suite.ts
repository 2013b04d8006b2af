// What a check owes where an answer shows nothing: the call that a vulnerable system makes is heard by our real listener, and a careful one makes none.
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Check } from "../../../src/dast/check.ts";
import { openOutOfBand } from "../../../src/dast/oob/open-out-of-band.ts";
import { createSeed } from "../../../src/dast/seed.ts";
import { systemClock } from "../../../src/kernel/clock.ts";
import { checkTools, proofsOn } from "../check-tools.ts";
import { defineCase, htmlAnswer } from "./case.ts";
import { oneField } from "./one-field.ts";
import { shareOf } from "../share-of.ts";
import { openRange } from "./range.ts";

export interface Blind {
  name: string;
  /** The value a visitor sends. */
  value: string;
  by?: "form" | "json";
  /** What the system does with the value; the answer never shows anything of it. */
  takes(value: string): Promise<unknown>;
  /** The technique that must be named; undefined: nothing may be found. */
  technique: string | undefined;
}

/** Without waits and without anything shown, only the listener can tell. */
export function heardSuite(check: Check, blinds: readonly Blind[]): void {
  describe(`${check.id}, heard by our own listener`, () => {
    const stop = new AbortController();
    let outOfBand: Awaited<ReturnType<typeof openOutOfBand>>;
    beforeAll(async () => { outOfBand = await openOutOfBand({ http: { host: "127.0.0.1", port: 0 }, publicName: "127.0.0.1", clock: systemClock, seed: createSeed(`heard ${check.id}`), signal: stop.signal }); });
    afterAll(async () => { stop.abort(); await outOfBand.close(); });
    it.each(shareOf(blinds, 3).map((blind) => [blind.name, blind] as const))("%s", async (name, { value, by, takes, technique }) => {
      const one = defineCase({ check: check.id, name, vulnerable: technique !== undefined, build: (names) => oneField(names, { value, ...(by === undefined ? {} : { by }), answer: async (given) => { await takes(given).catch(() => undefined); return htmlAnswer("<p>Thank you."); } }) });
      const range = await openRange([one], `heard ${name}`);
      const [open] = range.cases;
      const proofs = open === undefined ? [] : await proofsOn(check, range, open, checkTools({ outOfBand, seed: name, risks: ["passive", "marker", "payload", "out-of-band"] }));
      await range.close();
      expect(proofs.map((proof) => [proof.technique, proof.confidence])).toEqual(technique === undefined ? [] : [[technique, "confirmed"]]);
      for (const { steps } of proofs) expect(steps.every(({ shows }) => /called/.test(shows))).toBe(true);
    }, 180_000);
  });
}
