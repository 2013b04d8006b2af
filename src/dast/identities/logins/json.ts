// Logins of APIs: a JSON document goes there, a token or a cookie comes back.
import type { Header, Reply } from "../../exchange.ts";
import { getRequest } from "../../exchange.ts";
import { isHeldBack } from "../../login/login-form.ts";
import type { LoginMethod } from "../identity.ts";
import type { Login, LoginResult, LoginTools } from "../login.ts";
import { into, out } from "../login.ts";
import { jsonOf, tokenIn, valueAt } from "./token-in.ts";

type Json = Extract<LoginMethod, { kind: "json" }>;

export const jsonLogin = (method: Json): Login => async (tools) => {
  const body = JSON.stringify(resolved(method.body, tools));
  await tools.totp?.fresh();
  // Anti-forgery cookies are given to whoever looks at a page first.
  await tools.send(getRequest(tools.start));
  const before = namesIn(tools, method.url);
  const headers: readonly Header[] = [["content-type", "application/json"], ["accept", "application/json"]];
  const exchange = await tools.send({ method: "POST", url: method.url, headers, body: tools.totp === undefined ? body : body.replaceAll("{totp}", tools.totp.code()) });
  const { reply, failure } = exchange;
  if (reply === undefined) return out(`${method.url} did not answer: ${failure?.why ?? "no reply"}.`);
  if (reply.status >= 400) return out(`${method.url} answered ${reply.status}.`, isHeldBack(exchange));
  return resultOf(method, reply, { tools, before });
};

function resultOf({ url, tokenAt, header, scheme }: Json, reply: Reply, { tools, before }: { tools: LoginTools; before: ReadonlySet<string> }): LoginResult {
  const document = jsonOf(reply.text);
  const token = tokenAt === undefined ? tokenIn(document) : valueAt(document, tokenAt);
  if (token !== undefined) {
    tools.keepSecret(token);
    return into({ headers: [[header.toLowerCase(), scheme === "" ? token : `${scheme} ${token}`]] });
  }
  if (tokenAt !== undefined) return out(`The answer of ${url} has no text at ${tokenAt}.`);
  const fresh = [...namesIn(tools, url)].filter((name) => !before.has(name));
  return fresh.length > 0 || tools.jar.cookies(url).length > 0 ? into({ headers: [] }) : out(`The answer of ${url} (${reply.status}) has no token and sets no cookie: name the token's place with tokenAt.`);
}

const namesIn = ({ jar }: LoginTools, url: string): Set<string> => new Set(jar.cookies(url).map(({ name, value }) => `${name}=${value}`));

const secretNames = /pass|pwd|secret|token|key|pin|kennwort|senha|otp/i;

/** References anywhere; what stands in place is a secret when its name says so. */
function resolved(value: unknown, tools: LoginTools, name = ""): unknown {
  if (typeof value === "string") return /^(?:env|file|secret):/.test(value) || (secretNames.test(name) && value !== "{totp}" && value !== "") ? tools.secret(value) : value;
  if (Array.isArray(value)) return value.map((one) => resolved(one, tools, name));
  return typeof value === "object" && value !== null ? Object.fromEntries(Object.entries(value).map(([key, one]) => [key, resolved(one, tools, key)])) : value;
}
