// Uploads: a multipart request with a file of ours in it, and where the system put it.
import type { Tools } from "../check.ts";
import { getRequest, headerOf, headersOf, mediaTypeOf } from "../exchange.ts";
import type { Exchange, TestRequest } from "../exchange.ts";
import type { Route } from "../route.ts";

export interface UploadFile { name: string; type: string; content: string }

const bodyOf = ({ body }: TestRequest): string => (typeof body === "string" ? Buffer.from(body, "utf8") : Buffer.from(body ?? [])).toString("latin1");

/** A part with a file name: RFC 7578 4.2. */
export const takesFile = ({ request }: Route): boolean => mediaTypeOf(request.headers) === "multipart/form-data" && /content-disposition:[^\r\n]*;[ \t]*filename="/i.test(bodyOf(request));

/** The route's request with every file in it replaced by this one. */
export function withFile(request: TestRequest, file: UploadFile): TestRequest {
  const boundary = /boundary="?([^";\s]+)/i.exec(headerOf(request.headers, "content-type") ?? "")?.[1] ?? "";
  const parts = bodyOf(request).split(`--${boundary}`).map((part) => {
    const at = part.indexOf("\r\n\r\n");
    if (at < 0 || !/;[ \t]*filename="/i.test(part.slice(0, at))) return part;
    const head = part.slice(0, at).replace(/filename="[^"]*"/i, () => `filename="${file.name}"`).replace(/\r\ncontent-type:[^\r\n]*/i, "");
    return `${head}\r\nContent-Type: ${file.type}\r\n\r\n${Buffer.from(file.content, "utf8").toString("latin1")}\r\n`;
  });
  return { ...request, headers: request.headers.filter(([name]) => name.toLowerCase() !== "content-length"), body: Buffer.from(parts.join(`--${boundary}`), "latin1") };
}

/** Addresses of the same origin that the answer names with the file's name or stem, or that its redirect leads to; then folders where uploads usually lie. */
export function placesOf(upload: Exchange, route: Route, file: UploadFile): string[] {
  const { reply } = upload;
  if (reply === undefined) return [];
  const stem = file.name.replace(/\..*$/, "");
  const text = reply.text.replaceAll("\\/", "/").replaceAll("&amp;", "&");
  const named = [...text.matchAll(/[\w./:%?=&~+@-]{0,300}/g)].map(([one]) => one).filter((one) => one.includes(stem) || /\/[\w-]{6,}\.\w{2,5}$/.test(one));
  const quoted = [...text.matchAll(/(?:href|src|action)\s*=\s*["']?([^"'\s>]+)|"(?:url|path|location|file|href|link)"\s*:\s*"([^"]+)"/gi)].flatMap((match) => match[1] ?? match[2] ?? []);
  const usual = ["uploads/", "upload/", "files/", "media/", "images/", ""].map((folder) => `${folder}${file.name}`);
  const urls = [...headersOf(reply.headers, "location"), ...named, ...quoted, ...usual, ...usual.map((one) => `/${one}`)].flatMap((one) => (URL.canParse(one, route.request.url) ? [new URL(one, route.request.url)] : []));
  return [...new Set(urls.filter(({ origin, href }) => origin === route.origin && href !== route.request.url).map(({ href }) => href))].slice(0, 24);
}

/** The first place whose answer holds what was uploaded (or what it became). */
export async function findUpload(tools: Tools, places: readonly string[], isIt: (exchange: Exchange) => boolean): Promise<Exchange | undefined> {
  for (const url of places) {
    const exchange = await tools.send(getRequest(url), { follow: 1 });
    if (isIt(exchange)) return exchange;
  }
  return undefined;
}
