// SQL injection on the range: a real SQLite behind every way a value can travel; and nothing is written that was not asked for.
import { describe, expect, it } from "vitest";
import { checkTools, proofsOn } from "../../../test/dast/check-tools.ts";
import { cases } from "../../../test/dast/range/cases/sql-injection.ts";
import { defineCase, htmlAnswer } from "../../../test/dast/range/case.ts";
import { checkSuite } from "../../../test/dast/range/check-case.suite.ts";
import { openRange } from "../../../test/dast/range/range.ts";
import type { Range } from "../../../test/dast/range/range.ts";
import { openShop } from "../../../test/dast/range/sqlite-shop.ts";
import type { Shop } from "../../../test/dast/range/sqlite-shop.ts";
import { sqlInjection } from "./sql-injection.ts";

// Some wait for seconds, one after the other, since they measure time.
checkSuite(sqlInjection, cases, () => ({}), { every: 6 });

const reads = ["passive", "marker", "payload"] as const;
const techniques = async (range: Range): Promise<string[]> => { const [open] = range.cases; return open === undefined ? [] : (await proofsOn(sqlInjection, range, open, checkTools({ risks: reads }))).map(({ technique }) => technique); };

describe("dast/checks/sql-injection", () => {
  it("rows of our own are seen where conditions are refused, without waiting", async () => {
    const range = await openRange(cases.filter(({ name }) => name.endsWith("conditions are refused")), "union");
    expect(await techniques(range)).toEqual(["union"]);
    await range.close();
  });

  it.each([["DELETE", (table: string, value: string) => `DELETE FROM ${table} WHERE name = '${value}'`], ["UPDATE", (table: string, value: string) => `UPDATE ${table} SET price = 0 WHERE name = '${value}'`]])("no row is reached by %s that the value did not name, whatever the place is called", async (_what, sql) => {
    let shop: Shop | undefined;
    const path = "/apply";
    const range = await openRange([defineCase({ check: "sql-injection", name: "writes", vulnerable: true, build: (names) => {
      const own = shop = openShop(names, "things");
      return { html: () => "", requests: [{ method: "POST", path, headers: [["content-type", "application/x-www-form-urlencoded"]], body: "who=nobody" }], close: () => { own.close(); }, handle: (request) => { try { own.run(sql("things", request.form().get("who") ?? "")); return htmlAnswer("<p>Done."); } catch { return htmlAnswer("<p>Failed.", { status: 500 }); } } };
    } })], "writes");
    const before = shop?.all("SELECT * FROM things");
    await techniques(range);
    expect(shop?.all("SELECT * FROM things")).toEqual(before);
    await range.close();
  });
});
