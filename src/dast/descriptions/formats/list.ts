// Plain lists: a URL or a path on each line, with a method before it and a body after it where there is one.
import { atOrigin, describedRoute, mostRoutes } from "../described-route.ts";
import { defineDescription } from "../description.ts";
import { unreadable } from "../document-value.ts";

const line = /^(?:([A-Za-z]{3,10})\s+)?((?:https?:\/\/|\/)\S*)(?:\s+(\S.*))?$/;
const isLine = (text: string): boolean => text === "" || text.startsWith("#") || line.test(text);

export const list = defineDescription({
  id: "list",
  about: "A list of URLs or paths, one on each line: `POST /orders {\"id\": 1}`, `GET /`, `https://shop.example/`.",
  takes: ({ text }) => { const lines = text.split(/\r?\n/, 200).map((one) => one.trim()); return lines.some((one) => line.test(one)) && lines.filter((one) => !isLine(one)).length <= lines.length / 10; },
  read(document, { origin }) {
    const left: { at: string; why: string }[] = [];
    const lines = document.text.split(/\r?\n/, mostRoutes + 1);
    if (lines.length > mostRoutes) left.push({ at: `line ${mostRoutes}`, why: "the list is longer than is read" });
    const routes = lines.slice(0, mostRoutes).flatMap((one, index) => {
      const text = one.trim();
      if (text === "" || text.startsWith("#")) return [];
      const [, method = "GET", ref = "", body] = line.exec(text) ?? [];
      const url = ref.startsWith("/") ? atOrigin(ref, origin) : ref;
      const route = url === undefined || ref === "" ? undefined : describedRoute({ method: method.toUpperCase(), url, ...(body === undefined ? {} : { body, headers: [["content-type", /^[[{]/.test(body) ? "application/json" : "application/x-www-form-urlencoded"]] as const }) }, "list", document.from);
      if (route === undefined) left.push({ at: `line ${index + 1}`, why: "is neither a URL nor a path" });
      return route ?? [];
    });
    if (routes.length === 0) throw unreadable(document, "", "holds no URL");
    return { routes, left, notes: [] };
  },
});
