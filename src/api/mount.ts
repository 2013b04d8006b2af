// Opens a door on the server: who may enter, what is checked, and how the answer is written; the same for every door.
import type { FastifyInstance, FastifyReply, FastifyRequest, FastifySchema, RouteShorthandOptions } from "fastify";
import Type from "typebox";
import type { TSchema } from "typebox";
import { mayDo } from "../access/principal.ts";
import type { Principal } from "../access/principal.ts";
import type { App } from "../app/app.ts";
import { Problem } from "../contract/shapes.ts";
import { parseInstant } from "../kernel/clock.ts";
import { Fault } from "../kernel/fault.ts";
import { findPrincipal, refuseCrossSite } from "./credentials.ts";
import { etagOf } from "./etags.ts";
import type { Idempotency } from "./idempotency.ts";
import { refuseBrokenText } from "./plain-text.ts";
import { readQuery } from "./query.ts";
import type { Call, Desk, Door, Resource } from "./route.ts";
import { wire } from "./wire.ts";

export interface Mounting { app: App; desk: Desk; idempotency: Idempotency; principals: WeakMap<FastifyRequest, Principal> }

export const apiPrefix = "/api/v1";

export function mount(server: FastifyInstance, resource: Resource, mounting: Mounting): void {
  for (const one of resource.doors) server.route({ method: one.method, url: one.root ? one.path : apiPrefix + one.path, ...optionsOf(one, mounting) });
}

function optionsOf(one: Door, mounting: Mounting): RouteShorthandOptions & { handler(request: FastifyRequest, reply: FastifyReply): Promise<unknown> } {
  return {
    schema: schemaOf(one), ...(one.bodyLimitBytes === undefined ? {} : { bodyLimit: one.bodyLimitBytes }),
    onRequest: (request) => admit(one, mounting, request),
    preValidation: async (request) => {
      // A door that reads a batch member by member refuses the member, not the batch.
      refuseBrokenText(one.readsMembers ? { ...textsOf(request), body: undefined } : textsOf(request));
      readQuery(one.query, request);
    },
    preHandler: async (request, reply) => {
      const org = mounting.principals.get(request)?.org ?? mounting.app.org;
      if (await mounting.idempotency.before(one, request, reply, org)) return reply;
      return undefined;
    },
    handler: (request, reply) => answer(one, mounting, request, reply),
  };
}

const textsOf = ({ body, params, query }: FastifyRequest): Pick<FastifyRequest, "body" | "params" | "query"> => ({ body, params, query });

/** Authentication, then the cross-site check, then the scope: a stranger never learns what exists. */
async function admit(one: Door, { app, principals }: Mounting, request: FastifyRequest): Promise<void> {
  const isWrite = one.method !== "GET";
  if (one.scope === "public") {
    if (isWrite && request.headers.origin !== undefined) refuseCrossSite(request, app.publicUrl);
    return;
  }
  const principal = await findPrincipal(app, request);
  if (!principal) throw new Fault("auth.required");
  if (isWrite && principal.via === "session") refuseCrossSite(request, app.publicUrl);
  const needed = one.scope ?? (isWrite ? "write" : "read");
  if (!mayDo(principal, needed)) throw new Fault("auth.denied", { detail: `It needs the scope ${needed}.` });
  principals.set(request, principal);
}

async function answer(one: Door, mounting: Mounting, request: FastifyRequest, reply: FastifyReply): Promise<unknown> {
  reply.code(one.status ?? 200);
  const value = await one.handle(callOf(mounting, request, reply) as Call<string, Record<string, unknown>>);
  if (one.status === 204) return reply.send();
  if (reply.sent) return reply;
  if (!one.answer) return value;
  const body = wire(one.answer, value);
  const payload = JSON.stringify(body);
  if (one.method === "GET") reply.header("etag", etagOf(payload, one.editable?.(body as Record<string, unknown>)));
  return reply.type("application/json").send(payload);
}

function callOf({ app, desk, principals }: Mounting, request: FastifyRequest, reply: FastifyReply): Call {
  const principal = principals.get(request);
  const query = request.query as { limit?: number; after?: string; asof?: string };
  return {
    app, desk, principal, request, reply,
    org: principal?.org ?? app.org, actor: principal?.actor ?? "anonymous", now: app.clock.now(),
    params: request.params as Record<string, string>, query, body: request.body,
    page: { limit: query.limit ?? 50, after: query.after },
    asof: query.asof === undefined ? undefined : parseInstant(query.asof),
  };
}

/** The JSON Schemas that check the request and, unchanged, make the OpenAPI document. */
function schemaOf(one: Door): FastifySchema {
  const { id: operationId, tag, summary, description, query = {}, body, answer: shape, status = 200, streams } = one;
  const names = [...one.path.matchAll(/:(\w+)/g)].flatMap(([, name]) => name ?? []);
  return {
    operationId, tags: [tag], summary, ...(description ? { description } : {}), ...(streams ? { consumes: [...streams.contentTypes] } : {}),
    querystring: Type.Object(query, { additionalProperties: false }),
    ...(names.length > 0 ? { params: Type.Object(Object.fromEntries(names.map((name) => [name, Type.String({ minLength: 1 })]))) } : {}),
    ...(body ? { body } : {}),
    response: { [status]: answerSchema(one, shape), default: { description: "A problem (RFC 9457)", content: { "application/problem+json": { schema: Problem } } } },
    ...(one.scope === "public" ? { security: [] } : {}),
  };
}

function answerSchema(one: Door, shape: TSchema | undefined): object {
  if (shape) return { description: one.summary, content: { "application/json": { schema: shape } } };
  if (one.answersWith) return { description: one.summary, content: { [one.answersWith]: { schema: Type.String() } } };
  return { description: one.summary, type: "null" };
}
