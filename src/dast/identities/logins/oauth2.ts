// OAuth 2.0 (RFC 6749): tokens by client credentials, password or refresh token; the place of the tokens by the issuer's own metadata.
import type { Header } from "../../exchange.ts";
import { getRequest } from "../../exchange.ts";
import { isHeldBack } from "../../login/login-form.ts";
import type { LoginMethod } from "../identity.ts";
import type { Credentials, Login, LoginResult, LoginTools } from "../login.ts";
import { into, out } from "../login.ts";
import { jsonOf, valueAt } from "./token-in.ts";

type OAuth2 = Extract<LoginMethod, { kind: "oauth2" }>;
interface Endpoint { url: string; /** The client says who it is by Basic (section 2.3.1) or in the form. */ byBasic: boolean }

export const oauth2Login = (method: OAuth2): Login => async (tools, before) => {
  const endpoint = await endpointOf(method, tools);
  if (typeof endpoint === "string") return out(endpoint);
  const refresh = before?.refreshToken;
  if (refresh !== undefined) {
    const renewed = await asked(method, endpoint, tools, refreshFields(refresh, method), refresh);
    if (renewed.kind === "in") return renewed;
  }
  const fields = fieldsOf(method, tools);
  return typeof fields === "string" ? out(fields) : asked(method, endpoint, tools, fields, method.refreshToken === undefined ? undefined : tools.secret(method.refreshToken));
};

const refreshFields = (token: string, { scope }: OAuth2): Record<string, string> => ({ grant_type: "refresh_token", refresh_token: token, ...(scope === undefined ? {} : { scope }) });

function fieldsOf(method: OAuth2, { secret }: LoginTools): Record<string, string> | string {
  const scope = method.scope === undefined ? {} : { scope: method.scope };
  if (method.grant === "client-credentials") return { grant_type: "client_credentials", ...scope };
  if (method.grant === "refresh-token") return method.refreshToken === undefined ? "The grant refresh-token needs a refreshToken." : refreshFields(secret(method.refreshToken), method);
  if (method.username === undefined || method.password === undefined) return "The grant password needs a username and a password.";
  return { grant_type: "password", username: method.username, password: secret(method.password), ...scope };
}

/** OpenID Connect Discovery 1.0 section 4, then RFC 8414 section 3, where the well-known part stands before the issuer's path. */
async function endpointOf({ tokenUrl, issuer, clientSecret }: OAuth2, { send }: LoginTools): Promise<Endpoint | string> {
  if (tokenUrl !== "") return { url: tokenUrl, byBasic: clientSecret !== undefined };
  if (issuer === undefined || !URL.canParse(issuer)) return "Neither a tokenUrl nor an issuer is given.";
  const { origin, pathname } = new URL(issuer);
  const path = pathname.replace(/\/$/, "");
  for (const url of [`${origin}${path}/.well-known/openid-configuration`, `${origin}/.well-known/oauth-authorization-server${path}`]) {
    const { reply } = await send(getRequest(url));
    const document = reply?.status === 200 ? jsonOf(reply.text) : undefined;
    const found = document === undefined ? undefined : valueAt(document, "/token_endpoint");
    if (found === undefined) continue;
    const ways = (document as { token_endpoint_auth_methods_supported?: unknown }).token_endpoint_auth_methods_supported;
    return { url: found, byBasic: clientSecret !== undefined && (!Array.isArray(ways) || ways.includes("client_secret_basic")) };
  }
  return `The issuer ${issuer} does not say where its tokens are (no token_endpoint in its metadata).`;
}

async function asked(method: OAuth2, endpoint: Endpoint, tools: LoginTools, fields: Record<string, string>, refreshToken: string | undefined): Promise<LoginResult> {
  const first = await askOnce(method, endpoint, tools, fields);
  // Servers that take the client's secret in one way only say invalid_client to the other (section 5.2).
  const refusedClient = first.reply !== undefined && (first.reply.status === 401 || first.reply.status === 400) && /invalid_client/.test(first.reply.text);
  const exchange = refusedClient && method.clientSecret !== undefined ? await askOnce(method, { ...endpoint, byBasic: !endpoint.byBasic }, tools, fields) : first;
  const { reply, failure } = exchange;
  if (reply === undefined) return out(`${endpoint.url} did not answer: ${failure?.why ?? "no reply"}.`);
  const document = jsonOf(reply.text);
  const token = valueAt(document, "/access_token");
  if (reply.status >= 400 || token === undefined) return out(`${endpoint.url} gave no token (${reply.status}${errorIn(document)}).`, isHeldBack(exchange));
  return into(credentialsOf(document, token, { tools, refreshToken }));
}

const errorIn = (document: unknown): string => { const error = valueAt(document, "/error"); return error === undefined ? "" : `, ${error.slice(0, 60)}`; };

function credentialsOf(document: unknown, token: string, { tools, refreshToken }: { tools: LoginTools; refreshToken: string | undefined }): Credentials {
  const refresh = valueAt(document, "/refresh_token") ?? refreshToken;
  const seconds = Number(valueAt(document, "/expires_in"));
  tools.keepSecret(token);
  if (refresh !== undefined) tools.keepSecret(refresh);
  return { headers: [["authorization", `Bearer ${token}`]], refreshToken: refresh, ...(Number.isFinite(seconds) && seconds > 0 ? { expiresAt: tools.clock.now() + seconds * 1000, lifeMs: seconds * 1000 } : {}) };
}

function askOnce({ clientId, clientSecret }: OAuth2, { url, byBasic }: Endpoint, tools: LoginTools, fields: Record<string, string>): ReturnType<LoginTools["send"]> {
  const secret = clientSecret === undefined ? undefined : tools.secret(clientSecret);
  const form = new URLSearchParams({ ...fields, ...(byBasic && secret !== undefined ? {} : { client_id: clientId, ...(secret === undefined ? {} : { client_secret: secret }) }) });
  const headers: Header[] = [["content-type", "application/x-www-form-urlencoded"], ["accept", "application/json"]];
  if (byBasic && secret !== undefined) headers.push(["authorization", `Basic ${basicOf(clientId, secret, tools)}`]);
  return tools.send({ method: "POST", url, headers, body: form.toString() });
}

/** Section 2.3.1: both are form-encoded before they are put together. */
function basicOf(clientId: string, secret: string, { keepSecret }: LoginTools): string {
  const encoded = (text: string): string => new URLSearchParams({ a: text }).toString().slice(2);
  const pair = Buffer.from(`${encoded(clientId)}:${encoded(secret)}`).toString("base64");
  keepSecret(pair);
  return pair;
}
