// The way to log in that an identity's method asks for.
import type { LoginMethod } from "../identity.ts";
import type { Login } from "../login.ts";
import { browserFormLogin, browserLogin } from "./browser.ts";
import { formLogin } from "./form.ts";
import { basicLogin, bearerLogin, cookieLogin, headerLogin } from "./given.ts";
import { jsonLogin } from "./json.ts";
import { oauth2Login } from "./oauth2.ts";

export function loginOf(method: LoginMethod): Login {
  switch (method.kind) {
    case "form": return formLogin(method);
    case "json": return jsonLogin(method);
    case "header": return headerLogin(method);
    case "cookie": return cookieLogin(method);
    case "basic": return basicLogin(method);
    case "bearer": return bearerLogin(method);
    case "oauth2": return oauth2Login(method);
    case "browser": return browserLogin(method);
    case "browser-form": return browserFormLogin(method);
    default: return method satisfies never;
  }
}

/** Whether another login can give another session: a header or cookie that was given once cannot. */
export const canRenew = ({ kind }: LoginMethod): boolean => kind !== "header" && kind !== "cookie" && kind !== "basic" && kind !== "bearer";
/** Names that are the identity's own. */
export const ownNames = (method: LoginMethod): string[] => {
  if (method.kind === "json") return Object.entries(method.body).flatMap(([name, value]) => (typeof value === "string" && /user|mail|login|name|account/i.test(name) ? [value] : []));
  return "username" in method && method.username !== undefined ? [method.username] : [];
};
