// Members added to the body of a request: to JSON objects and to forms, also where those are nested ("user[name]").
import { mediaTypeOf } from "../exchange.ts";
import type { TestRequest } from "../exchange.ts";
import { isJson } from "../points/json-places.ts";
import { bodyText, withBody } from "../points/place.ts";
import type { Seed } from "../seed.ts";

export type Members = Record<string, unknown>;
export const isRecord = (value: unknown): value is Members => typeof value === "object" && value !== null && !Array.isArray(value);
export const jsonOf = (text: string): unknown => { try { return JSON.parse(text) as unknown; } catch { return undefined; } };

/** json: an object; form: pairs; undefined: neither, nothing can be added. */
export function bodyKind(request: TestRequest): "json" | "form" | undefined {
  if (isJson(request)) return isRecord(jsonOf(bodyText(request))) ? "json" : undefined;
  return mediaTypeOf(request.headers) === "application/x-www-form-urlencoded" ? "form" : undefined;
}

/** The request with these members in every object of its body that holds plain values; members that are there keep their place and get the value. */
export function withMembers(request: TestRequest, members: Readonly<Members>): TestRequest {
  if (bodyKind(request) === "form") return withPairs(request, members);
  const body = jsonOf(bodyText(request));
  const filled = (value: unknown, depth: number): unknown => (!isRecord(value) ? value : {
    ...Object.fromEntries(Object.entries(value).map(([name, member]) => [name, depth < 3 ? filled(member, depth + 1) : member])),
    ...(depth === 0 || Object.values(value).some((member) => typeof member !== "object") ? members : {}),
  });
  return withBody(request, JSON.stringify(filled(body, 0)));
}

function withPairs(request: TestRequest, members: Readonly<Members>): TestRequest {
  const pairs = new URLSearchParams(bodyText(request));
  const within = [...new Set([...pairs.keys()].flatMap((name) => /^([\w.-]+)\[[\w.-]+\]$/.exec(name)?.[1] ?? []))].slice(0, 2);
  for (const [name, value] of Object.entries(members)) for (const key of [name, ...within.map((one) => `${one}[${name}]`)]) pairs.set(key, String(value));
  return withBody(request, pairs.toString());
}

/** Names of the members that the body has already, in whatever object. */
export function memberNames(request: TestRequest): Set<string> {
  if (bodyKind(request) === "form") return new Set([...new URLSearchParams(bodyText(request)).keys()].flatMap((name) => [name, /\[([\w.-]+)\]$/.exec(name)?.[1] ?? name]));
  const names = new Set<string>();
  const walk = (value: unknown, depth: number): void => { if (isRecord(value) && depth < 4) for (const [name, member] of Object.entries(value)) { names.add(name); walk(member, depth + 1); } };
  walk(jsonOf(bodyText(request)), 0);
  return names;
}

const mustBeNew = /e?-?mail|user_?name|^user$|login|nick|handle|slug|sku|phone|^name$|title/i;

/** What creates something is asked several times: what must be unique is another one each time. */
export function renewed(request: TestRequest, seed: Seed, round: string): TestRequest {
  if (request.method !== "POST") return request;
  const fresh = (name: string, value: unknown): unknown => (typeof value !== "string" || !mustBeNew.test(name) || value === "" ? value : value.includes("@") ? `${seed.word(`new/${name}/${round}`, 9)}${value.slice(value.indexOf("@"))}` : /^\d+$/.test(value) ? String(seed.number(`new/${name}/${round}`, 10 ** (value.length - 1), 10 ** value.length - 1)) : `${value}${seed.word(`new/${name}/${round}`, 5)}`);
  if (bodyKind(request) === "form") return withBody(request, new URLSearchParams([...new URLSearchParams(bodyText(request))].map(([name, value]): [string, string] => [name, String(fresh(name, value))])).toString());
  return withBody(request, JSON.stringify(jsonOf(bodyText(request)), (name, value: unknown) => fresh(name, value)));
}
