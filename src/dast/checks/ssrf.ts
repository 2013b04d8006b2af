// Server-side request forgery: the server fetches a URL that came from outside.
import { defineCheck } from "../check.ts";
import type { PointCheck } from "../check.ts";
import { isUsual } from "../execution/judged.ts";
import { firstCalled } from "../execution/out-of-band-proof.ts";
import type { Call } from "../execution/out-of-band-proof.ts";
import { provesSelfFetch, speaksOfUrl } from "../execution/self-page.ts";
import { provesSelfStatus } from "../execution/self-status.ts";

const by = "The server";
const urlCalls: readonly Call[] = [
  { technique: "url", by, write: ({ url }) => url },
  { technique: "host", by, write: ({ url, host }) => host ?? url.replace(/^http:\/\//, "") },
  { technique: "scheme-relative", by, write: ({ url }) => url.replace(/^http:/, "") },
  // What must begin with the value that was there: user information of a URL ends at "@" (RFC 3986 3.2.1).
  { technique: "user-information", by, write: ({ url }, original) => `${original.replace(/\/+$/, "")}@${url.replace(/^http:\/\//, "")}` },
];

export const ssrf = defineCheck<PointCheck>({
  id: "ssrf", about: "A value is a URL or host that the server itself then calls.",
  title: "Server-side request forgery", cwe: 918, owasp: ["A10", "API7"], severity: "high", risk: "marker", attackClass: "ssrf",
  remediation: "Take destinations from a list of your own, or compare scheme, host and port of the parsed URL with one, and follow no redirects. Let the fetching process reach nothing but those destinations: no loopback, no private networks, no metadata service.",
  on: "point", fits: ({ kind }) => kind !== "header-name" && kind !== "query-name" && kind !== "form-name" && kind !== "url-path-suffix",
  async *probe(point, tools) {
    const hinted = speaksOfUrl(point.name, point.value);
    const called = await firstCalled(point, tools, hinted ? urlCalls : urlCalls.slice(0, 1));
    const proof = called ?? (isUsual(point) || (point.kind === "header" && !hinted) ? undefined : await provesSelfFetch(point, tools, { technique: "self", because: "The server fetched a URL that it was given" }));
    const told = proof ?? (/^https?:\/\//i.test(point.value) ? await provesSelfStatus(point, tools) : undefined);
    if (told !== undefined) yield told;
  },
});
