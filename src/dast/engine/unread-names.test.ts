// Names of parameters are left alone only where no name makes any difference.
import { expect, it } from "vitest";
import { checkTools } from "../../../test/dast/check-tools.ts";
import { openRange } from "../../../test/dast/range/range.ts";
import { defineCase, escapeHtml, htmlAnswer } from "../../../test/dast/range/case.ts";
import type { RangeRequest } from "../../../test/dast/range/case.ts";
import { pointsOf } from "../points/points.ts";
import { routeFrom } from "../route-from.ts";
import { isUnreadName } from "./unread-names.ts";

const answers: Readonly<Record<string, (request: RangeRequest) => string>> = {
  "by the name it knows": ({ query }) => `<p>${escapeHtml(query.get("view") ?? "none")}</p>`,
  "with the names, encoded": ({ query }) => `<p>Unknown: ${escapeHtml([...query.keys()].join())}</p>`,
  "by what a name does to its query": ({ query }) => ([...query.keys()].some((name) => name.includes("'")) ? "<p>Failed.</p>" : "<p>Done.</p>"),
  "with other numbers each time": () => `<p>${process.hrtime.bigint()} of us</p>`,
};

it.each([["by the name it knows", true], ["with the names, encoded", false], ["by what a name does to its query", false], ["with other numbers each time", true]])("an application that answers %s: unread is %s", async (kind, unread) => {
  const range = await openRange([defineCase({ check: "none", name: kind, vulnerable: false, build: () => ({ html: () => "", requests: [], handle: (request) => htmlAnswer(answers[kind]?.(request) ?? "") }) })]);
  try {
    const route = routeFrom({ method: "GET", url: `${range.origin}${range.cases[0]?.prefix ?? ""}/list?view=all`, headers: [], body: undefined }, { source: "link", foundOn: undefined, depth: 0 });
    const point = pointsOf(route).find(({ kind: one }) => one === "query-name");
    expect(point && await isUnreadName(point, checkTools())).toBe(unread);
  } finally { await range.close(); }
});
