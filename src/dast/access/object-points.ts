// Which part of an address names an object, and other values for it: one that nobody has, and the ones next to it.
import type { Point } from "../point.ts";
import { pointsOf } from "../points/points.ts";
import type { Route } from "../route.ts";

const paging = /^(?:page|p|limit|offset|size|per_?page|count|start|sort|order|dir|lang|locale|v|version|ver|t|ts|_|cache|callback|year|month|day|width|height|w|h|q|query|search)$/i;
const key = /^(?:\d{1,18}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|[0-9a-f]{8,64}|[\w.+-]+@[\w-]+\.[\w.-]+|[a-z]{1,12}[-_]?\d{1,12}(?:\.\w{2,5})?|[\w-]{1,40}?\d{2,}(?:\.\w{2,5})?)$/i;
const named = /(?:^|[_-])(?:id|uid|user|username|account|owner|customer|email|key|ref|no|nr|number|uuid|guid|slug|login|file|doc|document|invoice|order)s?$|[a-z](?:Id|Key|No|Uuid)$/;

/** Places of the path and query that name an object: by their value, or by their name. inner: a number in base64 is one too. */
export function objectPointsOf(route: Route): Point[] {
  const points = pointsOf(route).filter(({ kind, aspect, value }) => (kind === "path" || kind === "query") && aspect === undefined && value !== "" && value.length <= 200);
  return points.filter((point) => !(point.kind === "query" && paging.test(point.name)) && ((key.test(point.value) && !/^v\d{1,2}$/i.test(point.value)) || (point.kind === "query" && point.wrappings.length === 0 && named.test(point.name) && /^[\w.@-]{2,80}$/.test(point.value)))).slice(0, 3);
}

/** A value of the same make that nobody has: digits stay digits. */
export function strangeValue(value: string, number: (label: string, from: number, to: number) => number): string {
  const digit = (at: number, from: number): string => String(number(`strange ${at}`, from, 9));
  if (/^\d+$/.test(value)) return Array.from({ length: Math.max(9, value.length) }, (_, at) => digit(at, at === 0 ? 7 : 0)).join("");
  if (/^[0-9a-f-]+$/i.test(value)) return [...value].map((sign, at) => (sign === "-" ? sign : number(`strange ${at}`, 0, 15).toString(16))).join("");
  const made = value.replace(/\d+/, () => Array.from({ length: 8 }, (_, at) => digit(at, at === 0 ? 7 : 0)).join(""));
  return made === value ? value.replace(/[\p{L}\d]+/u, (name) => [...`${name}xyzwq`].map(() => String.fromCharCode(97 + number(`strange ${name.length}`, 0, 25))).join("") + String(number("strange end", 100, 999))) : made;
}

/** The values before and after, of what counts up; none of what is random. */
export function neighboursOf(value: string): string[] {
  const [, before = "", digits = "", after = ""] = /^(\D*?)(\d{1,12})(\D*)$/.exec(value) ?? [];
  if (digits === "") return [];
  return [Number(digits) + 1, Number(digits) - 1].filter((one) => one >= 0).map((one) => `${before}${String(one).padStart(digits.startsWith("0") ? digits.length : 1, "0")}${after}`);
}
