// Copies that editors, people and tools leave beside a file: the server sends them as text where it would have run the original.
import type { OriginCheck, Tools } from "../check.ts";
import { defineCheck } from "../check.ts";
import { similarity } from "../compare/parts.ts";
import { partsOf } from "../compare/parts.ts";
import type { Exchange, Reply } from "../exchange.ts";
import { getRequest } from "../exchange.ts";
import type { Proof } from "../evidence.ts";
import type { Route } from "../route.ts";

const mostFiles = 40;
const code = /<\?(?:php|=)|<%[@=!\s]|^#!\/|^(?:package|import|using|require|from|use strict|const|var|let|function|def|class)\b[^\n]{0,200}[;({:\n]/m;
const uninteresting = /\.(?:png|jpe?g|gif|ico|svg|webp|woff2?|ttf|eot|mp[34]|css|pdf)$/i;

/** Names of copies: of "cart.php" "cart.php.bak", "cart.bak", ".cart.php.swp", "cart_backup.php", ... Most usual first. */
export function copiesOf(name: string): string[] {
  const [, stem = name, extension = ""] = /^(.+?)(\.\w{1,5})?$/.exec(name) ?? [];
  const whole = [".bak", "~", ".old", ".orig", ".save", ".swp", ".copy", ".1", ".zip", ".tar.gz", ".txt", "_bak", ".inc"].map((suffix) => name + suffix);
  return extension === "" ? [...whole.slice(0, 5), `${name}.zip`] : [...whole, `.${name}.swp`, `${stem}.bak`, `${stem}.old`, `${stem}_backup${extension}`, `${stem}-copy${extension}`, `Copy%20of%20${name}`, `${stem}.zip`];
}

const isPage = ({ text }: Reply): boolean => /^\s*(?:<!doctype html|<html|<head)/i.test(text.slice(0, 200));
/** Why these bytes are a copy of a source: code, an archive, an editor's file, or much the same as the original script. */
function copyOf(reply: Reply, original: Reply): string | undefined {
  const [a, b, c, d] = reply.body;
  if (a === 0x50 && b === 0x4b && c === 3 && d === 4) return "an archive (zip)";
  if (a === 0x1f && b === 0x8b) return "an archive (gzip)";
  if (reply.text.startsWith("b0VIM ")) return "a swap file of an editor";
  if (code.test(reply.text.slice(0, 20_000)) && !code.test(original.text.slice(0, 20_000))) return "program code that the original does not show";
  if (!isPage(reply) && !isPage(original) && reply.text !== original.text && similarity(partsOf(reply), partsOf(original)) > 0.5) return "another state of the original";
  return undefined;
}

/** Whether it is there as no made-up copy is. */
async function* provenCopies(url: URL, original: Exchange, tools: Tools): AsyncIterable<Proof> {
  const [, folder = "/", name = ""] = /^(.*\/)([^/]*)$/.exec(url.pathname) ?? [];
  const ask = (file: string): Promise<Exchange> => tools.send(getRequest(`${url.origin}${folder}${file}`));
  // A server that answers whatever follows the name has no copies, it has a router.
  const control = await ask(`${name}.${tools.seed.word(`copy ${url.pathname}`, 5)}`);
  if (control.reply === undefined || (control.reply.status < 300 && original.reply !== undefined && copyOf(control.reply, original.reply) !== undefined)) return;
  for (const copy of copiesOf(name)) {
    const exchange = await ask(copy);
    const what = exchange.reply?.status === 200 && original.reply !== undefined ? copyOf(exchange.reply, original.reply) : undefined;
    if (what === undefined || exchange.reply?.text === control.reply.text) continue;
    const again = await ask(copy);
    if (again.reply?.status !== 200 || again.reply.text !== exchange.reply?.text) continue;
    yield { technique: "copy", confidence: "firm", at: `origin:file:${folder}${copy}`, because: `${folder}${copy} is served and is ${what}; a made-up copy answers ${control.reply.status}.`, steps: [{ role: "baseline", exchange: original, shows: "The original." }, { role: "attack", exchange, shows: `It is ${what}.` }, { role: "control", exchange: control, shows: "A made-up copy." }, { role: "attack", exchange: again, shows: "The same again." }] };
    if (!/archive/.test(what)) return;
  }
}

/** One address of each file of the origin, scripts of the server first. */
function filesOf(origin: string, routes: readonly Route[]): string[] {
  const paths = new Set(routes.filter((route) => route.origin === origin && (route.method === "GET" || route.method === "POST")).map(({ request }) => new URL(request.url).pathname).filter((path) => /\/[\w.%-]{2,60}$/.test(path) && !uninteresting.test(path)));
  const rank = (path: string): number => (/\.(?:php\d?|jsp|aspx?|cgi|pl|py|rb|cfm|do)$/i.test(path) ? 0 : /\.\w+$/.test(path) ? 1 : 2);
  return [...paths].toSorted((one, other) => rank(one) - rank(other) || (one < other ? -1 : 1)).slice(0, mostFiles);
}

export const backupFiles = defineCheck<OriginCheck>({
  id: "backup-files", about: "A copy of a file is served beside it.", title: "Backup copy of a file",
  cwe: 530, owasp: ["A05"], severity: "medium", risk: "marker", attackClass: "discovery", on: "origin",
  remediation: "Delete copies from the served folder and refuse names that end in ~, .bak, .old, .swp and the like. Deploy from a clean build instead of editing in place.",
  async *probe(origin, routes, tools) {
    for (const path of filesOf(origin, routes)) {
      const original = await tools.send(getRequest(`${origin}${path}`));
      if (original.reply !== undefined && original.reply.status < 500) yield* provenCopies(new URL(`${origin}${path}`), original, tools);
    }
  },
});
