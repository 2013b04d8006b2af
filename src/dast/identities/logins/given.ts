// Logins that are no exchange: a header, cookies, Basic or Bearer as people have given them.
import type { Header } from "../../exchange.ts";
import type { LoginMethod } from "../identity.ts";
import type { Login } from "../login.ts";
import { into } from "../login.ts";

type Of<Kind extends LoginMethod["kind"]> = Extract<LoginMethod, { kind: Kind }>;

export const headerLogin = ({ headers }: Of<"header">): Login => async ({ secret }) => into({ headers: Object.entries(headers).map(([name, value]): Header => [name.toLowerCase(), secret(value)]) });

export const cookieLogin = ({ cookies }: Of<"cookie">): Login => async ({ secret, jar, start }) => {
  for (const [name, value] of Object.entries(cookies)) jar.put(start, { name, value: secret(value), secure: start.startsWith("https:") });
  return into({ headers: [] });
};

/** RFC 7617 section 2: in UTF-8. */
export const basicLogin = ({ username, password }: Of<"basic">): Login => async ({ secret, keepSecret }) => {
  const pair = Buffer.from(`${username}:${secret(password)}`).toString("base64");
  keepSecret(pair);
  return into({ headers: [["authorization", `Basic ${pair}`]] });
};

export const bearerLogin = ({ token }: Of<"bearer">): Login => async ({ secret }) => into({ headers: [["authorization", `Bearer ${secret(token)}`]] });
