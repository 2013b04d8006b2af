// The anonymous identity: one who has shown nothing, and takes no cookies from one request to the next.
import type { Header } from "../exchange.ts";
import type { Session } from "../session.ts";

const tells = /^(?:cookie|authorization|proxy-authorization|x-api-key|x-auth-token|x-access-token)$/i;

const without = (headers: readonly Header[]): Header[] => headers.filter(([name]) => !tells.test(name));

export const anonymous: Session = {
  identity: "anonymous", state: "anonymous", dress: (request) => request, undress: (request) => ({ ...request, headers: without(request.headers) }), saw: () => {}, cookies: () => [],
};
