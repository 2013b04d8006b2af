// CloudEvents 1.0 over HTTP: structured, batched and binary, and a bare CDEvent; out come the CDEvents inside, or why not.
import type { FaultPlace } from "../kernel/fault.ts";

export type Incoming = { kind: "event"; id: string | undefined; event: unknown } | { kind: "bad"; id: string | undefined; places: readonly FaultPlace[] };

type Headers = Readonly<Record<string, string | string[] | undefined>>;
type Members = Readonly<Record<string, unknown>>;

/** HTTP Protocol Binding 3.1 to 3.3: the mode is told by the content type, binary by its ce- headers. */
export function eventsIn(headers: Headers, body: unknown): Incoming[] {
  const type = String(headers["content-type"] ?? "").split(";", 1)[0]?.trim().toLowerCase();
  if (type === "application/cloudevents-batch+json") return Array.isArray(body) ? body.map(structured) : [bad("", "must be an array of CloudEvents")];
  if (type === "application/cloudevents+json") return [structured(body)];
  if (headers["ce-specversion"] !== undefined) return [binary(headers, body)];
  return Array.isArray(body) ? body.map(bare) : [bare(body)];
}

/** Structured mode: the event's attributes and its data in one object. */
function structured(value: unknown): Incoming {
  if (!isObject(value)) return bad("", "must be a CloudEvent");
  const id = textOf(value["id"]);
  const places = ["id", "source", "specversion", "type"].filter((name) => typeof value[name] !== "string" || value[name] === "").map((name) => ({ at: `/${name}`, rule: "is missing: CloudEvents 1.0 requires it" }));
  if (value["specversion"] !== "1.0" && places.every((place) => place.at !== "/specversion")) places.push({ at: "/specversion", rule: "must be 1.0" });
  if (places.length > 0) return { kind: "bad", id, places };
  const data = dataOf(value);
  return data === undefined ? bad("/data", "must be a CDEvent", id) : { kind: "event", id, event: data };
}

/** JSON Event Format 3.1: JSON stands in `data`, other bytes in `data_base64`. */
function dataOf(value: Members): unknown {
  if (typeof value["data_base64"] === "string") return parsed(Buffer.from(value["data_base64"], "base64").toString("utf8"));
  return typeof value["data"] === "string" ? parsed(value["data"]) : value["data"];
}

function binary(headers: Headers, body: unknown): Incoming {
  const id = textOf(headers["ce-id"]);
  const missing = ["ce-id", "ce-source", "ce-type"].filter((name) => textOf(headers[name]) === undefined);
  if (missing.length > 0) return { kind: "bad", id, places: missing.map((name) => ({ at: `header ${name}`, rule: "is missing: CloudEvents 1.0 requires it" })) };
  return headers["ce-specversion"] === "1.0" ? { kind: "event", id, event: body } : { kind: "bad", id, places: [{ at: "header ce-specversion", rule: "must be 1.0" }] };
}

const bare = (value: unknown): Incoming => {
  const context = isObject(value) && isObject(value["context"]) ? value["context"] : {};
  return { kind: "event", id: textOf(context["id"]), event: value };
};

const bad = (at: string, rule: string, id?: string): Incoming => ({ kind: "bad", id, places: [{ at, rule }] });
const isObject = (value: unknown): value is Members => typeof value === "object" && value !== null && !Array.isArray(value);
const textOf = (value: unknown): string | undefined => (typeof value === "string" && value !== "" ? value : undefined);

function parsed(text: string): unknown {
  try { return JSON.parse(text); } catch { return undefined; }
}
