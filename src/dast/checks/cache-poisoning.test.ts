// Cache poisoning on the range; and that visitors are left alone when the cache would give them what we send.
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { checkTools, proofsOn } from "../../../test/dast/check-tools.ts";
import { defineCase, htmlAnswer } from "../../../test/dast/range/case.ts";
import { cases } from "../../../test/dast/range/cases/cache-poisoning.ts";
import { checkSuite } from "../../../test/dast/range/check-case.suite.ts";
import { openRange } from "../../../test/dast/range/range.ts";
import type { Range } from "../../../test/dast/range/range.ts";
import { cachePoisoning } from "./cache-poisoning.ts";

checkSuite(cachePoisoning, cases);

describe("dast/checks/cache-poisoning", () => {
  const deaf = defineCase({ check: "cache-poisoning", name: "a cache that looks at paths only", vulnerable: false, build: () => {
    const kept = { age: -1 };
    return { html: () => "", requests: [{ method: "GET", path: "/page" }], handle: ({ headers }) => { kept.age += 1; return htmlAnswer(headers["x-host"] ?? "", { headers: [["age", String(kept.age)]] }); } };
  } });
  let range: Range;
  beforeAll(async () => { range = await openRange([deaf], "deaf"); });
  afterAll(async () => { await range.close(); });

  it("stops, with a note, where the cache does not look at parameters", async () => {
    const tools = checkTools();
    const [open] = range.cases;
    expect(open && await proofsOn(cachePoisoning, range, open, tools)).toEqual([]);
    expect(tools.notes).toEqual([expect.stringContaining("does not look at parameters")]);
    expect(tools.sent.length).toBe(3);
  });
});
