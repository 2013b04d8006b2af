// Where a request goes, read from its URL without rewriting it: what a check wrote into the path is what is sent.
import { isIP } from "node:net";

/** hostname: lower case, without brackets. requestTarget: path and query as they stand, only what may not travel in a request line percent-encoded. */
export interface RequestTarget { origin: string; isTls: boolean; hostname: string; port: number; requestTarget: string }

// RFC 3986 section 3.2, with the backslash that browsers take for a slash (WHATWG URL, "special authority slashes").
const absolute = /^(https?):\/\/([^/?#\\]*)([^#]*)/i;

/** Why it is none, in words, when it is not one. */
export function readTarget(url: string): RequestTarget | { refusal: string } {
  const [, , authority, rest = ""] = absolute.exec(url) ?? [];
  if (authority === undefined) return { refusal: "not an absolute http or https URL" };
  if (authority.includes("@")) return { refusal: "credentials before the host are not sent" };
  const parsed = URL.parse(url);
  if (parsed === null || parsed.hostname === "") return { refusal: "not a URL with a valid host" };
  const isTls = parsed.protocol === "https:";
  return { origin: parsed.origin, isTls, hostname: bareHost(parsed.hostname), port: Number(parsed.port || (isTls ? 443 : 80)), requestTarget: sendable(rest) };
}

/** "::1" of "[::1]". */
export const bareHost = (hostname: string): string => hostname.replace(/^\[(.*)\]$/, "$1").toLowerCase();

/** The name for the TLS server_name extension; none for addresses (RFC 6066 section 3). */
export const servernameOf = (hostname: string): string => (isIP(hostname) === 0 ? hostname : "");

// RFC 9112 section 3.2: a request target holds no blanks and no controls; everything else a check may want to send raw.
const unsendable = /[^\u0021-\u007e]+/g;
const sendable = (rest: string): string => (rest.startsWith("/") ? rest : `/${rest}`).replace(unsendable, (text) => encodeURIComponent(text.toWellFormed()));
