// Who asks: the token in the Authorization header, or the session in the cookie; and whether a browser was tricked into asking.
import type { FastifyReply, FastifyRequest } from "fastify";
import type { Principal } from "../access/principal.ts";
import { principalOfSession, sessionMs } from "../access/sessions.ts";
import { principalOfToken } from "../access/tokens.ts";
import type { App } from "../app/app.ts";
import { secondMs } from "../kernel/clock.ts";
import { Fault } from "../kernel/fault.ts";
import { isAlertmanagerDoor } from "./problem.ts";

const cookieName = "aftwatch_session";

/** Undefined when nothing came; a Fault when what came is not good, so that a bad token is not mistaken for none. */
export async function findPrincipal(app: App, request: FastifyRequest): Promise<Principal | undefined> {
  const access = { store: app.access, clock: app.clock };
  const { authorization } = request.headers;
  if (authorization !== undefined) return bearerPrincipal(access, takesPassword(request.url) ? bearerOf(authorization) : authorization);
  const secret = sessionSecretOf(request);
  return secret === undefined ? undefined : principalOfSession(access, secret);
}

async function bearerPrincipal(access: { store: App["access"]; clock: App["clock"] }, authorization: string): Promise<Principal> {
  // RFC 9110 section 11.1: the scheme is case-insensitive.
  const [, token] = /^bearer +(\S+)$/i.exec(authorization) ?? [];
  if (token === undefined) throw new Fault("auth.required", { detail: "The Authorization header is not `Bearer <token>`." });
  const answer = await principalOfToken(access, token);
  if (answer.kind === "known") return answer.principal;
  throw new Fault("auth.required", { detail: `The token is ${answer.kind}.` });
}

/** Where senders knock that know no header of their own: Falco's http_output has an address and nothing else. */
const takesPassword = (url: string): boolean => isAlertmanagerDoor(url) || url.startsWith("/api/v1/ingest/") || /^\/v1\/logs(?:\?|$)/.test(url);

/**
 * RFC 7617: Prometheus, amtool and Falco know a user and a password; the password is the token, the user is not looked at. Only at
 * Alertmanager's doors and those for events: a browser that was once asked sends Basic credentials with every page's requests.
 */
function bearerOf(authorization: string): string {
  const [, encoded] = /^basic +(\S+)$/i.exec(authorization) ?? [];
  if (encoded === undefined) return authorization;
  const pair = Buffer.from(encoded, "base64").toString("utf8");
  return `Bearer ${pair.slice(pair.indexOf(":") + 1)}`;
}

export function sessionSecretOf(request: FastifyRequest): string | undefined {
  const pairs = (request.headers.cookie ?? "").split(";").map((pair) => pair.trim());
  return pairs.find((pair) => pair.startsWith(`${cookieName}=`))?.slice(cookieName.length + 1) || undefined;
}

/** SameSite=Strict keeps other sites from using it, HttpOnly keeps scripts from reading it (RFC 6265bis). */
export function setSessionCookie(request: FastifyRequest, reply: FastifyReply, secret: string): void {
  reply.header("set-cookie", cookieText(request, secret, sessionMs / secondMs));
}

export function clearSessionCookie(request: FastifyRequest, reply: FastifyReply): void {
  reply.header("set-cookie", cookieText(request, "", 0));
}

const cookieText = (request: FastifyRequest, value: string, maxAgeSeconds: number): string =>
  `${cookieName}=${value}; Path=/; Max-Age=${maxAgeSeconds}; HttpOnly; SameSite=Strict${request.protocol === "https" ? "; Secure" : ""}`;

/**
 * Writes that a browser authenticates by itself must come from our own pages. Browsers name the page in Origin, and
 * since 2023 all of them say in Sec-Fetch-Site how it relates to us; a write with a cookie and neither is refused.
 */
export function refuseCrossSite(request: FastifyRequest, publicUrl: string): void {
  const { origin, "sec-fetch-site": site } = request.headers;
  // Behind a proxy the Host header may be another one than the browser saw: then the public URL is what it saw.
  const ours = [`${request.protocol}://${request.host}`, publicUrl].map(hostOf);
  const isOurs = origin === undefined ? site === "same-origin" : ours.includes(hostOf(origin) ?? "");
  if (!isOurs) throw new Fault("auth.cross-site");
}

/** With its port, but without one that the scheme implies. */
const hostOf = (url: string): string | undefined => URL.parse(url)?.host;
