// Where a redirect leads, and the request that goes there.
import { headerOf } from "../exchange.ts";
import type { Exchange, TestRequest } from "../exchange.ts";

/** RFC 9110 section 15.4: 303 turns into GET, 301 and 302 do for POST as browsers do it; 307 and 308 repeat. Undefined: no redirect, or one that leads to no URL. */
export function redirectOf({ request, reply }: Exchange): TestRequest | undefined {
  if (reply === undefined || ![301, 302, 303, 307, 308].includes(reply.status)) return undefined;
  const location = headerOf(reply.headers, "location");
  const next = location === undefined ? null : URL.parse(location, request.url);
  if (next === null) return undefined;
  next.hash = "";
  const isPlain = reply.status === 303 ? request.method !== "HEAD" : reply.status < 307 && request.method === "POST";
  const kept = next.origin === new URL(request.url).origin ? request.headers : request.headers.filter(([name]) => !ofOneOrigin.test(name));
  if (!isPlain) return { ...request, url: next.href, headers: kept };
  return { method: "GET", url: next.href, headers: kept.filter(([name]) => !ofBody.test(name)), body: undefined };
}

const ofOneOrigin = /^(?:host|authorization|cookie|proxy-authorization|origin)$/i;
const ofBody = /^(?:content-.*|transfer-encoding|host)$/i;
