// Which points a query could be built from, with what harmless values, and where a condition must not be widened.
import type { Point } from "../point.ts";
import type { Seed } from "../seed.ts";

const headers = new Set(["user-agent", "referer", "x-forwarded-for", "x-forwarded-host", "accept-language", "origin"]);
const neverQueried = new Set(["x-forwarded-host", "origin", "accept-language"]);

/** Whether the value could reach a query at all: not the text after a path, not headers that nobody looks things up by. */
export function isInjectable(point: Point): boolean {
  if (point.kind === "url-path-suffix") return false;
  if (point.kind === "header" && headers.has(point.name.toLowerCase())) return !neverQueried.has(point.name.toLowerCase());
  return point.route.method !== "OPTIONS" && !(isStatic(point) && point.kind !== "query");
}

// Files that a web server hands out by itself.
const isStatic = ({ route }: Point): boolean => /\.(?:css|m?js|map|png|jpe?g|gif|svg|ico|webp|woff2?|ttf|pdf|zip|mp[34])$/i.test(route.template);

/** A harmless value like the point's own, another one for each round: a number for a number, a word otherwise. */
export function plainOf({ value }: Point, seed: Seed, round: number): string {
  if (/^-?\d{1,15}$/.test(value)) return String(Number(value) + seed.number(`plain/${round}`, 1000, 99_999));
  return `${/^[\w .@-]{1,40}$/.test(value) ? value : ""}${seed.word(`plain/${round}`, 6)}`;
}

// A condition that is always true in a statement that deletes or updates would reach every row: there only those are asked that narrow, or that such a statement refuses.
const writes = /delet|remov|drop|purge|eras|clear|updat|edit|modif|chang|save|store|reset|revok|disable|enable|activat|cancel|approv|mark|move|renam|transfer|pay|order|regist|sign-?up|creat|insert|add|upload|import|publish|subscri/i;

/** Whether a condition may be opened (OR ...) here without a guard against writing: what reads by its method, and does not say otherwise. */
export function mayWiden({ route }: Point): boolean {
  return (route.method === "GET" || route.method === "HEAD" || route.method === "QUERY") && !writes.test(route.template);
}

/** Whether the path says that something is written, deleted or sent. A login posts and only looks up; nothing but its path can tell it from a form that changes rows. */
export const saysWriting = ({ route }: Point): boolean => writes.test(route.template);
