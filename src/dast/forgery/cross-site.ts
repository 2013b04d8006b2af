// Requests that a page of another site can make a visitor's browser send: form or plain text, with his cookies and that site's name (Fetch, section 4.10).
import { isSessionLike, setCookiesOf } from "../answers/cookies.ts";
import { isForgeryToken } from "../answers/tokens.ts";
import type { Tools } from "../check.ts";
import type { TestRequest } from "../exchange.ts";
import { getRequest, headerOf, mediaTypeOf, withHeader } from "../exchange.ts";
import { isJson } from "../points/json-places.ts";
import { bodyText, withBody } from "../points/place.ts";
import type { Route } from "../route.ts";

const tokenHeader = /csrf|xsrf|request-?verification|anti-?forgery|^x-requested-with$/i;

/** As another site sends it: without tokens and headers of scripts, a JSON body as plain text. Undefined: a form cannot send it. */
export function fromElsewhere({ request, token }: Route, dressed: TestRequest, site: string): TestRequest | undefined {
  const sendable = isJson(request) ? "text/plain" : mediaTypeOf(request.headers) ?? (bodyText(request) === "" ? "application/x-www-form-urlencoded" : undefined);
  if (sendable === undefined || !["text/plain", "application/x-www-form-urlencoded"].includes(sendable)) return undefined;
  const own = dressed.headers.filter(([name]) => !tokenHeader.test(name) && !["content-type", "origin", "referer"].includes(name.toLowerCase()));
  const body = sendable === "text/plain" ? bodyText(request) : withoutTokens(bodyText(request), token?.field);
  return withBody({ ...dressed, headers: [...own, ["content-type", sendable], ["origin", site], ["referer", `${site}/`]] }, body);
}

const withoutTokens = (body: string, field: string | undefined): string => [...new URLSearchParams(body)].filter(([name, value]) => name !== field && !isForgeryToken({ name, type: "hidden", value })).map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`).join("&");

/** Whether the request is somebody's by its cookies alone: a browser adds those, and nothing else, by itself. */
export const ridesOnCookies = (dressed: TestRequest): boolean => headerOf(dressed.headers, "cookie") !== undefined && !/^bearer /i.test(headerOf(dressed.headers, "authorization") ?? "");

export const withoutCookies = (request: TestRequest): TestRequest => withHeader(withHeader(request, "cookie", undefined), "authorization", undefined);

/** Whether browsers keep the session's cookies from other sites: the target sets them SameSite=Lax or Strict wherever it sets them now. */
export async function isKeptFromElsewhere({ foundOn, origin }: Route, tools: Tools): Promise<boolean> {
  const page = foundOn !== undefined && URL.canParse(foundOn) && new URL(foundOn).origin === origin ? foundOn : `${origin}/`;
  const set = setCookiesOf(await tools.send(tools.session.undress(getRequest(page)), { session: "none" })).filter(isSessionLike);
  return set.length > 0 && set.every(({ sameSite }) => sameSite === "lax" || sameSite === "strict");
}
