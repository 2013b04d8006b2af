// A server-side fetch for cases of the range: real requests, to loopback addresses only.
import { request } from "undici";

/** The text at a URL; throws what the client says. Anything but loopback is refused as a network without a way out would. */
export async function fetched(url: string): Promise<string> {
  const { hostname, protocol } = new URL(url);
  if (!["127.0.0.1", "localhost", "[::1]"].includes(hostname) || !/^https?:$/.test(protocol)) throw new Error("connect ENETUNREACH");
  const { body } = await request(url, { headersTimeout: 3_000, bodyTimeout: 3_000 });
  return body.text();
}

/** RFC 2397: data URLs, as fetch functions of languages read them. */
export function dataText(url: string): string | undefined {
  const [, coded, text = ""] = /^data:(?:\/\/)?[^,;]*(?:;[^,;]+)*?(;base64)?,([\s\S]*)$/.exec(url) ?? [];
  return url.startsWith("data:") ? (coded === undefined ? decodeURIComponent(text) : Buffer.from(text, "base64").toString("utf8")) : undefined;
}
