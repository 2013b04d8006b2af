// The rules for hosts, containers, clusters, clouds and networks against recorded events of others: no figure may get worse.
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { hostRows, isThere } from "./host-rows.ts";

interface Committed { attacks: number; found: number; quiet: number; falseAlarms: number }
// Figures as last committed; better ones are written here by hand, with the change that brought them.
const committed = JSON.parse(readFileSync(new URL("host-quality.json", import.meta.url), "utf8")) as Readonly<Record<string, Committed>>;

describe(`quality of the host rules${isThere ? "" : " (skipped: the shared folder data/runtime is not beside this repository)"}`, () => {
  it.skipIf(!isThere)("finds at least what was found, with no more false alarms", { timeout: 120_000 }, async () => {
    const rows = await hostRows();
    expect(rows.map(({ set }) => set).toSorted()).toEqual(Object.keys(committed).toSorted());
    const worse = rows.filter(({ set, found, falseAlarms, attacks, quiet }) => {
      const before = committed[set];
      return before === undefined || attacks < before.attacks || quiet < before.quiet || found < before.found || falseAlarms > before.falseAlarms;
    });
    expect(worse.map(({ set, missed, alarmed }) => ({ set, missed, alarmed }))).toEqual([]);
  });
});
