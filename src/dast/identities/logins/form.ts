// Logins by a form over HTTP: the page is fetched, its form is filled and sent, and so on until nothing more is asked.
import type { Exchange } from "../../exchange.ts";
import { getRequest } from "../../exchange.ts";
import { isHeldBack } from "../../login/login-form.ts";
import { elementsOf, isMarkup } from "../../page/elements.ts";
import type { LoginMethod } from "../identity.ts";
import type { Login, LoginResult, LoginTools } from "../login.ts";
import { into, out } from "../login.ts";
import type { LoginForm } from "./form-fill.ts";
import { filled, loginFormOf } from "./form-fill.ts";

type Form = Extract<LoginMethod, { kind: "form" }>;

const mostPages = 6;

export const formLogin = (method: Form): Login => async (tools) => {
  let page = await tools.send(getRequest(method.url));
  const sent = { password: false, code: false };
  for (let count = 0; count < mostPages; count += 1) {
    const why = unusable(page, sent.password);
    if (why !== undefined) return why;
    const found = loginFormOf(page, method);
    if (found === undefined || isDone(found, sent, page)) break;
    if (sent.password && found.password !== undefined) return out(`${method.url} asks for the password again after it was sent: the name or password is wrong, or something else is asked for too.`, isHeldBack(page));
    const values = await valuesOf(found, method, tools);
    if (typeof values === "string") return out(values);
    sent.password ||= found.password !== undefined;
    sent.code ||= found.code !== undefined;
    page = await tools.send(filled(found.form, values));
  }
  return sent.password ? into({ headers: [] }, page.request.url) : out(noForm(page, method));
};

// Only a form that asks for what was not given yet is a further step: pages after a login have forms too.
const isDone = ({ password, code }: LoginForm, sent: { password: boolean; code: boolean }, _page: Exchange): boolean => sent.password && password === undefined && (code === undefined || sent.code);

function unusable({ reply, failure, request }: Exchange, afterPassword: boolean): LoginResult | undefined {
  if (reply === undefined) return out(`${request.url} did not answer: ${failure?.why ?? "no reply"}.`);
  if (reply.status === 429 || reply.status === 423) return out(`${request.url} answered ${reply.status}: it takes no more logins for now.`, true);
  if (reply.status >= 500 || (afterPassword && (reply.status === 401 || reply.status === 403))) return out(`${request.url} answered ${reply.status} to the login.`);
  return undefined;
}

async function valuesOf({ user, password, code }: LoginForm, method: Form, { secret, totp }: LoginTools): Promise<Record<string, string> | string> {
  const values: Record<string, string> = { ...method.extra };
  if (user !== undefined) values[user] = method.username;
  if (password !== undefined) values[password] = secret(method.password);
  if (code === undefined) return values;
  if (totp === undefined) return password === undefined ? "A one-time password is asked for, and the identity has no totp." : values;
  await totp.fresh();
  values[code] = totp.code();
  return values;
}

function noForm({ reply, request }: Exchange, { usernameField, passwordField }: Form): string {
  const named = [usernameField, passwordField].filter((one) => one !== undefined).join(" and ");
  const isScripted = reply !== undefined && isMarkup(reply) && elementsOf(reply).named("script").length > 0;
  return `${request.url} has no form with a password${named === "" ? "" : ` (looked for ${named})`}${isScripted ? ": its scripts may make one, which a login of the kind browser-form can fill" : ""}.`;
}
