// Users of a context of an automation plan, as identities of ours.
import type { IdentitySpec, LoggedInAssertion, LoginMethod } from "../identities/identity.ts";
import { listOf, tableOf, textOf } from "./values.ts";
import type { Table } from "./values.ts";

/** What of a plan is not taken over: where it stands, and why. */
export interface Left { at: string; why: string }

/** One for each user; without a way to log in that we know, none, and what was left says why. */
export function identitiesOf(context: Table, at: string): { identities: IdentitySpec[]; left: Left[] } {
  const authentication = tableOf(context["authentication"]);
  const users = listOf(context["users"]).map(tableOf);
  const method = textOf(authentication["method"]) || "manual";
  if (users.length === 0) return { identities: [], left: method === "manual" ? [] : [{ at: `${at}/users`, why: "there is no user to log in with" }] };
  const read = users.map((user, nth) => ({ nth, name: textOf(user["name"]) || `user-${nth + 1}`, login: loginOf(method, tableOf(authentication["parameters"]), tableOf(user["credentials"])) }));
  const assertion = assertionOf(tableOf(authentication["verification"]), textOf(tableOf(authentication["parameters"])["loginPageUrl"]));
  return {
    identities: read.flatMap(({ name, login }) => (typeof login === "string" ? [] : [{ name, login, assertion: assertion.value, logoutUrls: [] }])),
    left: [...read.flatMap(({ nth, login }) => (typeof login === "string" ? [{ at: `${at}/users/${nth}`, why: login }] : [])), ...(assertion.why === undefined ? [] : [{ at: `${at}/authentication/verification`, why: assertion.why }])],
  };
}

/** A text says why it cannot be. */
function loginOf(method: string, parameters: Table, credentials: Table): LoginMethod | string {
  const [username, password, url] = [textOf(credentials["username"]), textOf(credentials["password"]), textOf(parameters["loginPageUrl"]) || textOf(parameters["loginRequestUrl"])];
  const totp = textOf(tableOf(credentials["totp"])["secret"]) || undefined;
  switch (method) {
    case "form": return username === "" || url === "" ? "a form login needs a page and a user's name" : formOf(parameters, { url, username, password, totp });
    case "json": return jsonOf(parameters, username, password);
    case "http": return { kind: "basic", username, password };
    case "browser": return url === "" ? "a login in the browser needs its page" : { kind: "browser-form", url, username, password, totp };
    case "headers": case "header": return { kind: "header", headers: headersOf(parameters) };
    default: return `the way to log in "${method}" is not taken over: record it as steps, or name it in --auth-file`;
  }
}

// The body holds `{%username%}` where the name goes: that tells the field.
function formOf(parameters: Table, login: { url: string; username: string; password: string; totp: string | undefined }): LoginMethod {
  const body = new URLSearchParams(textOf(parameters["loginRequestBody"]).replaceAll("&amp;", "&"));
  const fieldOf = (mark: string): string | undefined => [...body].find(([, value]) => value.includes(`{%${mark}%}`))?.[0];
  const extra = Object.fromEntries([...body].filter(([, value]) => !/\{%\w+%\}/.test(value)));
  return { kind: "form", ...login, usernameField: fieldOf("username"), passwordField: fieldOf("password"), extra };
}

function jsonOf(parameters: Table, username: string, password: string): LoginMethod | string {
  const text = textOf(parameters["loginRequestBody"]);
  try {
    const filled = JSON.parse(text.replaceAll("{%username%}", JSON.stringify(username).slice(1, -1)).replaceAll("{%password%}", JSON.stringify(password).slice(1, -1))) as Record<string, unknown>;
    return { kind: "json", url: textOf(parameters["loginRequestUrl"]) || textOf(parameters["loginPageUrl"]), body: filled, tokenAt: undefined, header: "authorization", scheme: "Bearer" };
  } catch { return "the body of the login is no JSON"; }
}

const headersOf = (parameters: Table): Record<string, string> => Object.fromEntries(Object.entries(parameters).map(([name, value]) => [name, textOf(value)]));

/** Their patterns are regular expressions; ours are texts: a pattern without signs of its own is one. */
function assertionOf(verification: Table, loginPage: string): { value: LoggedInAssertion | undefined; why: string | undefined } {
  const [loggedIn, loggedOut, url] = [textOf(verification["loggedInRegex"]), textOf(verification["loggedOutRegex"]), textOf(verification["pollUrl"]) || loginPage];
  const asText = (pattern: string): string | undefined => { const text = pattern.replaceAll(/\\([QE])/g, "").replaceAll(/\\([^\w])/g, "\u0000$1"); return pattern === "" || /(?<!\u0000)[.*+?^${}()|[\]\\]/.test(text) ? undefined : text.replaceAll("\u0000", ""); };
  const [contains, lacks] = [asText(loggedIn), asText(loggedOut)];
  if (url === "" || (contains === undefined && lacks === undefined)) return { value: undefined, why: loggedIn + loggedOut === "" ? undefined : "its pattern is a regular expression; name a page and a text in --auth-file" };
  return { value: { url, status: undefined, contains, lacks }, why: undefined };
}
