// A site with every source of links that HTTP shows: each of its targets is named in one place and in one way only.
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { gzipSync } from "node:zlib";
import { createSeed } from "../../../src/dast/seed.ts";
import type { CrawlAnswer, CrawlKind, SeenCrawl } from "./crawl-kind.ts";
import { formKinds, htmlKinds, scriptKinds } from "./crawl-site-pages.ts";

export interface CrawlSite { origin: string; /** Kinds by name: whether their target was asked for. */ found(): ReadonlyMap<string, boolean>; seen: readonly SeenCrawl[]; close(): Promise<void> }

const html = (body: string): CrawlAnswer => ({ headers: { "content-type": "text/html; charset=utf-8" }, body });
const typed = (type: string, body: string | Uint8Array): CrawlAnswer => ({ headers: { "content-type": type }, body });
const withFile = (name: string, file: CrawlAnswer, body: (url: string) => string) => (page: string): CrawlAnswer => ({ ...html(body(`${page}/${name}`)), also: { [`/${name}`]: file } });

const headerKinds: CrawlKind[] = [
  { kind: "Location of 302", page: (target) => ({ status: 302, headers: { location: target } }) },
  { kind: "Location of 201", page: (target) => ({ status: 201, headers: { location: target, "content-type": "text/html" }, body: "made" }) },
  { kind: "Content-Location", page: (target) => ({ headers: { "content-location": target, "content-type": "text/html" }, body: "x" }) },
  { kind: "Link", page: (target) => ({ headers: { link: `<${target}>; rel="next", <#x>; rel=self`, "content-type": "text/html" }, body: "x" }) },
  { kind: "Refresh", page: (target) => ({ headers: { refresh: `5; url=${target}`, "content-type": "text/html" }, body: "x" }) },
  { kind: "Content-Security-Policy report-uri", page: (target) => ({ headers: { "content-security-policy": `default-src 'self'; report-uri ${target}`, "content-type": "text/html" }, body: "x" }) },
  { kind: "Reporting-Endpoints", page: (target) => ({ headers: { "reporting-endpoints": `main="${target}"`, "content-type": "text/html" }, body: "x" }) },
  { kind: "Report-To", page: (target) => ({ headers: { "report-to": `{"group":"a","endpoints":[{"url":"${target}"}]}`, "content-type": "text/html" }, body: "x" }) },
  { kind: "an X- header of its own", page: (target) => ({ headers: { "x-next-page": target, "content-type": "text/html" }, body: "x" }) },
];

type WithPage = Omit<CrawlKind, "page"> & { page(target: string, word: string, page: string): CrawlAnswer };
const documentKinds: WithPage[] = [
  { kind: "style sheet: @import", page: (target, _word, page) => withFile("a.css", typed("text/css", `@import "${target}";`), (url) => `<link rel=stylesheet href="${url}">`)(page) },
  { kind: "style sheet: image-set", page: (target, _word, page) => withFile("b.css", typed("text/css", `a{background:image-set("${target}" 1x)}`), (url) => `<link rel=stylesheet href="${url}">`)(page) },
  { kind: "style sheet: escaped url()", page: (target, _word, page) => withFile("c.css", typed("text/css", `a{background:url(\\2f ${target.slice(1)})}`), (url) => `<link rel=stylesheet href="${url}">`)(page) },
  { kind: "script file", page: (target, _word, page) => withFile("a.js", typed("text/javascript", `var u="${target}";`), (url) => `<script src="${url}"></script>`)(page) },
  { kind: "script file: relative to the page", page: (target, _word, page) => withFile("deep/a.js", typed("text/javascript", `load("./..${target}");`), (url) => `<script src="${url}"></script>`)(page) },
  { kind: "SourceMap header: sourcesContent", page: (target, _word, page) => ({ ...html(`<script src="${page}/m.js"></script>`), also: { "/m.js": { headers: { "content-type": "text/javascript", sourcemap: `${page}/m.map` }, body: "1" }, "/m.map": typed("application/json", JSON.stringify({ version: 3, sources: ["webpack:///a.ts"], sourcesContent: [`fetch("${target}")`], mappings: "" })) } }) },
  { kind: "sourceMappingURL: sections", page: (target, _word, page) => ({ ...html(`<script src="${page}/n.js"></script>`), also: { "/n.js": typed("text/javascript", "1\n//# sourceMappingURL=n.js.map"), "/n.js.map": typed("application/json", JSON.stringify({ version: 3, sections: [{ offset: { line: 0, column: 0 }, map: { version: 3, sources: ["x.ts"], sourcesContent: [`const a = '${target}'`], mappings: "" } }] })) } }) },
  { kind: "source map: list of sources", page: (target, _word, page) => ({ ...html(`<script src="${page}/o.js"></script>`), also: { "/o.js": typed("text/javascript", "1\n//# sourceMappingURL=o.js.map"), "/o.js.map": typed("application/json", JSON.stringify({ version: 3, sourceRoot: "/", sources: [target.slice(1)], mappings: "" })) } }) },
  { kind: "JSON: HAL", page: (target) => typed("application/hal+json", JSON.stringify({ _links: { next: { href: target } } })) },
  { kind: "JSON: a templated link", page: (target) => typed("application/json", JSON.stringify({ link: `${target}{?page}` })) },
  { kind: "JSON: a relative url member", page: (target) => typed("application/json", JSON.stringify([{ image_url: `..${target}` }])) },
  { kind: "JSON guarded against inclusion", page: (target) => typed("application/json", `)]}',\n${JSON.stringify({ a: target })}`) },
  { kind: "JSON lines", page: (target) => typed("application/x-ndjson", `{"a":1}\n{"next":"${target}"}\n`) },
  { kind: "web app manifest", page: (target, _word, page) => withFile("app.webmanifest", typed("application/manifest+json", JSON.stringify({ start_url: target })), (url) => `<link rel=manifest href="${url}">`)(page) },
  { kind: "Atom feed", page: (target) => typed("application/atom+xml", `<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom"><link href="${target}"/></feed>`) },
  { kind: "RSS feed", page: (target) => typed("application/rss+xml", `<?xml version="1.0"?><rss><channel><item><link>${target}</link></item></channel></rss>`) },
  { kind: "xml-stylesheet", page: (target) => typed("application/xml", `<?xml version="1.0"?><?xml-stylesheet href="${target}" type="text/xsl"?><a/>`) },
  { kind: "SVG document: image", page: (target) => typed("image/svg+xml", `<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"><image xlink:href="${target}"/></svg>`) },
  { kind: "service description", page: (target) => typed("text/xml", `<definitions xmlns="http://schemas.xmlsoap.org/wsdl/"><import location="${target}"/></definitions>`) },
  { kind: "site map index, gzipped", page: (target, _word, page) => ({ headers: { "content-type": "application/xml" }, body: `<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"><sitemap><loc>${page}/part.xml.gz</loc></sitemap></sitemapindex>`, also: { "/part.xml.gz": typed("application/gzip", gzipSync(`<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"><url><loc>${target}</loc></url></urlset>`)) } }) },
  { kind: "plain text", page: (target) => typed("text/plain", `See ${target} for more.`) },
  { kind: "an error page", page: (target) => ({ ...html(`<a href="${target}">details</a>`), status: 500 }) },
  { kind: "a page that is refused", page: (target) => ({ ...html(`<a href="${target}">log in</a>`), status: 403 }) },
  { kind: "a page without a type", page: (target) => ({ headers: {}, body: `<!doctype html><a href="${target}">x</a>` }) },
];

