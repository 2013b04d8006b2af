// Lists of a folder's files as servers make them: the words of each server, and what lists look like in general.
import { mediaTypeOf } from "../exchange.ts";
import type { Reply } from "../exchange.ts";
import { elementsOf } from "../page/elements.ts";

const titles: readonly (readonly [server: string, shape: RegExp])[] = [
  ["IIS", /<A HREF="[^"]*">\[To Parent Directory\]<\/A>/i],
  ["Python", /<h1>Directory listing for [^<]*<\/h1>/],
  ["Tomcat", /<(?:title|h1)>Directory Listing [Ff]or \[?[^<]*<\/(?:title|h1)>/],
  ["Jetty", /<title>Directory: [^<]*<\/title>/],
  ["Express serve-index", /<title>listing directory [^<]*<\/title>/],
  ["http-server", /<title>Index of [^<]*<\/title>[\s\S]{0,4000}class="(?:icon|perms|last-modified|file-size)/],
  ["Caddy", /<table aria-describedby="summary">|<div class="listing">/],
  ["lighttpd", /<div class="list">\s*<table summary="Directory Listing"/],
  ["Apache or nginx", /<title>Index of [^<]*<\/title>|<h1>Index of [^<]*<\/h1>/i],
  ["WebSphere or WebLogic", /<(?:title|h1)>(?:Index of|Directory Listing of) [^<]*<\/(?:title|h1)>/i],
];
const buckets: readonly (readonly [server: string, shape: RegExp])[] = [
  ["Amazon S3", /<ListBucketResult\b[\s\S]{0,2000}<(?:Key|Name)>/],
  ["Azure storage", /<EnumerationResults\b[\s\S]{0,2000}<Blobs?>/],
];

/** A relative link to something right below, or the folder above. */
const isEntry = (href: string): boolean => /^(?:\.\/)?[^/?#:]+\/?$/.test(href) && href !== "../" && href !== "..";
const isParent = (href: string, path: string): boolean => href === "../" || href === ".." || (href.startsWith("/") && href.endsWith("/") && path.startsWith(href) && href !== path);

/** The server that made this list of files, and how many entries it shows; undefined when it is no such list. */
export function listingOf(reply: Reply, url: string): { server: string; entries: number } | undefined {
  if (reply.status !== 200) return undefined;
  if ((mediaTypeOf(reply.headers) ?? "").endsWith("xml")) {
    const [server] = buckets.find(([, shape]) => shape.test(reply.text.slice(0, 20_000))) ?? [];
    return server === undefined ? undefined : { server, entries: [...reply.text.matchAll(/<(?:Key|Name)>/g)].length };
  }
  const named = titles.find(([, shape]) => shape.test(reply.text.slice(0, 20_000)))?.[0];
  const path = new URL(url).pathname;
  const links = elementsOf(reply).named("a").map(({ attributes: { href = "" } }) => href);
  // Absolute entries below the very folder are entries too: IIS and Tomcat write them so.
  const entries = links.filter((href) => isEntry(href) || (href.startsWith(path) && isEntry(href.slice(path.length)))).length;
  if (named !== undefined && (entries > 0 || links.some((href) => isParent(href, path)))) return { server: named, entries };
  return undefined;
}
