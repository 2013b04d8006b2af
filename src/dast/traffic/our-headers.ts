// Headers that every request of a scan has, so that operators can find it, block it and know whose it is.
import type { Header, TestRequest } from "../exchange.ts";

export const scanHeader = "x-aftwatch-scan";

/**
 * The scan id always; a user agent, accept and accept-encoding where the request has none. A probe may put its value into User-Agent:
 * it is then the scan header by which it is known. Ours come last, as the request's own keep their places.
 */
export function withOurHeaders(request: TestRequest, { userAgent, scanId }: { userAgent: string; scanId: string }): TestRequest {
  const has = new Set(request.headers.map(([name]) => name.toLowerCase()));
  const ours: Header[] = [["user-agent", `${userAgent} (+scan ${scanId})`], ["accept", "*/*"], ["accept-encoding", "gzip, deflate, br"]];
  return { ...request, headers: [...request.headers.filter(([name]) => name.toLowerCase() !== scanHeader), ...ours.filter(([name]) => !has.has(name)), [scanHeader, scanId]] };
}
