// Files that should never be served: version control, settings, keys, dumps, logs, consoles. Each by what only it holds.
import type { OriginCheck } from "../check.ts";
import { defineCheck } from "../check.ts";
import { maskedExchange } from "../answers/masked.ts";
import { secretsIn } from "../answers/secrets.ts";
import type { Exchange } from "../exchange.ts";
import { foldersOf, seenFile } from "../soft-404/soft-404.ts";
import type { KnownFile } from "../soft-404/known-files.ts";
import { knownFiles } from "../soft-404/known-files.ts";

const folders = { most: 12, deepest: 2 };
const archive: Pick<KnownFile, "kind" | "severity"> = { kind: "archive", severity: "high" };
const zipped = (body: Uint8Array): boolean => body[0] === 0x50 && body[1] === 0x4b && body[2] === 3 && body[3] === 4;
const gzipped = (body: Uint8Array): boolean => body[0] === 0x1f && body[1] === 0x8b && body[2] === 8;

/** Archives and dumps named as the host: "shop.example" -> shop.example.zip, shop.zip, example.zip. */
function namedAsHost(origin: string): KnownFile[] {
  const { hostname } = new URL(origin);
  if (/^[\d.]+$|^\[|^localhost$/.test(hostname)) return [];
  const names = [...new Set([hostname, hostname.replace(/^www\./, ""), hostname.replace(/^www\./, "").split(".")[0] ?? ""])].filter((name) => name.length > 2);
  return names.flatMap((name) => [
    { path: `${name}.zip`, ...archive, shows: ({ body }) => zipped(body) }, { path: `${name}.tar.gz`, ...archive, shows: ({ body }) => gzipped(body) },
    { path: `${name}.sql`, kind: "database dump", severity: "critical", shows: (reply) => /CREATE TABLE|INSERT INTO/i.test(reply.text.slice(0, 100_000)) && !/<html/i.test(reply.text.slice(0, 500)) },
  ] satisfies KnownFile[]);
}

const crossedOut = (exchange: Exchange): Exchange => maskedExchange(exchange, [...secretsIn(exchange.reply?.text.slice(0, 200_000) ?? "").map(({ secret }) => secret), ...[...(exchange.reply?.text.slice(0, 100_000) ?? "").matchAll(/(?:PASS\w*|SECRET\w*|TOKEN\w*|KEY\w*)\s?[=:]\s?["']?([^\s"']{4,})/gi)].map(([, value = ""]) => value)]);

/** Identity: the origin and the path of the file. */
export const exposedFiles = defineCheck<OriginCheck>({
  id: "exposed-files", about: "A file is served that nobody should be able to fetch.", title: "Exposed file",
  cwe: 538, owasp: ["A05", "A01"], severity: "medium", risk: "marker", attackClass: "discovery", on: "origin",
  remediation: "Take the file out of the served folder and refuse such names in the server. Change every secret that stood in it: it counts as known.",
  async *probe(origin, routes, tools) {
    for (const folder of foldersOf(origin, routes, folders)) {
      const here = folder === "/" ? [...knownFiles, ...namedAsHost(origin)] : knownFiles.filter(({ everywhere }) => everywhere === true);
      const seen = new Set<string>();
      for (const { path, kind, severity, shows } of here) {
        // One file of a repository or of one kind of secret in a folder says it all.
        if (seen.has(kind) && kind !== "private key") continue;
        const file = await seenFile(`${origin}${folder}${path}`, shows, tools, `${folder}${path} is served: ${kind}.`);
        if (file === undefined) continue;
        seen.add(kind);
        yield { technique: kind, confidence: "confirmed", severity, at: `origin:file:${folder}${path}`, because: `${folder}${path} is served and has the content of a ${kind}; a made-up name beside it has not.`, steps: file.steps.map((step) => ({ ...step, exchange: crossedOut(step.exchange) })) };
      }
    }
  },
});
