// Anti-forgery tokens: a form that wants one gets the one of a page fetched just before, as a visitor's would.
import type { Exchange, TestRequest } from "../exchange.ts";
import { getRequest } from "../exchange.ts";
import { elementsOf } from "../page/elements.ts";
import type { Route } from "../route.ts";

/** The request with a fresh token in the field of its body or query; unchanged when the route needs none or the page gives none. */
export async function withFreshToken(request: TestRequest, { token }: Route, send: (request: TestRequest) => Promise<Exchange>): Promise<TestRequest> {
  if (token === undefined) return request;
  const { reply } = await send(getRequest(token.page));
  const value = reply === undefined ? undefined : tokenIn(reply, token.field);
  return value === undefined ? request : withField(request, token.field, value);
}

function tokenIn(reply: NonNullable<Exchange["reply"]>, field: string): string | undefined {
  for (const { name, attributes } of elementsOf(reply).elements) {
    if (name === "input" && attributes.name === field) return attributes.value;
    if (name === "meta" && attributes.name === field) return attributes.content;
  }
  return undefined;
}

function withField(request: TestRequest, field: string, value: string): TestRequest {
  const pair = new RegExp(`((?:^|[?&])${field.replace(/[^\w]/g, "\\$&")}=)[^&#]*`);
  const filled = `$1${encodeURIComponent(value).replaceAll("$", "$$$$")}`;
  const body = typeof request.body === "string" ? request.body.replace(pair, filled) : request.body;
  return { ...request, url: request.url.replace(pair, filled), body };
}
