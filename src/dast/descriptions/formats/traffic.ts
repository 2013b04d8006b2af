// Real traffic: rows of method, path and count as the runtime room gives them, the most used first.
import type { Route } from "../../route.ts";
import { atOrigin, describedRoute, mostRoutes } from "../described-route.ts";
import { defineDescription } from "../description.ts";
import type { DescriptionDocument } from "../description.ts";
import { isTable, listIn, memberIn, textIn, unreadable, valueOf } from "../document-value.ts";

/** path may have a query, and names for what is data: "/orders/{id}", "/orders/:id". */
export interface TrafficRow { method: string; path: string; count: number }

const isRow = (value: unknown): boolean => isTable(value) && textIn(value["method"]) !== undefined && textIn(value["path"]) !== undefined && (value["count"] === undefined || typeof value["count"] === "number");
const rowsIn = (document: DescriptionDocument): readonly unknown[] => { const value = valueOf(document); return Array.isArray(value) ? value : listIn(memberIn(value, "rows")); };

export const traffic = defineDescription({
  id: "traffic",
  about: "Rows of method, path and count, as they were seen in real traffic: JSON.",
  takes: (document) => /^\s*[[{]/.test(document.text) && rowsIn(document).slice(0, 5).some(isRow),
  read(document, { origin }) {
    const left: { at: string; why: string }[] = [];
    const rows = rowsIn(document).flatMap((value, index): TrafficRow[] => {
      if (isRow(value) && isTable(value)) return [{ method: String(value["method"]), path: String(value["path"]), count: Number(value["count"] ?? 1) }];
      left.push({ at: `/${index}`, why: "has no method and path" });
      return [];
    });
    if (rows.length === 0) throw unreadable(document, "", "holds no row with a method and a path");
    if (rows.length > mostRoutes) left.push({ at: `/${mostRoutes}`, why: `more than ${mostRoutes} rows: those with the highest counts are taken` });
    return { routes: routesOf(rows, origin, document.from), left, notes: [] };
  },
});

function routesOf(rows: readonly TrafficRow[], origin: string, from: string): Route[] {
  const sorted = rows.toSorted((a, b) => b.count - a.count || (a.path < b.path ? -1 : 1)).slice(0, mostRoutes);
  return sorted.flatMap(({ method, path }) => {
    const named = path.replaceAll(/:([A-Za-z_]\w*)(?=[/?]|$)/g, "{$1}").replaceAll("*", "1");
    const url = atOrigin(named.replaceAll(/\{[^{}/]*\}/g, "1"), origin);
    return url === undefined ? [] : describedRoute({ method: method.toUpperCase(), url, ...(named.includes("{") ? { template: named.replace(/\?.*$/, "") } : {}) }, "traffic", from) ?? [];
  });
}
