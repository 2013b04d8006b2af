// The HTTP server: the API's doors, the console, and what holds for every answer.
import { randomBytes } from "node:crypto";
import swagger from "@fastify/swagger";
import fastify from "fastify";
import type { FastifyInstance, FastifyRequest } from "fastify";
import { createLoginBrake } from "../access/login-brake.ts";
import type { Principal } from "../access/principal.ts";
import type { App } from "../app/app.ts";
import { Fault } from "../kernel/fault.ts";
import { createIds } from "../kernel/id.ts";
import { completeDocument } from "./document.ts";
import { isNoneMatchHit } from "./etags.ts";
import { createIdempotency } from "./idempotency.ts";
import { apiPrefix, mount } from "./mount.ts";
import type { Mounting } from "./mount.ts";
import { sendProblem } from "./problem.ts";
import { createPulse } from "./pulse.ts";
import { resources } from "./resources/index.ts";
import type { Desk } from "./route.ts";
import { addSecurityHeaders } from "./security-headers.ts";
import { sendConsole } from "./static-console.ts";
import { createTraffic } from "./traffic.ts";

export interface ServerOptions {
  /** The built console; undefined when there is none. */
  consoleDir: string | undefined;
  /** Take the client's address and protocol from X-Forwarded-*: only behind a proxy that sets them. */
  trustProxy?: boolean;
}

// 1 MB: the largest JSON a door reads is a batch of events; SBOMs stream through a door of their own.
const bodyLimitBytes = 1024 * 1024;
// A purl or a digest may stand where an id does.
const pathMemberLimit = 2048;

/** The server, not yet listening. Closing it ends its streams first. */
export function createServer(app: App, { consoleDir, trustProxy = false }: ServerOptions): FastifyInstance {
  const closing = new AbortController();
  const server = fastify({
    trustProxy, bodyLimit: bodyLimitBytes, logger: false, genReqId: traceIdOf,
    routerOptions: { maxParamLength: pathMemberLimit },
    ajv: { customOptions: { removeAdditional: false, coerceTypes: false, useDefaults: false, allErrors: true } },
    // Errors of the router itself (a path that is not valid percent-encoding) are problems like all others.
    frameworkErrors: (error, request, reply) => { sendProblem(error, request, reply, app.log); },
  });
  const idempotency = createIdempotency(app);
  const desk: Desk = {
    ids: createIds(app.clock), brake: createLoginBrake(app.clock), pulse: createPulse(), traffic: createTraffic(),
    isClosing: closing.signal, bodyOf: (request) => idempotency.body(request),
  };
  const mounting: Mounting = { app, desk, idempotency, principals: new WeakMap<FastifyRequest, Principal>() };
  // wire() has already given the answer its shape; a second pass would only be able to lose something.
  server.setSerializerCompiler(() => (value) => JSON.stringify(value));
  server.setErrorHandler((thrown, request, reply) => sendProblem(thrown, request, reply, app.log));
  addHooks(server, mounting);
  server.addHook("preClose", async () => { closing.abort(); });
  addDocument(server, app);
  addDoors(server, mounting);
  server.setNotFoundHandler((request, reply) => {
    const isPage = (request.method === "GET" || request.method === "HEAD") && !request.url.startsWith("/api/");
    return isPage ? sendConsole(consoleDir, request, reply) : sendProblem(new Fault("request.not-found"), request, reply, app.log);
  });
  return server;
}

/** W3C Trace Context: the caller's trace id when it sends one, so that our log lines join its trace. */
function traceIdOf({ headers }: { headers: Record<string, string | string[] | undefined> }): string {
  const [, traceId] = /^00-([0-9a-f]{32})-[0-9a-f]{16}-[0-9a-f]{2}$/.exec(String(headers["traceparent"] ?? "")) ?? [];
  return traceId ?? randomBytes(16).toString("hex");
}

function addHooks(server: FastifyInstance, { desk, idempotency }: Mounting): void {
  server.addHook("onRequest", async (_request, reply) => { addSecurityHeaders(reply); });
  server.addHook("onSend", async (request, reply, payload) => {
    await idempotency.after(request, reply, payload);
    if (request.url.startsWith("/api/") && !reply.hasHeader("cache-control")) reply.header("cache-control", "private, no-cache");
    const etag = reply.getHeader("etag");
    const known = request.headers["if-none-match"];
    if (typeof etag !== "string" || known === undefined || reply.statusCode !== 200 || !isNoneMatchHit(known, etag)) return payload;
    reply.code(304).removeHeader("content-length").removeHeader("content-type");
    return "";
  });
  server.addHook("onResponse", async (request, reply) => {
    desk.traffic.record({ method: request.method, route: request.routeOptions.url ?? "(none)", status: reply.statusCode, seconds: reply.elapsedTime / 1000 });
  });
}

function addDocument(server: FastifyInstance, app: App): void {
  void server.register(swagger, {
    openapi: {
      openapi: "3.1.0",
      info: { title: "Aftwatch", version: app.version, description: "Post-deploy vulnerability watch: what runs where, what is vulnerable, who must act, and the proof.", license: { name: "Apache-2.0", identifier: "Apache-2.0" } },
      tags: resources.map(({ tag, about }) => ({ name: tag, description: about })),
      components: { securitySchemes: {
        token: { type: "http", scheme: "bearer", description: "An API token, `aft_...`" },
        session: { type: "apiKey", in: "cookie", name: "aftwatch_session", description: "The console's session" },
      } },
      security: [{ token: [] }, { session: [] }],
    },
  });
}

function addDoors(server: FastifyInstance, mounting: Mounting): void {
  void server.register(async (parsed) => {
    acceptJson(parsed);
    for (const resource of resources) mount(parsed, { ...resource, doors: resource.doors.filter((one) => !one.streams) }, mounting);
    parsed.get(`${apiPrefix}/openapi.json`, { schema: { hide: true } }, async (_request, reply) => reply.type("application/json").send(JSON.stringify(completeDocument(parsed.swagger(), resources))));
  });
  void server.register(async (streaming) => {
    // Nothing reads the body before the handler does: an SBOM of 500 MB is never in memory.
    streaming.removeAllContentTypeParsers();
    streaming.addContentTypeParser("*", (_request, _payload, done) => { done(null); });
    for (const resource of resources) mount(streaming, { ...resource, doors: resource.doors.filter((one) => one.streams) }, mounting);
  });
}

/** RFC 6839 section 3.1: every "+json" type is JSON. */
function acceptJson(server: FastifyInstance): void {
  server.addContentTypeParser(/^application\/[\w.-]+\+json/, { parseAs: "string" }, server.getDefaultJsonParser("error", "error"));
}
