// Edits upon something that has changed since it was read are refused, not merged.
import type { FastifyRequest } from "fastify";
import type { TSchema } from "typebox";
import { Fault } from "../kernel/fault.ts";
import { isIfMatchMet } from "./etags.ts";
import { wire } from "./wire.ts";

/** Throws request.stale when If-Match came and names another state than the present one. */
export function refuseStaleEdit(request: FastifyRequest, schema: TSchema, editable: (answer: Record<string, unknown>) => unknown, current: unknown): void {
  const ifMatch = request.headers["if-match"];
  if (ifMatch === undefined) return;
  if (!isIfMatchMet(ifMatch, editable(wire(schema, current) as Record<string, unknown>))) throw new Fault("request.stale");
}