const kinds: readonly WithPage[] = [...htmlKinds, ...scriptKinds, ...formKinds, ...headerKinds, ...documentKinds];

/** A loopback server; robots.txt, site map and security.txt have targets of their own. */
export async function openCrawlSite(seed = "crawl site"): Promise<CrawlSite> {
  const names = createSeed(seed);
  const seen: SeenCrawl[] = [];
  const answers = new Map<string, CrawlAnswer>();
  const proofs = new Map<string, (request: SeenCrawl) => boolean>();
  const targetOf = (kind: string, extension = ""): string => `/${names.word(`target ${kind}`, 9)}${extension}`;
  for (const { kind, page, asked, extension } of kinds) {
    const [target, at] = [targetOf(kind, extension), `/${names.word(`page ${kind}`, 8)}`];
    const answer = page(target, names.word(`word ${kind}`, 6), at);
    answers.set(at, answer);
    for (const [path, more] of Object.entries(answer.also ?? {})) answers.set(`${at}${path}`, more);
    proofs.set(kind, (request) => request.path === target && (asked?.(request) ?? true));
  }
  const pages = [...answers.keys()].filter((path) => path.lastIndexOf("/") === 0);
  answers.set("/", html(`<title>Start</title><ul>${pages.map((path) => `<li><a href="${path}">${path}</a>`).join("")}</ul>`));
  for (const [kind, path, of] of [["robots.txt: Disallow", "/robots.txt", (target: string) => `User-agent: *\nDisallow: ${target}\nSitemap: /${names.word("map", 7)}.xml\n`], ["security.txt", "/.well-known/security.txt", (target: string) => `Policy: http://HOST${target}\n`]] as const) {
    const target = targetOf(kind);
    answers.set(path, typed("text/plain", of(target)));
    proofs.set(kind, (request) => request.path === target);
  }
  const mapped = targetOf("site map named in robots.txt");
  answers.set(`/${names.word("map", 7)}.xml`, typed("application/xml", `<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"><url><loc>http://HOST${mapped}</loc></url></urlset>`));
  proofs.set("site map named in robots.txt", (request) => request.path === mapped);

  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk)).on("end", () => {
      const [path = "/", query = ""] = (request.url ?? "/").split("?", 2);
      seen.push({ method: request.method ?? "GET", path, query, body: Buffer.concat(chunks).toString("utf8") });
      const isTarget = seen.some((one) => one.path === path) && [...proofs.values()].some((proof) => proof({ method: request.method ?? "GET", path, query, body: Buffer.concat(chunks).toString("utf8") }));
      const { status = 200, headers = {}, body = "" } = answers.get(path) ?? (isTarget ? html("<p>Here it is.") : { status: 404, headers: { "content-type": "text/html" }, body: "<p>There is nothing here." });
      response.writeHead(status, headers as Record<string, string>);
      response.end(typeof body === "string" ? body.replaceAll("HOST", request.headers.host ?? "") : body);
    });
  });
  await new Promise<void>((resolve) => { server.listen(0, "127.0.0.1", resolve); });
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, seen,
    found: () => new Map([...proofs].map(([kind, proof]) => [kind, seen.some(proof)])),
    close: async () => { server.closeAllConnections(); await new Promise((resolve) => { server.close(resolve); }); },
  };
}
