// What no door takes: texts that no store keeps, and values nested without end.
import type { FastifyRequest } from "fastify";
import { isBrokenText } from "../kernel/broken-text.ts";
import { Fault } from "../kernel/fault.ts";
import type { FaultPlace } from "../kernel/fault.ts";

// Deeper than any document of ours; what goes through the values one within another stays far from its own limits.
const mostDepth = 200;
const mostPlaces = 20;

/** Throws request.invalid with the first places of body, path and query that hold such texts, or that nests too deep. */
export function refuseBrokenText({ body, params, query }: Pick<FastifyRequest, "body" | "params" | "query">): void {
  const places = [...brokenIn(params, "path "), ...brokenIn(query, "query "), ...brokenIn(body, "")];
  if (places.length > 0) throw new Fault("request.invalid", { places: places.slice(0, mostPlaces) });
}

interface Part { value: unknown; at: string; depth: number }

function brokenIn(root: unknown, at: string): FaultPlace[] {
  const places: FaultPlace[] = [];
  const parts: Part[] = [{ value: root, at, depth: 0 }];
  for (let part = parts.pop(); part && places.length < mostPlaces; part = parts.pop()) {
    if (typeof part.value === "string") note(part.value, part.at, places);
    else if (typeof part.value === "object" && part.value !== null) intoMembers(part.value, part, parts, places);
  }
  return places;
}

function intoMembers(value: object, { at, depth }: Part, parts: Part[], places: FaultPlace[]): void {
  if (depth >= mostDepth) { places.push({ at: `${at.slice(0, 100)}…`, rule: `is nested deeper than ${mostDepth}` }); return; }
  const isList = Array.isArray(value);
  for (const [name, member] of Object.entries(value)) {
    if (!isList) note(name, at, places);
    // Numbers, booleans and nulls are nothing to look at, and are most of what long lists hold.
    if (typeof member === "string" ? isBrokenText(member) : typeof member === "object" && member !== null) parts.push({ value: member, at: `${at}/${name}`, depth: depth + 1 });
  }
}

function note(text: string, at: string, places: FaultPlace[]): void {
  if (isBrokenText(text)) places.push({ at: at.toWellFormed().replaceAll("\0", "\u2400"), rule: text.includes("\0") ? "holds a NUL character" : "holds half of a surrogate pair", mend: "Send text that is valid UTF-8 without NUL." });
}
